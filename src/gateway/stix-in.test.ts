import { describe, expect, it } from 'vitest';
import type { Json, JsonObject } from '../base/json.ts';
import type { Choices } from './items.ts';
import { readStix } from './stix-in.ts';
import { TLP_MARKINGS } from './stix-names.ts';
import { frameOf, stixOf } from './stix-out.ts';
import { CENTRE, REPORT as OWN, said } from './stix.suite.ts';

const U = '11111111-1111-4111-8111-11111111111';
const HEAD = {
  spec_version: '2.1',
  created: '2026-02-01T00:00:00.000Z',
  modified: '2026-02-02T00:00:00.000Z',
};
const LOCATION: JsonObject = {
  ...HEAD,
  type: 'location',
  id: `location--${U}1`,
  name: 'Ford',
  latitude: 35.5,
  longitude: 44.25,
  precision: 300,
};
const REPORT: JsonObject = {
  ...HEAD,
  type: 'report',
  id: `report--${U}2`,
  name: 'Crossing at the ford',
  description: 'Two boats.',
  lang: 'en',
  published: '2026-02-03T04:05:06.789Z',
  confidence: 85,
  object_refs: [LOCATION['id'] ?? '', `threat-actor--${U}3`],
};
const PLACE = { geometry: { type: 'Point' as const, coordinates: [44, 35] }, precisionMetres: 9 };

function stix(objects: readonly Json[], choices: Choices = {}) {
  const made = readStix({ type: 'bundle', id: `bundle--${U}0`, objects }, choices);
  return made.ok ? made.value : expect.fail(made.fault.kind);
}

const reportOf = (objects: readonly Json[], choices: Choices = {}) => {
  const taken = stix(objects, choices).find(({ outcome }) => outcome === 'taken');
  return taken?.outcome === 'taken' ? taken.row : undefined;
};

describe('a STIX bundle', () => {
  it('[O9] gives its reports with their places; a confidence stays in words', () => {
    const identity = {
      ...HEAD,
      type: 'identity',
      id: `identity--${U}4`,
      name: 'Partner cell',
      identity_class: 'organization',
    };
    const made = reportOf([LOCATION, identity, { ...REPORT, created_by_ref: identity.id }]);
    expect(made?.report).toEqual({
      kind: 'observation',
      title: 'Crossing at the ford, 2026-02-03',
      language: 'en',
      text: 'Two boats.\nConfidence stated by the source: 85 of 100.\nIt refers to: 1 threat-actor.',
      place: {
        geometry: { type: 'Point', coordinates: [44.25, 35.5] },
        precisionMetres: 300,
        label: 'Ford',
      },
      when: { from: '2026-02-03T04:05:06Z', upto: '2026-02-03T04:05:07Z' },
      source: {
        kind: 'partner',
        reference: `STIX report--${U}2, modified 2026-02-02T00:00:00.000Z\nBy: Partner cell`,
      },
    });
  });

  it('[O4] leaves out what is about persons, machines and computers, and bears none of its words', () => {
    const of = (type: string, more: JsonObject = {}): JsonObject => {
      return { ...HEAD, type, id: `${type}--${U}5`, name: 'SECRET', value: 'SECRET', ...more };
    };
    const made = stix(
      [
        ...[LOCATION, REPORT, of('threat-actor'), of('identity', { identity_class: 'individual' })],
        ...[of('identity'), of('email-addr'), of('user-account'), of('indicator'), of('malware')],
        ...[of('ipv4-addr'), of('x-own'), of('relationship')],
      ],
      { place: PLACE },
    );
    expect(made.map((each) => (each.outcome === 'left-out' ? each.reason : each.outcome))).toEqual([
      ...['only-a-place', 'taken', 'about-persons', 'about-persons', 'only-a-name'],
      ...['about-persons', 'about-persons', 'machine-pattern', 'cyber-only', 'cyber-only'],
      ...['unknown-kind', 'only-a-link'],
    ]);
    expect(JSON.stringify(made)).not.toContain('SECRET');
  });

  it('[I11] makes several places one that holds them all, and finds those of relations', () => {
    const other = { ...LOCATION, id: `location--${U}6`, latitude: 35.6, name: 'Mill' };
    const relation = {
      ...HEAD,
      type: 'relationship',
      id: `relationship--${U}7`,
      relationship_type: 'located-at',
      source_ref: `report--${U}2`,
      target_ref: other.id,
    };
    const place = reportOf([LOCATION, other, relation, REPORT])?.report.place;
    expect(place).toMatchObject({
      geometry: { coordinates: [44.25, 35.55] },
      label: 'Ford; Mill',
    });
    // Half of eleven kilometres, and what the points are off themselves.
    expect(place?.precisionMetres).toBeGreaterThan(5_500 + 300);
    expect(place?.precisionMetres).toBeLessThan(6_500);
  });

  it('[O7] keeps the strictest mark of an object and its parts, of TLP 2.0 and of old TLP 1', () => {
    const marked = (refs: readonly string[], granular: readonly string[] = []) =>
      reportOf([
        LOCATION,
        {
          ...REPORT,
          object_marking_refs: refs,
          granular_markings: granular.map((ref) => ({ marking_ref: ref, selectors: ['name'] })),
        },
      ])?.tlp;
    expect(marked([])).toBeUndefined();
    expect(marked([TLP_MARKINGS.GREEN])).toBe('GREEN');
    expect(marked([TLP_MARKINGS.CLEAR], [TLP_MARKINGS['AMBER+STRICT']])).toBe('AMBER+STRICT');
    expect(marked(['marking-definition--5e57c739-391a-4eb3-b6be-7d15ca92d5ed'])).toBe('RED');
  });

  it('keeps a licence, and says that a mark is not known', () => {
    const statement = {
      ...HEAD,
      type: 'marking-definition',
      id: `marking-definition--${U}8`,
      definition_type: 'statement',
      definition: { statement: 'CC BY 4.0' },
    };
    const refs = [statement.id, `marking-definition--${U}9`];
    const made = reportOf([LOCATION, statement, { ...REPORT, object_marking_refs: refs }]);
    expect(made?.report.source.reference).toContain('Marking: CC BY 4.0\nMarking that the file');
  });

  it('reads translations, notes, opinions, groupings and sightings of what it holds', () => {
    const about = { ...HEAD, object_refs: [`report--${U}2`] };
    const made = stix([
      LOCATION,
      REPORT,
      { ...about, type: 'note', id: `note--${U}3`, content: 'Also heard.\nTwice.' },
      {
        ...about,
        type: 'opinion',
        id: `opinion--${U}4`,
        opinion: 'disagree',
        explanation: 'No boats.',
      },
      {
        ...HEAD,
        type: 'sighting',
        id: `sighting--${U}5`,
        sighting_of_ref: `report--${U}2`,
        where_sighted_refs: [LOCATION['id'] ?? ''],
        first_seen: '2026-02-04T00:00:00Z',
        last_seen: '2026-02-05T00:00:00Z',
        count: 3,
      },
      {
        ...HEAD,
        type: 'language-content',
        id: `language-content--${U}6`,
        object_ref: `report--${U}2`,
        contents: { ar: { name: '\u0639\u0628\u0648\u0631' }, fr: { name: 'Passage' } },
      },
    ]);
    const titles = made.flatMap((each) =>
      each.outcome === 'taken' ? [each.row.report.title] : [],
    );
    expect(titles).toEqual([
      'Crossing at the ford, 2026-02-03',
      'Also heard., 2026-02-01',
      'Opinion: disagree, on: Crossing at the ford, 2026-02-01',
      'Sighting: Crossing at the ford, 2026-02-04',
    ]);
    const [, first] = made;
    expect(first?.outcome === 'taken' && first.row.report.text).toContain(
      '[ar] \u0639\u0628\u0648\u0631',
    );
  });

  it('[O1] [O9] has a report of another centre of ours back to the letter, as a partner’s word', () => {
    const outgoing = said('nahr', 'report', OWN, { exercise: false });
    const objects = [...frameOf(CENTRE, outgoing), ...stixOf(CENTRE, outgoing)];
    const made = reportOf(objects as readonly Json[]);
    const { grade: _grade, source: _source, ...rest } = OWN;
    expect(made).toMatchObject({ tlp: 'AMBER', report: rest });
    expect(made?.report.grade).toBeUndefined();
    expect(made?.report.source.kind).toBe('partner');
    expect(made?.report.source.reference).toMatch(
      /Record of party nahr of centre two-rivers[^]*Its source: own-patrol\nlog 7\nGrade stated by the source: B2/,
    );
  });

  it('takes the newest version, and nothing that was withdrawn', () => {
    const old = { ...REPORT, modified: '2026-02-01T00:00:00.000Z' };
    const made = stix([LOCATION, old, REPORT, { ...REPORT, id: `report--${U}9`, revoked: true }]);
    expect(made.map((each) => (each.outcome === 'left-out' ? each.reason : each.outcome))).toEqual([
      'only-a-place',
      'older-version',
      'taken',
      'withdrawn',
    ]);
  });

  it('[O10] takes what was said in an exercise only in one', () => {
    const drill = { ...REPORT, labels: ['exercise'] };
    expect(reportOf([LOCATION, drill])).toBeUndefined();
    expect(reportOf([LOCATION, drill], { isExercise: true })).toBeDefined();
  });

  it.each([
    [{ published: '2026-02-03 04:05' }, { kind: 'bad-date', field: 'published' }],
    [{ lang: 'fr' }, { kind: 'bad-choice', field: 'lang', text: 'fr' }],
    [{ id: 'x' }, { kind: 'missing-field', field: 'id' }],
    [{ name: '' }, { kind: 'missing-field', field: 'title' }],
    [{ object_refs: [] }, { kind: 'missing-field', field: 'place' }],
  ])('[I9] with %o is refused', (change, fault) => {
    expect(stix([LOCATION, { ...REPORT, ...change }])[1]).toMatchObject({
      outcome: 'refused',
      fault,
    });
  });

  it.each([
    [{ latitude: 95 }, 'bad-coordinates'],
    [{ latitude: '35' }, 'bad-coordinates'],
    [{ longitude: null }, 'bad-coordinates'],
  ])('[I9] with a place of %o is refused', (change, kind) => {
    expect(stix([{ ...LOCATION, ...change }, REPORT])[1]).toMatchObject({ fault: { kind } });
  });

  it('of STIX 2.0 is refused whole', () => {
    expect(readStix({ type: 'bundle', spec_version: '2.0', objects: [] }, {})).toMatchObject({
      fault: { kind: 'other-version', version: '2.0' },
    });
  });
});
