import { describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { receiptKey, receiptLines } from '../ledger/receipt-key.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { checkpointBody, parseCheckpoint, signCheckpoint } from '../proof/checkpoint.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import type { Player, Table } from './cast.suite.ts';
import { entriesOf, hostSigner, table } from './cast.suite.ts';
import {
  COSIGNED_PER_TEXT,
  RECEIPT_TEXTS_MAX,
  newestReceipt,
  readReceipts,
  rememberReceipt,
} from './cosigned-history.ts';
import type { Message, ReceiptMessage } from './messages.ts';
import type { Outgoing } from './needs.ts';
import { RECEIPT_AGAIN_SECONDS, RECEIPT_AGAIN_SECONDS_MAX } from './receipt-due.ts';
import { withReceipts } from './with-receipts.ts';

const NAMES = ['qamar', 'nahr', 'jabal'];
const [QAMAR, NAHR, JABAL] = NAMES as PartyId[] as [PartyId, PartyId, PartyId];

const receiptsIn = (said: readonly Outgoing[]): readonly ReceiptMessage[] =>
  said.flatMap(({ message }) => (message.kind === 'receipt' ? [message] : []));

/** Qamar said three things, which both others hold; nobody has acknowledged them yet. */
async function held(): Promise<Table> {
  const at = await table(...NAMES);
  await at.player('qamar').book.append(at.log('qamar'), entriesOf(3));
  for (const name of ['nahr', 'jabal']) {
    const asked = await at.player(name).station.tick(QAMAR);
    await at.deliver(
      name,
      asked.filter(({ message }) => message.kind !== 'receipt'),
    );
  }
  return at;
}

/** Since when `member` has entry `index` of qamar's log, as `player` knows. */
async function since(at: Table, player: Player, member: PartyId, index: number) {
  const receipts = await readReceipts(player.shelf, at.log('qamar').id, member);
  return (await receipts.earliest(index))?.at;
}

describe('a receipt', () => {
  it('[X23] [L30] [L31] is the line of the member’s node under the author’s checkpoint', async () => {
    const at = await held();
    const said = await at.player('nahr').station.tick(QAMAR);
    const [receipt, ...more] = receiptsIn(said);
    expect(more).toEqual([]);
    expect(said.map(({ to }) => to)).toContain(QAMAR);
    const checkpoint = must(parseCheckpoint(receipt!.note));
    expect(checkpoint.size).toBe(3);
    const cards = [...at.player('jabal').pinned.values()];
    const [line, ...others] = receiptLines(hostPrimitives, checkpoint, cards);
    expect(others).toEqual([]);
    expect(line).toMatchObject({ party: NAHR, time: at.clock.now });
    expect(receiptKey(at.player('nahr').card).name).toBe('nahr.example/receipt');
    expect(await at.player('nahr').station.tick(JABAL)).not.toContainEqual(receipt);
  });

  it('[X23] is given once for all that came since the last, and for nothing that is not here', async () => {
    const at = await table(...NAMES);
    const nahr = at.player('nahr').station;
    expect(receiptsIn(await nahr.tick(QAMAR))).toEqual([]);
    await nahr.unlinked(QAMAR);
    await at.player('qamar').book.append(at.log('qamar'), entriesOf(1_100));
    await at.deliver('nahr', await nahr.tick(QAMAR));
    const [receipt, ...more] = receiptsIn(await nahr.tick(QAMAR));
    expect(more).toEqual([]);
    expect(must(parseCheckpoint(receipt!.note)).size).toBe(1_100);
  });

  it('[X24] [L32] tells the author since when a member has an entry, restarted or not', async () => {
    const at = await held();
    const qamar = at.player('qamar');
    const first = at.clock.now;
    await at.round();
    expect(await since(at, qamar, NAHR, 2)).toBe(first);
    expect(await since(at, qamar, NAHR, 3)).toBeUndefined();
    at.clock.now += 100;
    await qamar.book.append(at.log('qamar'), entriesOf(1, 'more'));
    await at.round();
    await at.round();
    await qamar.restart();
    expect(await since(at, qamar, NAHR, 2)).toBe(first);
    expect(await since(at, qamar, NAHR, 3)).toBe(first + 100);
  });

  it('[X24] counts for nothing where its lines do not hold, and accuses nobody', async () => {
    const at = await held();
    const qamar = at.player('qamar');
    const [receipt] = receiptsIn(await at.player('nahr').station.tick(QAMAR));
    const log = at.log('qamar');
    const forged = await signCheckpoint(hostSigner('nahr'), {
      origin: log.origin,
      size: 9,
      root: new Uint8Array(32),
    });
    const own = receipt!.note.split('\n').slice(0, -2).join('\n');
    const bad = [
      forged.note,
      receipt!.note.replace('\n3\n', '\n4\n'),
      receipt!.note.replace('nahr.example/receipt', 'jabal.example/receipt'),
      `${own}\n`,
    ];
    for (const note of bad) {
      const message: Message = { kind: 'receipt', log: log.id, note };
      expect(await qamar.station.hear(NAHR, message)).toEqual([]);
    }
    expect(await since(at, qamar, NAHR, 0)).toBeUndefined();
    expect([qamar.evidence, qamar.station.isRecovering(log.id)]).toEqual([[], false]);
  });

  it('[X24] [X11] of a history that is not ours convicts its author, even where that is us', async () => {
    const there = await table(...NAMES);
    await there.player('qamar').book.append(there.log('qamar'), entriesOf(3, 'other'));
    await there.deliver('nahr', await there.player('nahr').station.tick(QAMAR));
    const [receipt] = receiptsIn(await there.player('nahr').station.tick(QAMAR));
    for (const name of ['qamar', 'jabal']) {
      const at = await held();
      const said = await at.player(name).station.hear(NAHR, receipt!);
      expect(said.every(({ message }) => message.kind === 'evidence')).toBe(true);
      expect(at.player(name).evidence).toHaveLength(1);
    }
  });

  it('[X29] of what we never had is kept against its signer, once, and stops nothing', async () => {
    const at = await held();
    const log = at.log('qamar');
    const qamar = at.player('qamar');
    const signed = async (
      member: string,
      head: { readonly size: number; readonly root: Uint8Array },
    ) => {
      const thief = await signCheckpoint(hostSigner(member), { origin: log.origin, ...head });
      const { name } = receiptKey(at.player(member).card);
      const now = at.clock.now as Parameters<typeof cosign>[3];
      const line = await cosign(hostSigner(member), name, checkpointBody(thief), now);
      return must(withSignature(thief, line)).note;
    };
    const hear = (note: string) => qamar.station.hear(NAHR, { kind: 'receipt', log: log.id, note });
    const { root } = (await qamar.store.latest(log.id))!;
    const lie = await signed('nahr', { size: 2, root: new Uint8Array(32) });
    const ahead = await signed('jabal', { size: 9, root: new Uint8Array(32) });
    const spoilt = await signed('jabal', { size: 3, root });
    for (const note of [lie, lie, ahead, spoilt]) expect(await hear(note)).toEqual([]);
    const [found, ...more] = qamar.station.falseReceipts;
    expect(more).toEqual([]);
    expect(found).toMatchObject({ log: log.id, member: NAHR });
    expect(found?.notes[0]).toBe(lie);
    await qamar.restart();
    expect(qamar.station.falseReceipts).toEqual([found]);
    expect(qamar.evidence).toEqual([]);
    await qamar.book.append(log, entriesOf(1, 'on'));
    await at.round();
    expect(await since(at, qamar, NAHR, 2)).toBe(at.clock.now);
    expect(await hear(lie)).toEqual([]);
    expect(
      await at.player('jabal').station.hear(NAHR, { kind: 'receipt', log: log.id, note: lie }),
    ).toEqual([]);
    expect(at.player('jabal').station.falseReceipts).toEqual([]);
  });

  it('[X24] [X16] over more of our own log than we hold begins a recovery', async () => {
    const at = await held();
    const [receipt] = receiptsIn(await at.player('nahr').station.tick(QAMAR));
    const qamar = at.player('qamar');
    qamar.store = (await table(...NAMES)).player('qamar').store;
    await qamar.restart();
    await qamar.station.hear(NAHR, receipt!);
    expect(qamar.station.isRecovering(at.log('qamar').id)).toBe(true);
    await at.round();
    await at.round();
    expect(await qamar.store.read(at.log('qamar').id, 0, 9)).toEqual(entriesOf(3));
  });

  it('[X25] is sent again, ever more seldom, until the author has repeated it', async () => {
    const at = await held();
    const nahr = at.player('nahr');
    const [lost] = receiptsIn(await nahr.station.tick(QAMAR));
    expect(receiptsIn(await nahr.station.tick(QAMAR))).toEqual([]);
    at.clock.now += RECEIPT_AGAIN_SECONDS;
    expect(receiptsIn(await nahr.station.tick(QAMAR))).toEqual([lost]);
    at.clock.now += RECEIPT_AGAIN_SECONDS;
    expect(receiptsIn(await nahr.station.tick(QAMAR))).toEqual([]);
    await nahr.restart();
    const [again] = receiptsIn(await nahr.station.tick(QAMAR));
    expect(again).toEqual(lost); // the same words, not a later time
    const repeated = await at.player('qamar').station.hear(NAHR, again!);
    expect(receiptsIn(repeated)).toEqual([again]);
    await nahr.station.hear(QAMAR, again!);
    at.clock.now += 2 * RECEIPT_AGAIN_SECONDS_MAX;
    expect(receiptsIn(await nahr.station.tick(QAMAR))).toEqual([]);
    const ask = '7'.repeat(32);
    await nahr.station.hear(QAMAR, { kind: 'inquire', ask, log: at.log('qamar').id });
    expect(receiptsIn(await nahr.station.tick(QAMAR))).toEqual([lost]);
  });

  it('[X26] is passed on by the author to the other members who hold as much', async () => {
    const at = await held();
    const { log, clock } = { log: at.log('qamar'), clock: at.clock.now };
    const [receipt] = receiptsIn(await at.player('nahr').station.tick(QAMAR));
    await at.player('qamar').station.hear(NAHR, receipt!);
    const ask = (size: number): Message => ({
      kind: 'ask',
      ask: '8'.repeat(32),
      log: log.id,
      size,
    });
    const hear = (size: number) => at.player('qamar').station.hear(JABAL, ask(size));
    expect(receiptsIn(await hear(2))).toEqual([]);
    expect(receiptsIn(await hear(3))).toEqual([receipt]);
    expect(receiptsIn(await hear(3))).toEqual([]);
    await at.player('qamar').station.unlinked(JABAL);
    expect(receiptsIn(await hear(3))).toEqual([receipt]);
    expect(await at.player('jabal').station.hear(QAMAR, receipt!)).toEqual([]);
    expect(await since(at, at.player('jabal'), NAHR, 2)).toBe(clock);
  });

  it('[L31] goes on the checkpoint of a proof, where it is over that very checkpoint', async () => {
    const at = await held();
    const { shelf, store } = at.player('qamar');
    const log = at.log('qamar');
    const first = (await store.latest(log.id))!;
    expect(await withReceipts(shelf, log, first)).toEqual(first);
    await at.round();
    const cards = [...at.player('qamar').pinned.values()];
    const storers = async (checkpoint: Checkpoint) =>
      receiptLines(hostPrimitives, await withReceipts(shelf, log, checkpoint), cards).map(
        ({ party }) => party,
      );
    expect((await storers(first)).toSorted()).toEqual([JABAL, NAHR]);
    await at.player('qamar').book.append(log, entriesOf(1, 'more'));
    const next = (await store.latest(log.id))!;
    expect(await storers(next)).toEqual([]);
    expect(await storers(first)).toHaveLength(2);
    const other = await signCheckpoint(hostSigner('qamar'), { ...first, root: new Uint8Array(32) });
    expect(await storers(other)).toEqual([]);
  });

  it('[X27] is kept up to a named number of them, the earliest for the longest', async () => {
    const at = await held();
    const { shelf } = at.player('qamar');
    const log = at.log('qamar').id;
    const note = (await at.player('qamar').store.latest(log))!.note;
    const most = RECEIPT_TEXTS_MAX * COSIGNED_PER_TEXT;
    for (let part = 0; part < RECEIPT_TEXTS_MAX; part += 1) {
      const lines = Array.from({ length: COSIGNED_PER_TEXT }, (_, i) => {
        const size = part * COSIGNED_PER_TEXT + i + 1;
        return `${JSON.stringify({ size, at: size * 60, note })}\n`;
      });
      const name = `receipts/${log}/nahr/${String(part).padStart(4, '0')}`;
      await shelf.put(name, lines.join(''));
    }
    const next = { size: most + 1, at: (most + 1) * 60, note } as Parameters<
      typeof rememberReceipt
    >[3];
    await rememberReceipt(shelf, log, NAHR, next);
    const texts = await Promise.all((await shelf.names('receipts/')).map((n) => shelf.get(n)));
    const kept = texts.join('').split('\n').length - 1;
    expect(kept).toBeLessThanOrEqual(most / 2 + 1);
    expect(await newestReceipt(shelf, log, NAHR)).toEqual(next);
    expect((await (await readReceipts(shelf, log, NAHR)).earliest(0))?.size).toBeLessThan(100);
  });
});
