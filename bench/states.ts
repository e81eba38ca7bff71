// The states of 10,000 operations from 200,000 records, cold and after each new record; and the conflicts of
// a new plan among as many others. The peer in the same run is reckoning every state afresh.
// Run: npm run bench:states [plans]
import type { LogId, PartyId, RecordHash, SeatId } from '../src/base/ids.ts';
import type { Instant } from '../src/base/instant.ts';
import { seededRandom } from '../src/base/ports.ts';
import type { JsonObject } from '../src/base/json.ts';
import { openKnown } from '../src/accord/known.ts';
import { conflictsOf } from '../src/accord/operation/conflict.ts';
import { groundOf, shapeOf } from '../src/accord/operation/ground.ts';
import { standingOf } from '../src/accord/operation/state.ts';
import { openStandings } from '../src/accord/operation/standings.ts';
import { audienceOf } from '../src/accord/party/audience.ts';
import type { Charter } from '../src/accord/party/schema.ts';
import type { Body, RecordType } from '../src/accord/record.ts';
import type { Said } from '../src/accord/said.ts';
import { textOf } from '../src/accord/wire.ts';

const PLANS = Number(process.argv[2] ?? 10_000);
const RECORDS_A_PLAN = 20;
const ROUNDS = 5;
const DAWN = 1_790_000_000;
const PARTIES = ['qamar', 'nahr', 'jabal'] as const;
const DESK = 'desk/officer' as SeatId;
const names = { ar: 'x', ckb: 'x', tr: 'x', en: 'x' };

const random = seededRandom(20_261_122);
const made = audienceOf(PARTIES as unknown as PartyId[]);
if (!made.ok) throw new Error('a centre has members');
const centre = made.value;
const next = new Map<string, number>();
let count = 0;

function say<T extends RecordType>(party: string, type: T, body: Body<T>): Said<T> {
  const log = `log of ${party}` as LogId;
  const index = next.get(log) ?? 0;
  next.set(log, index + 1);
  count += 1;
  const seat = (type === 'plan' ? 'desk/planner' : DESK) as SeatId;
  const marking = { tlp: 'AMBER', caveats: [], exercise: true };
  const by = { party, seat };
  const record = { v: 1, id: `${count}`, at: textOf(at(0)), by, marking, refs: [], type, body };
  const hash = `sha256:${count.toString(16).padStart(64, '0')}` as RecordHash;
  const signer = { keyId: `${party} key`, kind: 'exercise' };
  const author = party as PartyId;
  return { hash, log, index, author, audience: centre, record, signer } as unknown as Said<T>;
}

function at(seconds: number): Instant {
  return (DAWN + seconds) as Instant;
}

/** A square in hundredths of a degree, from 40 E 30 N. */
function square(x: number, y: number, side: number): JsonObject {
  const point = (dx: number, dy: number) => [(4000 + x + dx) / 100, (3000 + y + dy) / 100];
  const ring = [point(0, 0), point(side, 0), point(side, side), point(0, side), point(0, 0)];
  return { type: 'Polygon', coordinates: [ring] };
}

function plan(party: string): Said<'plan'> {
  const begins = random.below(86_400 * 30);
  return say(party, 'plan', {
    kind: 'operation',
    name: 'x',
    language: 'en',
    purpose: '',
    shape: square(random.below(900), random.below(900), 2 + random.below(8)),
    window: { from: textOf(at(begins)), upto: textOf(at(begins + 7_200)) },
    contributions: [{ party, forces: [{ kind: 'police', count: 10 }] }],
    rulesOfContact: '',
  } as unknown as Body<'plan'>);
}

function decide(party: string, of: Said<'plan'>): Said<'decision'> {
  return say(party, 'decision', {
    plan: of.hash,
    verdict: 'consent',
    upto: null,
    conditions: [],
    reason: null,
    language: 'en',
    words: `word ${count}`,
    signature: { kind: 'exercise', publicKey: '', signature: '' },
  });
}

function story(): { readonly said: readonly Said[]; readonly plans: readonly Said<'plan'>[] } {
  const said: Said[] = [];
  for (const [i, party] of PARTIES.entries()) {
    const from = textOf(at(-1000));
    said.push(
      say(party, 'roster', {
        seats: [{ seat: DESK, names, duties: ['decide'] }],
        keys: [{ id: `${party} key`, kind: 'exercise', seat: DESK, from, upto: null }],
      }),
      say(party, 'claim', {
        names,
        area: square(300 * i, 0, 400),
        from,
        upto: null,
      } as unknown as Body<'claim'>),
    );
  }
  const plans: Said<'plan'>[] = [];
  for (let i = 0; i < PLANS; i += 1) {
    const each = plan(PARTIES[i % 3] ?? 'qamar');
    plans.push(each);
    said.push(each);
    for (let k = 1; k < RECORDS_A_PLAN; k += 1) said.push(decide(PARTIES[k % 3] ?? 'qamar', each));
  }
  return { said, plans };
}

const charter = {
  id: 'bench',
  names,
  members: [...centre],
  observers: [],
  area: square(0, 0, 1000),
  timeZone: { offsetMinutes: 180, letter: 'C' },
  exercise: true,
} as unknown as Charter;

const now = at(86_400 * 15);
const cold: number[] = [];
const again: number[] = [];
const perRecord: number[] = [];
const perClaim: number[] = [];
const afresh: number[] = [];
const deconfliction: number[] = [];
const { said, plans } = story();

for (let round = 0; round < ROUNDS; round += 1) {
  const started = performance.now();
  const known = openKnown(charter, centre);
  for (const each of said) known.learn(each);
  const standings = openStandings(known);
  const lookAtAll = () => {
    for (const each of plans) standings.of(each.hash, now);
  };
  lookAtAll();
  cold.push(performance.now() - started);
  again.push(timed(lookAtAll));
  for (let i = 0; i < 400; i += 1) {
    const of = plans[random.below(plans.length)] as Said<'plan'>;
    const each = decide(PARTIES[i % 3] ?? 'qamar', of);
    perRecord.push(
      timed(() => {
        known.learn(each);
        standings.of(of.hash, now);
      }),
    );
  }
  for (let i = 0; i < 20; i += 1) {
    const area = square(random.below(900), random.below(900), 20);
    const body = { names, area, from: textOf(at(0)), upto: null } as unknown as Body<'claim'>;
    const each = say('jabal', 'claim', body);
    perClaim.push(
      timed(() => {
        known.learn(each);
        lookAtAll();
      }),
    );
  }
  afresh.push(
    timed(() => plans.slice(0, 500).forEach((each) => standingOf(known, each.hash, now))),
  );
  for (let i = 0; i < 200; i += 1) {
    const draft = plan('qamar').record.body;
    const contested = {
      hash: undefined,
      plan: draft,
      author: 'qamar' as PartyId,
      ground: groundOf(shapeOf(draft.shape)),
      asked: [],
    };
    deconfliction.push(
      timed(() => conflictsOf(known, contested, (other) => isOpen(standings, other))),
    );
  }
}

function isOpen(standings: ReturnType<typeof openStandings>, other: Said): boolean {
  const kind = standings.of(other.hash, now)?.state.kind;
  return kind !== 'ended' && kind !== 'refused';
}

function timed(act: () => unknown): number {
  const started = performance.now();
  act();
  return performance.now() - started;
}

function figures(list: readonly number[]): string {
  const sorted = list.toSorted((a, b) => a - b);
  const part = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))];
  return [part(0.5), part(0.99)].map((each) => `${(each ?? 0).toFixed(3)} ms`).join(' | ');
}

console.log(
  `2 cores, Node ${process.version}, ${ROUNDS} rounds, ${PLANS} plans, ${said.length} records.`,
);
console.log('| what | median | p99 |\n|---|---|---|');
console.log(`| learn all records and reckon every state, cold | ${figures(cold)} |`);
console.log(`| look at every state again, nothing new | ${figures(again)} |`);
console.log(`| one new decision: learn it and reckon its plan | ${figures(perRecord)} |`);
console.log(`| one new claim: learn it and look at every state | ${figures(perClaim)} |`);
console.log(`| every state afresh, without the memo, for 500 plans | ${figures(afresh)} |`);
console.log(`| conflicts of a new plan with all others | ${figures(deconfliction)} |`);
