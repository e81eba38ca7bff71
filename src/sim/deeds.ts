import { giveSign, officerSays, onceMore, sign } from './officers.ts';
import type { Deed, Heard } from './speech.ts';
import { ownPlans, pick, plansAt, say, short, speaker, wordsAt } from './speech.ts';
import { DESK, SECOND } from './cast.ts';
import { drawPlan, drawRule, drawVersion, wide } from './drawn.ts';
import { drawPatch } from './ground.ts';
import { changedRoster } from './offices.ts';
import type { Made } from './records.ts';
import {
  makeAcceptance,
  makeActivation,
  makeAgreement,
  makeCharter,
  makeClaim,
  makeClosing,
  makePlan,
  makeRemark,
  makeRoster,
  makeStop,
} from './records.ts';
import type { Seat } from './seat.ts';
import type { World } from './world.ts';

/** How many plans one story may have, so that parties meet over them. */
const PLANS_MAX = 3;
/** How many further versions of them. */
const VERSIONS_MAX = 3;

/** The deeds, each with how often it is drawn. */
const WEIGHTS: readonly (readonly [deed: Deed, weight: number])[] = [
  [remark, 1],
  [propose, 3],
  [amend, 3],
  [proposeAgain, 1],
  [officerSays, 9],
  [onceMore, 3],
  [accept, 3],
  [claim, 2],
  [roster, 2],
  [halt, 2],
  [goOn, 2],
  [sign, 1],
  [contact, 2],
  [begin, 1],
  [end, 1],
];

/** What parties do of their own accord, the frequent deeds more than once. */
export const DEEDS: readonly Deed[] = WEIGHTS.flatMap(([deed, weight]) =>
  Array.from({ length: weight }, () => deed),
);

/** The first words of every party: charter, roster and claim; in some stories an agreement. */
export async function introduce(world: World, seat: Seat): Promise<void> {
  const { random, now, cast } = world;
  const by = speaker(world, seat);
  const upto = random.below(4) === 0 ? now + 1_500 + random.below(3_000) : null;
  await say(
    world,
    seat,
    cast.centreLog(seat.party),
    makeCharter(by, cast.charter),
    makeRoster(by, seat.roster),
    makeClaim(by, wide(random), { from: now - 100_000, upto }),
  );
  const agreed = [...world.facts].find(([, { says }]) => says.kind === 'agreement');
  if (!agreed && seat === world.honest[0] && random.below(3) === 0) await agree(world, seat);
  if (agreed && random.below(6) > 0) await sign(world, seat);
}

async function agree(world: World, seat: Seat): Promise<void> {
  const { random, cast, now } = world;
  const parties = random.below(2) === 0 ? cast.parties : cast.parties.slice(0, 2);
  const rules = Array.from({ length: 1 + random.below(2) }, () =>
    drawRule(random, cast.parties, now),
  );
  const made = makeAgreement(speaker(world, seat), parties, rules);
  await say(world, seat, cast.centreLog(seat.party), made);
  await sign(world, seat);
}

async function remark(world: World, seat: Seat): Promise<string> {
  const own = seat.logs().filter((log) => log.author === seat.party);
  const log = pick(world, own) ?? world.cast.centreLog(seat.party);
  await say(world, seat, log, makeRemark(speaker(world, seat), `word ${world.facts.size}`));
  return `${seat.party} says something to ${log.audience.join(' ')}`;
}

/** Most plans are the planner's; an officer who proposes may not decide on what it proposed. */
export async function propose(world: World, seat: Seat): Promise<string> {
  const { random, cast } = world;
  const plans = [...world.facts.values()].filter(({ says }) => says.kind === 'plan');
  if (plans.length >= PLANS_MAX) return officerSays(world, seat);
  const plan = drawPlan(random, cast.parties, world.now);
  const made = makePlan({ ...speaker(world, seat), ...proposer(world) }, plan);
  const own = seat.logs().filter(({ author, audience }) => author === seat.party && audience[1]);
  const log = random.below(8) === 0 ? pick(world, own) : cast.centreLog(seat.party);
  await say(world, seat, log ?? cast.centreLog(seat.party), made);
  const forces = plan.forces.map(({ party }) => party).join(' ') || 'nobody';
  return `${seat.party} proposes ${short(made.hash)} with ${forces}`;
}

async function amend(world: World, seat: Seat): Promise<string> {
  const versions = [...world.facts.values()].filter(
    ({ says }) => says.kind === 'plan' && says.amends,
  );
  // [C38] What another party proposed, one may amend in words alone.
  const plans = world.random.below(6) === 0 ? plansAt(world, seat) : ownPlans(world, seat);
  const plan = pick(world, plans);
  if (!plan || versions.length >= VERSIONS_MAX) return officerSays(world, seat);
  const { hash, says, log } = plan;
  const next = drawVersion(world.random, { ...says, hash }, world.cast.parties);
  const made = makePlan({ ...speaker(world, seat), ...proposer(world) }, next);
  const own = world.cast.logTo(seat.party, log.audience);
  await say(world, seat, own ?? world.cast.centreLog(seat.party), made);
  return `${seat.party} amends ${short(hash)}: ${short(made.hash)}`;
}

function proposer(world: World): { readonly seat?: string } {
  const office = pick(world, [undefined, undefined, DESK, SECOND]);
  return office ? { seat: office } : {};
}

/** The very same bytes once more, which makes no other plan. [C11] */
async function proposeAgain(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, ownPlans(world, seat));
  const [bytes] = plan ? await seat.store.read(plan.log.id, plan.index, 1) : [];
  if (!plan || !bytes) return officerSays(world, seat);
  await say(world, seat, plan.log, { bytes, hash: plan.hash, fact: plan.fact });
  return `${seat.party} proposes ${short(plan.hash)} again`;
}

async function accept(world: World, seat: Seat): Promise<string> {
  const own = new Map(ownPlans(world, seat).map(({ hash, log }) => [hash, log]));
  const consents = wordsAt(world, seat, 'decision').filter(
    ({ says }) => own.has(says.plan) && says.conditions.length > 0,
  );
  const consent = pick(world, consents);
  if (!consent) return officerSays(world, seat);
  const made = makeAcceptance(speaker(world, seat), consent.says.plan, consent.hash);
  await say(world, seat, own.get(consent.says.plan) ?? consent.log, made);
  return `${seat.party} takes the conditions of ${consent.log.author}`;
}

async function claim(world: World, seat: Seat): Promise<string> {
  const { random, cast, now } = world;
  const own = wordsAt(world, seat, 'claim').filter(({ log }) => log.author === seat.party);
  const replaces = random.below(2) === 0 ? pick(world, own)?.hash : undefined;
  const span = { from: now - random.below(2_000), upto: null };
  const made = makeClaim(speaker(world, seat), drawPatch(random), span, replaces);
  const logs = seat.logs().filter(({ author }) => author === seat.party);
  const log = random.below(8) === 0 ? pick(world, logs) : undefined;
  await say(world, seat, log ?? cast.centreLog(seat.party), made);
  return `${seat.party} claims ${replaces ? 'other' : 'more'} ground`;
}

/** Mostly gives an officer a new key, and ends the one before. */
export async function roster(world: World, seat: Seat): Promise<string> {
  seat.roster = changedRoster(world.random, seat.roster, seat.now());
  const made = makeRoster(speaker(world, seat), seat.roster);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} changes its roster`;
}

async function halt(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(world, seat));
  if (!plan || world.random.below(2) === 0) return officerSays(world, seat);
  return sayOf(world, seat, plan, makeStop(speaker(world, seat), 'stop', plan.hash));
}

async function goOn(world: World, seat: Seat): Promise<string> {
  const stop = pick(
    world,
    wordsAt(world, seat, 'stop').filter(({ log }) => log.author === seat.party),
  );
  // Mostly what was stopped or came of it; now and then another, which must not lift the stop. [C42]
  const isAny = world.random.below(4) === 0;
  const plan = pick(
    world,
    plansAt(world, seat).filter(
      ({ hash, says }) =>
        stop && (isAny || hash === stop.says.plan || says.amends === stop.says.plan),
    ),
  );
  if (!plan) return officerSays(world, seat);
  return sayOf(world, seat, plan, makeStop(speaker(world, seat), 'resumption', plan.hash));
}

async function contact(world: World, seat: Seat): Promise<string> {
  const plans = plansAt(world, seat);
  const plan = pick(
    world,
    plans.filter(({ says }) => says.lostContact),
  );
  return plan ? giveSign(world, seat, plan) : officerSays(world, seat);
}

async function begin(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, ownPlans(world, seat));
  if (!plan) return officerSays(world, seat);
  return sayOf(world, seat, plan, makeActivation(speaker(world, seat), plan.hash));
}

async function end(world: World, seat: Seat): Promise<string> {
  const plans = world.random.below(4) === 0 ? plansAt(world, seat) : ownPlans(world, seat);
  const plan = pick(world, plans);
  if (!plan || world.random.below(3) > 0) return officerSays(world, seat);
  const outcome = world.random.below(2) === 0 ? 'done' : 'cancelled';
  return sayOf(world, seat, plan, makeClosing(speaker(world, seat), plan.hash, outcome));
}

/** Says something about a plan to those who know of it. */
async function sayOf(world: World, seat: Seat, plan: Heard<'plan'>, made: Made): Promise<string> {
  const log = world.cast.logTo(seat.party, plan.log.audience);
  await say(world, seat, log ?? world.cast.centreLog(seat.party), made);
  return `${seat.party}: ${made.fact.says.kind} of ${short(plan.hash)}`;
}
