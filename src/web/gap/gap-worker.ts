import type { JsonObject } from '../../base/json.ts';
import { coverageOf } from '../../accord/holding/coverage.ts';
import { bestPlaces, mostArea } from '../../geo/gap/best-place.ts';
import type { Held } from '../../geo/gap/counts.ts';
import { Counts } from '../../geo/gap/counts.ts';
import { squareMetresCovered } from '../../geo/gap/figures.ts';
import { layGround } from '../../geo/gap/ground.ts';
import { piecesOf } from '../../geo/gap/pieces.ts';
import { sumArea } from '../../geo/gap/weights.ts';
import { GRID_PER_DEGREE } from '../../geo/grid.ts';
import { parseShape } from '../../geo/shape.ts';
import type { GapAnswer, GapTask, HeldGround } from './gap-task.ts';
import type { Inks, ShadeView } from './shading.ts';
import { drawShade } from './shading.ts';

/** How long nothing new was told before pieces and depths are reckoned anew, in milliseconds. */
const STILL_MILLIS = 120;

/** From how many changes at once on everything is counted anew. */
const CHANGES_MANY = 200;

/** How many pieces the page lists. */
const PIECES_LISTED = 50;

let counts: Counts | undefined;
let parties = 1;
const standing = new Map<string, { readonly written: string; readonly held: Held }>();
let inks: Inks | undefined;
let shown: number | undefined;
let view: ShadeView | undefined;
let still: ReturnType<typeof setTimeout> | undefined;

addEventListener('message', ({ data: task }: MessageEvent<GapTask>) => {
  switch (task.kind) {
    case 'ground':
      lay(task);
      break;
    case 'held':
      hold(task.held);
      break;
    case 'look':
      inks = task.inks;
      shown = task.party;
      view = task.view;
      draw();
      break;
    case 'best':
      seek(task.metres);
  }
});

function say(answer: GapAnswer, ...moved: readonly Transferable[]): void {
  postMessage(answer, { transfer: [...moved] });
}

function lay({ area, cellMetres, parties: count }: GapTask & { kind: 'ground' }): void {
  const shape = parseShape(area as unknown as JsonObject);
  const ground = shape.ok ? layGround(shape.value, cellMetres) : shape;
  if (!ground.ok) {
    const fault = ground.fault.kind === 'too-many-cells' ? ground.fault : undefined;
    counts = undefined;
    say({
      kind: 'refused',
      fault: fault ? 'too-many-cells' : 'no-ground',
      cellMetres: fault?.cellMetres ?? cellMetres,
    });
    return;
  }
  parties = Math.max(1, count);
  counts = new Counts(ground.value, parties);
  counts.addAll([...standing.values()].map(({ held }) => held));
  tell(true);
}

/** What came, went or moved since is added and taken away; the rest is left as it is. */
function hold(held: readonly HeldGround[]): void {
  const wanted = new Map(held.map((each) => [each.id, each]));
  const gone = [...standing].filter(([id, { written }]) => {
    const next = wanted.get(id);
    return next === undefined || JSON.stringify(next) !== written;
  });
  for (const [id] of gone) standing.delete(id);
  const come = held.flatMap((each) => {
    if (standing.has(each.id)) return [];
    const shape = parseShape(each.ground as unknown as JsonObject);
    const coverage = shape.ok ? coverageOf(each, shape.value) : undefined;
    if (!coverage) return [];
    const own = { party: each.party, coverage };
    standing.set(each.id, { written: JSON.stringify(each), held: own });
    return [own];
  });
  if (!counts) return;
  if (gone.length + come.length > CHANGES_MANY) {
    counts = new Counts(counts.ground, parties);
    counts.addAll([...standing.values()].map((each) => each.held));
  } else {
    for (const [, each] of gone) counts.remove(each.held);
    for (const each of come) counts.add(each);
  }
  tell(false);
}

function tell(isAnew: boolean): void {
  if (!counts) return;
  const { ground } = counts;
  let areaSquareMetres = 0;
  for (let row = 0; row < ground.rows; row += 1) {
    const first = ground.cellOf[ground.firstOf[row] as number] as number;
    const past = ground.cellOf[ground.firstOf[row + 1] as number] as number;
    areaSquareMetres += (past - first) * (ground.squareMetres[row] as number);
  }
  say({ kind: 'gap', areaSquareMetres, gapSquareMetres: counts.gapSquareMetres, isAnew });
  draw();
  clearTimeout(still);
  still = setTimeout(tellPieces, STILL_MILLIS);
}

function tellPieces(): void {
  if (!counts) return;
  const { ground, all, by } = counts;
  const { pieces, count } = piecesOf(ground, all);
  const degrees = (units: number): number => Math.round(units) / GRID_PER_DEGREE;
  say({
    kind: 'pieces',
    count,
    byParty: by.map((own) => squareMetresCovered(ground, own)),
    pieces: pieces
      .slice(0, PIECES_LISTED)
      .map(({ squareMetres, depthMetres, deepest, bounds: { west, south, east, north } }) => ({
        squareMetres,
        depthMetres,
        deepest: [degrees(deepest[0]), degrees(deepest[1])],
        box: [degrees(west), degrees(south), degrees(east), degrees(north)],
      })),
  });
}

function draw(): void {
  if (!counts || !inks || !view) return;
  const own = shown === undefined ? counts.all : (counts.by[shown] ?? counts.all);
  const shade = drawShade(counts.ground, own, inks, view);
  say({ kind: 'shade', shade }, shade.pixels.buffer);
}

function seek(metres: number): void {
  if (!counts) return;
  const { ground, all } = counts;
  const search = bestPlaces(ground, all, {
    metres,
    posts: 1,
    sumsOf: (left) => sumArea(ground, left),
    most: mostArea(ground, metres),
  });
  let step = search.next();
  while (!step.done) step = search.next();
  const [best] = step.value;
  say({
    kind: 'best',
    at: best && [best.at[0] / GRID_PER_DEGREE, best.at[1] / GRID_PER_DEGREE],
    closes: best?.closes ?? 0,
    closesMost: best?.closesMost ?? 0,
  });
}
