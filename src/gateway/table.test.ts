import { describe, expect, it } from 'vitest';
import { parseFeature } from './features.ts';
import type { TableMapping } from './table.ts';
import { TABLE_PRECISION_METRES, columnsOf, parseMapping, parseTableRow } from './table.ts';
import { parseSpan } from './when.ts';

function mapping(text: string): TableMapping {
  const made = parseMapping(text);
  return made.ok ? made.value : expect.fail(made.fault.kind);
}

const ROW = { head: 'Bridge\nclosed', y: '35.5', x: '44.25', day: '2016-03-05 14:30' };

describe('a mapping', () => {
  it('is read from text, and names the columns that it needs', () => {
    const read = mapping('title=head, lat=y,lon=x,from=day,kind==crossing');
    expect(columnsOf(read)).toEqual(['head', 'y', 'x', 'day']);
    expect(read.kind).toBe('=crossing');
  });

  it.each([
    ['title', 'bad-mapping'],
    ['title=', 'bad-mapping'],
    ['constructor=a', 'unknown-field'],
    ['title=a,title=b,from=c', 'field-twice'],
    ['title=a', 'field-needed'],
  ])('%s is refused', (text, kind) => {
    expect(parseMapping(text)).toMatchObject({ ok: false, fault: { kind } });
  });
});

describe('a row by its mapping', () => {
  const by = mapping('title=head,lat=y,lon=x,from=day,kind==crossing,id=key');

  it('[I11] becomes a report, not more exact than it says', () => {
    expect(parseTableRow(ROW, by)).toMatchObject({
      ok: true,
      value: {
        report: {
          kind: 'crossing',
          title: 'Bridge closed',
          place: {
            geometry: { type: 'Point', coordinates: [44.25, 35.5] },
            precisionMetres: TABLE_PRECISION_METRES,
          },
          when: { from: '2016-03-05T14:30:00Z', upto: '2016-03-05T14:31:00Z' },
        },
      },
    });
  });

  it('[I10] is known by its key, or else by all that it says', () => {
    const id = (row: Record<string, string>) => {
      const made = parseTableRow(row, by);
      return made.ok ? made.value.id : '';
    };
    expect(id({ ...ROW, key: '1' })).toBe(id({ ...ROW, key: '1', head: 'Other' }));
    expect(id(ROW)).toBe(id({ ...ROW }));
    expect(id(ROW)).not.toBe(id({ ...ROW, other: 'more' }));
  });

  it.each([
    [{ head: ' ' }, 'missing-field'],
    [{ y: '' }, 'missing-field'],
    [{ x: '181' }, 'bad-coordinates'],
    [{ day: 'yesterday' }, 'bad-date'],
  ])('[I9] is refused where %o', (change, kind) => {
    expect(parseTableRow({ ...ROW, ...change }, by)).toMatchObject({ ok: false, fault: { kind } });
  });

  it('takes its place from a feature', () => {
    const feature = parseFeature({
      type: 'Feature',
      id: 7,
      properties: { head: 'Road', day: '2016-03-05', none: null },
      geometry: {
        type: 'LineString',
        coordinates: [
          [44.123456789, 35, 400],
          [45, 36],
        ],
      },
    });
    if (!feature.ok) return expect.fail(feature.fault.kind);
    expect(feature.value.row).toEqual({ head: 'Road', day: '2016-03-05', id: '7' });
    const made = parseTableRow(feature.value.row, mapping('title=head,from=day'), {
      shape: feature.value.shape,
    });
    expect(made).toMatchObject({
      ok: true,
      value: {
        report: {
          place: {
            geometry: {
              coordinates: [
                [44.1234568, 35],
                [45, 36],
              ],
            },
          },
        },
      },
    });
  });

  it.each([
    [null, 'no-feature'],
    [{ type: 'Feature', geometry: null }, 'bad-form'],
    [{ type: 'Feature', geometry: { type: 'Point', coordinates: [200, 0] } }, 'out-of-range'],
  ])('[I9] is refused where its feature is %o', (json, reason) => {
    expect(parseFeature(json)).toMatchObject({ fault: { kind: 'bad-geometry', reason } });
  });
});

it.each([
  ['2016-03-05', 1_457_136_000, 86_400],
  ['2016-03-05T14:30', 1_457_188_200, 60],
  ['2016-03-05 14:30:05Z', 1_457_188_205, 1],
  ['2016-03-05T17:30:05.25+03:00', 1_457_188_205, 1],
])('%s is a span of time', (text, from, seconds) => {
  expect(parseSpan(text)).toEqual({ ok: true, value: { from, upto: from + seconds } });
});
