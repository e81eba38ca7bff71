import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { BudgetClock } from './budget.ts';
import {
  BURST_SECONDS,
  PACE_SECONDS,
  PIECE_BYTES_MIN,
  URGENT_BYTES_MAX,
  URGENT_SECONDS,
  openBudget,
} from './budget.ts';

/** A clock that goes when it is told to, and wakes whoever waits on the way. */
function givenClock(): BudgetClock & { go(millis: number): Promise<void> } {
  let now = 0;
  const wakes = new Set<{ readonly at: number; readonly act: () => void }>();
  const settle = async (): Promise<void> => {
    for (let i = 0; i < 4; i += 1) await Promise.resolve();
  };
  return {
    now: () => now,
    wake(millis, act) {
      const wake = { at: now + millis, act };
      wakes.add(wake);
      return () => void wakes.delete(wake);
    },
    async go(millis) {
      const end = now + millis;
      for (;;) {
        await settle();
        const [next] = [...wakes].filter(({ at }) => at <= end).toSorted((a, b) => a.at - b.at);
        if (!next) break;
        wakes.delete(next);
        now = Math.max(now, next.at);
        next.act();
      }
      now = end;
      await settle();
    },
  };
}

describe('a budget', () => {
  it('[T27] lets pass what it has, both ways together, and makes the rest wait without losing it', async () => {
    const clock = givenClock();
    const budget = openBudget(clock, 10);
    const sent: number[] = [];
    const send = (bytes: number) =>
      void budget.turn(bytes, 'bulk').then(() => sent.push(clock.now()));
    for (let i = 0; i < 6; i += 1) send(10_000);
    await clock.go(0);
    // Two seconds of it were there; each further piece costs a second.
    expect(sent).toEqual([0, 0]);
    await clock.go(2_500);
    expect(sent).toEqual([0, 0, 1_000, 2_000]);
    // What came from the peer meanwhile is paid as well.
    budget.spend(20_000);
    await clock.go(2_000);
    expect(sent).toHaveLength(4);
    await clock.go(2_000);
    expect(sent.slice(4)).toEqual([5_000, 6_000]);
  });

  it('[T27] holds over every span, whatever is sent and whatever comes', async () => {
    const bytes = fc.integer({ min: 1, max: 30_000 });
    const step = fc.record({
      wait: fc.integer({ min: 0, max: 3_000 }),
      bytes,
      urgency: fc.constantFrom('urgent' as const, 'bulk' as const),
    });
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 1, max: 50 }), fc.array(step), async (rate, steps) => {
        const clock = givenClock();
        const budget = openBudget(clock, rate);
        const passed: { readonly at: number; readonly bytes: number }[] = [];
        for (const each of steps) {
          void budget
            .turn(each.bytes, each.urgency)
            .then(() => passed.push({ at: clock.now(), bytes: each.bytes }));
          await clock.go(each.wait);
        }
        await clock.go(3_600_000 * 24);
        // Nothing is dropped.
        expect(passed).toHaveLength(steps.length);
        const ahead = (BURST_SECONDS + URGENT_SECONDS) * rate * 1_000 + 30_000;
        for (let i = 0; i < passed.length; i += 1) {
          let sum = 0;
          for (let j = i; j < passed.length; j += 1) {
            sum += passed[j]!.bytes;
            const span = (passed[j]!.at - passed[i]!.at) / 1_000;
            expect(sum).toBeLessThanOrEqual(ahead + span * rate * 1_000 + 1);
          }
        }
      }),
      { numRuns: 60 },
    );
  });

  it('[T29] lets what is small and urgent go before what is large and came earlier', async () => {
    const clock = givenClock();
    const budget = openBudget(clock, 4);
    const order: string[] = [];
    const send = (name: string, bytes: number, urgency: 'urgent' | 'bulk') =>
      void budget.turn(bytes, urgency).then(() => order.push(`${name} at ${clock.now()}`));
    budget.spend(8_000);
    for (const name of ['a', 'b', 'c']) send(name, 8_000, 'bulk');
    send('stop', 900, 'urgent');
    // Nobody makes a large thing urgent by calling it so.
    send('heavy', URGENT_BYTES_MAX + 1, 'urgent');
    await clock.go(0);
    expect(order).toEqual(['stop at 0']);
    await clock.go(60_000);
    expect(order.map((each) => each.split(' ')[0])).toEqual(['stop', 'a', 'b', 'c', 'heavy']);
    // Many small things are no way around it.
    order.length = 0;
    for (let i = 0; i < 100; i += 1) send(String(i), 1_000, 'urgent');
    await clock.go(0);
    expect(order).toHaveLength((BURST_SECONDS + URGENT_SECONDS) * 4);
  });

  it('[T28] asks for answers of two seconds of it, and of no less than pays', () => {
    const clock = givenClock();
    expect(openBudget(clock).pieceBytes()).toBeUndefined();
    expect(openBudget(clock, 100).pieceBytes()).toBe(200_000);
    expect(openBudget(clock, 1).pieceBytes()).toBe(PIECE_BYTES_MIN);
  });

  it('[T27] can be set, changed and taken away while others wait, and gives up a turn nobody wants', async () => {
    const clock = givenClock();
    const budget = openBudget(clock);
    expect(await budget.turn(1_000_000, 'bulk')).toBe(true);
    budget.setRate(1);
    expect(budget.rate()).toBe(1);
    const leaving = new AbortController();
    const answers: boolean[] = [];
    const turn = (bytes: number, signal?: AbortSignal) =>
      void budget.turn(bytes, 'bulk', signal).then((each) => answers.push(each));
    turn(2_000);
    turn(1_000_000, leaving.signal);
    turn(2_000);
    await clock.go(0);
    expect(answers).toEqual([true]);
    leaving.abort();
    await clock.go(2_000);
    expect(answers).toEqual([true, false, true]);
    turn(2_000_000);
    turn(2_000_000);
    await clock.go(2_000);
    budget.setRate(undefined);
    await clock.go(0);
    expect(answers).toHaveLength(5);
  });

  it('[T30] tells the pace of the last seconds, with a budget and without one', async () => {
    const clock = givenClock();
    const budget = openBudget(clock);
    budget.spend(30_000);
    await clock.go(1_000);
    await budget.turn(20_000, 'bulk');
    expect(budget.pace()).toBe(50_000 / PACE_SECONDS);
    await clock.go(PACE_SECONDS * 1_000);
    expect(budget.pace()).toBe(0);
  });
});
