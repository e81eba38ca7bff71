import type { Bounds } from '../geo/edge.ts';
import { GRID_PER_DEGREE } from '../geo/grid.ts';
import type { ReportFilter } from './port.ts';
import type { Condition, DegreeBox } from './sought.ts';

/** A degree of latitude in metres, near enough to find by. [I19] */
export const METRES_PER_DEGREE = 111_320;

/** The conditions of which all must hold, one by one. */
export function flat(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.parts.flatMap(flat) : [condition];
}

/** Whether words alone decide it. */
export function isText(condition: Condition): boolean {
  if (condition.kind === 'words' || condition.kind === 'phrase') return true;
  const isGroup = condition.kind === 'any' || condition.kind === 'all';
  return isGroup && condition.parts.length > 0 && condition.parts.every(isText);
}

type Window = Pick<ReportFilter, 'from' | 'upto'>;

/** The time that all of these have in common. */
export function windowOf(windows: readonly Window[]): Window {
  const froms = windows.flatMap(({ from }) => (from === undefined ? [] : [from]));
  const uptos = windows.flatMap(({ upto }) => (upto === undefined ? [] : [upto]));
  const from = froms.toSorted((a, b) => b - a)[0];
  const upto = uptos.toSorted((a, b) => a - b)[0];
  return { ...(from === undefined ? {} : { from }), ...(upto === undefined ? {} : { upto }) };
}

/** The corners of an outline, in degrees, in their order round it. */
export type Corners = readonly (readonly [lon: number, lat: number])[];

/** The box round an outline, in degrees. */
function boxOfCorners(corners: Corners): DegreeBox {
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/** The box round a circle or an outline, by which few are looked at. */
export function roundBox(condition: Condition): readonly DegreeBox[] {
  if (condition.kind === 'outline') return [boxOfCorners(condition.corners)];
  if (condition.kind !== 'circle') return [];
  const [lon, lat] = condition.at;
  const up = condition.metres / METRES_PER_DEGREE;
  const along = up / Math.max(0.01, Math.cos((lat * Math.PI) / 180));
  return [[lon - along, lat - up, lon + along, lat + up]];
}

/** A box on the grid, or nothing where none lies in it. */
export function gridBox([west, south, east, north]: DegreeBox): Bounds | undefined {
  const box = {
    west: Math.ceil(west * GRID_PER_DEGREE),
    south: Math.ceil(south * GRID_PER_DEGREE),
    east: Math.floor(east * GRID_PER_DEGREE),
    north: Math.floor(north * GRID_PER_DEGREE),
  };
  return box.west <= box.east && box.south <= box.north ? box : undefined;
}
