import { describe, expect, it } from 'vitest';
import { DEPTH, PLAYS, tell } from './all-plays.ts';
import { begin, exploreCuts } from './explore.ts';

describe('in a small world', () => {
  it.each(PLAYS.map((play) => [play.name, play] as const))(
    'code and law agree at every cut: %s',
    (name, play) => {
      const explored = begin();
      exploreCuts(play, DEPTH, explored);
      tell(`${name}, ${DEPTH} deep`, explored);
      expect(explored.found).toEqual([]);
    },
  );
});
