import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { ConflictView, PlanView } from '../../contract/api.ts';
import { circleAround } from '../map/mark-features.ts';
import type { MapArea, MapShape } from '../map/marks.ts';
import type { Geometry } from './outline.ts';

/** A place without a reach is drawn as wide as this, in metres, so that it is seen. */
const PLACE_METRES = 150;

/** A geometry as the map draws it: a place as the ground around it. */
export function drawnShape(geometry: Geometry, reachMetres = 0): MapShape {
  const shape = geometry as unknown as MapShape;
  if (shape.type !== 'Point') return shape;
  const [lon = 0, lat = 0] = shape.coordinates;
  return circleAround({ lon, lat, precisionMetres: Math.max(reachMetres, PLACE_METRES) });
}

/** The shape and the reach of a plan's ground, for a {@link MapArea}. */
export function groundOnMap(
  plan: Pick<Plan, 'shape' | 'reachMetres'>,
): Pick<MapArea, 'shape' | 'reachMetres'> {
  return { shape: drawnShape(plan.shape, plan.reachMetres), reachMetres: plan.reachMetres };
}

/** The sectors and lines of a plan. */
export function partAreas({
  sectors = [],
  lines = [],
}: Pick<Plan, 'sectors' | 'lines'>): readonly MapArea[] {
  return [
    ...sectors.map(({ id, name, area, lead }): MapArea => ({
      id: `sector ${id}`,
      kind: 'sector',
      shape: drawnShape(area),
      label: name,
      party: lead,
    })),
    ...lines.map(({ id, name, route }): MapArea => ({
      id: `line ${id}`,
      kind: 'line',
      shape: drawnShape(route),
      label: name,
    })),
  ];
}

/** What a plan is in conflict with; `titleOf` names it in the language in use. */
export function conflictAreas(
  conflicts: readonly ConflictView[],
  titleOf: (conflict: ConflictView) => string,
): readonly MapArea[] {
  return conflicts.map((conflict): MapArea => ({
    id: `conflict ${conflict.with}`,
    kind: 'conflict',
    shape: drawnShape(conflict.shape, conflict.distanceMetres),
    label: titleOf(conflict),
    party: conflict.of,
  }));
}

/** The ground of the version before, to be seen under that of this one. */
export function beforeArea(
  { change }: Pick<PlanView, 'change'>,
  label: string,
): readonly MapArea[] {
  if (!change?.changed.includes('ground')) return [];
  return [{ id: 'before', kind: 'before', shape: drawnShape(change.before.shape), label }];
}
