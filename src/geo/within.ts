import { hasCommonPoint } from './edge.ts';
import { uncoveredPrepared } from './cover.ts';
import type { Shape } from './shape.ts';
import type { PreparedShape } from './touch.ts';
import { prepare, touchesPrepared } from './touch.ts';

/**
 * Whether every point of `inner` is a point of `outer`, edges included: what a plan that only
 * narrows must show [P10]. Exact; past the limits of `cells.ts` the answer is no, and consents are asked anew.
 */
export function isWithin(inner: Shape, outer: Shape): boolean {
  return isWithinPrepared(prepare(inner), prepare(outer));
}

/** {@link isWithin} for shapes that are asked often. */
export function isWithinPrepared(inner: PreparedShape, outer: PreparedShape): boolean {
  if (inner.shape.kind === 'point') return touchesPrepared(inner, outer);
  const isRoomy = outer.shape.kind === 'area' || inner.shape.kind === outer.shape.kind;
  if (!isRoomy || !hasCommonPoint(inner.bounds, outer.bounds)) return false;
  return !uncoveredPrepared(inner, [outer]);
}
