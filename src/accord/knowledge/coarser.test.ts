import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { RecordHash } from '../../base/ids.ts';
import { toGrid } from '../../geo/grid.ts';
import { distanceMetres } from '../../geo/measure.ts';
import { momentOf, textOf } from '../wire.ts';
import type { Coarsening } from './coarsening-schema.ts';
import { CELL_METRES, COARSE_WHENS } from './coarsening-schema.ts';
import { coarserOf, releasedWhole } from './coarser.ts';
import type { Report } from './schema.ts';
import { reportSchema } from './schema.ts';

const photo = {
  name: 'ford.jpg',
  media: 'image/jpeg',
  size: 12,
  sha256: 'a'.repeat(64),
  root: 'b'.repeat(64),
} as const;

const fine: Report = {
  kind: 'observation',
  title: 'Three trucks at the ford by the mill',
  language: 'en',
  text: 'Seen by the miller.',
  place: {
    geometry: { type: 'Point', coordinates: [43.6123456, 35.7123456] },
    precisionMetres: 10,
    label: 'The mill',
    form: 'point',
  },
  when: { from: '2026-11-22T10:17:30Z', upto: '2026-11-22T10:18:30Z' },
  whenForm: 'minute',
  source: { kind: 'resident', reference: 'notebook 4', handle: 'k3j7q2xw5mzd4n6p' },
  grade: { reliability: 'B', credibility: '2' },
  details: { of: 'vehicles', number: { from: 3, upto: 3 } },
  claims: [
    { about: 'what', words: 'Trucks' },
    { about: 'who', words: 'Smugglers' },
  ],
  corrects: `sha256:${'7c'.repeat(32)}` as RecordHash,
  attachments: [photo],
};

const bare: Coarsening = {
  title: 'Trucks in the district',
  text: '',
  details: false,
  grade: false,
  claims: [],
};
const beside = { files: [], offsetMinutes: 180 };

describe('a release', () => {
  it('[H13] as a whole carries all but the handle, what it corrects, and files not asked for', () => {
    const { corrects: _, attachments: __, ...rest } = fine;
    const source = { kind: 'resident', reference: 'notebook 4' };
    expect(releasedWhole(fine, [])).toEqual({ ...rest, source });
    expect(releasedWhole(fine, [photo.sha256]).attachments).toEqual([photo]);
    expect(releasedWhole(fine, ['c'.repeat(64)]).attachments).toBeUndefined();
  });

  it('[H14] that is coarser carries what is named and nothing else', () => {
    const said = coarserOf(fine, { ...bare, cellMetres: 10_000, when: 'day' }, beside);
    expect(said).toEqual({
      kind: 'observation',
      title: 'Trucks in the district',
      language: 'en',
      text: '',
      place: {
        geometry: { type: 'Point', coordinates: [expect.any(Number), expect.any(Number)] },
        precisionMetres: 10_000,
        form: 'around',
      },
      when: { from: '2026-11-21T21:00:00Z', upto: '2026-11-22T21:00:00Z' },
      whenForm: 'day',
      source: { kind: 'resident' },
    });
    expect(JSON.stringify(said)).not.toMatch(/mill|notebook|k3j7|43\.6123|10:17|7c7c/);
    const kept = { ...bare, details: true, grade: true, claims: [2], label: 'North', when: 'hour' };
    const more = coarserOf(fine, { ...kept, isDistrict: true } as Coarsening, {
      ...beside,
      files: [photo.sha256],
    });
    expect(more).toMatchObject({
      place: { ...fine.place, label: 'North' },
      when: { from: '2026-11-22T10:00:00Z', upto: '2026-11-22T11:00:00Z' },
      whenForm: 'hour',
      grade: fine.grade,
      details: fine.details,
      claims: [fine.claims?.[1]],
      attachments: [photo],
    });
  });

  it('[H14] holds the true place and time, and two near places in one cell are told as one', () => {
    const degrees = fc.integer({ min: 0, max: 1_000_000 }).map((n) => n / 1_000_000);
    fc.assert(
      fc.property(
        fc.record({
          lon: degrees,
          lat: degrees,
          precisionMetres: fc.integer({ min: 0, max: 20_000 }),
          from: fc.integer({ min: 1_700_000_000, max: 1_800_000_000 }),
          seconds: fc.integer({ min: 1, max: 400_000 }),
          cellMetres: fc.constantFrom(...CELL_METRES),
          when: fc.constantFrom(...COARSE_WHENS),
          offsetMinutes: fc.constantFrom(0, 180, 210, -300),
        }),
        ({ lon, lat, precisionMetres, from, seconds, cellMetres, when, offsetMinutes }) => {
          // As a record carries them: sums of doubles may have more decimals than a place has.
          const at = [Number((42 + lon).toFixed(6)), Number((35 + lat).toFixed(6))] as const;
          const geometry = { type: 'Point' as const, coordinates: [...at] };
          const moment = { from: textOf(from as never), upto: textOf((from + seconds) as never) };
          const said = coarserOf(
            { ...fine, place: { geometry, precisionMetres }, when: moment },
            { ...bare, cellMetres, when },
            { files: [], offsetMinutes },
          );
          expect(reportSchema.safeParse(said).success).toBe(true);
          const [there, here] = [
            toGrid(said.place.geometry.coordinates[0], said.place.geometry.coordinates[1]),
            toGrid(...at),
          ];
          if (!there.ok || !here.ok) throw new Error('both lie on the grid');
          const away = distanceMetres(there.value, here.value) + precisionMetres;
          expect(said.place.precisionMetres).toBeGreaterThanOrEqual(away);
          expect(said.place.precisionMetres).toBeGreaterThanOrEqual(cellMetres);
          expect(momentOf(said.when.from)).toBeLessThanOrEqual(from);
          expect(momentOf(said.when.upto)).toBeGreaterThanOrEqual(from + seconds);
          const step = when === 'hour' ? 3_600 : 86_400;
          expect((momentOf(said.when.from) + offsetMinutes * 60) % step).toBe(0);
          expect((momentOf(said.when.upto) + offsetMinutes * 60) % step).toBe(0);
        },
      ),
      { numRuns: 60 },
    );
    const near = {
      ...fine.place,
      geometry: { type: 'Point' as const, coordinates: [43.6125, 35.7124] },
    };
    const asked = { ...bare, cellMetres: 1_000 } as const;
    expect(coarserOf({ ...fine, place: near }, asked, beside).place).toEqual(
      coarserOf(fine, asked, beside).place,
    );
  });
});
