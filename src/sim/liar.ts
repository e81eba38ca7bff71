import { EMPTY_ROOT } from '../proof/tree.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import { instant } from '../base/instant.ts';
import { freshAsk } from '../exchange/messages.ts';
import type { Message } from '../exchange/messages.ts';
import type { Outgoing } from '../exchange/needs.ts';
import type { Log } from '../ledger/log.ts';
import { memoryShelf } from '../store/memory.ts';
import type { Deed } from './deeds.ts';
import { nextAct, othersThan, pick, plansAt, roster, say, short, speaker } from './deeds.ts';
import { makeClosing, makeDecision, makeRemark, rewrapped } from './records.ts';
import { Seat } from './seat.ts';
import type { Room } from './seat.ts';
import type { World } from './world.ts';
import { send } from './world.ts';

/** What kind of liar a story has. */
export const LIES = [
  'fork',
  'fork',
  'withhold',
  'replay',
  'replay',
  'retired-key',
  'backdate',
  'forge',
  'forge',
  'larger-tree',
  'spoil',
  'nosy',
] as const;

/** See {@link LIES}. */
export type Lie = (typeof LIES)[number];

/** Whether the lie may keep an honest, restored party from its own entries, so that none is restored. */
export function hindersRecovery(lie: Lie | undefined): boolean {
  return lie === 'withhold' || lie === 'spoil' || lie === 'larger-tree';
}

/** Begins the lie: from here on the liar's node does not keep the rules. */
export async function beginLie(world: World, room: Room, lie: Lie): Promise<string> {
  const liar = world.lying[0];
  if (!liar) return 'nobody lies';
  switch (lie) {
    case 'fork':
      await leadTwoLives(world, room, liar);
      break;
    case 'withhold': {
      const [left] = othersThan(world, liar.party);
      liar.twist = (said) => (said.to === left && said.message.kind === 'tell' ? [] : [said]);
      break;
    }
    case 'larger-tree':
      await boast(world, liar);
      break;
    case 'spoil':
      liar.twist = (said) => [{ to: said.to, message: spoiled(world, said.message) }];
      break;
    default:
      break;
  }
  return `${liar.party} begins to lie: ${lie}`;
}

/** What the liar does beside what all do. */
export function lieDeed(lie: Lie): Deed {
  switch (lie) {
    case 'replay':
      return replay;
    case 'retired-key':
      return (world, seat) => useOldKey(world, seat, 0);
    case 'backdate':
      return (world, seat) => useOldKey(world, seat, 5_000);
    case 'forge':
      return forge;
    case 'nosy':
      return pry;
    case 'fork':
      return saySomethingElse;
    default:
      return sayLess;
  }
}

/** From here on the liar is two nodes with one key; each of the others talks to one of them. */
async function leadTwoLives(world: World, room: Room, liar: Seat): Promise<void> {
  const second = new Seat(room, liar.party, liar.skew);
  second.store = liar.store.copy();
  second.shelf = memoryShelf();
  second.keyEnds.push(...liar.keyEnds);
  world.lying.push(second);
  await second.start();
  const others = othersThan(world, liar.party);
  for (const [at, party] of others.entries()) world.faceOf.set(party, at % 2);
}

async function boast(world: World, liar: Seat): Promise<void> {
  const log = world.cast.centreLog(liar.party);
  const latest = await liar.store.latest(log.id);
  const size = (latest?.size ?? 0) + 3;
  const head = { origin: log.origin, size, root: EMPTY_ROOT };
  const larger = await signCheckpoint(world.host.signerOf(`${liar.party} node`), head);
  liar.twist = (said) => {
    const { message } = said;
    const isOwn = 'log' in message && message.log === log.id;
    if (!isOwn || (message.kind !== 'tell' && message.kind !== 'offer')) return [said];
    if (world.random.below(2) === 0) return [said];
    return [{ to: said.to, message: { ...message, note: larger.note } }];
  };
}

function spoiled(world: World, message: Message): Message {
  if (world.random.below(2) === 0) return message;
  switch (message.kind) {
    case 'tell':
      return { ...message, entries: message.entries.map((each) => flipped(world, each)) };
    case 'offer':
      return accusation(world, message) ?? message;
    case 'held':
      return { ...message, size: message.size + 7, note: message.note ?? 'nothing\n' };
    default:
      return message;
  }
}

/** Two true checkpoints of a log, said to contradict each other. */
function accusation(
  world: World,
  offer: Message & { readonly kind: 'offer' },
): Message | undefined {
  const notes = world.sent.flatMap(({ message }) =>
    message.kind === 'offer' && message.log === offer.log ? [message.note] : [],
  );
  const earlier = pick(world, notes);
  const root = EMPTY_ROOT;
  return earlier
    ? { kind: 'evidence', log: offer.log, earlier, later: offer.note, root, proof: [root] }
    : undefined;
}

function flipped(world: World, bytes: Uint8Array): Uint8Array {
  const copy = bytes.slice();
  const at = world.random.below(copy.length);
  copy[at] = (copy[at] ?? 0) ^ 1;
  return copy;
}

/** Says again, in the same bytes and in others, what an officer signed before it withdrew. */
async function replay(world: World, seat: Seat): Promise<string> {
  const log = world.cast.centreLog(seat.party);
  const plan = pick(world, plansAt(seat));
  if (!plan) return sayLess(world, seat);
  const decisions = seat.known.plans.get(plan)?.decisions ?? [];
  const own = decisions.filter(({ author }) => author === seat.party);
  const consent = own.find(({ record }) => record.body.verdict === 'consent');
  const hasWithdrawn = own.some(({ record }) => record.body.verdict === 'withdrawal');
  const key = world.keys.get(seat.party)?.at(-1) ?? '';
  const decided = { plan, upto: null, isConditional: false, key, act: nextAct(world) };
  const by = speaker(world, seat);
  if (!consent) {
    await say(world, seat, log, await makeDecision(by, { ...decided, verdict: 'consent' }));
    return `${seat.party} consents, for a while`;
  }
  if (!hasWithdrawn) {
    await say(world, seat, log, await makeDecision(by, { ...decided, verdict: 'withdrawal' }));
    return `${seat.party} withdraws, for a while`;
  }
  const fact = world.facts.get(consent.hash);
  if (!fact) return sayLess(world, seat);
  const isExact = world.random.below(2) === 0;
  await say(world, seat, log, rewrapped(by, consent.record, fact, isExact));
  return `${seat.party} says an old consent to ${short(plan)} again`;
}

/** Signs with a key that its own roster has ended, so many seconds in the past. */
async function useOldKey(world: World, seat: Seat, seconds: number): Promise<string> {
  const keys = world.keys.get(seat.party) ?? [];
  const key = keys.at(-2);
  const plan = pick(world, plansAt(seat));
  if (!key) return roster(world, seat);
  if (!plan) return sayLess(world, seat);
  const by = { ...speaker(world, seat), at: instant(seat.now() - seconds) };
  const act = nextAct(world);
  const terms = { plan, verdict: 'consent', upto: null, isConditional: false, key, act } as const;
  await say(world, seat, world.cast.centreLog(seat.party), await makeDecision(by, terms));
  return `${seat.party} consents with an old key, ${seconds} s ago`;
}

/** Speaks for another, or for an officer of its own who has not signed. */
async function forge(world: World, seat: Seat): Promise<string> {
  const plan = pick(world, plansAt(seat));
  const author = plan && seat.known.plans.get(plan)?.plan?.author;
  if (!plan || !author) return sayLess(world, seat);
  const other = pick(world, [author, ...othersThan(world, seat.party)]) ?? author;
  const as = { ...speaker(world, seat), party: pick(world, [other, seat.party]) ?? other };
  const newest = world.keys.get(as.party)?.at(-1) ?? '';
  const thief = `${seat.party} thief`;
  const isOwn = as.party === seat.party;
  const [key, signer] = pick(world, isOwn ? STOLEN : FORGED)?.(newest, thief) ?? [thief, thief];
  const act = nextAct(world);
  const terms = { plan, verdict: 'consent', upto: null, isConditional: false, key, act } as const;
  const decision = await makeDecision(as, terms, signer);
  // Whatever it looks like, no officer of this party has decided anything.
  const made = [{ ...decision, fact: { kind: 'other' } as const }];
  if (author !== seat.party) made.push({ ...makeClosing(as, plan), fact: { kind: 'other' } });
  await say(world, seat, world.cast.centreLog(seat.party), ...made);
  return `${seat.party} speaks for ${as.party}`;
}

type Keys = (newest: string, thief: string) => readonly [key: string, signer: string];

/** For its own officer: with the officer's key on it and another's signature, or an unknown key. */
const STOLEN: readonly Keys[] = [(newest, thief) => [newest, thief], (_, thief) => [thief, thief]];

/** For another party: even with that officer's true key it stands on the wrong log. */
const FORGED: readonly Keys[] = [(newest) => [newest, newest], ...STOLEN];

/** Asks every node for every log that there is. */
async function pry(world: World, seat: Seat): Promise<string> {
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
async function saySomethingElse(world: World, seat: Seat): Promise<string> {
  const at = world.lying.indexOf(seat);
  const made = makeRemark(speaker(world, seat), `life ${at}, word ${world.facts.size}`);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} lives its life ${at}`;
}

async function sayLess(world: World, seat: Seat): Promise<string> {
  const made = makeRemark(speaker(world, seat), `word ${world.facts.size}`);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} says something`;
}
