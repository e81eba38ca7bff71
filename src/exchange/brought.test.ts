import { describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import { checkpointBody, signCheckpoint } from '../proof/checkpoint.ts';
import type { Player, Table } from './cast.suite.ts';
import { entriesOf, hostSigner, table } from './cast.suite.ts';
import { cosignedName } from './cosigned.ts';
import { verifyEvidence } from './evidence.ts';
import type { TellMessage } from './messages.ts';
import { signPrefix } from './tell.ts';

const [QAMAR, JABAL] = ['qamar', 'jabal'] as PartyId[] as [PartyId, PartyId];

/** The part `from` to `upto` of qamar's log, as `player` would write it on a stick. */
async function packed(at: Table, from: number, upto: number, player = at.player('qamar')) {
  const log = at.log('qamar');
  const needs = { primitives: hostPrimitives, store: player.store, signer: hostSigner('qamar') };
  const { note } = await signPrefix(needs, log, upto);
  const entries = await player.store.read(log.id, from, upto - from);
  return { kind: 'tell', ask: '0'.repeat(32), log: log.id, note, from, entries } as TellMessage;
}

async function heldBy(at: Table, player: Player): Promise<number> {
  return (await player.store.latest(at.log('qamar').id))?.size ?? 0;
}

/** Qamar said six things that nobody was told over a link. */
async function apart(): Promise<{ at: Table; nahr: Player }> {
  const at = await table('qamar', 'nahr', 'jabal');
  await at.player('qamar').book.append(at.log('qamar'), entriesOf(6));
  return { at, nahr: at.player('nahr') };
}

describe('what is brought by hand', () => {
  it('[X22] is kept and shown as an answer would be, and once only', async () => {
    const { at, nahr } = await apart();
    const tell = await packed(at, 0, 4);
    expect(await nahr.station.brought(tell)).toEqual({ kind: 'kept', from: 0, upto: 4, said: [] });
    expect(nahr.kept).toEqual(['qamar 0+4']);
    expect(await nahr.station.brought(tell)).toMatchObject({ kind: 'held-already', held: 4 });
    expect(nahr.kept).toEqual(['qamar 0+4']);
    await at.round();
    expect(await heldBy(at, nahr)).toBe(6); // the link goes on from there
    expect(nahr.evidence).toEqual([]);
  });

  it('[X22] may come out of order: what is missing is named, what is held is passed over', async () => {
    const { at, nahr } = await apart();
    const [early, late] = [await packed(at, 0, 3), await packed(at, 3, 5)];
    expect(await nahr.station.brought(late)).toEqual({ kind: 'gap', held: 0, from: 3, said: [] });
    await nahr.station.brought(early);
    expect(await nahr.station.brought(late)).toMatchObject({ kind: 'kept', from: 3, upto: 5 });
    expect(await nahr.station.brought(early)).toMatchObject({ kind: 'held-already', held: 5 });
    const overlapping = await packed(at, 2, 6);
    expect(await nahr.station.brought(overlapping)).toMatchObject({ from: 5, upto: 6 });
    expect(await nahr.store.read(at.log('qamar').id, 0, 9)).toEqual(entriesOf(6));
  });

  it('[X22] is refused as a whole where it was spoiled, and nobody is accused', async () => {
    const { at, nahr } = await apart();
    await nahr.station.brought(await packed(at, 0, 2));
    const good = await packed(at, 1, 5);
    const spoilt: readonly (readonly [TellMessage, string])[] = [
      [{ ...good, entries: good.entries.toReversed() }, 'root-differs'],
      [{ ...good, entries: good.entries.slice(0, 3) }, 'entries-short'],
      [{ ...good, note: good.note.replace('\n5\n', '\n4\n') }, 'checkpoint-bad'],
      [{ ...good, entries: good.entries.with(2, new Uint8Array()) }, 'entry-bad'],
    ];
    for (const [tell, kind] of spoilt) {
      const brought = await nahr.station.brought(tell);
      expect(brought).toMatchObject({ kind: 'refused', fault: { kind } });
    }
    expect([await heldBy(at, nahr), nahr.evidence]).toEqual([2, []]);
    expect(await nahr.station.brought(good)).toMatchObject({ kind: 'kept', from: 2, upto: 5 });
  });

  it('[X22] [X11] convicts an author who signed two histories, whichever is the longer', async () => {
    const there = await table('qamar', 'nahr', 'jabal');
    const other = there.player('qamar');
    await other.book.append(there.log('qamar'), [...entriesOf(2), ...entriesOf(6, 'x')]);
    for (const [from, upto] of [
      [0, 3],
      [2, 6],
      [1, 8],
      [0, 8],
    ] as const) {
      const { at, nahr } = await apart();
      await nahr.station.brought(await packed(at, 0, 6));
      const brought = await nahr.station.brought(await packed(at, from, upto, other));
      expect(brought.kind).toBe('accused');
      expect(brought.said.map(({ to }) => to)).toEqual([JABAL, QAMAR]);
      expect(verifyEvidence(hostPrimitives, at.log('qamar'), nahr.evidence[0]!)).toBe(true);
      expect(await nahr.store.read(at.log('qamar').id, 0, 9)).toEqual(entriesOf(6));
    }
  });

  it('[X22] [X4] is not taken for a log that is not ours, private, or by an unpinned party', async () => {
    const { at, nahr } = await apart();
    const tell = await packed(at, 0, 2);
    const own = at.log('nahr', 'nahr').id;
    for (const log of [own, at.log('qamar', 'qamar', 'jabal').id]) {
      expect((await nahr.station.brought({ ...tell, log })).kind).toBe('not-shared');
    }
    nahr.pinned.delete(QAMAR);
    expect((await nahr.station.brought(tell)).kind).toBe('not-shared');
  });

  it('[X22] [X16] that is our own, and more than we hold, begins a recovery', async () => {
    const { at } = await apart();
    const qamar = at.player('qamar');
    const tell = await packed(at, 0, 6);
    const log = at.log('qamar');
    qamar.store = (await table('qamar', 'nahr', 'jabal')).player('qamar').store;
    await qamar.restart();
    expect(await qamar.station.brought(tell)).toMatchObject({ kind: 'kept', from: 0, upto: 6 });
    expect(qamar.station.isRecovering(log.id)).toBe(true);
    await at.round();
    await at.round();
    expect(qamar.station.isRecovering(log.id)).toBe(false);
    expect(await qamar.book.append(log, entriesOf(1, 'next'))).toBe(6);
  });

  it('[X22] [X19] brings the line of a witness with it', async () => {
    const { at, nahr } = await apart();
    const log = at.log('qamar');
    const witnessKey = {
      name: 'eye.example/witness',
      type: 'cosignature',
      publicKey: hostSigner('eye').publicKey,
    } as const;
    nahr.pinned.set(JABAL, { ...nahr.pinned.get(JABAL)!, witnessKey });
    const tell = await packed(at, 0, 6);
    const latest = (await at.player('qamar').store.latest(log.id))!;
    const bare = await signCheckpoint(hostSigner('qamar'), latest);
    const now = at.clock.now as Parameters<typeof cosign>[3];
    const line = await cosign(hostSigner('eye'), witnessKey.name, checkpointBody(bare), now);
    const { note } = must(withSignature(bare, line));
    await nahr.station.brought({ ...tell, note });
    expect(await nahr.shelf.get(cosignedName(log.id))).toBe(note);
  });
});
