import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { distanceMetres } from './measure.ts';
import { formatMgrs, parseMgrs } from './mgrs.ts';
import { parsePlace } from './place.ts';

const ERBIL = { at: [440100000, 361900000] };

describe('grid references', () => {
  it('[P12] are read in any case, spacing and digits', () => {
    for (const text of [
      '38SLE70035520',
      '38s le 7003 5520',
      '٣٨SLE٧٠٠٣٥٥٢٠',
      ' ۳۸S LE ۷۰۰۳ ۵۵۲۰',
    ]) {
      expect(parseMgrs(text)).toMatchObject({
        value: { precisionMetres: 10, text: '38S LE 7003 5520' },
      });
    }
  });

  it('[P13] are refused where the band is not the one of the square', () => {
    expect(parseMgrs('38N LE 7003 5520')).toMatchObject({ fault: { kind: 'no-such-square' } });
    expect(parseMgrs('61S LE 7003 5520')).toMatchObject({ fault: { kind: 'no-such-square' } });
    for (const text of [
      '',
      '38',
      '38S',
      '38S LE 1',
      '38S IE 11',
      '38S LZ 11',
      '38S LE 123456 123456',
    ]) {
      expect(parseMgrs(text)).toMatchObject({ fault: { kind: 'bad-notation' } });
    }
  });

  it('[P13] come back as they went in, at each precision', () => {
    const lon = fc.integer({ min: -1_800_000_000, max: 1_799_999_999 });
    const lat = fc.integer({ min: -799_999_999, max: 839_999_999 });
    fc.assert(
      fc.property(lon, lat, fc.integer({ min: 0, max: 5 }), (x, y, power) => {
        const text = formatMgrs([x, y], 10 ** power);
        const square = parseMgrs(text);
        // At the rim of a zone a square may be so thin a rest that no point of ours is sought in it.
        if (!square.ok) {
          expect(square.fault.kind).toBe('no-such-square');
          return;
        }
        expect(square.value.text).toBe(text);
        expect(square.value.precisionMetres).toBe(10 ** power);
        const away = distanceMetres([x, y], square.value.at);
        expect(away).toBeLessThanOrEqual(10 ** power * 1.5 + 1);
      }),
      { numRuns: 150 },
    );
  });
});

describe('latitude and longitude', () => {
  it('[P14] are read in degrees, minutes and seconds, whichever comes first', () => {
    for (const [text, notation] of [
      ['36.19N 44.01E', 'dd'],
      ['44.01E, 36.19N', 'dd'],
      ['N36.19, E44.01', 'dd'],
      ['٣٦٫١٩ شمالاً ٤٤٫٠١ شرقاً', 'dd'],
      ["36°11.4'N 44°00.6'E", 'dm'],
      ['N 36 11 24 E 44 00 36', 'dms'],
      ['36°11′24″N, 44°00′36″E', 'dms'],
    ] as const) {
      expect(parsePlace(text), text).toMatchObject({ value: { ...ERBIL, notation } });
    }
    expect(parsePlace('38S MF 10986 05476')).toMatchObject({ value: { notation: 'mgrs' } });
    expect(parsePlace('36.19 144.5')).toMatchObject({ value: { at: [1445000000, 361900000] } });
  });

  it('[P14] are given back both ways round where both make sense', () => {
    expect(parsePlace('36.19, 44.01')).toEqual({
      ok: false,
      fault: {
        kind: 'ambiguous',
        latFirst: [440100000, 361900000],
        lonFirst: [361900000, 440100000],
      },
    });
  });

  it('[P14] are refused in any other form', () => {
    for (const text of [
      '',
      'Erbil',
      '36.19N',
      '36.19N 44.01N',
      '36.19N 44.01',
      '36,19 44,01',
      '36 61 44 10',
      '36.5 10 44 10',
      '-36N 44E',
      '1 2 3',
      '9'.repeat(1_000),
    ]) {
      expect(parsePlace(text), text).toMatchObject({ fault: { kind: 'bad-notation' } });
    }
    expect(parsePlace('91 200')).toMatchObject({ fault: { kind: 'out-of-range' } });
  });

  it('never throws, whatever is written', () => {
    fc.assert(
      fc.property(fc.string(), (text) => void parsePlace(text)),
      { numRuns: 50 },
    );
    const letters = fc.constantFrom(...'0123456789 NSEWLE.,-°\'"٣');
    fc.assert(
      fc.property(fc.string({ unit: letters }), (text) => void parsePlace(text)),
      { numRuns: 50 },
    );
  });
});
