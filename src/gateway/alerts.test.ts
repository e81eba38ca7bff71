import { describe, expect, it } from 'vitest';
import { readCap } from './cap.ts';
import type { Choices } from './items.ts';
import { readMisp } from './misp.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { parseXml } from './xml.ts';

const PLACE = { geometry: { type: 'Point' as const, coordinates: [44, 35] }, precisionMetres: 9 };
const NS = 'urn:oasis:names:tc:emergency:cap:1.2';
const HEAD =
  '<identifier>A1</identifier><sender>met@example</sender><sent>2026-02-03T04:05:06+03:00</sent>' +
  '<status>Actual</status><msgType>Alert</msgType><scope>Public</scope>';
const AREA =
  '<area><areaDesc>Valley</areaDesc><polygon>35,44 36,44 36,45 35,45 35,44</polygon></area>';
const info = (inner: string) =>
  `<info><language>ar-SY</language><category>Met</category><event>Flood</event>${inner}</info>`;

function cap(inner: string, choices: Choices = {}, ns = NS) {
  const root = parseXml(`<c:alert xmlns:c="${ns}">${inner}</c:alert>`);
  if (!root.ok) return expect.fail(root.fault.kind);
  const made = readCap(root.value, choices);
  return made.ok ? made.value : made.fault;
}

describe('an alert', () => {
  it('[O6] [O9] is read latitude first, with what its sender states in words', () => {
    const said = `<urgency>Immediate</urgency><certainty>Observed</certainty><expires>2026-02-03T10:00:00+03:00</expires>${AREA}`;
    const made = cap(HEAD + info(said));
    expect(made).toMatchObject([
      {
        outcome: 'taken',
        row: {
          tlp: 'CLEAR',
          report: {
            kind: 'incident',
            title: 'Flood, 2026-02-03',
            language: 'ar',
            text: 'Stated by the sender: Immediate, Observed.',
            place: { geometry: { type: 'Polygon' }, label: 'Valley' },
            when: { from: '2026-02-03T01:05:06Z', upto: '2026-02-03T07:00:00Z' },
            source: { kind: 'official', reference: expect.stringMatching(/^CAP A1, sent /) },
          },
        },
      },
    ]);
    expect(JSON.stringify(made)).toContain('[[44,35],[45,35],[45,36],[44,36],[44,35]]');
    expect(JSON.stringify(made)).not.toContain('grade');
  });

  it('of a circle is a point as imprecise as its radius', () => {
    const area = '<area><areaDesc>Dam</areaDesc><circle>35,44 12.5</circle></area>';
    expect(cap(HEAD + info(area))).toMatchObject([
      {
        row: {
          report: { place: { geometry: { coordinates: [44, 35] }, precisionMetres: 12_500 } },
        },
      },
    ]);
  });

  it('of areas that overlap is a report of each', () => {
    expect(cap(HEAD + info(AREA + AREA))).toMatchObject([
      { name: 'Flood (1/2)' },
      { name: 'Flood (2/2)' },
    ]);
  });

  it('[O7] for addressed readers alone is marked so', () => {
    const closed = HEAD.replace('Public', 'Private');
    expect(cap(closed + info(AREA))).toMatchObject([{ row: { tlp: 'AMBER+STRICT' } }]);
  });

  it('[O10] of a test is left out, and of an exercise but in one', () => {
    const status = (word: string) => HEAD.replace('Actual', word) + info(AREA);
    expect(cap(status('Test'))).toMatchObject([{ outcome: 'left-out', reason: 'not-actual' }]);
    expect(cap(status('Exercise'))).toMatchObject([{ reason: 'not-actual' }]);
    expect(cap(status('Exercise'), { isExercise: true })).toMatchObject([{ outcome: 'taken' }]);
    expect(cap(HEAD.replace('>Alert<', '>Ack<'))).toMatchObject([{ reason: 'no-alert' }]);
  });

  it('is taken in one of our languages, where it has one', () => {
    const french = info(AREA).replace('ar-SY', 'fr-CA');
    expect(cap(HEAD + french + info(AREA))).toMatchObject([
      { outcome: 'left-out', reason: 'other-language' },
      { outcome: 'taken' },
    ]);
    expect(cap(HEAD + french)).toMatchObject([{ fault: { kind: 'bad-choice', text: 'fr-CA' } }]);
  });

  it.each([
    [
      HEAD.replace(/<scope>.*?<\/scope>/, '') + info(AREA),
      { kind: 'missing-field', field: 'scope' },
    ],
    [HEAD.replace('Public', 'All') + info(AREA), { kind: 'bad-choice', field: 'scope' }],
    [HEAD.replace('+03:00', '') + info(AREA), { kind: 'bad-date', field: 'sent' }],
    [HEAD, { kind: 'missing-field', field: 'info' }],
    [HEAD + info(''), { kind: 'missing-field', field: 'place' }],
    [HEAD + info(AREA.replace('36,45', '36, 45')), { kind: 'bad-coordinates', field: 'polygon' }],
    [HEAD + info(AREA.replace('35,45 35,44', '35,45')), { kind: 'bad-geometry' }],
    [
      HEAD + info(`<expires>2026-02-03T04:00:00+03:00</expires>${AREA}`),
      { kind: 'date-backwards' },
    ],
  ])('[I9] %# is refused with the name of what is wrong', (inner, fault) => {
    expect(cap(inner)).toMatchObject([{ outcome: 'refused', fault }]);
  });

  it('of another version is refused whole', () => {
    expect(cap(HEAD + info(AREA), {}, 'urn:other')).toMatchObject({ kind: 'other-version' });
  });
});

describe('an event of MISP', () => {
  const EVENT: JsonObject = {
    uuid: 'u-1',
    info: 'Bridge camera seen',
    date: '2026-02-03',
    threat_level_id: '2',
    timestamp: '1770000000',
    Orgc: { name: 'Team' },
    Tag: [{ name: 'tlp:amber' }, { name: 'admiralty-scale:source-reliability="b"' }],
    Attribute: [
      { category: 'Person', type: 'first-name', value: 'SECRET' },
      { category: 'Network activity', type: 'ip-dst', value: '203.0.113.7' },
      { category: 'Payload delivery', type: 'email-src', value: 'SECRET@example' },
    ],
  };
  const misp = (event: Json, choices: Choices = { place: PLACE }) => {
    const made = readMisp(event, choices);
    return made.ok ? made.value : made.fault;
  };

  it('[O4] [O9] becomes a report, its attributes left out by their kinds, its grade words', () => {
    const made = misp({ Event: EVENT });
    expect(made).toMatchObject([
      {
        outcome: 'taken',
        row: {
          tlp: 'AMBER',
          report: {
            title: 'Bridge camera seen, 2026-02-03',
            text: expect.stringContaining('Threat level stated by the source: medium.'),
            source: {
              kind: 'partner',
              reference: expect.stringContaining('source-reliability="b"'),
            },
          },
        },
      },
      { type: 'first-name', name: '', outcome: 'left-out', reason: 'about-persons' },
      { type: 'ip-dst', reason: 'machine-pattern' },
      { type: 'email-src', reason: 'about-persons' },
    ]);
    expect(JSON.stringify(made)).not.toMatch(/SECRET|203\.0|"grade"/);
  });

  it('is read wrapped in an answer, in a list, or bare', () => {
    for (const form of [{ response: [{ Event: EVENT }] }, [{ Event: EVENT }], EVENT]) {
      expect(misp(form)).toMatchObject([{ outcome: 'taken' }, {}, {}, {}]);
    }
  });

  it('has its place from a geolocation object, whose radius is in kilometres', () => {
    const attribute = (relation: string, value: string) => ({ object_relation: relation, value });
    const at = [attribute('latitude', '35.5'), attribute('longitude', '44.25')];
    const object = { name: 'geolocation', Attribute: [...at, attribute('accuracy-radius', '3')] };
    expect(misp({ ...EVENT, Object: [object] }, {})).toMatchObject([
      {
        row: {
          report: { place: { geometry: { coordinates: [44.25, 35.5] }, precisionMetres: 3_000 } },
        },
      },
      {},
      {},
      {},
      { type: 'geolocation', reason: 'only-a-place' },
    ]);
    expect(misp({ ...EVENT, Object: [object, object] }, {})).toMatchObject([
      { fault: { kind: 'bad-geometry' } },
      {},
      {},
      {},
      {},
      {},
    ]);
  });

  it('[O7] for a closed group is marked strictly, whatever its tags say', () => {
    expect(misp({ ...EVENT, distribution: '0' })).toMatchObject([
      { row: { tlp: 'AMBER+STRICT' } },
      {},
      {},
      {},
    ]);
  });

  it('[O2] is another report when it has changed', () => {
    const id = (event: JsonObject) => {
      const made = misp(event);
      const [first] = Array.isArray(made) ? made : [];
      return first?.outcome === 'taken' ? first.row.id : '';
    };
    expect(id({ ...EVENT, info: 'Other words' })).toBe(id(EVENT));
    expect(id({ ...EVENT, timestamp: '1770000001' })).not.toBe(id(EVENT));
  });

  it.each([
    [{ ...EVENT, date: '3 May' }, {}, { kind: 'bad-date' }],
    [{ ...EVENT, uuid: '' }, {}, { kind: 'missing-field', field: 'uuid' }],
    [EVENT, {}, { kind: 'missing-field', field: 'place' }],
  ])('[I9] %# is refused with the name of what is wrong', (event, choices, fault) => {
    expect(misp(event, choices)).toMatchObject([{ outcome: 'refused', fault }, {}, {}, {}]);
  });
});
