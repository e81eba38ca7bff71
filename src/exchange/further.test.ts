import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import type { Table } from './cast.suite.ts';
import { carried, entriesOf, table } from './cast.suite.ts';
import { ASK_SECONDS_MAX } from './follow.ts';
import { FURTHER_BYTES } from './further.ts';
import type { Message } from './messages.ts';
import type { Outgoing } from './needs.ts';
import { answerAsk } from './tell.ts';

const QAMAR = 'qamar' as PartyId;
const NAHR = 'nahr' as PartyId;

/** A table at which nahr asks ahead, and qamar answers few entries at a time if it is to. */
async function seated(entries: number, bytes?: number) {
  const at = await table('qamar', 'nahr');
  at.ahead.set('nahr', []);
  await at.player('nahr').restart();
  if (bytes !== undefined) {
    await at.player('qamar').restart({
      answerAsk: (needs, log, isOurs, asking) =>
        answerAsk(needs, log, isOurs, { ...asking, most: Math.min(asking.most ?? bytes, bytes) }),
    });
  }
  const log = at.log('qamar');
  await at.player('qamar').book.append(log, entriesOf(entries));
  return {
    at,
    log,
    said: at.ahead.get('nahr')!,
    qamar: at.player('qamar'),
    nahr: at.player('nahr'),
  };
}

const named = (said: readonly Outgoing[], ...kinds: readonly Message['kind'][]) =>
  said.map(({ message }) => message).filter(({ kind }) => kinds.includes(kind));

describe('asking ahead', () => {
  it('[X41] asks for what follows before the answer is kept, and then by the same name', async () => {
    const { at, log, said, qamar, nahr } = await seated(2_500);
    const [ask] = named(await nahr.station.tick(QAMAR), 'ask').filter(
      (each) => each.log === log.id,
    );
    const [tell] = named(await qamar.station.hear(NAHR, ask!), 'tell');
    const kept = nahr.station.hear(QAMAR, tell!);
    const [further] = named(said, 'further');
    expect(further).toMatchObject({ size: 1_000, most: FURTHER_BYTES });
    expect(nahr.kept).toEqual([]);
    const answered = await qamar.station.hear(NAHR, carried(further!));
    expect(named(answered, 'tell')).toMatchObject([{ from: 1_000 }]);
    // Whoever asks ahead has not said that it holds anything.
    expect(qamar.station.heldBy(log.id, NAHR)).toBe(0);
    const [next] = named(await kept, 'ask');
    expect(next).toMatchObject({ size: 1_000, ask: (further as { ask: string }).ask });
    expect(named(await qamar.station.hear(NAHR, next!), 'tell')).toEqual([]);
    expect(qamar.station.heldBy(log.id, NAHR)).toBe(1_000);
    await at.deliver('qamar', answered);
    await at.round();
    expect(await nahr.store.latest(log.id)).toMatchObject({ size: 2_500 });
  });

  it('[X41] is answered by an older node, which passes it over, when it asks again', async () => {
    const { at, log, said, nahr } = await seated(2_500);
    await at.round();
    expect(named(said, 'further').length).toBeGreaterThan(0);
    expect(await nahr.store.latest(log.id)).toMatchObject({ size: 2_500 });
    expect(nahr.kept).toEqual(['qamar 0+1000', 'qamar 1000+1000', 'qamar 2000+500']);
  });

  it('[X42] has one question ahead at a time, and none where answers are to be short', async () => {
    const { at, log, said, qamar, nahr } = await seated(3_000);
    const [ask] = named(await nahr.station.tick(QAMAR), 'ask').filter(
      (each) => each.log === log.id,
    );
    const [first] = named(await qamar.station.hear(NAHR, ask!), 'tell');
    const [, again] = [nahr.station.hear(QAMAR, first!), nahr.station.hear(QAMAR, first!)];
    expect(named(said, 'further')).toHaveLength(1);
    await again;
    expect(named(said, 'further')).toHaveLength(1);
    said.length = 0;
    await nahr.station.unlinked(QAMAR);
    at.pieces.set('nahr', 4_096);
    await at.round();
    expect(named(said, 'further')).toEqual([]);
  });

  it('[X41] a refused answer voids what was asked after it', async () => {
    const { log, said, qamar, nahr } = await seated(2_500);
    const [ask] = named(await nahr.station.tick(QAMAR), 'ask').filter(
      (each) => each.log === log.id,
    );
    const [tell] = named(await qamar.station.hear(NAHR, ask!), 'tell');
    if (tell?.kind !== 'tell') throw new Error('no answer');
    const bent = nahr.station.hear(QAMAR, { ...tell, entries: entriesOf(1_000, 'bent') });
    const [after] = named(await qamar.station.hear(NAHR, named(said, 'further')[0]!), 'tell');
    await bent;
    await nahr.station.hear(QAMAR, after!);
    expect(nahr.kept).toEqual([]);
  });

  it('[X41] whatever is lost, doubled or late, each entry is kept once and nothing is shown that is not kept', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat(99)), async (chance) => {
        const { at, log, said, qamar, nahr } = await seated(60, 90);
        await tellBadly(
          at,
          said,
          () => chance.next().value as number,
          () => {
            const [, from = 0, count = 0] = nahr.kept.at(-1)?.split(/[ +]/).map(Number) ?? [];
            expect(qamar.station.heldBy(log.id, NAHR)).toBeLessThanOrEqual(from + count);
          },
        );
        at.clock.now += ASK_SECONDS_MAX;
        for (let i = 0; i < 3; i += 1) await at.round();
        expect(await nahr.store.latest(log.id)).toMatchObject({ size: 60 });
        let next = 0;
        for (const kept of nahr.kept) {
          const [, from, count] = kept.split(/[ +]/).map(Number);
          expect(from).toBe(next);
          next += count!;
        }
        expect(next).toBe(60);
      }),
      { numRuns: 40 },
    );
  });
});

/** Carries what is said for a while, loses a tenth, doubles a tenth, and takes any of it next. */
async function tellBadly(
  at: Table,
  said: Outgoing[],
  chance: () => number,
  look: () => void,
): Promise<void> {
  const post: (Outgoing & { readonly from: PartyId })[] = [];
  const acts: Promise<void>[] = [];
  for (let i = 0; i < 120; i += 1) {
    post.push(...said.splice(0).map((each) => ({ ...each, from: NAHR })));
    if (post.length === 0) {
      at.clock.now += ASK_SECONDS_MAX;
      const asked = await at.player('nahr').station.tick(QAMAR);
      post.push(...asked.map((each) => ({ ...each, from: NAHR })));
    }
    const [next] = post.splice(Math.floor((chance() * post.length) / 100), 1);
    const luck = chance();
    if (!next || luck < 10) continue;
    for (let n = luck < 20 ? 2 : 1; n > 0; n -= 1) {
      const heard = at.player(next.to).station.hear(next.from, carried(next.message));
      acts.push(
        heard.then((answers) => {
          for (const each of answers) post.push({ ...each, from: next.to });
        }),
      );
    }
    // Some acts end before the next is heard, and some do not.
    if (chance() < 70) await Promise.all(acts.splice(0));
    look();
  }
  await Promise.all(acts);
}
