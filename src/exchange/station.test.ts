import { describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import { must } from '../proof/cast.suite.ts';
import { EMPTY_ROOT } from '../proof/tree.ts';
import type { Player, Table } from './cast.suite.ts';
import { carried, entriesOf, hostSigner, table } from './cast.suite.ts';
import { verifyEvidence } from './evidence.ts';
import { ASK_SECONDS_MAX } from './follow.ts';
import type { Message, TellMessage } from './messages.ts';
import { WAITING_MESSAGES_MAX } from './copy.ts';
import type { Outgoing } from './needs.ts';
import { hostPrimitives } from '../proof/cast.suite.ts';

const [QAMAR, NAHR, JABAL] = ['qamar', 'nahr', 'jabal'] as PartyId[] as [PartyId, PartyId, PartyId];

/** `asker` asks `asked` once; gives the question and the answer. */
async function exchangeOf(at: Table, asker: string, asked: string) {
  const [question] = (await at.player(asker).station.tick(asked as PartyId)).filter(
    ({ message }) => message.kind === 'ask',
  );
  const said = await at.player(asked).station.hear(asker as PartyId, question!.message);
  return { question: question!.message, answer: said[0]!.message };
}

async function sizeAt(player: Player, at: Table, author: string): Promise<number> {
  return (await player.store.latest(at.log(author).id))?.size ?? 0;
}

/** Two nodes of qamar with one key, the second of which went its own way after two entries. */
async function forked(): Promise<{ at: Table; other: Player }> {
  const [at, there] = [
    await table('qamar', 'nahr', 'jabal'),
    await table('qamar', 'nahr', 'jabal'),
  ];
  await at.player('qamar').book.append(at.log('qamar'), entriesOf(4));
  await there
    .player('qamar')
    .book.append(there.log('qamar'), [...entriesOf(2), ...entriesOf(1, 'x')]);
  return { at, other: there.player('qamar') };
}

describe('a station that follows', () => {
  it('[X5] [X7] fetches what a peer has appended', async () => {
    const at = await table('qamar', 'nahr');
    const log = at.log('qamar');
    await at.player('qamar').book.append(log, entriesOf(3));
    await at.round();
    expect(await at.player('nahr').store.read(log.id, 0, 9)).toEqual(entriesOf(3));
    expect(at.player('nahr').kept).toEqual(['qamar 0+3']);
  });

  it('[X5] asks one question at a time, and another when it is old or from the future', async () => {
    const at = await table('qamar', 'nahr');
    const nahr = at.player('nahr').station;
    expect(await nahr.tick(QAMAR)).toHaveLength(1);
    expect(await nahr.tick(QAMAR)).toEqual([]);
    at.clock.now += ASK_SECONDS_MAX;
    expect(await nahr.tick(QAMAR)).toHaveLength(1);
    at.clock.now -= 7_200;
    expect(await nahr.tick(QAMAR)).toHaveLength(1);
    await nahr.unlinked(QAMAR);
    expect(await nahr.tick(QAMAR)).toHaveLength(1);
  });

  it('[X6] takes an answer once, and only to its own question to that peer', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    await at.player('qamar').book.append(at.log('qamar'), entriesOf(1));
    const nahr = at.player('nahr');
    const { answer } = await exchangeOf(at, 'nahr', 'qamar');
    const stranger = { ...answer, ask: '0'.repeat(32) } as Message;
    expect(await nahr.station.hear(QAMAR, stranger)).toEqual([]);
    expect(await nahr.station.hear(JABAL, answer)).toEqual([]);
    expect(await sizeAt(nahr, at, 'qamar')).toBe(0);
    expect(await nahr.station.hear(QAMAR, answer)).toHaveLength(1);
    expect(await nahr.station.hear(QAMAR, answer)).toEqual([]);
    expect(nahr.kept).toEqual(['qamar 0+1']);
  });

  it('[X7] keeps nothing of what was spoiled on the way, and accuses nobody', async () => {
    const at = await table('qamar', 'nahr');
    await at.player('qamar').book.append(at.log('qamar'), entriesOf(2));
    const nahr = at.player('nahr');
    const spoil: ((tell: TellMessage) => TellMessage)[] = [
      (tell) => ({ ...tell, entries: tell.entries.slice(1) }),
      (tell) => ({ ...tell, entries: tell.entries.toReversed() }),
      (tell) => ({ ...tell, from: 1 }),
      (tell) => ({ ...tell, entries: [new Uint8Array(), ...tell.entries.slice(1)] }),
      (tell) => ({ ...tell, note: tell.note.replace('\n2\n', '\n1\n') }),
    ];
    for (const change of spoil) {
      const { answer } = await exchangeOf(at, 'nahr', 'qamar');
      expect(await nahr.station.hear(QAMAR, change(answer as TellMessage))).toEqual([]);
    }
    expect(await sizeAt(nahr, at, 'qamar')).toBe(0);
    expect(nahr.evidence).toEqual([]);
    await at.round();
    expect(await sizeAt(nahr, at, 'qamar')).toBe(2);
  });

  it('[X8] fetches a long log batch by batch, each under a checkpoint of the author', async () => {
    const at = await table('qamar', 'nahr');
    const log = at.log('qamar');
    await at.player('qamar').book.append(log, entriesOf(1_100));
    await at.round();
    expect(at.player('nahr').kept).toEqual(['qamar 0+1000', 'qamar 1000+100']);
    expect(at.player('qamar').station.heldElsewhere(log.id)).toBe(1_100);
  });

  it('[X8] [X9] fetches from another holder, upon its offer, while the author is away', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    await at.player('qamar').book.append(at.log('qamar'), entriesOf(3));
    await at.deliver('nahr', await at.player('nahr').station.tick(QAMAR));
    await at.deliver('nahr', await at.player('nahr').station.tick(JABAL));
    expect(at.player('jabal').kept).toEqual(['qamar 0+3']);
  });

  it('[X12] lets a checkpoint of the size that it holds change nothing', async () => {
    const at = await table('qamar', 'nahr');
    await at.player('qamar').book.append(at.log('qamar'), entriesOf(1));
    await at.round();
    await at.round();
    expect(at.player('nahr').kept).toEqual(['qamar 0+1']);
    expect(at.player('nahr').evidence).toEqual([]);
  });

  it('meets a full disk as trouble, and asks again later', async () => {
    const at = await table('qamar', 'nahr');
    await at.player('qamar').book.append(at.log('qamar'), entriesOf(1));
    const nahr = at.player('nahr');
    const { extend } = nahr.store;
    const { answer } = await exchangeOf(at, 'nahr', 'qamar');
    nahr.store.extend = () => Promise.reject(new TroubleError('disk-full'));
    await expect(nahr.station.hear(QAMAR, answer)).rejects.toThrow(TroubleError);
    nahr.store.extend = extend;
    await at.round();
    expect(await sizeAt(nahr, at, 'qamar')).toBe(1);
  });

  it('[X21] drops what comes while too much waits', async () => {
    const at = await table('qamar', 'nahr');
    await at.player('qamar').book.append(at.log('qamar'), entriesOf(1));
    const log = at.log('qamar').id;
    const question: Message = { kind: 'ask', ask: '1'.repeat(32), log, size: 0 };
    const many = Array.from({ length: WAITING_MESSAGES_MAX + 5 }, () =>
      at.player('qamar').station.hear(NAHR, question),
    );
    const answers = await Promise.all(many);
    expect(answers.filter((said) => said.length === 0)).toHaveLength(5);
  });
});

describe('a station that is asked', () => {
  it('[X3] gives one answer for a log that is not there, not for the asker, or private', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const qamar = at.player('qamar');
    const logs = [at.log('qamar', 'qamar', 'nahr'), at.log('qamar', 'qamar')];
    for (const log of logs) await qamar.book.append(log, entriesOf(1));
    const ids = [...logs.map(({ id }) => id), 'f'.repeat(32)];
    for (const kind of ['ask', 'inquire'] as const) {
      const answers = await Promise.all(
        ids.map(async (log) => {
          const ask = '2'.repeat(32);
          const said = await qamar.station.hear(JABAL, { kind, ask, log, size: 0 } as Message);
          return JSON.stringify(said).replace(log, 'LOG');
        }),
      );
      expect(new Set(answers).size).toBe(1);
      expect(answers[0]).toContain('not-here');
    }
    expect(qamar.station.appended(logs[1]!, (await qamar.store.latest(logs[1]!.id))!)).toEqual([]);
  });

  it('[X4] speaks of nothing with, or by, a party whose card is not pinned', async () => {
    const at = await table('qamar', 'nahr', 'jabal');
    const qamar = at.player('qamar');
    await qamar.book.append(at.log('qamar'), entriesOf(1));
    qamar.pinned.delete(NAHR);
    await at.round();
    expect(await sizeAt(at.player('nahr'), at, 'qamar')).toBe(1); // from jabal, who pinned both
    expect(await qamar.station.tick(NAHR)).toEqual([]);
    expect((await qamar.station.tick(JABAL)).map(({ message }) => message.log)).not.toContain(
      at.log('nahr').id,
    );
    const ask: Message = { kind: 'ask', ask: '3'.repeat(32), log: at.log('qamar').id, size: 0 };
    expect((await qamar.station.hear(NAHR, ask))[0]?.message.kind).toBe('nothing');
  });
});

it('[X9] asks once more at once where an offer has overtaken an answer', async () => {
  const at = await table('qamar', 'nahr');
  const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
  const log = at.log('qamar');
  const append = async (word: string): Promise<readonly Outgoing[]> => {
    await qamar.book.append(log, entriesOf(1, word));
    return qamar.station.appended(log, (await qamar.store.latest(log.id))!);
  };
  const hear = async (said: readonly Outgoing[]): Promise<readonly Outgoing[]> => {
    const answers: Outgoing[] = [];
    for (const { message } of said) {
      answers.push(...(await nahr.station.hear(qamar.id, carried(message))));
    }
    return answers;
  };
  await append('first');
  await at.round();
  const asked = await nahr.station.tick(qamar.id);
  const answers: Outgoing[] = [];
  for (const { message } of asked) answers.push(...(await qamar.station.hear(nahr.id, message)));
  expect(await hear(await append('second'))).toEqual([]); // asked already
  const again = await hear(answers);
  expect(again.map(({ message }) => message.kind)).toEqual(['ask']);
  await at.deliver('nahr', again);
  expect((await nahr.store.latest(log.id))?.size).toBe(2);
  // An offer that nothing follows is asked for once, and not without end.
  expect(await hear(answers)).toEqual([]);
});

describe('a station that compares', () => {
  it('[X10] [X11] finds out a party that shows two histories, and tells the others', async () => {
    const { at, other } = await forked();
    await at.deliver('nahr', await at.player('nahr').station.tick(QAMAR));
    const [ask] = await at.player('jabal').station.tick(QAMAR);
    const [tell] = await other.station.hear(JABAL, ask!.message);
    await at.player('jabal').station.hear(QAMAR, tell!.message);
    await at.round();
    for (const name of ['nahr', 'jabal']) {
      const [evidence, ...more] = at.player(name).evidence;
      expect(more).toEqual([]);
      expect(verifyEvidence(hostPrimitives, at.log('qamar'), evidence!)).toBe(true);
      await at.player(name).restart();
      expect(at.player(name).station.evidence).toHaveLength(1);
    }
  });

  it('[X11] tells it again to a member who shows that it has not heard', async () => {
    const { at, other } = await forked();
    await at.deliver('nahr', await at.player('nahr').station.tick(QAMAR));
    const { note } = (await other.store.latest(at.log('qamar').id))!;
    const offer: Message = { kind: 'offer', log: at.log('qamar').id, note };
    for (let turn = 0; turn < 2; turn += 1) {
      const said = await at.player('nahr').station.hear(JABAL, offer); // the first may be lost
      expect(said.filter(({ to }) => to === JABAL)).toHaveLength(1);
    }
    expect(at.player('nahr').evidence).toHaveLength(1);
  });

  it('[X11] believes no evidence that does not hold', async () => {
    const { at, other } = await forked();
    const log = at.log('qamar');
    const latest = async (player: Player) => (await player.store.latest(log.id))!;
    const [true4, false3] = [await latest(at.player('qamar')), await latest(other)];
    const three = await at.player('qamar').station.hear(NAHR, {
      kind: 'ask',
      ask: '4'.repeat(32),
      log: log.id,
      size: 3,
    });
    expect(three).toHaveLength(1);
    const { note } = true4;
    const thief = await signCheckpoint(hostSigner('nahr'), { ...false3, size: 4 });
    const claims = [
      { earlier: note, later: note, root: true4.root, proof: [] },
      { earlier: false3.note, later: note, root: EMPTY_ROOT, proof: [] },
      { earlier: false3.note, later: note, root: EMPTY_ROOT, proof: [EMPTY_ROOT] },
      { earlier: thief.note, later: note, root: true4.root, proof: [] },
      { earlier: note, later: false3.note, root: false3.root, proof: [] },
      { earlier: 'nothing', later: note, root: true4.root, proof: [] },
    ];
    for (const claim of claims) {
      await at.player('nahr').station.hear(JABAL, { kind: 'evidence', log: log.id, ...claim });
    }
    expect(at.player('nahr').evidence).toEqual([]);
    const same = await signCheckpoint(hostSigner('qamar'), { ...false3, size: 4 });
    const true_ = { earlier: same.note, later: note, root: true4.root, proof: [] };
    const said = await at.player('nahr').station.hear(JABAL, {
      kind: 'evidence',
      log: log.id,
      ...true_,
    });
    expect(said.map(({ to }) => to)).toEqual([JABAL, QAMAR]);
  });

  it('[X9] accuses nobody upon an author’s own offer', async () => {
    const { at, other } = await forked();
    await at.round();
    const log = at.log('qamar');
    const next = (await other.store.latest(log.id))!;
    for (const { to, message } of other.station.appended(log, next)) {
      await at.deliver(to, await at.player(to).station.hear(QAMAR, message));
    }
    expect(at.player('nahr').evidence).toEqual([]);
    await at.player('nahr').station.hear(JABAL, { kind: 'offer', log: log.id, note: next.note });
    expect(at.player('nahr').evidence).toHaveLength(1);
  });
});

describe('a station that was restored', () => {
  /** Qamar said two things, was backed up, said two more that nahr has, and was restored. */
  async function restored(): Promise<{ at: Table; qamar: Player }> {
    const at = await table('qamar', 'nahr', 'jabal');
    const log = at.log('qamar');
    const qamar = at.player('qamar');
    await qamar.book.append(log, entriesOf(2));
    await at.round();
    const backup = qamar.store.copy();
    await qamar.book.append(log, entriesOf(2, 'later'));
    await at.deliver('nahr', await at.player('nahr').station.tick(QAMAR));
    qamar.store = backup;
    await qamar.restart();
    return { at, qamar };
  }

  it('[X13] [L25] fetches its own newer entries back, and signs only then', async () => {
    const { at, qamar } = await restored();
    const log = at.log('qamar');
    const said = await qamar.station.recover();
    const appended = qamar.book.append(log, entriesOf(1, 'last'));
    await at.deliver(
      'qamar',
      said.filter(({ to }) => to === JABAL),
    );
    expect(qamar.station.isRecovering(log.id)).toBe(true);
    await qamar.restart();
    expect(qamar.station.isRecovering(log.id)).toBe(true); // it survives a restart
    const again = qamar.book.append(log, entriesOf(1, 'last'));
    await at.round();
    expect(await again).toBe(4);
    await at.round();
    expect(await at.player('jabal').store.read(log.id, 0, 9)).toHaveLength(5);
    expect(at.player('jabal').evidence).toEqual([]);
    expect(qamar.station.isRecovering(log.id)).toBe(false);
    void appended;
  });

  it('[X14] is not met by what it said before, once a member has answered', async () => {
    const { at, qamar } = await restored();
    const log = at.log('qamar');
    const before = await at.player('nahr').store.read(log.id, 0, 9);
    const latest = (await at.player('nahr').store.latest(log.id))!;
    const [ask] = await at.player('jabal').station.tick(QAMAR);
    const { note } = latest;
    const late: Message = {
      kind: 'tell',
      ask: (ask!.message as TellMessage).ask,
      log: log.id,
      note,
      from: 2,
      entries: before.slice(2),
    };
    const inquiry = (await qamar.station.recover()).find(({ to }) => to === JABAL)!;
    await at.player('jabal').station.hear(QAMAR, inquiry.message);
    await at.player('jabal').station.hear(QAMAR, late);
    expect(await sizeAt(at.player('jabal'), at, 'qamar')).toBe(2);
  });

  it('[X15] is not held up by words', async () => {
    const { at, qamar } = await restored();
    const log = at.log('qamar').id;
    const said = await qamar.station.recover();
    for (const { to, message } of said) {
      const { ask } = message as TellMessage;
      const note = (
        await signCheckpoint(hostSigner('nahr'), {
          origin: at.log('qamar').origin,
          size: 9,
          root: EMPTY_ROOT,
        })
      ).note;
      await qamar.station.hear(to, { kind: 'held', ask, log, size: 9, note });
    }
    expect(qamar.station.isRecovering(log)).toBe(false);
  });

  it('[X16] finds out by itself that it has forgotten, when it is asked from beyond its end', async () => {
    const { at, qamar } = await restored();
    const log = at.log('qamar').id;
    expect(qamar.station.isRecovering(log)).toBe(false);
    await at.deliver('nahr', await at.player('nahr').station.tick(QAMAR));
    await at.round();
    expect(await sizeAt(qamar, at, 'qamar')).toBe(4);
    expect(qamar.station.isRecovering(log)).toBe(false);
    expect(must({ ok: true, value: qamar.kept })).toContain('qamar 2+2');
  });
});
