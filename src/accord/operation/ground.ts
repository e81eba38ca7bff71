import type { JsonObject } from '../../base/json.ts';
import { invariant } from '../../base/result.ts';
import type { Bounds } from '../../geo/edge.ts';
import { boundsAround } from '../../geo/edge.ts';
import type { Shape } from '../../geo/shape.ts';
import { parseShape } from '../../geo/shape.ts';
import { strips } from '../../geo/strip.ts';
import type { PreparedShape } from '../../geo/touch.ts';
import { prepare, touchesPrepared } from '../../geo/touch.ts';
import { isWithinPrepared } from '../../geo/within.ts';

/** The ground of a plan, made ready for many questions: its shape, and all that its reach adds. [C21] */
export interface PlanGround {
  readonly shape: PreparedShape;
  readonly reachMetres: number;
  /** Shapes whose union is the ground; they may overlap. */
  readonly parts: readonly PreparedShape[];
  /** The box around all of it. */
  readonly bounds: Bounds;
}

/** The ground within `reachMetres` of a shape. [C21] */
export function groundOf(shape: Shape, reachMetres = 0): PlanGround {
  const prepared = prepare(shape);
  const parts = reachMetres === 0 ? [prepared] : strips(shape, reachMetres).map(prepare);
  const bounds = boundsAround(parts.map((part) => part.bounds));
  return { shape: prepared, reachMetres, parts, bounds };
}

/** Whether some of the ground touches `area`. */
export function groundTouches(ground: PlanGround, area: PreparedShape): boolean {
  return ground.parts.some((part) => touchesPrepared(part, area));
}

/** Whether all of the ground lies within `area`, edges included. */
export function isGroundWithin(ground: PlanGround, area: PreparedShape): boolean {
  return ground.parts.every((part) => isWithinPrepared(part, area));
}

/** The shape of a geometry in a record that was understood. */
export function shapeOf(geometry: unknown): Shape {
  const shape = parseShape(geometry as JsonObject);
  invariant(shape.ok, 'a record that was understood has a shape');
  return shape.value;
}
