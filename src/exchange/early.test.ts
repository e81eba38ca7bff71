import { describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { carried, entriesOf, table } from './cast.suite.ts';
import { EARLY_ENTRIES_MAX, EARLY_SECONDS, FAR_BEHIND_ENTRIES, verifyEarly } from './early.ts';
import type { EarlyMessage, Message } from './messages.ts';

const QAMAR = 'qamar' as PartyId;
const NAHR = 'nahr' as PartyId;
const COUNT = 320;

/** A party that has just learnt how far behind it is, and what it says at its next tick. */
async function behind(count = COUNT) {
  const at = await table('qamar', 'nahr', 'dijla');
  const log = at.log('qamar');
  const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
  await qamar.book.append(log, entriesOf(count));
  const latest = await qamar.store.latest(log.id);
  await nahr.station.hear(QAMAR, { kind: 'offer', log: log.id, note: latest!.note });
  const tick = async (): Promise<readonly Message[]> =>
    (await nahr.station.tick(QAMAR)).map(({ message }) => message);
  const answerTo = async (question: Message): Promise<Message> => {
    const [answer] = await qamar.station.hear(NAHR, question);
    return carried(answer!.message);
  };
  return { at, log, qamar, nahr, tick, answerTo };
}

const isNewest = ({ kind }: Message): boolean => kind === 'newest';

describe('a copy that is far behind', () => {
  it('[X39] asks for the newest entries, is shown them with their proof, and fills in as before', async () => {
    const { at, log, nahr, tick, answerTo } = await behind();
    const question = (await tick()).find(isNewest)!;
    const answer = await answerTo(question);
    expect(answer).toMatchObject({ kind: 'early', from: COUNT - EARLY_ENTRIES_MAX });
    await nahr.station.hear(QAMAR, answer);
    expect(nahr.early).toEqual([`qamar ${COUNT - EARLY_ENTRIES_MAX}+${EARLY_ENTRIES_MAX}`]);
    // Nothing of it is stored, held, or acknowledged.
    expect(await nahr.store.latest(log.id)).toBeUndefined();
    expect(await nahr.station.progress(log)).toEqual({ held: 0, of: COUNT });
    expect(nahr.kept).toEqual([]);
    // It counts once.
    await nahr.station.hear(QAMAR, answer);
    expect(nahr.early).toHaveLength(1);
    at.clock.now += 30;
    await at.round();
    expect(await nahr.store.latest(log.id)).toMatchObject({ size: COUNT });
    expect(nahr.evidence).toEqual([]);
  });

  it('[X39] asks once in a while and not where little is missing; an older node’s silence does no harm', async () => {
    const { at, tick } = await behind();
    expect((await tick()).some(isNewest)).toBe(true);
    expect((await tick()).some(isNewest)).toBe(false);
    at.clock.now += EARLY_SECONDS;
    expect((await tick()).some(isNewest)).toBe(true);
    const near = await behind(FAR_BEHIND_ENTRIES);
    expect((await near.tick()).some(isNewest)).toBe(false);
  });

  it('[X40] believes nothing that its author’s signature does not cover just there', async () => {
    const { log, nahr, tick, answerTo } = await behind();
    const good = (await answerTo((await tick()).find(isNewest)!)) as EarlyMessage;
    const bent: readonly EarlyMessage[] = [
      { ...good, from: good.from - 1 },
      { ...good, entries: good.entries.slice(1) },
      { ...good, entries: good.entries.toReversed() },
      { ...good, entries: entriesOf(good.entries.length, 'lie') },
      { ...good, proof: good.proof.slice(1) },
      { ...good, proof: good.proof.toReversed() },
      { ...good, proof: [...good.proof, new Uint8Array(32)] },
      { ...good, note: good.note.replace(String(COUNT), String(COUNT + 1)) },
      { ...good, entries: [] },
    ];
    const { needs } = nahr;
    for (const [i, each] of bent.entries())
      expect(verifyEarly(needs, log, each), `${i}`).toBeUndefined();
    expect(verifyEarly(needs, log, good)).toBeDefined();
    // And nothing that it did not ask that very peer.
    await nahr.station.hear('dijla' as PartyId, good);
    await nahr.station.hear(QAMAR, { ...good, ask: 'ab'.repeat(16) });
    expect(nahr.early).toEqual([]);
    await nahr.station.hear(QAMAR, good);
    expect(nahr.early).toHaveLength(1);
  });

  it('[X3] [X39] is answered by whoever holds the log, and told nothing of one that it may not read', async () => {
    const { at, log, qamar, nahr } = await behind();
    await at.round();
    const ask = { kind: 'newest', ask: 'cd'.repeat(16), log: log.id, size: 0 } as const;
    const [byMember] = await nahr.station.hear('dijla' as PartyId, ask);
    expect(byMember?.message).toMatchObject({ kind: 'early', from: COUNT - EARLY_ENTRIES_MAX });
    const secret = at.log('qamar', 'qamar', 'nahr');
    await qamar.book.append(secret, entriesOf(3));
    const [answer] = await qamar.station.hear('dijla' as PartyId, { ...ask, log: secret.id });
    expect(answer?.message).toMatchObject({ kind: 'nothing' });
  });

  it('[X40] is shown nothing from before what is erased', async () => {
    const { log, qamar, tick, answerTo } = await behind();
    await qamar.store.erase(log.id, [COUNT - 4]);
    const answer = await answerTo((await tick()).find(isNewest)!);
    expect(answer).toMatchObject({ kind: 'early', from: COUNT - 3 });
  });
});
