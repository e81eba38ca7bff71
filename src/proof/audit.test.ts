import { describe, expect, it } from 'vitest';
import { concat, equal, utf8 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import type { LogSource } from './audit.ts';
import { auditLog, auditPair } from './audit.ts';
import {
  faultOf,
  flip,
  hostPrimitives,
  logKeyOf,
  must,
  signerOf,
  witnessKeyOf,
} from './cast.suite.ts';
import type { Checkpoint } from './checkpoint.ts';
import { checkpointBody, signCheckpoint } from './checkpoint.ts';
import { cosign, withSignature } from './cosignature.ts';
import { TILE_WIDTH, formatBundle, tilePath, tilesOf } from './tile.ts';
import { EMPTY_FRONTIER, grow, hashesIn, leafHash, rootOf } from './tree.ts';

const { sha256 } = hostPrimitives;
const ORIGIN = 'qamar.example/log/1';
const SIZE = 600;
const keys = { log: logKeyOf(ORIGIN), witnesses: [witnessKeyOf('witness')], quorum: 1 };
const entries = Array.from({ length: SIZE }, (_, i) => utf8(`entry ${i}`));

const made = new Map<Uint8Array, Uint8Array>();

function leavesOf(log: readonly Uint8Array[]): Uint8Array[] {
  return log.map((entry) => {
    const leaf = made.get(entry) ?? leafHash(sha256, entry);
    made.set(entry, leaf);
    return leaf;
  });
}

async function checkpointOf(log: readonly Uint8Array[], size = log.length): Promise<Checkpoint> {
  const root = rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leavesOf(log.slice(0, size))));
  const signed = await signCheckpoint(signerOf(ORIGIN), { origin: ORIGIN, size, root });
  const line = await cosign(signerOf('witness'), 'witness', checkpointBody(signed), instant(9));
  return must(withSignature(signed, line));
}

function tilesIn(log: readonly Uint8Array[]): Map<string, Uint8Array> {
  const read = hashesIn(sha256, leavesOf(log));
  return new Map(
    tilesOf(log.length).map(({ level, index, width }) => {
      const hashes = Array.from({ length: width }, (_, i) => {
        const hash = read(Number(level) * 8, index * TILE_WIDTH + i);
        if (!hash) throw new Error('the tile is not in the tree');
        return hash;
      });
      return [tilePath(level, index), concat(...hashes)];
    }),
  );
}

function bundlesIn(log: readonly Uint8Array[]): Map<number, Uint8Array> {
  return new Map(
    Array.from({ length: Math.ceil(log.length / TILE_WIDTH) }, (_, i) => [
      i,
      formatBundle(log.slice(i * TILE_WIDTH, (i + 1) * TILE_WIDTH)),
    ]),
  );
}

interface Kept {
  readonly checkpoint: Checkpoint;
  readonly tiles: Map<string, Uint8Array>;
  readonly bundles: Map<number, Uint8Array>;
}

const whole = keep(entries);

function kept(log: readonly Uint8Array[] = entries): Promise<Kept> {
  return log === entries ? whole : keep(log);
}

async function keep(log: readonly Uint8Array[]): Promise<Kept> {
  return { checkpoint: await checkpointOf(log), tiles: tilesIn(log), bundles: bundlesIn(log) };
}

function sourceOf(log: Kept): LogSource {
  return {
    checkpoint: () => Promise.resolve(log.checkpoint.note),
    tile: (level, index) => Promise.resolve(log.tiles.get(tilePath(level, index))),
    bundle: (index) => Promise.resolve(log.bundles.get(index)),
  };
}

const findingsIn = async (log: Kept, trusted = keys) =>
  (await auditLog(hostPrimitives, sourceOf(log), trusted)).findings;

describe('an audit of a log with erased entries', () => {
  const gone = [3, 255, 599];
  const erased = entries.map((entry, i) => (gone.includes(i) ? new Uint8Array() : entry));

  it('[W5] takes their hashes from the tiles, and asks who accounts for each', async () => {
    const log = { ...(await kept()), bundles: bundlesIn(erased) };
    const taken: number[] = [];
    const erasures = {
      take: (index: number) => void taken.push(index),
      isRecalled: (index: number, leaf: Uint8Array) =>
        index !== 255 && equal(leaf, leafHash(sha256, entries[index]!)),
    };
    const report = await auditLog(hostPrimitives, sourceOf(log), keys, erasures);
    expect(report).toMatchObject({ entries: SIZE, recalled: 2 });
    expect(report.findings).toEqual([{ kind: 'erased-entry', index: 255 }]);
    expect(taken).toHaveLength(SIZE - 3);
    expect(await findingsIn(log)).toHaveLength(3);
  });

  it('[W5] still names what was changed beside them, and what no tile vouches for', async () => {
    const log = await kept();
    const bent = erased.with(4, flip(entries[4]!, 3, 1));
    expect(await findingsIn({ ...log, bundles: bundlesIn(bent) })).toContainEqual({
      kind: 'rewritten-entry',
      index: 4,
    });
    const blind = { ...log, bundles: bundlesIn(erased), tiles: new Map<string, Uint8Array>() };
    expect((await findingsIn(blind)).map(({ kind }) => kind)).toContain('wrong-root');
  });

  it('[W5] compares two checkpoints over them', async () => {
    const log = { ...(await kept()), bundles: bundlesIn(erased) };
    const earlier = await checkpointOf(entries, 400);
    const pair = { ours: earlier.note, theirs: log.checkpoint.note, logKey: logKeyOf(ORIGIN) };
    expect(must(await auditPair(hostPrimitives, pair, sourceOf(log)))).toEqual({ kind: 'extends' });
  });
});

describe('an audit', () => {
  it('[L28] finds nothing in a log that is whole, with its tiles and without', async () => {
    const log = await kept();
    const report = await auditLog(hostPrimitives, sourceOf(log), keys);
    expect(report).toMatchObject({
      cosignedBy: [{ name: 'witness', time: 9 }],
      entries: SIZE,
      findings: [],
      hasMoreFindings: false,
    });
    expect(await findingsIn({ ...log, tiles: new Map() })).toEqual([]);
    expect(await findingsIn(await kept([]))).toEqual([]);
  });

  it('[L28] names the entry in which one bit was turned', async () => {
    const log = await kept();
    for (const index of [0, 255, 256, 599]) {
      const bent = entries.with(index, flip(entries[index]!, 3, 1));
      expect(await findingsIn({ ...log, bundles: bundlesIn(bent) })).toEqual([
        { kind: 'rewritten-entry', index },
      ]);
    }
  });

  it('[L28] names entries that were dropped, alone, in a row or at the end', async () => {
    const log = await kept();
    for (const [index, count] of [
      [0, 1],
      [255, 1],
      [256, 3],
      [130, 90],
      [599, 1],
    ] as const) {
      const less = entries.toSpliced(index, count);
      expect(await findingsIn({ ...log, bundles: bundlesIn(less) })).toEqual([
        { kind: 'dropped-entry', index, count },
      ]);
    }
  });

  it('[L28] names an entry that was put in', async () => {
    const log = await kept();
    const more = entries.toSpliced(300, 0, utf8('never signed'));
    expect(await findingsIn({ ...log, bundles: bundlesIn(more) })).toEqual([
      { kind: 'inserted-entry', index: 300, count: 1 },
    ]);
  });

  it('[L28] sees that entries differ where no tile can say which', async () => {
    const log = await kept();
    const bent = entries.with(7, utf8('other'));
    const findings = await findingsIn({ ...log, tiles: new Map(), bundles: bundlesIn(bent) });
    expect(findings).toMatchObject([{ kind: 'wrong-root' }]);
    const rewritten = { ...log, tiles: tilesIn(bent), bundles: bundlesIn(bent) };
    expect(await findingsIn(rewritten)).toMatchObject([{ kind: 'wrong-root' }]);
  });

  it('[L28] names a bundle that is absent or cannot be read', async () => {
    const log = await kept();
    const absent = new Map(log.bundles);
    absent.delete(1);
    expect(await findingsIn({ ...log, bundles: absent })).toEqual([
      { kind: 'dropped-entry', index: 256, count: 256 },
    ]);
    const cut = new Map(log.bundles).set(2, log.bundles.get(2)!.slice(0, -1));
    expect(await findingsIn({ ...log, bundles: cut })).toEqual([
      { kind: 'damaged-bundle', index: 2 },
      { kind: 'dropped-entry', index: 512, count: 88 },
    ]);
  });

  it('[L28] names a tile that is damaged while the entries are whole', async () => {
    const log = await kept();
    for (const [level, index] of [
      [0, 1],
      [1, 0],
    ] as const) {
      const path = tilePath(level, index);
      const tiles = new Map(log.tiles).set(path, flip(log.tiles.get(path)!, 40, 1));
      const findings = await findingsIn({ ...log, tiles });
      expect(findings).toContainEqual({ kind: 'damaged-tile', level, index });
      expect(findings.every((finding) => finding.kind === 'damaged-tile')).toBe(true);
    }
  });

  it('[L28] names a bad signature, a strange key and too few cosigners', async () => {
    const log = await kept();
    expect(await findingsIn(log, { ...keys, log: logKeyOf('nahr') })).toMatchObject([
      { kind: 'bad-signature', fault: { kind: 'wrong-origin' } },
    ]);
    expect(await findingsIn(log, { ...keys, witnesses: [witnessKeyOf('nahr')] })).toEqual([
      { kind: 'not-cosigned', found: 0, wanted: 1 },
    ]);
    const note = log.checkpoint.note.replace('\n600\n', '\n599\n');
    const findings = await findingsIn({ ...log, checkpoint: { ...log.checkpoint, note } });
    expect(findings.map((finding) => finding.kind)).toEqual([
      'bad-signature',
      'bad-signature',
      'not-cosigned',
      'wrong-root',
    ]);
    const none = { ...log, checkpoint: { ...log.checkpoint, note: 'none' } };
    expect(await findingsIn(none)).toEqual([
      { kind: 'bad-checkpoint', fault: { kind: 'no-signature' } },
    ]);
  });

  it('[L28] ends, though a checkpoint claims a size beyond all reading', async () => {
    const log = await kept();
    const head = { ...log.checkpoint, size: Number.MAX_SAFE_INTEGER };
    const checkpoint = await signCheckpoint(signerOf(ORIGIN), head);
    const report = await auditLog(hostPrimitives, sourceOf({ ...log, checkpoint }), keys);
    expect(report.entries).toBe(SIZE);
    expect(report.findings).toContainEqual({
      kind: 'dropped-entry',
      index: SIZE,
      count: Number.MAX_SAFE_INTEGER - SIZE,
    });
  });
});

describe('an audit of two checkpoints', () => {
  const other = entries.with(100, utf8('another history'));
  const pairOf = async (ours: Checkpoint, theirs: Checkpoint, log = entries) =>
    auditPair(
      hostPrimitives,
      { ours: ours.note, theirs: theirs.note, logKey: keys.log },
      sourceOf(await kept(log)),
    );

  it('[L28] takes one and the same, and one that extends the other, either way round', async () => {
    const [early, late] = [await checkpointOf(entries, 256), await checkpointOf(entries)];
    expect(must(await pairOf(late, late))).toEqual({ kind: 'same' });
    expect(must(await pairOf(early, late))).toEqual({ kind: 'extends' });
    expect(must(await pairOf(late, early))).toEqual({ kind: 'extends' });
    expect(must(await pairOf(await checkpointOf([]), late))).toEqual({ kind: 'extends' });
  });

  it('[L28] finds two histories of one size and of two sizes, and keeps both notes', async () => {
    const [ours, theirs] = [await checkpointOf(entries), await checkpointOf(other)];
    expect(must(await pairOf(ours, theirs))).toEqual({ kind: 'fork', ours, theirs });
    const early = await checkpointOf(other, 300);
    expect(must(await pairOf(ours, early))).toEqual({ kind: 'fork', ours, theirs: early });
    const before = await checkpointOf(other, 100);
    expect(must(await pairOf(ours, before))).toEqual({ kind: 'extends' });
  });

  it('[L28] accuses nobody by entries that lead to neither', async () => {
    const [early, late] = [await checkpointOf(other, 300), await checkpointOf(other)];
    expect(must(await pairOf(early, late, entries))).toEqual({ kind: 'unproven' });
    const without = { ours: early.note, theirs: late.note, logKey: keys.log };
    expect(must(await auditPair(hostPrimitives, without, undefined))).toEqual({ kind: 'unproven' });
  });

  it('[L28] compares only what the log signed', async () => {
    const log = await checkpointOf(entries);
    const forged = { ...log, note: log.note.replace('\n600\n', '\n601\n') };
    expect(faultOf(await pairOf(log, forged))).toEqual({
      kind: 'bad-signature',
      name: ORIGIN,
      of: 'theirs',
    });
  });
});
