import { describe, expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import { readGeoJson } from './geojson.ts';
import { GPX_PRECISION_METRES, readGpx } from './gpx.ts';
import type { Choices, Outcome } from './items.ts';
import { propose } from './items.ts';
import { readKml } from './kml.ts';
import { plainFrom } from './plain.ts';
import { LINE_POINTS_MAX } from './thin.ts';
import { PLACE_CHOSEN, WHEN_CHOSEN } from './outside.ts';
import { parseCoarseSpan } from './when.ts';
import { parseXml } from './xml.ts';

const CHOSEN: Choices = { when: { from: '2026-03-01T00:00:00Z', upto: '2026-03-02T00:00:00Z' } };

function outcomes(
  read: typeof readGpx | typeof readKml,
  text: string,
  choices: Choices = CHOSEN,
): readonly Outcome[] {
  const root = parseXml(text);
  if (!root.ok) return expect.fail(root.fault.kind);
  const made = read(root.value, choices);
  return made.ok ? made.value : expect.fail(made.fault.kind);
}

const gpx = (inner: string, choices = CHOSEN) =>
  outcomes(readGpx, `<gpx creator="Receiver 3">${inner}</gpx>`, choices);
const kml = (inner: string, choices = CHOSEN) =>
  outcomes(readKml, `<kml><Document><name>Posts</name>${inner}</Document></kml>`, choices);
const placemark = (inner: string) => `<Placemark><name>P</name>${inner}</Placemark>`;
const point = '<Point><coordinates>44.1,35.2,700</coordinates></Point>';

function geojson(json: Json, choices: Choices = CHOSEN): readonly Outcome[] {
  const made = readGeoJson(json, choices);
  return made.ok ? made.value : expect.fail(made.fault.kind);
}

describe('GPX', () => {
  it('[O6] gives waypoints, routes and segments of tracks, by the names of their coordinates', () => {
    const made = gpx(
      '<wpt lon="44.1" lat="35.2"><name>Bridge</name><time>2026-02-03T04:05:06Z</time></wpt>' +
        '<rte><rtept lat="35" lon="44"/><rtept lat="36" lon="45"/></rte>' +
        '<trk><name>Patrol</name><trkseg><trkpt lat="35" lon="44"><time>2026-02-03T04:00:00Z</time></trkpt>' +
        '<trkpt lat="35.1" lon="44.1"><time>2026-02-03T05:00:00Z</time></trkpt></trkseg><trkseg/></trk>',
    );
    expect(made).toMatchObject([
      {
        number: 1,
        type: 'wpt',
        outcome: 'taken',
        row: {
          report: {
            title: 'Bridge, 2026-02-03',
            place: {
              geometry: { type: 'Point', coordinates: [44.1, 35.2] },
              precisionMetres: GPX_PRECISION_METRES,
            },
            when: { from: '2026-02-03T04:05:06Z', upto: '2026-02-03T04:05:07Z' },
            source: { kind: 'technical', reference: 'Made with: Receiver 3\nGPX waypoint: Bridge' },
          },
        },
      },
      { type: 'rte', outcome: 'taken', row: { report: { when: CHOSEN.when } } },
      {
        type: 'trkseg',
        outcome: 'taken',
        row: { report: { when: { from: '2026-02-03T04:00:00Z', upto: '2026-02-03T05:00:01Z' } } },
      },
      { type: 'trkseg', outcome: 'left-out', reason: 'empty' },
    ]);
  });

  it.each([
    ['<wpt lat="91" lon="44"/>', { kind: 'bad-coordinates', field: 'lat', text: '91' }],
    ['<wpt lat="3,5" lon="44"/>', { kind: 'bad-coordinates', field: 'lat' }],
    ['<wpt lat="1e1" lon="44"/>', { kind: 'bad-coordinates', field: 'lat' }],
    ['<wpt lat="35"/>', { kind: 'missing-field', field: 'lon' }],
    ['<wpt lat="35" lon="44"><time>today</time></wpt>', { kind: 'bad-date', text: 'today' }],
    [
      '<rte><rtept lat="1" lon="1"/><rtept lat="1" lon="200"/></rte>',
      { kind: 'bad-coordinates', field: 'rtept 2 lon' },
    ],
  ])('[I9] %s is refused with its place', (inner, fault) => {
    expect(gpx(inner)).toMatchObject([{ outcome: 'refused', fault }]);
  });

  it('[O6] thins a long track, and adds what it gives up to the precision', () => {
    const points = Array.from(
      { length: 3_000 },
      (_, i) => `<trkpt lat="${(35 + i / 100_000).toFixed(5)}" lon="44"/>`,
    );
    const [made] = gpx(`<trk><trkseg>${points.join('')}</trkseg></trk>`);
    if (made?.outcome !== 'taken') return expect.fail(made?.outcome ?? 'nothing');
    const { place, text } = made.row.report;
    expect(place.geometry.coordinates.length).toBeLessThanOrEqual(LINE_POINTS_MAX);
    expect(place.geometry.coordinates.at(-1)).toEqual([44, 35.02999]);
    expect(place.precisionMetres).toBeGreaterThan(GPX_PRECISION_METRES);
    expect(text).toContain('points were left out');
  });
});

describe('KML', () => {
  it('[O6] gives placemarks, longitude first, with what is said of them and where they stood', () => {
    const [made] = kml(
      `<Folder><name>North</name>${placemark(
        `<description>&lt;b&gt;Closed&lt;/b&gt; at night&lt;br&gt;since May</description>
         <ExtendedData><Data name="guard"><value>2</value></Data></ExtendedData>
         <TimeSpan><begin>2026-01</begin><end>2026-02-03</end></TimeSpan>${point}`,
      )}</Folder>`,
    );
    expect(made).toMatchObject({
      outcome: 'taken',
      row: {
        report: {
          title: 'P, 2026-01-01',
          text: 'Closed at night\nsince May\nguard: 2',
          place: { geometry: { type: 'Point', coordinates: [44.1, 35.2] } },
          when: { from: '2026-01-01T00:00:00Z', upto: '2026-02-04T00:00:00Z' },
          source: { kind: 'partner', reference: 'KML / Posts / North / P' },
        },
      },
    });
  });

  it('makes one area of areas, and a report of each other part', () => {
    const ring = (x: number) =>
      `<outerBoundaryIs><LinearRing><coordinates>${x},35 ${x + 1},35 ${x + 1},36 ${x},35</coordinates></LinearRing></outerBoundaryIs>`;
    const made = kml(
      placemark(
        `<MultiGeometry><Polygon>${ring(40)}</Polygon><Polygon>${ring(50)}</Polygon>${point}</MultiGeometry>`,
      ),
    );
    const types = made.map((each) =>
      each.outcome === 'taken' ? each.row.report.place.geometry.type : each.outcome,
    );
    expect(types).toEqual(['Point', 'MultiPolygon']);
    expect(made.map(({ name }) => name)).toEqual(['P (1/2)', 'P (2/2)']);
  });

  it('[O4] leaves out pictures, links to elsewhere and placemarks without a place', () => {
    const made = kml(
      '<NetworkLink><Link><href>http://127.0.0.1/x.kml</href></Link></NetworkLink>' +
        `<GroundOverlay/>${placemark('')}`,
    );
    const reasons = made.map((each) => (each.outcome === 'left-out' ? each.reason : each.outcome));
    expect(reasons).toEqual(['fetched-elsewhere', 'picture-over-map', 'empty']);
  });

  it.each([
    ['<Point><coordinates>44.1, 35.2</coordinates></Point>', 'bad-coordinates'],
    ['<Point><coordinates>35.2,144.1</coordinates></Point>', 'bad-coordinates'],
    ['<Point><coordinates>44,35 45,36</coordinates></Point>', 'bad-geometry'],
    ['<LineString><coordinates>44,35</coordinates></LineString>', 'bad-geometry'],
    ['<LineString><coordinates>179,35 -179,35</coordinates></LineString>', 'bad-geometry'],
    [`${point}<TimeStamp><when>0725</when></TimeStamp>`, 'bad-date'],
    [`${point}<TimeStamp><when>5 May</when></TimeStamp>`, 'bad-date'],
    [`${point}<TimeSpan><begin>2026</begin></TimeSpan>`, 'missing-field'],
    [`${point}<TimeSpan><begin>2026</begin><end>2025</end></TimeSpan>`, 'date-backwards'],
  ])('[I9] %s is refused', (inner, kind) => {
    expect(kml(placemark(inner))).toMatchObject([{ outcome: 'refused', fault: { kind } }]);
  });
});

describe('GeoJSON', () => {
  const feature = (properties: Json): Json => ({
    type: 'Feature',
    properties,
    geometry: { type: 'Point', coordinates: [44.1, 35.2, 700] },
  });

  it('[O8] finds title, time and place by the names of its properties', () => {
    const [made] = geojson({
      type: 'FeatureCollection',
      features: [feature({ Name: 'Well', Date: '2026-02-03', depth: 30 })],
    });
    expect(made).toMatchObject({
      name: 'Well',
      outcome: 'taken',
      row: {
        report: {
          title: 'Well',
          text: 'depth: 30',
          when: { from: '2026-02-03T00:00:00Z' },
          place: { geometry: { coordinates: [44.1, 35.2] } },
        },
      },
    });
  });

  it('is also one feature, or a bare geometry', () => {
    expect(geojson(feature({ name: 'a' }))).toMatchObject([{ outcome: 'taken' }]);
    expect(geojson({ type: 'Point', coordinates: [1, 2] })).toMatchObject([{ outcome: 'taken' }]);
  });

  it('[O6] of another grid is refused whole', () => {
    const crs = { type: 'name', properties: { name: 'urn:ogc:def:crs:EPSG::32638' } };
    expect(readGeoJson({ type: 'FeatureCollection', crs, features: [] }, {})).toMatchObject({
      fault: { kind: 'other-grid', name: 'urn:ogc:def:crs:EPSG::32638' },
    });
  });
});

describe('an item', () => {
  it('[O3] gets from the office only what it does not say, and its report says so', () => {
    const there = { geometry: { type: 'Point' as const, coordinates: [1, 2] }, precisionMetres: 9 };
    const [bare] = kml(placemark(point), {});
    expect(bare).toMatchObject({ fault: { kind: 'missing-field', field: 'time' } });
    const [given] = kml(placemark(point), { ...CHOSEN, place: there, language: 'ar' });
    expect(given).toMatchObject({
      row: { report: { language: 'ar', when: CHOSEN.when, place: { precisionMetres: 5_000 } } },
    });
    if (given?.outcome !== 'taken') return;
    expect(given.row.report.source.reference).toContain(WHEN_CHOSEN);
    expect(given.row.report.source.reference).not.toContain(PLACE_CHOSEN);
  });

  it('[O2] is the same report whatever the office chose, and another when it says something else', () => {
    const id = (inner: string, choices = CHOSEN) => {
      const [made] = kml(placemark(inner), choices);
      return made?.outcome === 'taken' ? made.row.id : made?.outcome;
    };
    const other = { ...CHOSEN, kind: 'crossing', precisionMetres: 7 } as const;
    expect(id(point, other)).toBe(id(point));
    expect(id(`${point}<description>more</description>`)).not.toBe(id(point));
  });

  it('[O1] [O7] names its source in its reference, bears no grade, and keeps its marking', () => {
    const made = propose(
      { id: ['x', 1], title: 'T', text: [], source: 'partner', reference: ['X 1'], tlp: 'GREEN' },
      {
        ...CHOSEN,
        place: { geometry: { type: 'Point', coordinates: [1, 2] }, precisionMetres: 9 },
      },
    );
    expect(made).toMatchObject({
      value: { tlp: 'GREEN', report: { source: { reference: expect.stringMatching(/^X 1\n/) } } },
    });
    expect(made.ok && 'grade' in made.value.report).toBe(false);
  });
});

it.each([
  ['2016', '2016-01-01T00:00:00Z', 366],
  ['2016-02', '2016-02-01T00:00:00Z', 29],
  ['2016-12', '2016-12-01T00:00:00Z', 31],
  ['2016-12-05', '2016-12-05T00:00:00Z', 1],
])('[I11] %s is as wide as it says', (text, _, days) => {
  const span = parseCoarseSpan(text);
  expect(span.ok && (span.value.upto - span.value.from) / 86_400).toBe(days);
});

it.each([
  ['<p>a &amp; b</p><script>alert(1)</script>', 'a & b'],
  ['1 < 2 and 3 > 2', '1 < 2 and 3 > 2'],
  ['<img src=x onerror=alert(1)>text&nbsp;&#x623;&#0;&#xd800;', 'text \u0623'],
  ['a<br/>b<!-- c -->', 'a\nb'],
  ['\u0130<STYLE>b</style>c', '\u0130c'],
  ['<style></style>'.repeat(20_000), ''],
])('%s is plain text', (markup, text) => {
  expect(plainFrom(markup)).toBe(text);
});
