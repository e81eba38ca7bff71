import { InvariantError } from '../base/result.ts';
import type { Host } from './cast.ts';
import { DEEDS, introduce, propose } from './deeds.ts';
import { judge, judgeEnd, openBench } from './judges.ts';
import type { Lie } from './liar.ts';
import { LIES, beginLie, hindersRecovery, lieDeed } from './liar.ts';
import type { Parts } from './parts.ts';
import { REAL_PARTS } from './parts.ts';
import { holdCouncil } from './officers.ts';
import { CALM } from './post.ts';
import type { Seat } from './seat.ts';
import type { Deed } from './speech.ts';
import { pick, plansAt } from './speech.ts';
import type { Sky } from './strokes.ts';
import { strike } from './strokes.ts';
import type { Finding, World } from './world.ts';
import {
  anySeat,
  cosignAll,
  deliver,
  monitor,
  openWorld,
  seatsOf,
  sharedLogs,
  tick,
} from './world.ts';

/** Steps of the stormy part of a story. */
export const STORY_STEPS = 32;
/** Every so many steps all parties hold council, or few operations would ever begin. */
const COUNCIL_EVERY = 10;
/** Rounds of calm after which everybody must have everything. */
export const CALM_ROUNDS = 6;

/** How a story went. */
export interface Ending {
  readonly seed: number;
  /** Empty where all judges are content. */
  readonly findings: readonly Finding[];
  /** What happened, a line for each turn. */
  readonly story: readonly string[];
  readonly tally: Tally;
}

/** What a story had in it; a storm without rain proves nothing. */
export interface Tally {
  readonly lie: Lie | undefined;
  readonly sent: number;
  readonly entries: number;
  /** How often each state of an operation was seen at a node. */
  readonly seen: ReadonlyMap<string, number>;
  readonly cosigned: number;
  readonly convicted: number;
  readonly isRestored: boolean;
}

/** Tells the one story of `seed`; it ends at the first step after which a judge finds fault. */
export async function tellStory(
  host: Host,
  seed: number,
  parts: Parts = REAL_PARTS,
): Promise<Ending> {
  const world = openWorld({ host, parts, seed });
  const { random, story } = world;
  const bench = openBench();
  const lie = world.liar ? pick(world, LIES) : undefined;
  const sky: Sky = { mayRestore: !hindersRecovery(lie), backup: undefined, isRestored: false };
  const ending = (findings: readonly Finding[]): Ending => ({
    seed,
    findings,
    story,
    tally: tallyOf(world, { lie, seen: bench.consent.seen, isRestored: sky.isRestored }),
  });

  const tell = async (): Promise<readonly Finding[]> => {
    for (const seat of seatsOf(world)) await seat.start();
    for (const seat of seatsOf(world)) await introduce(world, seat);
    world.post.weather = {
      loss: random.below(25),
      doubling: random.below(20),
      delay: random.below(3) === 0 ? 600 : 60,
    };
    const lieAt = random.below(12);
    for (let step = 0; step < STORY_STEPS; step += 1) {
      world.now += random.below(90);
      if (lie && step === lieAt) story.push(await beginLie(world, world.room, lie));
      if (step % COUNCIL_EVERY === COUNCIL_EVERY - 1) {
        for (const seat of seatsOf(world)) story.push(await holdCouncil(world, seat));
      }
      story.push(...(await turn(world, sky, lie && step >= lieAt ? lie : undefined)));
      await settle();
      const findings = await judge(world, bench);
      if (findings.length > 0) return findings;
    }
    story.push('the weather calms');
    await calm(world);
    return judgeEnd(world, bench);
  };
  try {
    return ending(await tell());
  } catch (thrown) {
    // A node that meets a broken belief stops; here that ends the story, and is a finding.
    if (!(thrown instanceof InvariantError)) throw thrown;
    return ending([{ judge: 'stopped', words: thrown.message }]);
  }
}

/** One turn: somebody acts, fate may strike, some speak, letters arrive. */
async function turn(world: World, sky: Sky, lie: Lie | undefined): Promise<readonly string[]> {
  const { random } = world;
  const lines: string[] = [];
  const seat = anySeat(world);
  const isLying = lie !== undefined && seat.party === world.liar && random.below(2) === 0;
  const deed = isLying ? lieDeed(lie) : deedFor(world, seat);
  if (deed) lines.push(await deed(world, seat));
  const liar = world.lying[random.below(world.lying.length)];
  if (lie && liar && random.below(3) === 0) lines.push(await lieDeed(lie)(world, liar));
  if (random.below(6) === 0) {
    const line = await strike(world, sky);
    if (line) lines.push(line);
  }
  for (const from of seatsOf(world)) {
    for (const to of world.cast.parties) {
      if (to !== from.party && random.below(4) === 0) await tick(world, from, to);
    }
    if (random.below(6) === 0) await cosignAll(world, from, true);
    if (random.below(8) === 0) {
      for (const log of sharedLogs(from)) await monitor(world, from, log);
    }
  }
  await deliver(world, true);
  return lines;
}

/** What a party may do; first of all it proposes something. */
function deedFor(world: World, seat: Seat): Deed | undefined {
  return plansAt(world, seat).length === 0 ? propose : pick(world, DEEDS);
}

/** Everything works again for a while. */
async function calm(world: World): Promise<void> {
  world.post.weather = CALM;
  world.post.cut.clear();
  for (const seat of seatsOf(world)) seat.isFull = false;
  for (let round = 0; round < CALM_ROUNDS; round += 1) {
    world.now += 31;
    for (const from of seatsOf(world)) {
      for (const to of world.cast.parties) if (to !== from.party) await tick(world, from, to);
    }
    if (round % 3 === 0) {
      for (const seat of seatsOf(world)) {
        for (const log of sharedLogs(seat)) await monitor(world, seat, log);
        await cosignAll(world, seat, false);
      }
    }
    for (let hop = 0; hop < 50 && !world.post.isEmpty(); hop += 1) {
      await deliver(world, false);
      await settle();
      if (hop % 10 === 9) world.now += 60;
    }
  }
}

/** Lets what was begun and not waited for come to rest. */
async function settle(): Promise<void> {
  for (let i = 0; i < 60; i += 1) await Promise.resolve();
}

function tallyOf(world: World, rest: Pick<Tally, 'lie' | 'seen' | 'isRestored'>): Tally {
  return {
    ...rest,
    sent: world.sent.length,
    entries: world.facts.size,
    cosigned: world.cosigned.length,
    convicted: world.honest.filter((seat) => seat.station.evidence.length > 0).length,
  };
}
