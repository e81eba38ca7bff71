import { describe, expect, it } from 'vitest';
import { mayRead } from '../accord/party/release.ts';
import { openNamings } from '../accord/knowledge/namings.ts';
import type { Attachment } from '../accord/knowledge/attachment.ts';
import type { Said } from '../accord/said.ts';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { seededRandom } from '../base/ports.ts';
import { PIECE_BYTES, contentOf } from '../ledger/attachment.ts';
import type { Log } from '../ledger/log.ts';
import { hostPrimitives } from '../proof/cast.suite.ts';
import { memoryAttachments } from '../store/attachment-memory.suite.ts';
import { bytesOf, contentFor, givesBack, namedOf, putAll } from '../store/attachment.suite.ts';
import type { Table } from './cast.suite.ts';
import { carried, table } from './cast.suite.ts';
import { PIECES_IN_FLIGHT_MAX, openAttachments } from './attachments.ts';
import { LEFT_ALONE_SECONDS } from './fetching.ts';
import { ASK_SECONDS_MAX } from './follow.ts';
import type { Message } from './messages.ts';
import type { Outgoing } from './needs.ts';

const { sha256 } = hostPrimitives;
const photo = bytesOf(5 * PIECE_BYTES + 100, 'photo');

/** What one party needs to hold, fetch and give attachments. */
function desk(at: Table, name: string) {
  const namings = openNamings();
  const attachments = memoryAttachments(sha256);
  const recalled = new Set<string>();
  const linked = new Set(at.players.keys()) as Set<PartyId>;
  const state = { room: 99, puts: 0 };
  const part = openAttachments({
    primitives: hostPrimitives,
    clock: { now: () => at.clock.now as Instant },
    random: seededRandom(name.length),
    self: name as PartyId,
    cards: () => at.player(name).pinned,
    logs: () => [at.log('qamar'), at.log('nahr'), at.log('qamar', 'qamar', 'nahr')],
    mayRead,
    attachments,
    namings,
    isRecalled: (log, index) => recalled.has(`${log}/${index}`),
    linked: () => linked,
    room: () => state.room,
    onPiece: () => (state.puts += 1),
  });
  return { name, namings, attachments, recalled, linked, state, part };
}
type Desk = ReturnType<typeof desk>;

function said(log: Log, index: number, named: readonly Attachment[], at = index): Said {
  const body = { attachments: named };
  const record = { type: 'report', by: { party: log.author }, at: `2026-01-0${at + 1}`, body };
  const { id, author, audience } = log;
  return { hash: '', log: id, index, author, audience, record } as unknown as Said;
}

/** Delivers what is said until nobody speaks, and counts the pieces that were told; some links may lose all. */
async function deliver(desks: readonly Desk[], from: Desk, first: readonly Outgoing[], most = 999) {
  const post = first.map((each) => ({ from, ...each }));
  const pieces: Message[] = [];
  for (let next = post.shift(); next && pieces.length < most; next = post.shift()) {
    const { to, message } = next;
    if (message.kind === 'piece') pieces.push(message);
    const hearer = desks.find(({ name }) => name === to);
    const answers = await hearer?.part.hear(next.from.name as PartyId, carried(message));
    post.push(...(answers ?? []).map((each) => ({ from: hearer!, ...each })));
  }
  return pieces.length;
}

/** Qamar has the photo and all three have the record that names it. */
async function scene(...names: readonly string[]) {
  const at = await table('qamar', 'nahr', 'sahil');
  const desks = ['qamar', 'nahr', 'sahil'].map((name) => desk(at, name));
  const [qamar, nahr, sahil] = desks as [Desk, Desk, Desk];
  const log = at.log('qamar', ...names);
  for (const each of desks) each.namings.learn(said(log, 3, [namedOf(photo)]));
  await putAll(qamar.attachments, photo);
  for (const each of desks) await each.part.look();
  return { at, desks, qamar, nahr, sahil, log };
}
const QAMAR = 'qamar' as PartyId;
const SAHIL = 'sahil' as PartyId;
const NAHR = 'nahr' as PartyId;

describe('attachments on their way', () => {
  it('[G7] come from the author, a few pieces at a time, each once', async () => {
    const { desks, nahr } = await scene();
    const wants = nahr.part.next(QAMAR);
    expect(wants).toHaveLength(PIECES_IN_FLIGHT_MAX);
    expect(nahr.part.next(QAMAR)).toEqual([]);
    expect(await deliver(desks, nahr, wants)).toBe(6);
    expect(nahr.state.puts).toBe(6);
    expect(await givesBack(nahr.attachments, photo)).toBe(true);
    expect(nahr.part.next(QAMAR)).toEqual([]);
  });

  it('[G7] go on after a cut, and after a restart, from the pieces that are here', async () => {
    const { at, desks, qamar, nahr, log } = await scene();
    expect(await deliver(desks, nahr, nahr.part.next(QAMAR), 3)).toBe(3);
    nahr.part.unlinked(QAMAR);
    const before = nahr.state.puts;
    expect(before).toBeGreaterThan(1);
    const again = desk(at, 'nahr');
    again.namings.learn(said(log, 3, [namedOf(photo)]));
    Object.assign(again.attachments, nahr.attachments);
    await again.part.look();
    const rest = await deliver([qamar, again], again, again.part.next(QAMAR));
    expect(before + rest).toBe(6);
    expect(await givesBack(again.attachments, photo)).toBe(true);
  });

  it('[G7] wait while records are on their way from that peer', async () => {
    const { nahr } = await scene();
    nahr.state.room = 0;
    expect(nahr.part.next(QAMAR)).toEqual([]);
    nahr.state.room = 1;
    expect(nahr.part.next(QAMAR)).toHaveLength(1);
    nahr.state.room = 2;
    expect(nahr.part.next(QAMAR)).toHaveLength(1);
  });

  it('[G7] come from another holder when the author is away, and not before', async () => {
    const { desks, qamar, nahr, sahil } = await scene();
    await putAll(sahil.attachments, photo);
    expect(nahr.part.next(SAHIL)).toEqual([]);
    nahr.linked.delete(QAMAR);
    expect(await deliver(desks, nahr, nahr.part.next(SAHIL))).toBe(6);
    expect(await givesBack(nahr.attachments, photo)).toBe(true);
    // An author that lost its disk gets its own back from whoever has it.
    await qamar.attachments.remove([contentFor(photo).key]);
    qamar.part.undone(contentFor(photo).key);
    await qamar.part.look();
    expect(await deliver(desks, qamar, qamar.part.next(NAHR))).toBe(6);
    expect(await givesBack(qamar.attachments, photo)).toBe(true);
  });

  it('[G7] come from another holder where the author has nothing', async () => {
    const { desks, qamar, nahr, sahil } = await scene();
    await putAll(sahil.attachments, photo);
    await qamar.attachments.remove([contentFor(photo).key]);
    expect(await deliver(desks, nahr, nahr.part.next(QAMAR))).toBe(0);
    expect(await deliver(desks, nahr, nahr.part.next(SAHIL))).toBe(6);
  });

  it('[G8] leaves a peer alone that never answers, longer each time', async () => {
    const { at, nahr } = await scene();
    for (const wait of [LEFT_ALONE_SECONDS.first, 2 * LEFT_ALONE_SECONDS.first]) {
      expect(nahr.part.next(QAMAR)).toHaveLength(PIECES_IN_FLIGHT_MAX);
      at.clock.now += ASK_SECONDS_MAX;
      expect(nahr.part.next(QAMAR)).toEqual([]);
      at.clock.now += wait - 1;
      expect(nahr.part.next(QAMAR)).toEqual([]);
      at.clock.now += 1;
    }
    expect(nahr.part.next(QAMAR)).toHaveLength(PIECES_IN_FLIGHT_MAX);
  });

  it('[G6] go to nobody who may not read the record, and say no more than that there is nothing', async () => {
    const { desks, qamar, nahr, log } = await scene('qamar', 'nahr');
    const want = {
      kind: 'want',
      ask: 'a'.repeat(32),
      log: log.id,
      index: 3,
      at: 0,
      piece: 0,
    } as const;
    const refused = [
      { to: SAHIL, message: { kind: 'nothing', ask: want.ask, log: log.id, reason: 'not-here' } },
    ];
    expect(await qamar.part.hear(SAHIL, want)).toEqual(refused);
    for (const other of [{ index: 4 }, { at: 1 }, { piece: 6 }]) {
      const answers = await qamar.part.hear(NAHR, { ...want, ...other });
      expect(answers).toMatchObject([{ message: { kind: 'nothing' } }]);
    }
    expect(await qamar.part.hear(NAHR, want)).toMatchObject([{ message: { kind: 'piece' } }]);
    expect(await deliver(desks, nahr, nahr.part.next(QAMAR))).toBe(6);
  });

  it('[G9] are given to nobody and taken from nobody once a recall is known', async () => {
    const { desks, qamar, nahr, log } = await scene();
    const wants = nahr.part.next(QAMAR);
    const answers = await qamar.part.hear(NAHR, wants[0]!.message);
    qamar.recalled.add(`${log.id}/3`);
    expect(await deliver(desks, nahr, wants.slice(1))).toBe(0);
    nahr.recalled.add(`${log.id}/3`);
    expect(await nahr.part.hear(QAMAR, answers![0]!.message)).toEqual([]);
    expect(nahr.state.puts).toBe(0);
    expect(await nahr.attachments.keys()).toEqual([]);
    await nahr.part.look();
    expect(nahr.part.next(QAMAR)).toEqual([]);
  });

  it('[G4] are fetched elsewhere where a holder gives other bytes, and a false one is not fetched twice', async () => {
    const { desks, qamar, nahr, sahil } = await scene();
    await putAll(sahil.attachments, photo);
    const [want] = nahr.part.next(QAMAR);
    const answers = await qamar.part.hear(NAHR, want!.message);
    const { message } = answers![0]!;
    if (message.kind !== 'piece') throw new Error('a piece is told');
    const bent = {
      ...message,
      bytes: message.bytes.map((byte, at) => (at === 5 ? byte ^ 1 : byte)),
    };
    expect(await nahr.part.hear(QAMAR, bent)).toEqual([]);
    expect(nahr.state.puts).toBe(0);
    // What had been asked of the author is asked of the other when the link to the author is lost.
    nahr.part.unlinked(QAMAR);
    expect(await deliver(desks, nahr, nahr.part.next(SAHIL))).toBe(6);
    const lie = { ...namedOf(photo), sha256: '0'.repeat(64) };
    const log = desks[0]!.namings.all();
    const [first] = [...log];
    for (const each of desks)
      each.namings.learn({
        ...first!.said,
        index: 4,
        record: { ...first!.said.record, body: { attachments: [lie] } },
      } as unknown as Said);
    const content = contentOf(sha256, lie);
    for (let at = 0; at < 6; at += 1) {
      const piece = await qamar.attachments.piece(contentFor(photo), at);
      await nahr.attachments.put(content, at, piece!.bytes);
    }
    await nahr.part.look();
    expect(nahr.part.next(SAHIL)).toEqual([]);
  });

  it('[G6] passes over answers to questions that were not asked of that peer', async () => {
    const { qamar, nahr } = await scene();
    const [want] = nahr.part.next(QAMAR);
    const answers = await qamar.part.hear(NAHR, want!.message);
    const { message } = answers![0]!;
    expect(await nahr.part.hear(SAHIL, message)).toEqual([]);
    expect(await nahr.part.hear(QAMAR, { ...message, ask: 'b'.repeat(32) } as Message)).toEqual([]);
    expect(
      nahr.part.hear(SAHIL, {
        kind: 'nothing',
        ask: 'c'.repeat(32),
        log: message.log,
        reason: 'not-here',
      }),
    ).toBeUndefined();
    expect(nahr.state.puts).toBe(0);
  });
});

describe('what is fetched', () => {
  it("[G10] is of each author in turn, newest first, and a peer's own before what others wrote", async () => {
    const at = await table('qamar', 'nahr', 'sahil');
    const sahil = desk(at, 'sahil');
    const small = (word: string) => namedOf(bytesOf(10, word));
    const [ours, theirs] = [at.log('qamar'), at.log('nahr')];
    for (let index = 0; index < 3; index += 1)
      sahil.namings.learn(said(ours, index, [small(`q${index}`)]));
    sahil.namings.learn(said(theirs, 0, [small('n0')], 8));
    await sahil.part.look();
    const places = (peer: PartyId) =>
      sahil.part
        .next(peer)
        .map(({ message }) => message.kind === 'want' && [message.log, message.index]);
    expect(places(QAMAR)).toEqual([
      [ours.id, 2],
      [ours.id, 1],
    ]);
    sahil.linked.delete(QAMAR);
    sahil.part.unlinked(QAMAR);
    expect(places(NAHR)[0]).toEqual([theirs.id, 0]);
  });

  it('[G10] is no more of one author than the bound', async () => {
    const at = await table('qamar', 'nahr', 'sahil');
    const sahil = desk(at, 'sahil');
    const huge = (word: string) => ({ ...namedOf(bytesOf(10, word)), size: 104_857_600 });
    const log = at.log('qamar');
    for (let index = 0; index < 210; index += 1) {
      sahil.namings.learn(said(log, index, [huge(`h${index}`)], index % 9));
    }
    sahil.namings.learn(said(at.log('nahr'), 0, [namedOf(bytesOf(10, 'n'))]));
    await sahil.part.look();
    expect(sahil.part.next(NAHR)).toHaveLength(1);
    expect(sahil.part.next(QAMAR)).toHaveLength(PIECES_IN_FLIGHT_MAX);
  });
});
