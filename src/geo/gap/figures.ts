import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';
import type { GridPoint } from '../grid.ts';
import type { Shape } from '../shape.ts';
import { pathsOf } from '../shape.ts';
import type { Held } from './counts.ts';
import { Counts, eachRun } from './counts.ts';
import type { Ground, GroundFault } from './ground.ts';
import { layGround } from './ground.ts';
import type { GapPiece } from './pieces.ts';
import { piecesOf } from './pieces.ts';
import { scan } from './scan.ts';
import { Spans } from './spans.ts';
import { cellAt } from './weights.ts';

/** How many pieces of a gap are told with their figures. */
export const TOLD_PIECES_MAX = 50;

/** What is asked about an area: its cells' side, who holds what, parts of it, and places in it. */
export interface GapQuestion {
  readonly area: Shape;
  readonly cellMetres: number;
  /** How many parties the coverages are of, by their place in a list. */
  readonly parties: number;
  readonly held: readonly Held[];
  /** Parts that are told apart: sectors, provinces, claims. They may overlap. */
  readonly zones: readonly Shape[];
  /** Where something happened. */
  readonly places: readonly GridPoint[];
}

/** The gap in figures; areas in square metres on the ellipsoid [Z2]. */
export interface GapFigures {
  readonly areaSquareMetres: number;
  readonly gapSquareMetres: number;
  /** What exactly one, exactly two, and three or more coverages reach. */
  readonly covered: readonly [once: number, twice: number, oftener: number];
  /** What each party's own coverages reach. */
  readonly byParty: readonly number[];
  readonly pieces: readonly GapPiece[];
  readonly pieceCount: number;
  readonly zones: readonly {
    readonly areaSquareMetres: number;
    readonly gapSquareMetres: number;
  }[];
  /** How many of the places lie in the gap, and how many on covered ground. */
  readonly places: { readonly gap: number; readonly covered: number };
}

/** Reckons the gap of an area at one moment. */
export function reckonGap(question: GapQuestion): Result<GapFigures, GroundFault> {
  const { area, cellMetres, held, zones, places } = question;
  const laid = layGround(area, cellMetres);
  if (!laid.ok) return err(laid.fault);
  const ground = laid.value;
  const counts = new Counts(ground, Math.max(1, question.parties));
  counts.addAll(held);
  const times = squareMetresByTimes(ground, counts.all);
  const { pieces, count } = piecesOf(ground, counts.all);
  return ok({
    areaSquareMetres: times.reduce((sum, each) => sum + each, 0),
    gapSquareMetres: counts.gapSquareMetres,
    covered: [times[1] ?? 0, times[2] ?? 0, times[3] ?? 0],
    byParty: counts.by.map((own) => squareMetresCovered(ground, own)),
    pieces: pieces.slice(0, TOLD_PIECES_MAX),
    pieceCount: count,
    zones: zones.map((zone) => zoneFigures(ground, counts.all, zone)),
    places: placesIn(ground, counts.all, places),
  });
}

/** The area that at least one of some counts reaches, in square metres. */
export function squareMetresCovered(ground: Ground, counts: Uint16Array): number {
  const [, ...reached] = squareMetresByTimes(ground, counts);
  return reached.reduce((sum, each) => sum + each, 0);
}

/** The area that nothing, one, two, and three or more coverages reach. */
function squareMetresByTimes(ground: Ground, counts: Uint16Array): readonly number[] {
  const sums = [0, 0, 0, 0];
  const cells = [0, 0, 0, 0];
  for (let row = 0; row < ground.rows; row += 1) {
    const end = ground.cellOf[ground.firstOf[row + 1] as number] as number;
    cells.fill(0);
    for (let cell = ground.cellOf[ground.firstOf[row] as number] as number; cell < end; cell += 1) {
      cells[Math.min(3, counts[cell] as number)]! += 1;
    }
    for (const times of cells.keys()) {
      sums[times]! += (cells[times] as number) * (ground.squareMetres[row] as number);
    }
  }
  return sums;
}

function zoneFigures(
  ground: Ground,
  all: Uint16Array,
  zone: Shape,
): { readonly areaSquareMetres: number; readonly gapSquareMetres: number } {
  const spans = new Spans();
  if (zone.kind === 'area') scan(pathsOf(zone), ground, spans);
  let [areaSquareMetres, gapSquareMetres] = [0, 0];
  eachRun(ground, spans, (row, from, upto) => {
    const cell = ground.squareMetres[row] as number;
    let open = 0;
    for (let k = from; k < upto; k += 1) if (all[k] === 0) open += 1;
    areaSquareMetres += (upto - from) * cell;
    gapSquareMetres += open * cell;
  });
  return { areaSquareMetres, gapSquareMetres };
}

function placesIn(
  ground: Ground,
  all: Uint16Array,
  places: readonly GridPoint[],
): { readonly gap: number; readonly covered: number } {
  const cells = places.flatMap((place) => cellAt(ground, place) ?? []);
  const gap = cells.filter((cell) => all[cell] === 0).length;
  return { gap, covered: cells.length - gap };
}
