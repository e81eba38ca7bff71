import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { parse } from 'csv-parse/sync';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { OutsideRow } from './outside.ts';
import { parseGedRow } from './ged.ts';

const FOLDER = '../shared/data/04-events';

/** A row in the data set's columns; what it tells is made up. */
const ROW: OutsideRow = {
  id: '17',
  type_of_violence: '3',
  side_a: 'Side A',
  side_b: 'Civilians',
  source_article: '"An Agency,1990-01-05,A headline"',
  source_original: 'a witness',
  where_prec: '2',
  where_coordinates: 'Hill  town ',
  adm_1: 'North province',
  adm_2: 'Hill district',
  latitude: '35.2974751',
  longitude: '46.034861',
  country: 'Land',
  event_clarity: '1',
  date_prec: '4',
  date_start: '1990-01-01',
  date_end: '1990-01-31',
  deaths_a: '0',
  deaths_b: '0',
  deaths_civilians: '23',
  deaths_unknown: '0',
  best: '23',
  low: '0',
  high: '20',
};

function read(change: Partial<OutsideRow>) {
  return parseGedRow({ ...ROW, ...change } as OutsideRow);
}

describe('a row of the event data set', () => {
  it('[I11] [I12] becomes a report of what the data set says, dated and ungraded', () => {
    const made = read({});
    expect(made).toMatchObject({
      ok: true,
      value: {
        report: {
          kind: 'incident',
          title: 'One-sided violence, Hill town, 1990-01-01 to 1990-01-31',
          place: {
            geometry: { type: 'Point', coordinates: [46.034861, 35.2974751] },
            precisionMetres: 25_000,
            label: 'Hill town, Hill district, North province, Land',
          },
          when: { from: '1990-01-01T00:00:00Z', upto: '1990-02-01T00:00:00Z' },
          source: { kind: 'dataset' },
        },
      },
    });
    if (!made.ok) return;
    const { report } = made.value;
    expect(report.grade).toBeUndefined();
    expect(report.text).toContain('One-sided violence by Side A against Civilians');
    expect(report.text).toContain('best estimate: 23 (low 0, high 20)');
    expect(report.text).toContain('outside the range');
    expect(report.source.reference).toMatch(/^UCDP GED 19\.1 #17, .*CC BY 4\.0\n/);
  });

  it('[I10] determines its id by its key alone', () => {
    const [a, b, c] = [read({}), read({ best: '24' }), read({ id: '18' })].map((made) =>
      made.ok ? made.value.id : '',
    );
    expect(a).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
    expect(b).toBe(a);
    expect(c).not.toBe(a);
  });

  const refused: readonly (readonly [Partial<OutsideRow>, string])[] = [
    [{ id: ' ' }, 'missing-field'],
    [{ latitude: '' }, 'missing-field'],
    [{ latitude: '91' }, 'bad-coordinates'],
    [{ longitude: '44,5' }, 'bad-coordinates'],
    [{ longitude: 'NaN' }, 'bad-coordinates'],
    [{ where_prec: '9' }, 'bad-precision'],
    [{ where_prec: 'constructor' }, 'bad-precision'],
    [{ type_of_violence: 'constructor' }, 'bad-choice'],
    [{ date_start: '1990-02-30' }, 'bad-date'],
    [{ date_start: '01/02/1990' }, 'bad-date'],
    [{ date_end: '1989-12-31' }, 'date-backwards'],
    [{ best: 'many' }, 'bad-number'],
    [{ best: '-1' }, 'bad-number'],
  ];
  it.each(refused)('[I9] is refused where %o', (change, kind) => {
    expect(read(change)).toMatchObject({ ok: false, fault: { kind } });
  });

  it('[I9] becomes a report or a fault, whatever its fields say', () => {
    fc.assert(
      fc.property(fc.dictionary(fc.constantFrom(...Object.keys(ROW)), fc.string()), (change) => {
        const made = read(change);
        if (!made.ok) expect(made.fault.kind).toMatch(/^[a-z-]+$/);
      }),
    );
  });

  const files: readonly (readonly [file: string, rows: number])[] = [
    ['ucdp_ged_iraq_1989-2014_2016.csv.gz', 5933],
    ['ucdp_ged_syria_east_2016.csv.gz', 640],
  ];
  const isHere = existsSync(FOLDER) || process.env['CI'] === 'true';
  if (!isHere) console.warn(`the real events are not tried: ${FOLDER} is not there`);
  it.runIf(isHere).each(files)(
    '[I9] is read from the real file %s, all %i of them',
    (file, count) => {
      const path = `${FOLDER}/${file}`;
      const rows = parse(gunzipSync(readFileSync(path)), { columns: true }) as OutsideRow[];
      const made = rows.map(parseGedRow);
      expect(made.filter(({ ok }) => !ok)).toEqual([]);
      expect(new Set(made.map((each) => each.ok && each.value.id)).size).toBe(count);
      const all = made.flatMap((each) => (each.ok ? [each.value.report] : []));
      const odd = all.filter(({ text }) => text.includes('outside the range'));
      expect(odd.length).toBe(count === 5933 ? 46 : odd.length);
      expect(
        all.every(({ title }) => /, \d{4}-\d\d-\d\d(?: to \d{4}-\d\d-\d\d)?$/.test(title)),
      ).toBe(true);
    },
    60_000,
  );
});
