import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Log } from '../ledger/log.ts';
import type { Seat } from './seat.ts';
import type { Made, Speaker } from './records.ts';
import {
  makeAcceptance,
  makeCharter,
  makeClaim,
  makeClosing,
  makeDecision,
  makePlan,
  makeRemark,
  makeRoster,
} from './records.ts';
import { drawPatch } from './ground.ts';
import type { KeyFact } from './truth.ts';
import type { World } from './world.ts';

/** How many plans one story may have, so that parties meet over them. */
const PLANS_MAX = 3;

/** What a party does of its own accord; gives one line for the story. */
export type Deed = (world: World, seat: Seat) => Promise<string>;

/** The deeds, the frequent ones more than once. */
export const DEEDS: readonly Deed[] = [
  remark,
  remark,
  propose,
  propose,
  decide,
  decide,
  decide,
  decide,
  decide,
  accept,
  accept,
  claim,
  roster,
  end,
];

/** The first words of every party: charter, roster and claim. */
export async function introduce(world: World, seat: Seat): Promise<void> {
  const by = speaker(world, seat);
  const patch = drawPatch(world.random);
  const keys = keysOf(world, seat);
  const upto = world.random.below(4) === 0 ? world.now + 1_500 + world.random.below(3_000) : null;
  await say(
    world,
    seat,
    world.cast.centreLog(seat.party),
    makeCharter(by, world.cast.charter),
    makeRoster(by, keys),
    makeClaim(by, patch, { from: world.now - 100_000, upto }),
  );
}

/** Who speaks at this node now. */
export function speaker(world: World, seat: Seat): Speaker {
  return { host: world.host, random: world.random, party: seat.party, at: seat.now() };
}

/** Says records and lets the world know what they are. */
export async function say(
  world: World,
  seat: Seat,
  log: Log,
  ...made: readonly Made[]
): Promise<void> {
  for (const { hash, fact } of made) world.facts.set(hash, fact);
  await seat.say(log, ...made);
}

/** Plans that this node knows, oldest name first. */
export function plansAt(seat: Seat): readonly RecordHash[] {
  return [...seat.known.plans].flatMap(([hash, { plan }]) => (plan ? [hash] : [])).toSorted();
}

/** Something of a list, or nothing of an empty one. */
export function pick<T>(world: World, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : list[world.random.below(list.length)];
}

/** The act of signing that comes next; each is its own. */
export function nextAct(world: World): number {
  return world.facts.size;
}

async function remark(world: World, seat: Seat): Promise<string> {
  const own = seat.logs().filter((log) => log.author === seat.party);
  const log = pick(world, own) ?? world.cast.centreLog(seat.party);
  await say(world, seat, log, makeRemark(speaker(world, seat), `word ${world.facts.size}`));
  return `${seat.party} says something to ${log.audience.join(' ')}`;
}

async function propose(world: World, seat: Seat): Promise<string> {
  const plans = [...world.facts.values()].filter((fact) => fact.kind === 'plan').length;
  if (plans >= PLANS_MAX) return remark(world, seat);
  const from = world.now + world.random.below(1_200) - 600;
  const upto = from + 600 + world.random.below(12_000);
  const forces = world.cast.parties.filter(() => world.random.below(4) === 0);
  const patch = drawPatch(world.random);
  const made = makePlan(speaker(world, seat), patch, { from, upto }, forces);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} proposes ${short(made.hash)} with ${forces.join(' ') || 'nobody'}`;
}

async function decide(world: World, seat: Seat): Promise<string> {
  const plans = plansAt(seat);
  const plan = pick(world, undecided(seat, plans)) ?? pick(world, plans);
  const key = world.keys.get(seat.party)?.at(-1);
  if (!plan || !key) return propose(world, seat);
  const verdict = pick(world, VERDICTS);
  const made = await makeDecision(speaker(world, seat), {
    plan,
    verdict: verdict ?? 'consent',
    upto: world.random.below(4) === 0 ? world.now + world.random.below(4_000) : null,
    isConditional: world.random.below(8) === 0,
    key,
    act: nextAct(world),
  });
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} says ${verdict} to ${short(plan)}`;
}

/** Mostly consents, or no operation would ever begin. */
const VERDICTS = [
  ...Array.from({ length: 8 }, () => 'consent' as const),
  'withdrawal' as const,
  'withdrawal' as const,
  'refusal' as const,
];

function undecided(seat: Seat, plans: readonly RecordHash[]): readonly RecordHash[] {
  return plans.filter((plan) =>
    seat.known.plans.get(plan)?.decisions.every(({ author }) => author !== seat.party),
  );
}

async function accept(world: World, seat: Seat): Promise<string> {
  for (const plan of plansAt(seat)) {
    const file = seat.known.plans.get(plan);
    if (file?.plan?.author !== seat.party) continue;
    const decision = pick(
      world,
      file.decisions.filter(({ record }) => record.body.conditions.length > 0),
    );
    if (!decision) continue;
    const made = makeAcceptance(speaker(world, seat), plan, decision.hash);
    await say(world, seat, world.cast.centreLog(seat.party), made);
    return `${seat.party} takes the conditions of ${decision.author}`;
  }
  return decide(world, seat);
}

async function claim(world: World, seat: Seat): Promise<string> {
  const own = [...seat.known.claims.values()].find(({ said }) => said.author === seat.party);
  const replaces = world.random.below(2) === 0 ? own?.said.hash : undefined;
  const span = { from: world.now - world.random.below(2_000), upto: null };
  const made = makeClaim(speaker(world, seat), drawPatch(world.random), span, replaces);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} claims ${replaces ? 'other' : 'more'} ground`;
}

/** Gives its officer a new key, and ends the one before. */
export async function roster(world: World, seat: Seat): Promise<string> {
  const keys = world.keys.get(seat.party) ?? [];
  keys.push(`${seat.party} officer ${keys.length}`);
  const made = makeRoster(speaker(world, seat), keysOf(world, seat));
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} retires its officer's key`;
}

async function end(world: World, seat: Seat): Promise<string> {
  const own = plansAt(seat).filter(
    (plan) => seat.known.plans.get(plan)?.plan?.author === seat.party,
  );
  const plan = pick(world, own);
  if (!plan || world.random.below(3) > 0) return decide(world, seat);
  const made = makeClosing(speaker(world, seat), plan);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} ends ${short(plan)}`;
}

/** All keys of a party but the newest have ended, each when the roster after it was made. */
function keysOf(world: World, seat: Seat): readonly KeyFact[] {
  const names = world.keys.get(seat.party) ?? [];
  const ends = seat.keyEnds;
  while (ends.length < names.length - 1) ends.push(seat.now());
  return names.map((key, at) => ({ key, from: 0, upto: ends[at] ?? null }));
}

/** A record's name as a story tells it. */
export function short(hash: RecordHash): string {
  return hash.slice(7, 13);
}

/** The other parties. */
export function othersThan(world: World, party: PartyId): readonly PartyId[] {
  return world.cast.parties.filter((each) => each !== party);
}
