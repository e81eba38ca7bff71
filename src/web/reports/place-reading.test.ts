import { describe, expect, it } from 'vitest';

import { boxAround, readPlace } from './place-reading.ts';

const area = [42.5, 34.5, 45.5, 37] as const;
const read = (text: string) => readPlace(text, area);

describe('a place that is typed', () => {
  it('is read from a grid reference in any case, spacing and digits, with its precision', () => {
    for (const text of ['38S LE 7003 5520', '38sle70035520', '٣٨S LE ٧٠٠٣ ٥٥٢٠']) {
      const found = read(text);
      expect(found).toMatchObject({ kind: 'read', place: { precisionMetres: 10 } });
      expect(found.kind === 'read' && found.place.mgrs).toBe('38S LE 7003 5520');
    }
  });

  it('is given back with the right band where the band was wrong', () => {
    const found = read('38N LE 7003 5520');
    expect(found.kind).not.toBe('read');
    expect('fixes' in found && found.fixes.map((fix) => fix.mgrs)).toContain('38S LE 7003 5520');
  });

  it('is given back with the zone of the centre where none was written', () => {
    const found = read('LE 7003 5520');
    expect('fixes' in found && found.fixes.map((fix) => fix.mgrs)).toContain('38S LE 7003 5520');
  });

  it('is asked about where both orders lie in the area, and taken where only one does', () => {
    expect(readPlace('36.19, 44.01', [30, 30, 50, 50]).kind).toBe('ambiguous');
    const found = read('36.19, 44.01');
    expect(found.kind === 'read' && found.place.point).toEqual([44.01, 36.19]);
  });

  it('must be confirmed far from the centre', () => {
    const found = read('51.50N 0.12W');
    expect(found.kind).toBe('far');
    expect(found.kind === 'far' && found.distanceMetres).toBeGreaterThan(3_000_000);
  });

  it('is refused without losing anything where it is no place', () => {
    expect(read('by the old mill')).toEqual({ kind: 'refused', why: 'bad-notation', fixes: [] });
    expect(read('  ')).toEqual({ kind: 'empty' });
  });
});

describe('the box round an area', () => {
  it('holds every corner', () => {
    expect(
      boxAround([
        [
          [43, 35],
          [44, 36],
          [43.5, 34],
          [43, 35],
        ],
      ]),
    ).toEqual([43, 34, 44, 36]);
    expect(
      boxAround([
        [
          [
            [43, 35],
            [44, 36],
          ],
        ],
        [[[45, 33]]],
      ]),
    ).toEqual([43, 33, 45, 36]);
  });
});
