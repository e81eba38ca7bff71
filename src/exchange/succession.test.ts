import { describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import type { FormerReason, Head } from '../ledger/former.ts';
import { resign } from '../ledger/resign.ts';
import { isByPresent } from '../ledger/succession.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { checkpointBody } from '../proof/checkpoint.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import { receiptKey } from '../ledger/receipt-key.ts';
import type { Instant } from '../base/instant.ts';
import type { Player, Table } from './cast.suite.ts';
import { entriesOf, table } from './cast.suite.ts';
import { newestReceipt } from './cosigned-history.ts';
import { verifyEvidence } from './evidence.ts';

const [QAMAR, NAHR] = ['qamar', 'nahr'] as PartyId[] as [PartyId, PartyId];

const sizeAt = async (player: Player, at: Table): Promise<number> =>
  (await player.store.latest(at.log('qamar').id))?.size ?? 0;

/** Where qamar's own store ends: what its renewed card says of the key before. */
async function headsOf(at: Table): Promise<readonly Head[]> {
  const log = at.log('qamar');
  const latest = await at.player('qamar').store.latest(log.id);
  return latest ? [{ log: log.id, size: latest.size, root: latest.root }] : [];
}

/** A second node with qamar's key, which goes its own way after `count` entries. */
async function thiefAfter(count: number, more: number): Promise<Player> {
  const there = await table('qamar', 'nahr', 'jabal');
  const entries = [...entriesOf(count), ...entriesOf(more, 'x')];
  await there.player('qamar').book.append(there.log('qamar'), entries);
  return there.player('qamar');
}

async function hearThief(at: Table, name: string, thief: Player): Promise<void> {
  const [ask] = await at.player(name).station.tick(QAMAR);
  const said = await thief.station.hear(name as PartyId, ask!.message);
  for (const { message } of said) await at.player(name).station.hear(QAMAR, message);
}

/** Qamar has said four entries, which all hold, and has then replaced its key. */
async function replaced(reason: FormerReason, at?: readonly string[]): Promise<Table> {
  const all = await table('qamar', 'nahr', 'jabal');
  const qamar = all.player('qamar');
  await qamar.book.append(all.log('qamar'), entriesOf(4));
  await all.round();
  all.renew('qamar', { reason, heads: await headsOf(all), ...(at ? { at } : {}) });
  await qamar.restart();
  await resign(qamar, all.log('qamar'));
  return all;
}

describe('a log whose author has replaced its node key', () => {
  it.each(['rotated', 'lost'] as const)(
    '[D7] [D2] goes on after the key was %s: entries, receipts, and what was signed anew',
    async (reason) => {
      const at = await replaced(reason);
      const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
      at.clock.now += 60;
      await at.round();
      const held = await nahr.store.latest(at.log('qamar').id);
      expect(held?.size).toBe(4);
      expect(isByPresent(at.log('qamar'), held!.note)).toBe(true);
      await qamar.book.append(at.log('qamar'), entriesOf(3, 'y'));
      at.clock.now += 60;
      await at.round();
      await at.round();
      expect(await sizeAt(nahr, at)).toBe(7);
      expect(await newestReceipt(qamar.shelf, at.log('qamar').id, NAHR)).toMatchObject({ size: 7 });
      // A node that begins now gets all of it, by checkpoints of the present key alone.
      for (const { evidence } of at.players.values()) expect(evidence).toEqual([]);
    },
  );

  it('[D3] does not go on at a member that has not the renewed card, which accuses nobody', async () => {
    const at = await replaced('rotated', ['qamar', 'jabal']);
    await at.player('qamar').book.append(at.log('qamar'), entriesOf(1, 'y'));
    await at.round();
    expect(await sizeAt(at.player('nahr'), at)).toBe(4);
    expect(await sizeAt(at.player('jabal'), at)).toBe(5);
    at.player('nahr').take(at.player('qamar').card);
    at.clock.now += 60;
    await at.round();
    expect(await sizeAt(at.player('nahr'), at)).toBe(5);
    expect(at.player('nahr').evidence).toEqual([]);
  });

  it.each(['rotated', 'lost'] as const)(
    '[D3] [L22] takes nothing that the key which was %s signs beyond its head',
    async (reason) => {
      const at = await replaced(reason);
      await hearThief(at, 'nahr', await thiefAfter(4, 3));
      expect(await sizeAt(at.player('nahr'), at)).toBe(4);
      expect(at.player('nahr').evidence).toEqual([]);
    },
  );

  it('[D4] is accused by a fork of the key that was rotated, and not by one of a key that was lost', async () => {
    for (const [reason, count] of [
      ['rotated', 1],
      ['lost', 0],
    ] as const) {
      const at = await replaced(reason);
      await hearThief(at, 'nahr', await thiefAfter(2, 2));
      expect(at.player('nahr').evidence).toHaveLength(count);
      expect(await sizeAt(at.player('nahr'), at)).toBe(4);
    }
  });

  it('[D4] stays accused by what was known before the key was lost, and may go on', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const qamar = at.player('qamar');
    await qamar.book.append(at.log('qamar'), entriesOf(4));
    await at.round();
    const thief = await thiefAfter(2, 2);
    await hearThief(at, 'nahr', thief);
    const [evidence] = at.player('nahr').evidence;
    expect(verifyEvidence(hostPrimitives, at.log('qamar'), evidence!)).toBe(true);
    await at.deliver('nahr', [{ to: QAMAR, message: evidence! }]);
    await qamar.restart();
    // Its own word against its own word: nothing more is signed.
    void qamar.book.append(at.log('qamar'), entriesOf(1, 'y'));
    expect(await sizeAt(qamar, at)).toBe(4);
    at.renew('qamar', { reason: 'lost', heads: await headsOf(at) });
    expect(verifyEvidence(hostPrimitives, at.log('qamar'), evidence!)).toBe(false);
    await qamar.restart();
    await qamar.book.append(at.log('qamar'), entriesOf(1, 'y'));
    at.clock.now += 60;
    await at.round();
    expect(await sizeAt(at.player('jabal'), at)).toBe(5);
    expect(at.player('nahr').station.evidence).toHaveLength(1);
  });
});

describe('a copy that a thief has led astray', () => {
  it('[D6] below the head of a lost key is told of when the author shows another tree, and let be', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
    await qamar.book.append(at.log('qamar'), entriesOf(5));
    await hearThief(at, 'nahr', await thiefAfter(2, 2));
    expect(await sizeAt(nahr, at)).toBe(4);
    at.renew('qamar', { reason: 'lost', heads: await headsOf(at) });
    await qamar.restart();
    await resign(qamar, at.log('qamar'));
    at.clock.now += 60;
    const [ask] = await nahr.station.tick(QAMAR);
    for (const { message } of await qamar.station.hear(NAHR, ask!.message)) {
      expect(await nahr.station.hear(QAMAR, message)).toEqual([]);
    }
    expect(nahr.astray).toEqual([at.log('qamar').id]);
    expect(nahr.evidence).toEqual([]);
    // What a third party or a carrier tells leads nobody to let go of a copy.
    await at.round();
    expect(await sizeAt(at.player('jabal'), at)).toBe(5);
  });
});

describe('a member that has replaced its node key', () => {
  it('[D5] acknowledges by the present one; by a lost one nothing more is heard, and what was stays', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
    const log = at.log('qamar');
    await qamar.book.append(log, entriesOf(2));
    await at.round();
    await at.round();
    const before = await newestReceipt(qamar.shelf, log.id, NAHR);
    expect(before).toMatchObject({ size: 2 });
    const stolen = nahr.signer;
    at.renew('nahr', { reason: 'lost', heads: [] });
    await nahr.restart();
    // By its present key it says at once again what it holds, though nothing is new.
    const [said] = (await nahr.station.tick(QAMAR)).flatMap(({ message }) =>
      message.kind === 'receipt' && message.log === log.id ? [message.note] : [],
    );
    expect(said).toContain('nahr.example/receipt');
    expect(said).not.toBe(before?.note);
    await qamar.book.append(log, entriesOf(2, 'y'));
    const latest = (await qamar.store.latest(log.id))!;
    const { name } = receiptKey(nahr.card);
    const line = await cosign(stolen, name, checkpointBody(latest), at.clock.now as Instant);
    const note = must(withSignature(latest, line)).note;
    await qamar.station.hear(NAHR, { kind: 'receipt', log: log.id, note });
    expect(await newestReceipt(qamar.shelf, log.id, NAHR)).toEqual(before);
    await nahr.restart();
    at.clock.now += 60;
    await at.round();
    await at.round();
    expect(await newestReceipt(qamar.shelf, log.id, NAHR)).toMatchObject({ size: 4 });
    expect(await newestReceipt(at.player('jabal').shelf, log.id, NAHR)).toMatchObject({ size: 4 });
  });
});
