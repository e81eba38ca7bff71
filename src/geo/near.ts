import { edgeAt } from './crossing.ts';
import { hasCommonPoint, num, reaching } from './edge.ts';
import { boundsWithin, stripsOfEdge } from './strip.ts';
import type { PreparedShape } from './touch.ts';
import { prepare, touchesPrepared } from './touch.ts';

/**
 * Whether some point of one shape is within `metres` (0 to `STRIP_METRES_MAX`) of the other: never
 * no where one is, and perhaps yes up to a tenth further [P17] [P19]. With 0 metres: whether they
 * touch. It makes no difference which of the two is asked about.
 */
export function isNear(a: PreparedShape, b: PreparedShape, metres: number): boolean {
  if (touchesPrepared(a, b)) return true;
  if (metres === 0) return false;
  const [fewer, more] = isBefore(a, b) ? [a, b] : [b, a];
  const isMet = (edge: number): boolean => {
    const [ax, ay, bx, by] = edgeAt(fewer.edges, edge);
    return stripsOfEdge([ax, ay], [bx, by], metres).some((strip) =>
      touchesPrepared(prepare(strip), more),
    );
  };
  return boundsWithin(more.bounds, metres).some(
    (box) => hasCommonPoint(box, fewer.bounds) && reaching(fewer.edges, box).some(isMet),
  );
}

/** An order of shapes by their edges alone, so that the answer is the same both ways. */
function isBefore(a: PreparedShape, b: PreparedShape): boolean {
  if (a.edges.length !== b.edges.length) return a.edges.length < b.edges.length;
  const first = a.edges.findIndex((each, i) => each !== num(b.edges, i));
  return first === -1 || num(a.edges, first) < num(b.edges, first);
}
