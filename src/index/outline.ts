import type { Json, JsonObject } from '../base/json.ts';
import { invariant } from '../base/result.ts';
import type { GridPoint } from '../geo/grid.ts';
import { toGrid } from '../geo/grid.ts';
import { parseShape } from '../geo/shape.ts';
import { prepare, touchesPrepared } from '../geo/touch.ts';
import type { RecordOf } from '../accord/record.ts';
import type { Piece } from './judged.ts';
import { among } from './judged.ts';
import { understood } from './meaning.ts';
import type { DegreeBox } from './sought.ts';
import { CORNERS_MAX } from './sought.ts';
import type { Tables } from './tables.ts';

/* What lies within an outline. [I43] */

/** Up to how many places that are a line or an area are held against an outline, the newest first. */
export const DRAWN_MAX = 2000;

type Corners = readonly (readonly [lon: number, lat: number])[];

/** The box round an outline, in degrees. */
export function boxOfCorners(corners: Corners): DegreeBox {
  const [lons, lats] = [corners.map(([lon]) => lon), corners.map(([, lat]) => lat)];
  return [Math.min(...lons), Math.min(...lats), Math.max(...lons), Math.max(...lats)];
}

/**
 * A test that the place of report `r` touches an outline: of a point it is told by the row alone, of
 * a line or an area by what its record says. [I43]
 */
export function outlinePiece(tables: Tables, corners: Corners, logs: readonly number[]): Piece {
  invariant(corners.length >= 3 && corners.length <= CORNERS_MAX, 'an outline has corners');
  const test = boxTest(ringOf(corners));
  const missed = missedBy(tables, corners, logs, test);
  if (missed.length === 0) return { sql: test, bound: [] };
  const sql = `(${test} AND r.key NOT IN (SELECT CAST(value AS INTEGER) FROM json_each(?)))`;
  return { sql, bound: [JSON.stringify(missed)] };
}

/**
 * A test in SQL that the box of row `r` touches the area within a ring, exact in whole numbers of 64
 * bits: an edge meets the box, or a corner of the box lies within.
 */
export function boxTest(ring: readonly GridPoint[]): string {
  const edges = ring.map((from, i) => leftToRight(from, ring[(i + 1) % ring.length]!));
  const meets = edges.map(meetsBox).join(' OR ');
  const inside = edges
    .filter(([, ay, , by]) => ay !== by)
    .map((edge) => `CASE WHEN ${passesEast(edge)} THEN 1 ELSE 0 END`)
    .join(' + ');
  return `((${meets}) OR (${inside}) % 2 = 1)`;
}

type Edge = readonly [ax: number, ay: number, bx: number, by: number];

function leftToRight(from: GridPoint, to: GridPoint): Edge {
  const isRight = from[0] < to[0] || (from[0] === to[0] && from[1] <= to[1]);
  return isRight ? [...from, ...to] : [...to, ...from];
}

/** The box is not past either end of the edge, and its far corners are not both on one side of it. */
function meetsBox([ax, ay, bx, by]: Edge): string {
  const [low, high] = [Math.min(ay, by), Math.max(ay, by)];
  const [dx, dy] = [bx - ax, by - ay];
  const [above, below] = dy >= 0 ? ['r.west', 'r.east'] : ['r.east', 'r.west'];
  return `(r.east >= ${ax} AND r.west <= ${bx} AND r.north >= ${low} AND r.south <= ${high}
    AND ${dx} * (r.north - (${ay})) >= ${dy} * (${above} - (${ax}))
    AND ${dx} * (r.south - (${ay})) <= ${dy} * (${below} - (${ax})))`;
}

/** A ray from the box's south-western corner to the east passes the edge. */
function passesEast([ax, ay, bx, by]: Edge): string {
  const [lowX, low, highX, high] = ay < by ? [ax, ay, bx, by] : [bx, by, ax, ay];
  return `r.south >= ${low} AND r.south < ${high}
    AND ${highX - lowX} * (r.south - (${low})) > ${high - low} * (r.west - (${lowX}))`;
}

function ringOf(corners: Corners): readonly GridPoint[] {
  return corners.map(([lon, lat]) => {
    const at = toGrid(lon, lat);
    invariant(at.ok, 'a corner lies on the grid');
    return at.value;
  });
}

/** The keys of lines and areas whose boxes touch the outline and which themselves do not. */
function missedBy(
  tables: Tables,
  corners: Corners,
  logs: readonly number[],
  test: string,
): readonly string[] {
  const rows = tables.all(
    `SELECT CAST(r.key AS TEXT), e.bytes FROM reports r JOIN entries e ON e.no = r.entry
     WHERE (r.west < r.east OR r.south < r.north) AND ${among('r.log')} AND ${test}
     ORDER BY r.key DESC LIMIT ${DRAWN_MAX}`,
    JSON.stringify(logs),
  );
  if (rows.length === 0) return [];
  const ring = [...corners, ...corners.slice(0, 1)];
  const outline = parseShape({ type: 'Polygon', coordinates: [ring] } as unknown as Json);
  invariant(outline.ok, 'corners make an area');
  const within = prepare(outline.value);
  return rows.flatMap(([key, bytes]) => {
    const record = understood(bytes as Uint8Array) as RecordOf<'report'>;
    const shape = parseShape(record.body.place.geometry as JsonObject);
    return shape.ok && touchesPrepared(prepare(shape.value), within) ? [] : [key as string];
  });
}
