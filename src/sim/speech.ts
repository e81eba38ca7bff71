import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Log } from '../ledger/log.ts';
import type { Fact, Saying } from './facts.ts';
import type { Made, Speaker } from './records.ts';
import type { Seat } from './seat.ts';
import type { World } from './world.ts';

/** What a party does of its own accord; gives one line for the story. */
export type Deed = (world: World, seat: Seat) => Promise<string>;

/** A record that a node has read, with what it says. */
export interface Heard<K extends Saying['kind']> {
  readonly hash: RecordHash;
  readonly log: Log;
  readonly index: number;
  readonly fact: Fact;
  readonly says: Saying & { readonly kind: K };
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

/** The records of one kind that this node has read. */
export function wordsAt<K extends Saying['kind']>(
  world: World,
  seat: Seat,
  kind: K,
): readonly Heard<K>[] {
  return seat.read.flatMap((read) => {
    const fact = world.facts.get(read.hash);
    return fact?.says.kind === kind ? [{ ...read, fact, says: fact.says as Heard<K>['says'] }] : [];
  });
}

/** The plans that this node knows. */
export function plansAt(world: World, seat: Seat): readonly Heard<'plan'>[] {
  return wordsAt(world, seat, 'plan').filter(({ log, fact }) => log.author === fact.by);
}

/** The plans that are this party's own. */
export function ownPlans(world: World, seat: Seat): readonly Heard<'plan'>[] {
  return plansAt(world, seat).filter(({ log }) => log.author === seat.party);
}

/** Something of a list, or nothing of an empty one. */
export function pick<T>(world: World, list: readonly T[]): T | undefined {
  return list.length === 0 ? undefined : list[world.random.below(list.length)];
}

/** The act of signing that comes next; each is its own. */
export function nextAct(world: World): number {
  return world.facts.size;
}

/** A record's name as a story tells it. */
export function short(hash: RecordHash): string {
  return hash.slice(7, 13);
}

/** The other parties. */
export function othersThan(world: World, party: PartyId): readonly PartyId[] {
  return world.cast.parties.filter((each) => each !== party);
}
