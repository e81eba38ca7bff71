import { gzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Choices } from '../gateway/items.ts';
import { boundByMarks, markFor } from '../gateway/marking.ts';
import { readImport } from './import-items.ts';
import { cellOf, refusedTable } from './import-refused.ts';

const bytes = (text: string) => new Uint8Array(Buffer.from(text));

function read(text: string | Uint8Array, choices: Choices = {}) {
  const made = readImport(typeof text === 'string' ? bytes(text) : text, choices);
  return made.ok ? made.value : expect.fail(JSON.stringify(made.fault));
}

const fault = (text: string | Uint8Array, choices: Choices = {}) => {
  const made = readImport(typeof text === 'string' ? bytes(text) : text, choices);
  return made.ok ? expect.fail('it was read') : made.fault;
};

const TABLE =
  'Headline;Latitude;Longitude;Date;Notes\nBridge closed;35.5;44.25;2026-02-03;since noon\n';

describe('a table', () => {
  it('[O8] is proposed a mapping by the names of its columns, whatever stands between them', () => {
    const made = read(TABLE);
    expect(made).toMatchObject({
      format: 'csv',
      table: {
        columns: ['Headline', 'Latitude', 'Longitude', 'Date', 'Notes'],
        mapping: {
          title: 'Headline',
          lat: 'Latitude',
          lon: 'Longitude',
          from: 'Date',
          text: 'Notes',
        },
      },
      outcomes: [
        {
          number: 1,
          type: 'row',
          name: 'Bridge closed',
          outcome: 'taken',
          row: { report: { place: { geometry: { coordinates: [44.25, 35.5] } } } },
        },
      ],
    });
  });

  it.each([
    ['العنوان,خط العرض,خط الطول,التاريخ', 'ar'],
    ['ناونیشان,هێڵی پانی,هێڵی درێژی,بەروار', 'ckb'],
    ['Başlık,Enlem,Boylam,Tarih', 'tr'],
  ])('[O8] finds its columns in the language of who made it: %s', (head) => {
    const made = read(`${head}\nx,35.5,44.25,2026-02-03\n`);
    expect(made.outcomes).toMatchObject([{ outcome: 'taken' }]);
  });

  it('[O8] of a known data set is told by its columns', () => {
    const made = read('id,type_of_violence,where_prec,date_prec,best\n1,1,1,1,1\n');
    expect(made.table?.preset).toBe('ucdp-ged');
  });

  it('[O3] gets time and place from the office where it has none, and its rows say so', () => {
    const when = { from: '2026-03-01T00:00:00Z', upto: '2026-03-02T00:00:00Z' };
    const place = {
      geometry: { type: 'Point' as const, coordinates: [44, 35] },
      precisionMetres: 9,
    };
    const text = 'title,count\nTents,7\n';
    expect(read(text).outcomes).toMatchObject([{ outcome: 'refused', fault: { field: 'lon' } }]);
    const [made] = read(text, { when, place }).outcomes;
    expect(made).toMatchObject({ outcome: 'taken', row: { report: { when, place } } });
    expect(JSON.stringify(made)).toContain('given at import');
  });

  it('[I9] [I10] refuses rows alone: bad ones, short ones, and what was said before', () => {
    const made = read(
      `${TABLE}x;95;44;2026-02-03;\nshort;1\nBridge closed;35.5;44.25;2026-02-03;since noon\n`,
    );
    expect(
      made.outcomes.map((each) => (each.outcome === 'refused' ? each.fault.kind : 'taken')),
    ).toEqual(['taken', 'bad-coordinates', 'unreadable-row', 'repeated-row']);
    const refused = made.outcomes.filter((each) => each.outcome === 'refused');
    expect(refusedTable(refused).split('\r\n').slice(0, 2)).toEqual([
      'Headline,Latitude,Longitude,Date,Notes,refused_number,refused_type,refused_name,refused_why',
      'x,95,44,2026-02-03,,2,row,x,bad-coordinates lat 95',
    ]);
  });

  it('[I14] is given back so that no cell of it is a formula', () => {
    expect(['=1+1', '-4.5', '-x', '@a', 'a"b'].map(cellOf)).toEqual([
      "'=1+1",
      '-4.5',
      "'-x",
      "'@a",
      '"a""b"',
    ]);
  });
});

describe('a file', () => {
  it.each([
    ['', { kind: 'unknown-format', found: 'empty' }],
    ['just words\nof somebody\n', { kind: 'unknown-format', found: 'text' }],
    ['"a":b,'.repeat(5_000), { kind: 'unknown-format', found: 'text' }],
    ['{"a":1}', { kind: 'unknown-format', found: 'JSON' }],
    ['{"a":', { kind: 'bad-json' }],
    ['<html><body/></html>', { kind: 'unknown-format', found: 'html' }],
    ['<event version="2.0"/>', { kind: 'unknown-format', found: 'event' }],
    [new Uint8Array([0xff, 0xfe, 0x3c, 0]), { kind: 'other-encoding', encoding: 'UTF-16' }],
    [new Uint8Array([0x61, 0xe7, 0x2c]), { kind: 'other-encoding' }],
    [new Uint8Array([0x1f, 0x8b, 1, 2, 3]), { kind: 'bad-zip' }],
    [gzipSync('a'.repeat(40_000_000)), { kind: 'bad-zip' }],
  ])('[O5] %# is refused whole for what it is', (text, expected) => {
    expect(fault(typeof text === 'string' ? text : new Uint8Array(text))).toMatchObject(expected);
  });

  it('[O5] is known by its content, packed or not, with its mark or without', () => {
    const kml = '<kml><Placemark><Point><coordinates>44,35</coordinates></Point></Placemark></kml>';
    expect(read(`\ufeff${kml}`).format).toBe('kml');
    expect(read(new Uint8Array(gzipSync(kml))).format).toBe('kml');
  });

  it('says which columns a mapping names that it lacks', () => {
    expect(fault(TABLE, { mapping: { title: 'Headline', from: 'Day' } })).toEqual({
      kind: 'missing-columns',
      columns: 'Day',
    });
  });
});

describe('a mark of the source', () => {
  const [row] = read(TABLE).outcomes;
  const marked = (tlp: 'RED' | 'AMBER') =>
    row?.outcome === 'taken' ? [{ ...row, row: { ...row.row, tlp } }] : expect.fail('not taken');

  it('[O7] of RED goes to our own party alone', () => {
    expect(boundByMarks(marked('RED'), false)).toMatchObject([
      { outcome: 'refused', fault: { kind: 'marking-narrower', tlp: 'RED' } },
    ]);
    expect(boundByMarks(marked('RED'), true)).toMatchObject([{ outcome: 'taken' }]);
    expect(boundByMarks(marked('AMBER'), false)).toMatchObject([{ outcome: 'taken' }]);
  });

  it('[O7] and what the office chose: the stricter stands', () => {
    expect(markFor({ tlp: 'AMBER' }, 'GREEN')).toBe('AMBER');
    expect(markFor({ tlp: 'CLEAR' }, 'GREEN')).toBe('GREEN');
    expect(markFor({}, 'GREEN')).toBe('GREEN');
  });
});
