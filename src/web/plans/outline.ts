import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Json, JsonObject } from '../../base/json.ts';
import type { Result } from '../../base/result.ts';
import { err } from '../../base/result.ts';
import type { DegreePoint } from '../../geo/grid.ts';
import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import type { Shape, ShapeFault } from '../../geo/shape.ts';
import { formatShape, parseShape } from '../../geo/shape.ts';
import type { OutlineMode, DrawnShape } from '../map/drawing.ts';
import type { PlaceReading } from '../reports/place-reading.ts';

/** A geometry as records carry it. */
export type Geometry = Plan['shape'];

/** A corner as it stands in its row: what was typed, and the place once it is understood. */
export interface PointRow {
  readonly id: number;
  readonly text: string;
  readonly at?: DegreePoint;
}

/** A shape that is being written, corner by corner. */
export interface Outline {
  readonly mode: OutlineMode;
  readonly points: readonly PointRow[];
  /** The geometry of a record as it stands, for as long as no corner of it is touched. */
  readonly kept: Geometry | undefined;
}

/** Why an outline is no shape yet; `at` is the place on the map where there is one. */
export type OutlineFault =
  | { readonly kind: 'no-shape' }
  | { readonly kind: 'unread-point'; readonly row: number }
  | ShapeFault;

const LEAST: Readonly<Record<OutlineMode, number>> = { polygon: 3, line: 2, point: 1 };

/** An outline without corners. */
export function openOutline(mode: OutlineMode): Outline {
  return { mode, points: [], kept: undefined };
}

/** The row of a place that was set on the map. */
export function rowAt(id: number, at: DegreePoint): PointRow {
  const grid = toGrid(at[0], at[1]);
  return grid.ok ? { id, text: formatMgrs(grid.value, 1), at } : { id, text: '' };
}

/** The row of a place that was typed; without a place until it is read or confirmed. */
export function typedRow(id: number, text: string, reading: PlaceReading): PointRow {
  return reading.kind === 'read' ? { id, text, at: reading.place.point } : { id, text };
}

/** The outline that was drawn by hand. */
export function outlineDrawn(shape: DrawnShape): Outline {
  return { ...outlineOf(shape as Geometry), kept: undefined };
}

/** The outline of a record's geometry; one of several parts has no rows and is kept as it is. */
export function outlineOf(geometry: Geometry): Outline {
  const mode = modeOf(geometry);
  const rows = pathOf(geometry).map(([lon = 0, lat = 0], i) => rowAt(i + 1, [lon, lat]));
  return { mode, points: rows, kept: geometry };
}

/** The shape that the rows make, or why they make none. */
export function shapeOfOutline({ mode, points, kept }: Outline): Result<Shape, OutlineFault> {
  if (kept) return parseShape(kept as unknown as Json);
  const rows = points.filter((row) => row.at !== undefined || row.text.trim() !== '');
  const unread = rows.findIndex((row) => row.at === undefined);
  if (unread >= 0) return err({ kind: 'unread-point', row: unread });
  const path = rows.flatMap((row) => (row.at ? [[...row.at]] : []));
  const [first] = path;
  if (path.length < LEAST[mode] || !first) return err({ kind: 'no-shape' });
  if (mode === 'point') return parseShape({ type: 'Point', coordinates: first });
  const json: Json =
    mode === 'polygon'
      ? { type: 'Polygon', coordinates: [[...path, first]] }
      : { type: 'LineString', coordinates: path };
  return parseShape(json);
}

/** The geometry that a record gets; nothing while the outline makes no shape. */
export function geometryOf(outline: Outline): Geometry | undefined {
  const shape = shapeOfOutline(outline);
  if (!shape.ok) return undefined;
  return outline.kept ?? (formatShape(shape.value) as JsonObject as Geometry);
}

function modeOf({ type }: Geometry): OutlineMode {
  if (type === 'Point') return 'point';
  return type === 'LineString' ? 'line' : 'polygon';
}

/** The corners of a geometry that is one path; a ring's closing point is not said twice. */
function pathOf({ type, coordinates }: Geometry): readonly (readonly number[])[] {
  const given = coordinates as unknown;
  if (type === 'Point') return [given as readonly number[]];
  if (type === 'LineString') return given as readonly (readonly number[])[];
  if (type === 'MultiPolygon') return [];
  const rings = given as readonly (readonly (readonly number[])[])[];
  return rings.length === 1 ? (rings[0] ?? []).slice(0, -1) : [];
}
