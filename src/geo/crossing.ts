import type { Edges } from './edge.ts';
import { num, sideOf } from './edge.ts';

/**
 * A number that need not be whole, exactly: `whole + rest / den`, with `rest` of 0 or more and less
 * than `den`. Crossings of edges between grid points lie at such numbers.
 */
export interface Fraction {
  readonly whole: number;
  readonly rest: bigint;
  readonly den: bigint;
}

/** `top / bottom`, exactly; `bottom` must not be 0. */
export function fraction(top: bigint, bottom: bigint): Fraction {
  const [up, den] = bottom < 0n ? [-top, -bottom] : [top, bottom];
  const rest = ((up % den) + den) % den;
  return { whole: Number((up - rest) / den), rest, den };
}

/** A whole number as a fraction. */
export function wholeFraction(whole: number): Fraction {
  return { whole, rest: 0n, den: 1n };
}

/** Below 0 if `a` is less than `b`, 0 if they are equal, else above 0. */
export function compareFractions(a: Fraction, b: Fraction): number {
  if (a.whole !== b.whole) return a.whole - b.whole;
  const gap = a.rest * b.den - b.rest * a.den;
  return gap === 0n ? 0 : gap < 0n ? -1 : 1;
}

/** Whether two edges cross within both of them, ends left out; exact. */
export function isCrossing(edges: Edges, i: number, j: number): boolean {
  const [ax, ay, bx, by] = edgeAt(edges, i);
  const [cx, cy, dx, dy] = edgeAt(edges, j);
  if (Math.max(ay, by) < Math.min(cy, dy) || Math.max(cy, dy) < Math.min(ay, by)) return false;
  const toC = sideOf(ax, ay, bx, by, cx, cy);
  if (toC === 0) return false;
  const toD = sideOf(ax, ay, bx, by, dx, dy);
  if (toD === 0 || toC > 0 === toD > 0) return false;
  const toA = sideOf(cx, cy, dx, dy, ax, ay);
  if (toA === 0) return false;
  const toB = sideOf(cx, cy, dx, dy, bx, by);
  return toB !== 0 && toA > 0 !== toB > 0;
}

/** The longitude at which two edges that cross do so, in grid units; exact. */
export function crossingLon(edges: Edges, i: number, j: number): Fraction {
  const [ax, ay, bx, by] = edgeAt(edges, i).map(BigInt) as [bigint, bigint, bigint, bigint];
  const [cx, cy, dx, dy] = edgeAt(edges, j).map(BigInt) as [bigint, bigint, bigint, bigint];
  const den = (bx - ax) * (dy - cy) - (by - ay) * (dx - cx);
  const part = (cx - ax) * (dy - cy) - (cy - ay) * (dx - cx);
  return fraction(ax * den + (bx - ax) * part, den);
}

/** The four numbers of the edge at `i`. */
export function edgeAt(edges: Edges, i: number): [number, number, number, number] {
  return [num(edges, i), num(edges, i + 1), num(edges, i + 2), num(edges, i + 3)];
}
