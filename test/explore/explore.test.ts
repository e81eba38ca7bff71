import { describe, expect, it } from 'vitest';
import type { Explored } from './explore.ts';
import { begin, exploreCuts, exploreOrders, smallCuts } from './explore.ts';
import { agreements, authority, claims, conditions, twoPersons } from './more-plays.ts';
import { contested, inEarnest, rosters, stopped, widened } from './plays.ts';

/** How many letters each log may have after its first words; 3 takes an hour. */
const DEPTH = Number(process.env['TANSIQ_DEPTH'] ?? 2);
/** Orders of arrival looked at for each play. */
const ORDERS_MAX = DEPTH > 2 ? 1_000_000 : 2_000;

const plays = await Promise.all(
  [
    contested,
    widened,
    stopped,
    rosters,
    inEarnest,
    authority,
    twoPersons,
    conditions,
    agreements,
    claims,
  ].map((make) => make()),
);

describe('in a small world', () => {
  it.each(plays.map((play) => [play.name, play] as const))(
    'code and law agree at every cut: %s',
    (name, play) => {
      const explored = begin();
      exploreCuts(play, DEPTH, explored);
      tell(`${name}, ${DEPTH} deep`, explored);
      expect(explored.found).toEqual([]);
    },
  );

  it.each(plays.map((play) => [play.name, play] as const))(
    '[C11] no order of arrival makes a difference: %s',
    (name, play) => {
      const explored = begin();
      for (const cut of smallCuts(play)) exploreOrders(play, cut, explored, ORDERS_MAX);
      tell(`${name}, orders`, explored);
      expect(explored.found).toEqual([]);
    },
  );
});

function tell(name: string, { cuts, orders, seen }: Explored): void {
  const states = [...seen].map(([kind, count]) => `${count} ${kind}`).toSorted();
  const compared = [...seen.values()].reduce((sum, count) => sum + count, 0);
  process.stdout.write(
    `${name}: ${cuts} cuts, ${orders} orders, ${compared} states (${states.join(', ')})\n`,
  );
}
