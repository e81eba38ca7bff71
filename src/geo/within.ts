import { unreachable } from '../base/result.ts';
import { uncovered } from './cover.ts';
import type { Shape } from './shape.ts';
import { touches } from './touch.ts';

/**
 * Whether every point of `inner` is a point of `outer`, edges included: what a plan that only
 * narrows must show [P10]. Exact; past the limits of `cells.ts` the answer is no, and consents are asked anew.
 */
export function isWithin(inner: Shape, outer: Shape): boolean {
  switch (inner.kind) {
    case 'point':
      return touches(inner, outer);
    case 'line':
      return outer.kind !== 'point' && !uncovered(inner, [outer]);
    case 'area':
      return outer.kind === 'area' && !uncovered(inner, [outer]);
    default:
      return unreachable(inner);
  }
}
