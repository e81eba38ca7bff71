// Who must consent to a plan among 10,000 claims of 500 corners: by the index, and by a look at each claim.
// Run: npm run bench:asked [claims]
import { seededRandom } from '../src/base/ports.ts';
import { uncoveredAll } from '../src/geo/cover.ts';
import type { GridPoint } from '../src/geo/grid.ts';
import { openShapeIndex } from '../src/geo/shape-boxes.ts';
import type { Shape } from '../src/geo/shape.ts';
import { strips } from '../src/geo/strip.ts';
import type { PreparedShape } from '../src/geo/touch.ts';
import { prepare, touchesPrepared } from '../src/geo/touch.ts';

const CLAIMS = Number(process.argv[2] ?? 10_000);
const CLAIM_CORNERS = 500;
const PLANS = 40;
const ROUNDS = 5;
/** A tenth of a degree: 9 km by 11 km. */
const CELL = 1_000_000;
const [WEST, SOUTH] = [380_000_000, 290_000_000];
const ACROSS = Math.ceil(Math.sqrt(CLAIMS));

const random = seededRandom(20_260_101);
const chance = (): number => random.below(1_000_000) / 1_000_000;

/** Jagged ground about a place: every corner a different way from it, in cells. */
function jagged([lon, lat]: GridPoint, corners: number, [least, most]: [number, number]): Shape {
  const outer = Array.from({ length: corners }, (_, k): GridPoint => {
    const turn = (k / corners) * 2 * Math.PI;
    const far = (least + (most - least) * chance()) * CELL;
    return [Math.round(lon + Math.cos(turn) * far), Math.round(lat + Math.sin(turn) * far)];
  });
  return { kind: 'area', polygons: [{ outer: [...outer, outer[0]!], holes: [] }] };
}

/** A way that winds over some cells. */
function route([lon, lat]: GridPoint, corners: number, cells: number): Shape {
  const points = Array.from({ length: corners }, (_, k): GridPoint => [
    Math.round(lon + (k / corners) * cells * CELL),
    Math.round(lat + (chance() - 0.5) * 0.2 * CELL),
  ]);
  return { kind: 'line', points };
}

function somewhere(): GridPoint {
  const inner = (): number => 2 + chance() * Math.max(1, ACROSS - 6);
  return [WEST + Math.round(inner() * CELL), SOUTH + Math.round(inner() * CELL)];
}

function timed<T>(job: () => T): { readonly value: T; readonly ms: number } {
  const begin = process.hrtime.bigint();
  const value = job();
  return { value, ms: Number(process.hrtime.bigint() - begin) / 1e6 };
}

function spread(values: readonly number[]): string {
  const sorted = values.toSorted((one, other) => one - other);
  const at = (part: number): string => sorted[Math.floor(part * (sorted.length - 1))]!.toFixed(2);
  return `${at(0.5)} | ${at(0.99)}`;
}

interface Asked {
  readonly touched: number;
  readonly isBare: boolean;
}

/** The claims that touch the ground, and whether any of it is bare; all from the bare shape on. */
function ask(
  ground: Shape,
  metres: number,
  near: (all: PreparedShape) => readonly PreparedShape[],
): Asked {
  const parts = strips(ground, metres).map(prepare);
  const claims = near(prepare(ground)).filter((claim) =>
    parts.some((part) => touchesPrepared(part, claim)),
  );
  return { touched: claims.length, isBare: uncoveredAll(parts, claims) };
}

const built = timed(() =>
  Array.from({ length: CLAIMS }, (_, k) => {
    const lon = WEST + (k % ACROSS) * CELL;
    const lat = SOUTH + Math.floor(k / ACROSS) * CELL;
    // Each reaches over its own cell into the next ones.
    return prepare(jagged([lon, lat], CLAIM_CORNERS, [0.72, 0.9]));
  }),
);
const claims = built.value;
const index = openShapeIndex<PreparedShape>();
const indexed = timed(() => {
  for (const claim of claims) index.add(claim, claim);
});

const area = (corners: number, wide: [number, number]) => () => jagged(somewhere(), corners, wide);
const CASES: readonly { name: string; metres: number; draw: () => Shape }[] = [
  { name: 'area of 8 corners', metres: 0, draw: area(8, [0.3, 0.5]) },
  { name: 'area of 50 corners', metres: 0, draw: area(50, [0.3, 0.5]) },
  { name: 'area of 200 corners', metres: 0, draw: area(200, [0.3, 0.5]) },
  { name: 'spiked area of 200 corners', metres: 0, draw: area(200, [0.1, 1.2]) },
  { name: 'route of 8 corners, 500 m', metres: 500, draw: () => route(somewhere(), 8, 3) },
  { name: 'route of 50 corners, 500 m', metres: 500, draw: () => route(somewhere(), 50, 3) },
  { name: 'route of 200 corners, 2 km', metres: 2000, draw: () => route(somewhere(), 200, 3) },
];

console.log(`${CLAIMS} claims of ${CLAIM_CORNERS} corners; ${PLANS} plans, ${ROUNDS} rounds.`);
console.log(
  `Made ready in ${(built.ms / 1000).toFixed(1)} s, indexed in ${indexed.ms.toFixed(0)} ms; memory ${Math.round(process.memoryUsage().rss / 1e6)} MB.\n`,
);
console.log('| plan | claims touched | median, ms | p99, ms | look at each: median | p99 |');
console.log('|---|---|---|---|---|---|');
for (const { name, metres, draw } of CASES) {
  const plans = Array.from({ length: PLANS }, draw);
  const ours: number[] = [];
  const theirs: number[] = [];
  let touched = 0;
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const plan of plans) {
      const one = timed(() => ask(plan, metres, (all) => index.near(all.bounds, metres)));
      const other = timed(() => ask(plan, metres, () => claims));
      const same =
        one.value.touched === other.value.touched && one.value.isBare === other.value.isBare;
      if (!same) throw new Error(`${name}: the index gives another answer`);
      // The first round warms up.
      if (round < 0) continue;
      ours.push(one.ms);
      theirs.push(other.ms);
      touched += one.value.touched;
    }
  }
  const each = (touched / PLANS / ROUNDS).toFixed(1);
  console.log(`| ${name} | ${each} | ${spread(ours)} | ${spread(theirs)} |`);
}
