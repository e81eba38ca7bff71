// Who must consent to a plan among 10,000 claims of 500 corners: by the index, and by a look at each claim.
// Run: npm run bench:asked [claims]
import { deepStrictEqual } from 'node:assert';
import type { StandingClaim } from '../src/accord/known.ts';
import type { Grounds, Touching } from '../src/accord/operation/asked.ts';
import { whoMustConsent } from '../src/accord/operation/asked.ts';
import { groundOf } from '../src/accord/operation/ground.ts';
import type { PartyId, RecordHash } from '../src/base/ids.ts';
import type { Instant } from '../src/base/instant.ts';
import { seededRandom } from '../src/base/ports.ts';
import type { GridPoint } from '../src/geo/grid.ts';
import { openShapeIndex } from '../src/geo/shape-boxes.ts';
import type { Shape } from '../src/geo/shape.ts';
import { prepare } from '../src/geo/touch.ts';

const CLAIMS = Number(process.argv[2] ?? 10_000);
const CLAIM_CORNERS = 500;
const PLANS = 40;
const ROUNDS = 5;
const PEERS = 10;
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

const PARTIES = ['north', 'south', 'west', 'east'].map((name) => name as PartyId);

/** What a claim's record says beside its area makes no difference to the pace. */
function claimOn(shape: Shape, k: number): StandingClaim {
  const hash = k.toString(16).padStart(64, '0') as RecordHash;
  const said = { hash, author: PARTIES[k % PARTIES.length] } as StandingClaim['said'];
  return { said, area: prepare(shape), from: 0 as Instant, upto: undefined };
}

const plan = {
  kind: 'operation',
  window: { from: '2026-03-01T06:00:00Z', upto: '2026-03-01T09:00:00Z' },
  contributions: [{ party: PARTIES[0] }],
  sharing: 'consent',
} as unknown as Touching;

const built = timed(() =>
  Array.from({ length: CLAIMS }, (_, k) => {
    const lon = WEST + (k % ACROSS) * CELL;
    const lat = SOUTH + Math.floor(k / ACROSS) * CELL;
    // Each reaches over its own cell into the next ones.
    return claimOn(jagged([lon, lat], CLAIM_CORNERS, [0.72, 0.9]), k);
  }),
);
const claims = new Map(built.value.map((claim) => [claim.said.hash, claim]));
const claimIndex = openShapeIndex<RecordHash>();
const indexed = timed(() => {
  for (const [hash, claim] of claims) claimIndex.add(hash, claim.area);
});
const known = {
  charter: { members: PARTIES },
  claims,
  claimIndex,
  agreements: new Map(),
} as unknown as Grounds;
const hashes = [...claims.keys()];
const plain: Grounds = { ...known, claimIndex: { ...claimIndex, near: () => hashes } };

/** All from the bare shape on. */
function ask(from: Grounds, shape: Shape, metres: number) {
  return whoMustConsent(from, { plan, author: PARTIES[0]!, ground: groundOf(shape, metres) });
}

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
console.log('| plan | claims that ask | median, ms | p99, ms | look at each: median | p99 |');
console.log('|---|---|---|---|---|---|');
for (const { name, metres, draw } of CASES) {
  const shapes = Array.from({ length: PLANS }, draw);
  const ours: number[] = [];
  const theirs: number[] = [];
  let touched = 0;
  for (let round = -1; round < ROUNDS; round += 1) {
    for (const shape of shapes) {
      const one = timed(() => ask(known, shape, metres));
      // The slow way is asked in one round, of a few.
      if (round === 0 && theirs.length < PEERS) {
        const other = timed(() => ask(plain, shape, metres));
        deepStrictEqual(one.value, other.value);
        theirs.push(other.ms);
      }
      // The first round warms up.
      if (round < 0) continue;
      ours.push(one.ms);
      const reasons = one.value.flatMap((each) => each.reasons);
      touched += reasons.filter(({ kind }) => kind === 'claims').length;
    }
  }
  const each = (touched / PLANS / ROUNDS).toFixed(1);
  console.log(`| ${name} | ${each} | ${spread(ours)} | ${spread(theirs)} |`);
}
