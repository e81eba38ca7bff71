import { expect, it } from 'vitest';
import type { LogId, PartyId } from '../base/ids.ts';
import { utf8 } from '../base/bytes.ts';
import { instant } from '../base/instant.ts';
import { mayRead } from '../accord/party/release.ts';
import { table } from '../exchange/cast.suite.ts';
import { TELL_ENTRIES_MAX } from '../exchange/messages.ts';
import { openBudget } from '../carry/budget.ts';
import { begunAt, flowWith, presentFlow, presentPace } from './flow.ts';

const QAMAR = 'qamar' as PartyId;
const NAHR = 'nahr' as PartyId;

it('[X32] a node knows what is still to come and what waits, in batches and after the last of them', async () => {
  const at = await table('qamar', 'nahr');
  const [log, other] = [at.log('qamar'), at.log('nahr')];
  const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
  const flowAt = (player: typeof qamar, party: PartyId) =>
    flowWith(
      {
        self: player.id,
        logs: { readable: (reader) => [log, other].filter((each) => mayRead(reader, each)) },
        station: player.station,
        shelf: player.shelf,
      },
      party,
    );
  const count = 2 * TELL_ENTRIES_MAX + 5;
  const words = Array.from({ length: count }, (_, i) => utf8(`entry ${i}`));
  await qamar.book.append(log, words);
  expect(await flowAt(qamar, NAHR)).toEqual({ held: 0, of: 0, waiting: count, behind: [] });

  const latest = await qamar.store.latest(log.id);
  let said = await nahr.station.hear(QAMAR, { kind: 'offer', log: log.id, note: latest!.note });
  const seen = [await flowAt(nahr, QAMAR)];
  while (said.length > 0) {
    const question = said.find(({ message }) => message.kind === 'ask');
    if (!question) break;
    const [answer] = await qamar.station.hear(NAHR, question.message);
    said = await nahr.station.hear(QAMAR, answer!.message);
    seen.push(await flowAt(nahr, QAMAR));
  }
  expect(seen.map(({ held, of }) => [held, of])).toEqual([
    [0, count],
    [TELL_ENTRIES_MAX, count],
    [2 * TELL_ENTRIES_MAX, count],
    [count, count],
    [count, count],
  ]);
  await at.round();
  expect(await flowAt(qamar, NAHR)).toEqual({ held: 0, of: 0, waiting: 0, behind: [] });
  await qamar.restart();
  // What it had shown is forgotten; the receipt that it signed is not.
  expect((await flowAt(qamar, NAHR)).waiting).toBe(0);
});

it('[X32] the rest is reckoned from the pace so far, and not before there is one, for each log as well', () => {
  const now = instant(1_800_000_000);
  const LOG = 'ab'.repeat(16) as LogId;
  const OTHER = 'cd'.repeat(16) as LogId;
  const logOf = (log: LogId, held: number, of: number) => ({ log, audience: [NAHR], held, of });
  const first = {
    held: 1_000,
    of: 31_000,
    waiting: 7,
    behind: [logOf(OTHER, 900, 1_000), logOf(LOG, 100, 30_000)],
  };
  const begun = begunAt(first, undefined, now);
  expect(presentFlow(first, begun, now)).toEqual({
    arriving: { held: 0, of: 30_000 },
    // The farthest behind stands first.
    behind: [logOf(LOG, 0, 29_900), logOf(OTHER, 0, 100)],
    waiting: 7,
  });
  const later = { held: 4_000, of: 31_000, waiting: 0, behind: [logOf(LOG, 3_000, 30_000)] };
  expect(begunAt(later, begun, instant(now + 9))).toMatchObject({ at: now, held: 1_000 });
  expect(presentFlow(later, begun, instant(now + 4))).toEqual({
    arriving: { held: 3_000, of: 30_000, seconds: 36 },
    behind: [{ ...logOf(LOG, 2_900, 29_900), seconds: 38 }],
  });
  // What begins to come later is reckoned from then.
  const more = { ...later, behind: [...later.behind, logOf(OTHER, 1_000, 1_600)] };
  const onwards = begunAt(more, begunAt(later, begun, instant(now + 4)), instant(now + 5));
  expect(presentFlow(more, onwards, instant(now + 5)).behind).toContainEqual(logOf(OTHER, 0, 600));
  const whole = { held: 31_000, of: 31_000, waiting: 0, behind: [] };
  expect(presentFlow(whole, begunAt(whole, begun, now), now)).toEqual({});
});

it('[T30] a link tells its budget and its pace in kB/s, in tenths, and nothing where there is neither', () => {
  let now = 0;
  const budget = openBudget({ now: () => now, wake: () => () => undefined });
  expect(presentPace(budget)).toEqual({});
  budget.setRate(20);
  budget.spend(12_345);
  expect(presentPace(budget)).toEqual({ budget: 20, pace: 1.2 });
  now = 60_000;
  expect(presentPace(budget)).toEqual({ budget: 20 });
});
