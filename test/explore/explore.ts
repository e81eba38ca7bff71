import type { Cut, Letter, Part, Play } from './small-world.ts';
import { differencesAt, nodeOf, told, viewAt } from './small-world.ts';

/** What an exploration has gone through. */
export interface Explored {
  /** Sets of records that a node may hold, each of them compared at every moment of its play. */
  cuts: number;
  /** Orders of arrival in which such a set was heard. */
  orders: number;
  /** Standings that were compared, by state. */
  readonly seen: Map<string, number>;
  readonly found: string[];
}

/** Faults told at most; the first is the smallest. */
const FOUND_MAX = 5;

/** Nothing explored yet. */
export function begin(): Explored {
  return { cuts: 0, orders: 0, seen: new Map(), found: [] };
}

/**
 * Every sequence of at most `depth` letters on every log, letters said again included. Since every
 * beginning of a sequence is one as well, these are all cuts of all stories of that length.
 */
export function exploreCuts(play: Play, depth: number, explored: Explored): void {
  const [ours, theirs, others] = play.parts.map((part) => sequences(part, depth));
  for (const first of ours ?? []) {
    for (const second of theirs ?? []) {
      for (const third of others ?? []) {
        const cut: Cut = [first, second, third];
        explored.cuts += 1;
        const node = nodeOf(play, cut, orderOf(cut, explored.cuts));
        const found = differencesAt(play, node, explored.seen);
        if (found.length > 0 && explored.found.length < FOUND_MAX) {
          explored.found.push(`${play.name}. ${told(play, cut)}. ${found.join('. ')}`);
        }
      }
    }
  }
}

/** Hears a cut in every order that keeps the order of each log, `most` at most; all must see the same. */
export function exploreOrders(play: Play, cut: Cut, explored: Explored, most: number): void {
  const first = viewAt(play, nodeOf(play, cut, orderOf(cut, 0)));
  for (const order of ordersOf(cut)) {
    if (explored.orders >= most) return;
    explored.orders += 1;
    if (viewAt(play, nodeOf(play, cut, order)) === first) continue;
    explored.found.push(`${play.name}. ${told(play, cut)} as heard in ${order.join('')}`);
    return;
  }
}

/** Every cut of at most one letter on each log. */
export function* smallCuts(play: Play): Generator<Cut> {
  const [ours, theirs, others] = play.parts.map((part) => sequences(part, 1));
  for (const first of ours ?? []) {
    for (const second of theirs ?? []) {
      for (const third of others ?? []) yield [first, second, third];
    }
  }
}

function sequences({ first, letters }: Part, depth: number): readonly (readonly Letter[])[] {
  let longest: readonly (readonly Letter[])[] = [first];
  const all = [...longest];
  for (let length = 1; length <= depth; length += 1) {
    longest = longest.flatMap((each) => letters.map((letter) => [...each, letter]));
    all.push(...longest);
  }
  return all;
}

/** One order of arrival for a cut, another one for each number: logs whole, or turn about. */
function orderOf(cut: Cut, number: number): readonly number[] {
  const turns = PERMUTATIONS[number % PERMUTATIONS.length] ?? [0, 1, 2];
  if (number % 2 === 0) return turns.flatMap((part) => cut[part]?.map(() => part) ?? []);
  const longest = Math.max(...cut.map(({ length }) => length));
  return Array.from({ length: longest }, (_, index) =>
    turns.filter((part) => index < (cut[part]?.length ?? 0)),
  ).flat();
}

const PERMUTATIONS = [
  [0, 1, 2],
  [2, 1, 0],
  [1, 2, 0],
  [0, 2, 1],
  [2, 0, 1],
  [1, 0, 2],
];

/** Every interleaving of the logs of a cut. */
function* ordersOf(cut: Cut): Generator<readonly number[]> {
  const order: number[] = [];
  const left = cut.map(({ length }) => length);
  function* rest(): Generator<readonly number[]> {
    if (left.every((count) => count === 0)) yield order;
    for (const [part, count] of left.entries()) {
      if (count === 0) continue;
      left[part] = count - 1;
      order.push(part);
      yield* rest();
      order.pop();
      left[part] = count;
    }
  }
  yield* rest();
}
