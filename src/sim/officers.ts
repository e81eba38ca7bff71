import { DESK, KEEPER, PLANNER, SECOND } from './cast.ts';
import { drawLimit } from './drawn.ts';
import type { DecisionFact } from './facts.ts';
import { keyOf } from './offices.ts';
import { makeContact, makeRemark } from './records.ts';
import type { Seat } from './seat.ts';
import { makeDecision, makeSigning } from './signed.ts';
import type { Heard } from './speech.ts';
import { nextAct, pick, plansAt, say, short, speaker, wordsAt } from './speech.ts';
import type { World } from './world.ts';
import { sharedLogs } from './world.ts';

/** Mostly consents, or no operation would ever begin. */
const VERDICTS = [
  ...Array.from({ length: 12 }, () => 'consent' as const),
  'withdrawal',
  'withdrawal',
  'refusal',
  'question',
] as const;

/** Mostly those who may. */
const OFFICERS = [DESK, DESK, DESK, DESK, DESK, DESK, SECOND, SECOND, SECOND, KEEPER, PLANNER];

/** An officer decides on a plan, first on one on which its party has said nothing. */
export async function officerSays(world: World, seat: Seat): Promise<string> {
  const plans = plansAt(world, seat).filter(({ log }) => logFor(world, seat, log.audience));
  const own = ownDecisions(world, seat);
  const open = plans.filter(({ hash }) => own.every(({ says }) => says.plan !== hash));
  const plan = pick(world, open) ?? pick(world, plans);
  if (!plan) {
    const made = makeRemark(speaker(world, seat), `word ${world.facts.size}`);
    await say(world, seat, world.cast.centreLog(seat.party), made);
    return `${seat.party} has nothing to decide`;
  }
  const { random } = world;
  const verdict = pick(world, VERDICTS) ?? 'consent';
  const isConsent = verdict === 'consent';
  return decide(world, seat, plan, {
    plan: plan.hash,
    verdict,
    upto: random.below(5) === 0 ? world.now + random.below(4_000) : null,
    conditions: isConsent && random.below(10) === 0 ? ['by daylight'] : [],
    limits: isConsent && random.below(6) === 0 ? [drawLimit(random, plan.says)] : [],
  });
}

/** The officers of a party go through all plans that it has not decided on, and mostly consent. */
export async function holdCouncil(world: World, seat: Seat): Promise<string> {
  const own = ownDecisions(world, seat);
  const plans = plansAt(world, seat).filter(
    ({ hash, log }) =>
      logFor(world, seat, log.audience) && own.every(({ says }) => says.plan !== hash),
  );
  for (const plan of plans) {
    const isOwn = plan.log.author === seat.party;
    const office = isOwn && plan.fact.seat === DESK ? SECOND : DESK;
    const terms = { plan: plan.hash, upto: null, conditions: [], limits: [] };
    const verdict = world.random.below(12) === 0 ? 'refusal' : 'consent';
    await decide(world, seat, plan, { ...terms, verdict, office });
    const isForTwo = seat.roster.twoPerson.includes(plan.says.planKind);
    const other = office === DESK ? SECOND : DESK;
    if (isForTwo) await decide(world, seat, plan, { ...terms, verdict, office: other });
  }
  const inContact = plansAt(world, seat).filter(({ says }) => says.lostContact);
  for (const plan of inContact) await giveSign(world, seat, plan);
  return `${seat.party} holds council on ${plans.length} plans`;
}

/** A sign of life, with whom one heard last when; now and then with more than is true. */
export async function giveSign(world: World, seat: Seat, plan: Heard<'plan'>): Promise<string> {
  const heard = wordsAt(world, seat, 'contact')
    .filter(({ says, log }) => says.plan === plan.hash && log.author !== seat.party)
    .map(({ log, fact }) => ({ party: log.author, at: fact.at + world.random.below(40) - 20 }));
  const made = makeContact(speaker(world, seat), plan.hash, heard.slice(-64));
  const log = logFor(world, seat, plan.log.audience) ?? world.cast.centreLog(seat.party);
  await say(world, seat, log, made);
  return `${seat.party} gives a sign of life in ${short(plan.hash)}`;
}

/** A second officer says what the first one said. [C37] */
export async function onceMore(world: World, seat: Seat): Promise<string> {
  const plans = plansAt(world, seat);
  const last = ownDecisions(world, seat).at(-1);
  const plan = plans.find(({ hash }) => hash === last?.says.plan);
  if (!last || !plan) return officerSays(world, seat);
  const office = last.fact.seat === DESK ? SECOND : DESK;
  return decide(world, seat, plan, { ...last.says, office });
}

/** An officer signs an agreement, or takes its party's name off it. */
export async function sign(world: World, seat: Seat): Promise<string> {
  const agreements = [...world.facts].filter(([, { says }]) => says.kind === 'agreement');
  const agreement = pick(world, agreements);
  const office = world.random.below(8) === 0 ? pick(world, OFFICERS) : DESK;
  const key = office && keyOf(seat.roster, office);
  if (!agreement || !key) return officerSays(world, seat);
  const [under] = agreement;
  const verdict = world.random.below(6) === 0 ? 'ends' : 'signs';
  const by = { ...speaker(world, seat), seat: office };
  const made = await makeSigning(by, { under, verdict, key, act: nextAct(world) });
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} ${verdict} an agreement`;
}

/** What this party's officers have decided, as far as its node has read it. */
export function ownDecisions(world: World, seat: Seat): readonly Heard<'decision'>[] {
  return wordsAt(world, seat, 'decision').filter(({ log }) => log.author === seat.party);
}

/** What is decided, and by which office where one is named. */
type Terms = Pick<DecisionFact, 'plan' | 'verdict' | 'upto' | 'conditions' | 'limits'> & {
  readonly office?: string;
};

async function decide(
  world: World,
  seat: Seat,
  plan: Heard<'plan'>,
  terms: Terms,
): Promise<string> {
  const { verdict, upto, conditions, limits } = terms;
  const office = terms.office ?? pick(world, OFFICERS) ?? DESK;
  // [C7] Now and then an officer takes the key of another.
  const isMistaken = world.random.below(20) === 0;
  const key = keyOf(seat.roster, isMistaken ? PLANNER : office) ?? '';
  const isTold = world.random.below(4) > 0;
  const knows = isTold ? await knowledge(world, seat) : [];
  const decided = { plan: plan.hash, verdict, upto, conditions, limits, knows, key };
  const by = { ...speaker(world, seat), seat: office };
  const made = await makeDecision(by, { ...decided, act: nextAct(world) });
  // [C5] Now and then it is said to others than the plan was.
  const slip = world.random.below(12) === 0 ? pick(world, sharedLogs(seat)) : undefined;
  const own = slip?.author === seat.party ? slip : logFor(world, seat, plan.log.audience);
  await say(world, seat, own ?? world.cast.centreLog(seat.party), made);
  return `${seat.party}, ${office}: ${verdict} to ${short(plan.hash)}`;
}

/** How far each member's log towards the centre is known at a node. */
async function knowledge(world: World, seat: Seat): Promise<DecisionFact['knows']> {
  return Promise.all(
    world.cast.parties.map(async (party) => ({
      party,
      size: (await seat.store.latest(world.cast.centreLog(party).id))?.size ?? 0,
    })),
  );
}

function logFor(world: World, seat: Seat, readers: Heard<'plan'>['log']['audience']) {
  return world.cast.logTo(seat.party, readers);
}
