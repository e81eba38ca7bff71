import { equal } from '../base/bytes.ts';
import type { MemoryShelf, MemoryStore } from '../store/memory.ts';
import { nameOf } from './judges.ts';
import { makeRemark } from './records.ts';
import type { Acknowledged, Seat } from './seat.ts';
import { pairOf } from './post.ts';
import { say, speaker } from './speech.ts';
import type { World } from './world.ts';
import { anySeat, send } from './world.ts';

/** A backup that was taken of one node. */
export interface Backup {
  readonly seat: Seat;
  readonly store: MemoryStore;
  readonly shelf: MemoryShelf;
}

/** What weather there is in a story; one node at most is restored from a backup in it. */
export interface Sky {
  readonly mayRestore: boolean;
  backup: Backup | undefined;
  isRestored: boolean;
}

/** One stroke of fate; gives one line for the story, or nothing. */
export async function strike(world: World, sky: Sky): Promise<string | undefined> {
  if (sky.backup && !sky.isRestored && world.random.below(2) === 0) return restore(world, sky);
  switch (world.random.below(8)) {
    case 0:
    case 1:
      return cutOrMend(world);
    case 2:
    case 3:
      return restart(world, anySeat(world));
    case 4: {
      const seat = anySeat(world);
      seat.isFull = !seat.isFull;
      return `the disk of ${seat.party} is ${seat.isFull ? 'full' : 'free again'}`;
    }
    case 5:
      return backUp(world, sky);
    case 6:
    case 7:
      return restore(world, sky);
    default:
      return undefined;
  }
}

function cutOrMend(world: World): string | undefined {
  const { parties } = world.cast;
  const [a, b] = [anySeat(world).party, parties[world.random.below(parties.length)]];
  if (a === b || !b) return undefined;
  const pair = pairOf(a, b);
  if (world.post.cut.delete(pair)) return `${pair} reach each other again`;
  world.post.cut.add(pair);
  return `${pair} are cut off from each other`;
}

async function restart(_: World, seat: Seat): Promise<string> {
  await seat.start();
  return `${seat.party} starts again`;
}

function backUp(world: World, sky: Sky): string | undefined {
  if (sky.backup || !sky.mayRestore) return undefined;
  const seat = world.honest[world.random.below(world.honest.length)];
  if (!seat) return undefined;
  sky.backup = { seat, store: seat.store.copy(), shelf: seat.shelf.copy() };
  return `${seat.party} is backed up`;
}

async function restore(world: World, sky: Sky): Promise<string | undefined> {
  if (!sky.backup || sky.isRestored || !sky.mayRestore) return undefined;
  const { seat, store, shelf } = sky.backup;
  sky.isRestored = true;
  if (world.random.below(2) === 0) await sayLastWords(world, seat);
  await forgive(world, seat, store);
  seat.store = store;
  seat.shelf = shelf;
  await seat.start();
  send(world, seat, await seat.station.recover());
  const made = makeRemark(speaker(world, seat), `first word ${world.facts.size}`);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  return `${seat.party} is restored from its backup`;
}

/** The worst moment to fail: new words are under way to everybody, and nobody has them yet. */
async function sayLastWords(world: World, seat: Seat): Promise<void> {
  const made = makeRemark(speaker(world, seat), `last word ${world.facts.size}`);
  await say(world, seat, world.cast.centreLog(seat.party), made);
  for (const other of world.honest) {
    if (other === seat) continue;
    await other.station.unlinked(seat.party);
    for (const { message } of await other.station.tick(seat.party)) {
      send(world, seat, await seat.station.hear(other.party, message));
    }
  }
}

/** What is newer than the backup and at no other honest node is gone, and nobody can be blamed. */
async function forgive(world: World, seat: Seat, backup: MemoryStore): Promise<void> {
  for (const each of seat.acknowledged) {
    const { log, index, bytes } = each;
    if (index < ((await backup.latest(log))?.size ?? 0)) continue;
    if (!(await isElsewhere(world, seat, each))) {
      world.forgiven.add(nameOf(world, log, index, bytes));
    }
  }
}

async function isElsewhere(
  world: World,
  seat: Seat,
  { log, index, bytes }: Acknowledged,
): Promise<boolean> {
  for (const other of world.honest) {
    if (other === seat) continue;
    const [held] = await other.store.read(log, index, 1);
    if (held && equal(held, bytes)) return true;
  }
  return false;
}
