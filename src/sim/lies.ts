import { instant } from '../base/instant.ts';
import type { Outgoing } from '../exchange/needs.ts';
import { freshAsk } from '../exchange/messages.ts';
import type { Log } from '../ledger/log.ts';
import { DESK, PLANNER, SECOND } from './cast.ts';
import { roster } from './deeds.ts';
import { CLERK, keyName, keyOf, withClerk } from './offices.ts';
import { ownDecisions } from './officers.ts';
import { makeClosing, makeRemark, makeRoster, makeStop } from './records.ts';
import type { Speaker } from './records.ts';
import type { Seat } from './seat.ts';
import { makeDecision, rewrapped } from './signed.ts';
import type { Decided } from './signed.ts';
import type { Heard } from './speech.ts';
import { nextAct, othersThan, pick, plansAt, say, short, speaker } from './speech.ts';
import type { World } from './world.ts';
import { send, sharedLogs } from './world.ts';

/** So many records say nothing, one after the other. */
const FLOOD_RECORDS = 12;

/** Says again, in the same bytes and in others, what an officer signed before it withdrew. */
export async function replay(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(world, seat));
  if (!plan) return sayLess(world, seat);
  const own = ownDecisions(world, seat).filter(({ says }) => says.plan === plan.hash);
  const consent = own.find(({ says }) => says.verdict === 'consent');
  const hasWithdrawn = own.some(({ says }) => says.verdict === 'withdrawal');
  const by = { ...speaker(world, seat), seat: DESK };
  if (!consent || !hasWithdrawn) {
    const verdict = consent ? 'withdrawal' : 'consent';
    await sayTo(
      world,
      seat,
      plan,
      await makeDecision(by, consentTo(world, seat, plan, { verdict })),
    );
    return `${seat.party}: ${verdict}, for a while`;
  }
  const said = seat.understoodOf([consent.log.id]).find(({ hash }) => hash === consent.hash);
  if (!said) return sayLess(world, seat);
  const isExact = world.random.below(2) === 0;
  await sayTo(world, seat, plan, rewrapped(by, said.record, consent.fact, isExact));
  return `${seat.party} says an old consent to ${short(plan.hash)} again`;
}

/** Signs with a key that its own roster has ended, so many seconds in the past. */
export async function useOldKey(world: World, seat: Seat, seconds: number): Promise<string> {
  const ended = seat.roster.keys.filter(({ upto }) => upto !== null).at(-1);
  const plan = pick(world, plansAt(world, seat));
  if (!ended) return roster(world, seat);
  if (!plan) return sayLess(world, seat);
  const by = { ...speaker(world, seat), at: instant(seat.now() - seconds), seat: ended.seat };
  const terms = consentTo(world, seat, plan, { key: ended.key });
  await sayTo(world, seat, plan, await makeDecision(by, terms));
  return `${seat.party} consents with an old key, ${seconds} s ago`;
}

/** Speaks for another, or for an officer of its own who has not signed. */
export async function forge(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(world, seat));
  if (!plan) return sayLess(world, seat);
  const { author } = plan.log;
  const other = pick(world, [author, ...othersThan(world, seat.party)]) ?? author;
  const party = pick(world, [other, seat.party]) ?? other;
  const as = { ...speaker(world, seat), party, seat: DESK };
  const theirs = [...world.honest, ...world.lying].find((each) => each.party === party);
  const newest = (theirs && keyOf(theirs.roster, DESK)) ?? '';
  const thief = `${seat.party} thief`;
  const isOwn = party === seat.party;
  const [key, signer] = pick(world, isOwn ? STOLEN : FORGED)?.(newest, thief) ?? [thief, thief];
  await sayTo(
    world,
    seat,
    plan,
    await makeDecision(as, consentTo(world, seat, plan, { key }), signer),
  );
  if (author !== seat.party) await sayTo(world, seat, plan, makeClosing(as, plan.hash, 'done'));
  return `${seat.party} speaks for ${party}`;
}

type Keys = (newest: string, thief: string) => readonly [key: string, signer: string];

/** For its own officer: with the officer's key on it and another's signature, or an unknown key. */
const STOLEN: readonly Keys[] = [(newest, thief) => [newest, thief], (_, thief) => [thief, thief]];

/** For another party: even with that officer's true key it stands on the wrong log. */
const FORGED: readonly Keys[] = [(newest) => [newest, newest], ...STOLEN];

/** Signs for an office with the key of another office. */
export async function decideForAnother(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(world, seat));
  if (!plan) return sayLess(world, seat);
  const key = keyOf(seat.roster, pick(world, [PLANNER, SECOND]) ?? PLANNER) ?? '';
  const by = { ...speaker(world, seat), seat: DESK };
  await sayTo(world, seat, plan, await makeDecision(by, consentTo(world, seat, plan, { key })));
  return `${seat.party} lets another office sign for its officer`;
}

/** Lets somebody decide who may not, and only then says that it may. */
export async function lendAuthority(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(world, seat));
  if (!plan || seat.roster.seats.some((each) => each.seat === CLERK)) return replay(world, seat);
  const key = keyName(seat.party, CLERK, 0);
  const by = { ...speaker(world, seat), seat: CLERK };
  await sayTo(world, seat, plan, await makeDecision(by, consentTo(world, seat, plan, { key })));
  seat.roster = withClerk(seat.roster, seat.party);
  const made = makeRoster(speaker(world, seat), seat.roster);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} lends authority afterwards`;
}

/** Decides in a record that is not marked as exercise. */
export async function decideUnmarked(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(world, seat));
  if (!plan) return sayLess(world, seat);
  const by: Speaker = { ...speaker(world, seat), seat: DESK, isExercise: false };
  await sayTo(world, seat, plan, await makeDecision(by, consentTo(world, seat, plan, {})));
  return `${seat.party} decides as if it were no exercise`;
}

/** Says to some what it should say to all. */
export async function speakOutside(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(world, seat));
  const readers = plan?.log.audience.join();
  const own = sharedLogs(seat).filter(
    ({ author, audience }) => author === seat.party && audience.join() !== readers,
  );
  const log = pick(world, own);
  if (!plan || !log) return sayLess(world, seat);
  const by = { ...speaker(world, seat), seat: DESK };
  const made = pick(world, [
    makeRoster(by, { ...seat.roster, twoPerson: [] }),
    makeStop(by, 'stop', plan.hash),
    makeStop(by, 'resumption', plan.hash),
    await makeDecision(by, consentTo(world, seat, plan, {})),
  ]);
  if (!made) return sayLess(world, seat);
  await say(world, seat, log, made);
  return `${seat.party} says ${made.fact.says.kind} to ${log.audience.join(' ')}`;
}

/** Says much of nothing at once, and boasts of what it knows. */
export async function flood(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(world, seat));
  const by = { ...speaker(world, seat), seat: DESK };
  const remarks = Array.from({ length: FLOOD_RECORDS }, (_, at) =>
    makeRemark(by, `flood ${world.facts.size} ${at}`),
  );
  await say(world, seat, world.cast.centreLog(seat.party), ...remarks);
  if (!plan) return `${seat.party} floods`;
  const knows = [{ party: seat.party, size: 1_000 }];
  await sayTo(world, seat, plan, await makeDecision(by, consentTo(world, seat, plan, { knows })));
  return `${seat.party} floods, and boasts`;
}

/** Asks every node for every log that there is. */
export async function pry(world: World, seat: Seat): Promise<string> {
  const said = othersThan(world, seat.party).flatMap((to) =>
    world.cast.logs.map((log: Log): Outgoing => {
      const ask = freshAsk(world.random);
      return world.random.below(2) === 0
        ? { to, message: { kind: 'ask', ask, log: log.id, size: 0 } }
        : { to, message: { kind: 'inquire', ask, log: log.id } };
    }),
  );
  send(world, seat, said);
  return `${seat.party} asks for what is not its own`;
}

/** Each of the two lives goes its own way, and takes its log to the witness. */
export async function saySomethingElse(world: World, seat: Seat): Promise<string> {
  const at = world.lying.indexOf(seat);
  const made = makeRemark(speaker(world, seat), `life ${at}, word ${world.facts.size}`);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} lives its life ${at}`;
}

/** A word that means nothing. */
export async function sayLess(world: World, seat: Seat): Promise<string> {
  const made = makeRemark(speaker(world, seat), `word ${world.facts.size}`);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} says something`;
}

function consentTo(
  world: World,
  seat: Seat,
  plan: Heard<'plan'>,
  terms: Partial<Decided>,
): Decided {
  return {
    plan: plan.hash,
    verdict: 'consent',
    upto: null,
    conditions: [],
    limits: [],
    knows: [],
    key: keyOf(seat.roster, DESK) ?? '',
    act: nextAct(world),
    ...terms,
  };
}

/** Says it where the plan was said. */
async function sayTo(
  world: World,
  seat: Seat,
  plan: Heard<'plan'>,
  made: Parameters<typeof say>[3],
): Promise<void> {
  const log = world.cast.logTo(seat.party, plan.log.audience);
  await say(world, seat, log ?? world.cast.centreLog(seat.party), made);
}
