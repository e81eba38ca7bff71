import { describe, expect, it } from 'vitest';
import { DEPTH, PLAYS, tell } from './all-plays.ts';
import { begin, exploreOrders, smallCuts } from './explore.ts';

/** Orders of arrival looked at for each play. */
const ORDERS_MAX = DEPTH > 2 ? 1_000_000 : 2_000;

// A file of its own, so that a second process explores them.
describe('in a small world', () => {
  it.each(PLAYS.map((play) => [play.name, play] as const))(
    '[C11] no order of arrival makes a difference: %s',
    (name, play) => {
      const explored = begin();
      for (const cut of smallCuts(play)) exploreOrders(play, cut, explored, ORDERS_MAX);
      tell(`${name}, orders`, explored);
      expect(explored.found).toEqual([]);
    },
  );
});
