import { describe, expect, it } from 'vitest';
import { CLAIMS_MAX, claimNumberSchema } from './claims.ts';
import { COUNT_MAX, DETAILS } from './details.ts';
import { releaseSchema } from './released.ts';
import { REPORT_KINDS, reportSchema, rowSchema } from './schema.ts';
import { sourceSchema } from './source-schema.ts';

const HASH = `sha256:${'7c'.repeat(32)}`;

const bare = {
  kind: 'incident',
  title: 'Shots at the ford',
  language: 'en',
  text: '',
  place: { geometry: { type: 'Point', coordinates: [43.6, 35.7] }, precisionMetres: 100 },
  when: { from: '2026-11-22T10:00:00Z', upto: '2026-11-22T10:01:00Z' },
  source: { kind: 'resident' },
};

/** Whether `bare` with these fields instead is a report; where not, the path of what is wrong. */
const pathOf = (fields: object): string | undefined => {
  const read = reportSchema.safeParse({ ...bare, ...fields });
  return read.success ? undefined : (read.error.issues[0]?.path.map(String).join('.') ?? '');
};

const claim = { about: 'what', words: 'A drone fell.' };

describe('a report', () => {
  it('[V4] without any of the later fields is what it was', () => {
    expect(reportSchema.parse(bare)).toEqual(bare);
  });

  it('[H1] has the details of its own kind, of which each may be left out', () => {
    for (const kind of REPORT_KINDS) expect(pathOf({ kind, details: {} })).toBeUndefined();
    const killed = { from: 1, upto: 3 };
    expect(pathOf({ details: { nature: 'shelling', killed } })).toBeUndefined();
    expect(pathOf({ kind: 'civil-harm', details: { killed } })).toBeUndefined();
    expect(pathOf({ kind: 'crossing', details: { killed } })).toBe('details');
    expect(pathOf({ kind: 'civil-harm', details: { nature: 'shelling' } })).toBe('details.nature');
    expect(pathOf({ details: { weapons: 3 } })).toBe('details');
    expect(Object.keys(DETAILS)).toEqual([...REPORT_KINDS]);
  });

  it('[H1] holds a row of others to the same', () => {
    expect(rowSchema.safeParse({ ...bare, details: { nature: 'clash' } }).success).toBe(true);
    expect(rowSchema.safeParse({ ...bare, details: { of: 'works' } }).success).toBe(false);
    expect(rowSchema.safeParse({ ...bare, attachments: [] }).success).toBe(false);
  });

  it('[H2] counts from one whole figure up to another', () => {
    const killed = (from: number, upto: number) => pathOf({ details: { killed: { from, upto } } });
    expect(killed(0, 0)).toBeUndefined();
    expect(killed(2, COUNT_MAX)).toBeUndefined();
    expect(killed(3, 2)).toContain('details');
    expect(killed(-1, 2)).toContain('details');
    expect(killed(1.5, 2)).toContain('details');
    expect(killed(0, COUNT_MAX + 1)).toContain('details');
  });

  it('[H3] makes up to 16 claims, of which only those of how many have a figure', () => {
    const count = { from: 3, upto: 4 };
    expect(pathOf({ claims: [claim, { about: 'how-many', words: '3', count }] })).toBeUndefined();
    expect(pathOf({ claims: [{ ...claim, count }] })).toBe('claims.0');
    expect(pathOf({ claims: [] })).toBe('claims');
    expect(pathOf({ claims: Array.from({ length: CLAIMS_MAX }, () => claim) })).toBeUndefined();
    expect(pathOf({ claims: Array.from({ length: CLAIMS_MAX + 1 }, () => claim) })).toBe('claims');
    expect([1, CLAIMS_MAX, 0, 17].map((n) => claimNumberSchema.safeParse(n).success)).toEqual([
      ...[true, true, false, false],
    ]);
  });

  it('[H4] [H5] says how its place and its time are known', () => {
    expect(pathOf({ place: { ...bare.place, form: 'road' }, whenForm: 'day' })).toBeUndefined();
    expect(pathOf({ place: { ...bare.place, form: 'house' } })).toBe('place.form');
    expect(pathOf({ whenForm: 'second' })).toBe('whenForm');
  });

  it('[H10] may bear a handle of its source, and nothing that names it', () => {
    const handle = 'k3j7q2xw5mzd4n6p';
    expect(pathOf({ source: { kind: 'resident', handle } })).toBeUndefined();
    for (const bad of [handle.slice(1), `${handle}a`, handle.toUpperCase(), `${handle.slice(1)}1`])
      expect(pathOf({ source: { kind: 'resident', handle: bad } })).toBe('source.handle');
    expect(pathOf({ source: { kind: 'resident', label: 'Fisherman' } })).toBe('source');
  });

  it('[H6] [H7] may correct an earlier one, and cannot say of which it is a release', () => {
    expect(pathOf({ corrects: HASH })).toBeUndefined();
    expect(pathOf({ corrects: 'the other one' })).toBe('corrects');
    expect(pathOf({ release: { of: HASH, form: 'whole' } })).toBe('');
    const release = { of: HASH, as: HASH, form: 'coarser' };
    expect(releaseSchema.safeParse(release).success).toBe(true);
    expect(releaseSchema.safeParse({ ...release, form: 'finer' }).success).toBe(false);
  });
});

describe('a source', () => {
  it('[H9] has a label, a kind, a note at most, and may be retired', () => {
    const source = { label: 'Fisherman', kind: 'resident', note: 'Sees the ford.', retired: true };
    expect(sourceSchema.parse(source)).toEqual(source);
    expect(sourceSchema.safeParse({ ...source, kind: 'spy' }).success).toBe(false);
    expect(sourceSchema.safeParse({ ...source, note: 'x'.repeat(1001) }).success).toBe(false);
  });
});
