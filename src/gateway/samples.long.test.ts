import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { unpackRaw } from '../node/unpacking.ts';
import { readItems } from './file.ts';
import type { Choices, Outcome } from './items.ts';
import { recognise } from './recognise.ts';

const FOLDER = '../shared/data/09-interop';

/** What an office would say of files that give no time or no place. */
const CHOSEN: Choices = {
  when: { from: '2026-03-01T00:00:00Z', upto: '2026-03-02T00:00:00Z' },
  place: { geometry: { type: 'Point', coordinates: [44, 35] }, precisionMetres: 50_000 },
};

/** Every file of the samples, and what becomes of what is in it. */
const FILES: readonly (readonly [file: string, becomes: string])[] = [
  ['cap/43b080713727.cap', 'cap, 1 taken'],
  ['cap/KAR0-0306112239-SW.cap', 'cap, 1 taken'],
  ['cap/australia.cap', 'cap, 1 taken, 1 refused: repeated-row'],
  ['cap/canada.cap', 'cap, 2 taken, 1 left out: other-language'],
  ['cap/canada_errors.cap', 'cap, 1 taken'],
  ['cap/canada_signed.cap', 'cap, 2 taken, 1 left out: other-language'],
  ['cap/earthquake-iso8859-1.cap', 'refused whole: other-encoding'],
  ['cap/earthquake.cap', 'cap, 1 taken'],
  ['cap/earthquake_signed.cap', 'refused whole: other-encoding'],
  ['cap/invalid.cap', 'cap, 1 refused: missing-field'],
  ['cap/no_optional_fields.cap', 'cap, 1 refused: missing-field'],
  ['cap/noaa_errors.cap', 'cap, 1 refused: bad-coordinates'],
  ['cap/thunderstorm.cap', 'cap, 1 taken'],
  ['cap/wcatwc-warning.cap', 'cap, 1 taken'],
  ['cap/weather.cap', 'cap, 1 taken'],
  ['cap/xee.cap', 'refused whole: has-doctype'],
  ['cot/cotlib-001.xml', 'refused whole: unknown-format'],
  ['cot/cotlib-002.xml', 'refused whole: unknown-format'],
  ['cot/cotlib-003.xml', 'refused whole: unknown-format'],
  ['cot/cotlib-004.xml', 'refused whole: unknown-format'],
  ['cot/cotlib-005.xml', 'refused whole: unknown-format'],
  ['cot/cotlib-006.xml', 'refused whole: unknown-format'],
  ['cot/cotlib-007.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-001.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-002.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-004.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-005.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-007.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-008.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-010.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-011.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-013.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-014.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-016.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-017.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-019.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-020.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-022.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-023.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-025.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-026.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-028.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-029.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-031.xml', 'refused whole: unknown-format'],
  ['cot/node-cot-032.xml', 'refused whole: unknown-format'],
  ['gpx/Mojstrovka.gpx', 'gpx, 1 taken'],
  ['gpx/around-visnjan-with-car.gpx', 'gpx, 1 taken'],
  ['gpx/cerknicko-jezero-no-creator.gpx', 'gpx, 14 taken, 1 left out: empty'],
  ['gpx/cerknicko-jezero-with-elevations-zero.gpx', 'gpx, 14 taken, 1 left out: empty'],
  ['gpx/cerknicko-jezero-without-elevations.gpx', 'gpx, 14 taken, 1 left out: empty'],
  ['gpx/cerknicko-jezero.gpx', 'gpx, 14 taken, 1 left out: empty'],
  ['gpx/cerknicko-without-times.gpx', 'gpx, 14 taken, 1 left out: empty'],
  ['gpx/custom_schema_locations.gpx', 'gpx'],
  ['gpx/default_schema_locations.gpx', 'gpx'],
  ['gpx/first_and_last_elevation.gpx', 'gpx, 1 taken'],
  ['gpx/gpx-with-node-with-comments.gpx', 'gpx, 1 taken'],
  ['gpx/gpx1.0_with_all_fields.gpx', 'gpx, 5 taken, 1 left out: empty'],
  ['gpx/gpx1.1_with_all_fields.gpx', 'gpx, 5 taken, 1 left out: empty'],
  ['gpx/gpx1.1_with_extensions.gpx', 'gpx, 1 taken'],
  ['gpx/gpx1.1_with_extensions_without_namespaces.gpx', 'gpx, 1 taken'],
  ['gpx/gpx_with_garmin_extension.gpx', 'gpx, 1 taken'],
  ['gpx/korita-zbevnica.gpx', 'gpx, 5 taken, 1 left out: empty'],
  ['gpx/route.gpx', 'gpx, 1 taken'],
  ['gpx/track-with-empty-segment.gpx', 'gpx, 1 taken, 1 left out: empty'],
  ['gpx/track-with-extremes.gpx', 'gpx, 1 taken'],
  ['gpx/track-with-less-sec-time.gpx', 'gpx, 1 taken'],
  ['gpx/track-with-small-floats.gpx', 'gpx, 1 taken'],
  ['gpx/track_with_dilution_errors.gpx', 'gpx, 3 taken'],
  ['gpx/track_with_speed.gpx', 'gpx, 1 taken'],
  ['gpx/unicode.gpx', 'gpx, 6 taken'],
  ['gpx/unicode2.gpx', 'gpx, 1 left out: empty'],
  ['gpx/unicode_with_bom.gpx', 'gpx, 1 taken'],
  ['gpx/unicode_with_bom_noencoding.gpx', 'gpx, 1 taken'],
  ['kml/bad.kml', 'kml, 3 refused: bad-coordinates'],
  ['kml/cdata.kml', 'kml, 1 taken'],
  ['kml/extended_data.kml', 'kml, 1 taken'],
  ['kml/ground_overlay.kml', 'kml, 1 left out: picture-over-map'],
  ['kml/ground_overlay_quad.kml', 'kml, 1 left out: picture-over-map'],
  ['kml/gxmultitrack.kml', 'kml, 4 taken'],
  ['kml/gxtrack.kml', 'kml, 1 taken'],
  ['kml/inline_style.kml', 'kml, 3 taken'],
  ['kml/inline_style_mini.kml', 'kml, 1 taken'],
  ['kml/linear_ring.kml', 'kml, 1 taken'],
  ['kml/linestring.kml', 'kml, 2 taken'],
  ['kml/literal_color.kml', 'kml, 1 taken'],
  ['kml/multigeometry.kml', 'kml, 2 taken'],
  ['kml/multigeometry_discrete.kml', 'kml, 2 taken'],
  ['kml/multigeometry_sibling.kml', 'kml, 23 taken'],
  ['kml/multitrack.kml', 'kml, 3 taken'],
  ['kml/networklink.kml', 'kml, 1 left out: fetched-elsewhere'],
  ['kml/nogeomplacemark.kml', 'kml, 1 left out: empty'],
  ['kml/non_gx_multitrack.kml', 'kml, 3 taken'],
  ['kml/noname.kml', 'kml, 1 taken'],
  ['kml/null_geometry.kml', 'kml, 1 left out: empty'],
  ['kml/opacity_override.kml', 'kml, 1 taken'],
  ['kml/point.kml', 'kml, 1 taken'],
  ['kml/point_extra_coordinates.kml', 'kml, 1 refused: bad-coordinates'],
  ['kml/point_id.kml', 'kml, 1 taken'],
  ['kml/polygon.kml', 'kml, 1 taken'],
  ['kml/schema.kml', 'kml, 1 taken'],
  ['kml/selfclosing.kml', 'kml, 1 left out: empty'],
  ['kml/simpledata.kml', 'kml, 2 taken'],
  ['kml/style.kml', 'kml, 3 taken'],
  ['kml/style_url.kml', 'kml, 1 taken'],
  ['kml/styles.kml', 'kml, 2 taken'],
  ['kml/timespan.kml', 'kml, 1 refused: bad-date'],
  ['kml/twopoints.kml', 'kml, 2 taken'],
  [
    'misp/57c4445b-c548-4654-af0b-4be3950d210f.json',
    'misp, 1 taken, 4 left out: only-a-link, 5 left out: machine-pattern',
  ],
  [
    'misp/existing_event.json',
    'misp, 1 taken, 2 left out: only-a-link, 56 left out: machine-pattern',
  ],
  ['misp/galaxy_1.json', 'misp, 1 taken, 2 left out: only-a-link, 4 left out: machine-pattern'],
  ['misp/japanese_test.json', 'misp, 1 taken, 1 left out: only-a-link'],
  ['misp/mainly_objects_1.json', 'misp, 1 taken, 17 left out: machine-pattern'],
  ['misp/misp_event.json', 'misp, 1 taken, 1 left out: machine-pattern, 1 left out: only-a-link'],
  ['misp/sharing_groups.json', 'refused whole: unknown-format'],
  [
    'stix/disarm.json.gz',
    'stix, 17 left out: unknown-kind, 391 left out: cyber-only, 288 left out: only-a-link, 1 left out: only-a-name, 1 left out: only-a-marking',
  ],
  [
    'stix/mitre-ics-attack-18.1.json.gz',
    'stix, 250 left out: unknown-kind, 201 left out: cyber-only, 1373 left out: only-a-link, 1 left out: only-a-name, 1 left out: only-a-marking',
  ],
  [
    'stix/oasis-apt1.json',
    'stix, 24 left out: cyber-only, 9 left out: about-persons, 12 left out: machine-pattern, 1 taken, 30 left out: only-a-link',
  ],
  ['stix/oasis-indicator-for-c2-ip-address.json', 'stix, 1 left out: machine-pattern'],
  [
    'stix/oasis-indicator-to-campaign-relationship.json',
    'stix, 1 left out: cyber-only, 1 left out: machine-pattern, 1 left out: only-a-link',
  ],
  [
    'stix/oasis-indicators-for-C2-with-COA.json',
    'stix, 1 left out: only-a-name, 2 left out: cyber-only, 2 left out: machine-pattern, 3 left out: only-a-link',
  ],
  ['stix/oasis-infrastructure.json', 'stix, 6 left out: cyber-only, 4 left out: only-a-link'],
  ['stix/oasis-interop-objectmarking-test.json', 'stix, 1 left out: cyber-only'],
  [
    'stix/oasis-malicious-email-indicator-with-attachment.json',
    'stix, 1 left out: only-a-name, 1 left out: cyber-only, 2 left out: machine-pattern, 2 left out: only-a-link',
  ],
  [
    'stix/oasis-poisonivy.json',
    'stix, 38 left out: cyber-only, 1 left out: only-a-name, 25 left out: machine-pattern, 1 taken, 90 left out: only-a-link',
  ],
];

function bytesOf(file: string): Uint8Array {
  const bytes = readFileSync(`${FOLDER}/${file}`);
  return new Uint8Array(file.endsWith('.gz') ? gunzipSync(bytes) : bytes);
}

function outcomesOf(file: string, choices: Choices): readonly Outcome[] | string {
  const known = recognise(bytesOf(file), unpackRaw);
  if (!known.ok) return known.fault.kind;
  if (known.value.format === 'csv') return 'csv';
  const made = readItems(known.value, choices);
  return made.ok ? made.value : made.fault.kind;
}

function told(file: string): string {
  const known = recognise(bytesOf(file), unpackRaw);
  const made = outcomesOf(file, CHOSEN);
  if (typeof made === 'string') return `refused whole: ${made}`;
  if (!known.ok) return 'nothing';
  const counts = new Map<string, number>();
  for (const each of made) {
    const what =
      each.outcome === 'taken'
        ? 'taken'
        : each.outcome === 'refused'
          ? `refused: ${each.fault.kind}`
          : `left out: ${each.reason}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
  }
  return [known.value.format, ...[...counts].map(([what, n]) => `${n} ${what}`)].join(', ');
}

const isHere = existsSync(FOLDER) || process.env['CI'] === 'true';
if (!isHere) console.warn(`the files of others are not tried: ${FOLDER} is not there`);

describe.runIf(isHere)('the real files of others', () => {
  it.each(FILES)('[O5] [O6] %s becomes: %s', (file, becomes) => {
    expect(told(file)).toBe(becomes);
  });

  it('are all listed here', () => {
    const there = ['cap', 'cot', 'gpx', 'kml', 'misp', 'stix'].flatMap((folder) =>
      readdirSync(`${FOLDER}/${folder}`).map((file) => `${folder}/${file}`),
    );
    expect(FILES.map(([file]) => file)).toEqual(there.toSorted());
  });

  it('[O1] [O9] [I10] become reports that name their source, bear no grade, and have ids of their own', () => {
    for (const [file] of FILES) {
      const made = outcomesOf(file, CHOSEN);
      if (typeof made === 'string') continue;
      const taken = made.flatMap((each) => (each.outcome === 'taken' ? [each.row] : []));
      expect(new Set(taken.map(({ id }) => id)).size, file).toBe(taken.length);
      for (const { report } of taken) {
        expect(report.source.reference, file).toMatch(/\S/);
        expect(report.grade, file).toBeUndefined();
      }
    }
  });

  it('[O3] are refused for what is missing where the office says nothing either', () => {
    const made = outcomesOf('kml/point.kml', {});
    expect(made).toMatchObject([{ fault: { kind: 'missing-field', field: 'time' } }]);
    expect(outcomesOf('stix/oasis-apt1.json', {})).toContainEqual(
      expect.objectContaining({ type: 'report', fault: { kind: 'missing-field', field: 'place' } }),
    );
  });

  it('[O4] give no name and no address of a person away', () => {
    const made = JSON.stringify(outcomesOf('stix/oasis-apt1.json', CHOSEN));
    expect(made).not.toMatch(/uglygorilla|JackWang|Mei Qiang|@163\.com/);
    expect(JSON.stringify(outcomesOf('misp/existing_event.json', CHOSEN))).not.toContain('@');
  });
});
