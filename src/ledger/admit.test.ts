import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import { faultOf, hostPrimitives, logKeyOf, must, signerOf } from '../proof/cast.suite.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import { EMPTY_FRONTIER, grow, leafHash, rootOf } from '../proof/tree.ts';
import type { Held, Offered } from './admit.ts';
import { admit, isFork } from './admit.ts';
import type { Entry } from './ports.ts';
import { onlyKey } from './succession.ts';

const ORIGIN = 'qamar.example/log/0';
const { sha256 } = hostPrimitives;

const entriesOf = (count: number, word = 'entry'): readonly Entry[] =>
  Array.from({ length: count }, (_, at) => utf8(`${word} ${at}`));

const frontierOf = (entries: readonly Entry[]) =>
  grow(
    sha256,
    EMPTY_FRONTIER,
    entries.map((entry) => leafHash(sha256, entry)),
  );

const signed = (entries: readonly Entry[], by = ORIGIN): Promise<Checkpoint> =>
  signCheckpoint(signerOf(by), {
    origin: ORIGIN,
    size: entries.length,
    root: rootOf(sha256, frontierOf(entries)),
  });

async function heldOf(entries: readonly Entry[]): Promise<Held> {
  const checkpoint = entries.length > 0 ? await signed(entries) : undefined;
  return { keys: onlyKey(logKeyOf(ORIGIN)), frontier: frontierOf(entries), checkpoint };
}

async function offerOf(entries: readonly Entry[], from: number): Promise<Offered> {
  return { note: (await signed(entries)).note, from, entries: entries.slice(from) };
}

describe('an offer', () => {
  it('[L20] [L21] is admitted where it extends what is held, whatever it repeats', async () => {
    const all = entriesOf(7);
    await fc.assert(
      fc.asyncProperty(fc.nat(6), fc.nat(6), async (size, back) => {
        const held = await heldOf(all.slice(0, size));
        const from = Math.max(0, size - back);
        const admitted = must(admit(hostPrimitives, held, await offerOf(all, from)));
        expect(admitted.entries).toEqual(all.slice(size));
        expect(admitted.frontier).toEqual(frontierOf(all));
        expect(admitted.checkpoint.size).toBe(7);
      }),
      { numRuns: 20 },
    );
  });

  it('[L20] past a gap, or that ends too soon, is not', async () => {
    const held = await heldOf(entriesOf(2));
    const offer = await offerOf(entriesOf(5), 3);
    expect(faultOf(admit(hostPrimitives, held, offer))).toEqual({ kind: 'gap', ours: 2, from: 3 });
    const short = { ...(await offerOf(entriesOf(5), 2)), entries: entriesOf(5).slice(2, 4) };
    expect(faultOf(admit(hostPrimitives, held, short))).toEqual({ kind: 'entries-short', size: 4 });
  });

  it('[L21] with one wrong byte, or an entry that is none, is not', async () => {
    const held = await heldOf(entriesOf(2));
    const offer = await offerOf(entriesOf(4), 2);
    const wrong = { ...offer, entries: entriesOf(4, 'other').slice(2) };
    expect(faultOf(admit(hostPrimitives, held, wrong))).toEqual({ kind: 'root-differs', size: 4 });
    for (const bad of [new Uint8Array(), new Uint8Array(65_536)]) {
      const entries = [offer.entries[0]!, bad];
      expect(faultOf(admit(hostPrimitives, held, { ...offer, entries }))).toEqual({
        kind: 'entry-bad',
        index: 3,
      });
    }
    const more = { ...offer, entries: [...offer.entries, utf8('beyond')] };
    expect(must(admit(hostPrimitives, held, more)).entries).toHaveLength(2);
  });

  it('[L22] that another key signed, or of another log, is not', async () => {
    const held = await heldOf([]);
    const entries = entriesOf(1);
    const note = (await signed(entries, 'nahr.example/log/0')).note;
    const stolen = admit(hostPrimitives, held, { note, from: 0, entries });
    expect(faultOf(stolen)).toMatchObject({ kind: 'checkpoint-bad' });
    const other = { ...held, keys: onlyKey(logKeyOf('nahr.example/log/0')) };
    const moved = admit(hostPrimitives, other, await offerOf(entries, 0));
    expect(faultOf(moved)).toMatchObject({ fault: { kind: 'wrong-origin' } });
    const nonsense = admit(hostPrimitives, held, { note: 'x', from: 0, entries });
    expect(faultOf(nonsense)).toMatchObject({ kind: 'checkpoint-bad' });
  });

  it('of what is held changes nothing, and what is older is given back', async () => {
    const held = await heldOf(entriesOf(3));
    const same = must(admit(hostPrimitives, held, await offerOf(entriesOf(3), 0)));
    expect(same).toMatchObject({ entries: [], frontier: held.frontier });
    const older = faultOf(admit(hostPrimitives, held, await offerOf(entriesOf(2), 0)));
    expect(older).toMatchObject({ kind: 'older', checkpoint: { size: 2 } });
    const empty = await heldOf([]);
    expect(must(admit(hostPrimitives, empty, await offerOf([], 0))).entries).toEqual([]);
  });

  it('[L23] that contradicts what is held is kept with both signatures', async () => {
    const held = await heldOf(entriesOf(3));
    const fork = faultOf(admit(hostPrimitives, held, await offerOf(entriesOf(3, 'x'), 0)));
    expect(fork).toMatchObject({ kind: 'fork', ours: held.checkpoint, theirs: { size: 3 } });
    const older = await signed(entriesOf(2, 'x'));
    expect(isFork(older, rootOf(sha256, frontierOf(entriesOf(2))))).toBe(true);
    expect(isFork(await signed(entriesOf(2)), rootOf(sha256, frontierOf(entriesOf(2))))).toBe(
      false,
    );
  });
});
