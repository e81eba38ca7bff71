import { equal, formatBase64, formatHex } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import type { Log } from '../ledger/log.ts';
import type { Entry } from '../ledger/ports.ts';
import type { ConsentBench } from './consent-judge.ts';
import { judgeConsent, openConsentBench, readPlaces } from './consent-judge.ts';
import type { Seat } from './seat.ts';
import type { Finding, JudgeName, World } from './world.ts';
import { sharedLogs } from './world.ts';

/** More entries than any story has in one log. */
const ALL = 1_000_000;

/** What the judges remember from one look to the next. */
export interface Bench {
  readonly consent: ConsentBench;
  /** How much of what was sent has been looked at. */
  sentSeen: number;
  /** The entries found under a root once, by log, size and root. */
  readonly rooted: Map<string, readonly Entry[]>;
}

/** A bench that has seen nothing. */
export function openBench(): Bench {
  return { consent: openConsentBench(), sentSeen: 0, rooted: new Map() };
}

/** Looks at the whole world after a step; gives what is wrong, if anything is. */
export async function judge(world: World, bench: Bench): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const changed = new Set(world.honest.flatMap((seat) => [...seat.changed]));
  await readPlaces(world, bench.consent);
  for (const { party, broken } of world.honest) {
    if (broken) findings.push(found('stopped', `${party}: ${broken.message}`));
  }
  for (const log of world.cast.logs) {
    if (changed.has(log.id)) findings.push(...(await judgeCopies(world, log)));
  }
  findings.push(
    ...judgeConsent(world, bench.consent),
    ...judgeAccused(world),
    ...(await judgeLost(world)),
    ...(await judgeReceipts(world, bench)),
    ...judgeAudience(world, bench),
  );
  bench.sentSeen = world.sent.length;
  for (const seat of [...world.honest, ...world.lying]) seat.changed.clear();
  return findings;
}

/** Looks once more after the weather has calmed. */
export async function judgeEnd(world: World, bench: Bench): Promise<readonly Finding[]> {
  for (const seat of world.honest) for (const log of seat.logs()) seat.changed.add(log.id);
  return [
    ...(await judge(world, bench)),
    ...(await judgeCalm(world)),
    ...judgeAgreement(world),
    ...(await judgeFork(world)),
  ];
}

function found(judgeName: JudgeName, words: string): Finding {
  return { judge: judgeName, words };
}

async function entriesAt(seat: Seat, log: Log): Promise<readonly Entry[]> {
  return seat.store.read(log.id, 0, ALL);
}

function isPrefix(short: readonly Entry[], long: readonly Entry[]): boolean {
  return short.length <= long.length && short.every((entry, at) => equal(entry, long[at]!));
}

/** (a) All copies of an honest party's log are beginnings of the longest. */
async function judgeCopies(world: World, log: Log): Promise<readonly Finding[]> {
  if (log.author === world.liar) return [];
  const readers = world.honest.filter((seat) => log.audience.includes(seat.party));
  const copies = await Promise.all(readers.map((seat) => entriesAt(seat, log)));
  const longest = copies.reduce((held, each) => (each.length > held.length ? each : held), []);
  return readers.flatMap((seat, at) =>
    isPrefix(copies[at] ?? [], longest)
      ? []
      : [found('copies', `${seat.party} holds another history of ${log.author}`)],
  );
}

/** (c) Nobody is accused who kept the rules. */
function judgeAccused(world: World): readonly Finding[] {
  return world.honest.flatMap((seat) =>
    seat.station.evidence.flatMap(({ log }) => {
      const author = world.cast.logs.find((each) => each.id === log)?.author;
      return author === world.liar ? [] : [found('accused', `${seat.party} accuses ${author}`)];
    }),
  );
}

/** (d) What was acknowledged is there, unless it went with a backup and nobody had seen it. */
async function judgeLost(world: World): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const seat of world.honest) {
    for (const { log, index, bytes } of seat.acknowledged) {
      if (!seat.changed.has(log)) continue;
      if (seat.station.isRecovering(log) || world.forgiven.has(nameOf(world, log, index, bytes))) {
        continue;
      }
      const [held] = await seat.store.read(log, index, 1);
      if (!held || !equal(held, bytes)) {
        findings.push(found('lost', `${seat.party} lost entry ${index} of ${log}`));
      }
    }
  }
  return findings;
}

/** The name of an entry in its place, for {@link World.forgiven}. */
export function nameOf(world: World, log: LogId, index: number, bytes: Entry): string {
  return `${log}/${index}/${formatHex(world.host.primitives.sha256(bytes))}`;
}

/** (g) No node has, or is told of, a log whose audience it is not in; a private log stays at home. */
function judgeAudience(world: World, bench: Bench): readonly Finding[] {
  const findings: Finding[] = [];
  for (const { from, to, message } of world.sent.slice(bench.sentSeen)) {
    if (message.kind === 'ask' || message.kind === 'nothing') continue;
    if (from.party === world.liar) continue;
    const log = world.cast.logs.find((each) => each.id === message.log);
    const isPrivate = log?.audience.length === 1;
    if (!log || isPrivate || !log.audience.includes(to)) {
      findings.push(found('audience', `${from.party} tells ${to} of ${log?.audience.join(' ')}`));
    }
  }
  return findings;
}

/** (i) No node acknowledges what it has not stored, or another history than the one it has. */
async function judgeReceipts(world: World, bench: Bench): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { sha256 } = world.host.primitives;
  for (const { from, message } of world.sent.slice(bench.sentSeen)) {
    if (message.kind !== 'receipt' || from.party === world.liar) continue;
    const log = world.cast.logs.find((each) => each.id === message.log);
    const [, count, root] = message.note.split('\n');
    const size = Number(count);
    // An author passes on what others said of its log; whoever may say that is judged where it is said.
    if (!log || log.author === from.party) continue;
    const entries = (await entriesAt(from, log)).slice(0, size);
    const name = `${log.id} ${size} ${root}`;
    // The same bytes have the same root: they are compared, and hashed once.
    const before = bench.rooted.get(name);
    if (before && entries.length === size && isPrefix(before, entries)) continue;
    if (entries.length < size || formatBase64(plainRoot(sha256, entries)) !== root) {
      findings.push(found('receipt', `${from.party} has not ${size} of ${log.author}`));
    } else bench.rooted.set(name, entries);
  }
  return findings;
}

/** (e) Nodes that know the same see the same, and so does one that hears it in another order. */
function judgeAgreement(world: World): readonly Finding[] {
  const findings: Finding[] = [];
  const now = world.honest[0]?.now();
  if (now === undefined) return [];
  const views = new Map<string, string>();
  for (const seat of world.honest) {
    const said = seat.understoodOf(sharedLogs(seat).map(({ id }) => id));
    const known = said
      .map(({ hash, log, index }) => `${log}/${index}/${hash}`)
      .toSorted()
      .join();
    const backwards = world.parts.openKnown(world.cast.charter, world.cast.centre);
    for (const party of world.cast.parties) {
      backwards.reach(party, seat.known.reached.get(party) ?? 0);
    }
    for (const each of said.toReversed()) backwards.learn(each);
    for (const [name, of] of [
      [seat.party, seat.known],
      [`${seat.party} backwards`, backwards],
    ] as const) {
      const plans = [...of.plans.keys()].toSorted();
      const states = plans.map((plan) => [plan, world.parts.standingOf(of, plan, now)] as const);
      const view = JSON.stringify(states.filter(([, standing]) => standing));
      const held = views.get(known) ?? view;
      views.set(known, held);
      if (held !== view) findings.push(found('agreement', `${name} sees other states`));
    }
  }
  return findings;
}

/** (f) A party that showed two histories is found out by all who hold them; a witness signs one. */
async function judgeFork(world: World): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  const { liar } = world;
  if (!liar) return findings;
  const log = world.cast.centreLog(liar);
  const lives = await Promise.all(world.lying.map((seat) => entriesAt(seat, log)));
  const { sha256 } = world.host.primitives;
  const signed = world.cosigned.filter((each) => each.origin === log.origin);
  const isOf = (life: readonly Entry[]) =>
    signed.every(({ size, root }) => equal(root, plainRoot(sha256, life.slice(0, size))));
  if (signed.length > 0 && !lives.some(isOf)) {
    findings.push(found('fork', `the witness cosigned two histories of ${liar}`));
  }
  const copies = await Promise.all(world.honest.map((seat) => entriesAt(seat, log)));
  for (const [a, ours] of copies.entries()) {
    for (const [b, theirs] of copies.entries()) {
      if (a === b || isPrefix(ours, theirs) || isPrefix(theirs, ours)) continue;
      const seat = world.honest[a];
      const knows = seat?.station.evidence.some((each) => each.log === log.id);
      if (!knows) findings.push(found('fork', `${seat?.party} has not found out ${liar}`));
    }
  }
  return findings;
}

/** (h) After the weather has calmed, everybody has everything and nobody waits. */
async function judgeCalm(world: World): Promise<readonly Finding[]> {
  const findings: Finding[] = [];
  for (const seat of world.honest) {
    for (const log of sharedLogs(seat)) {
      if (seat.station.isRecovering(log.id)) {
        findings.push(found('calm', `${seat.party} still recovers`));
      }
      const author = world.honest.find((each) => each.party === log.author);
      if (!author) continue;
      const [ours, theirs] = [await entriesAt(seat, log), await entriesAt(author, log)];
      if (ours.length !== theirs.length) {
        const words = `${seat.party} has ${ours.length} of ${theirs.length} by ${log.author}`;
        findings.push(found('calm', words));
      }
    }
  }
  return findings;
}

/** RFC 6962 as its text has it, from the top down; shares nothing with the tree that it judges. */
function plainRoot(
  sha256: (bytes: Uint8Array) => Uint8Array,
  entries: readonly Entry[],
): Uint8Array {
  const [first] = entries;
  if (!first) return sha256(new Uint8Array());
  if (entries.length === 1) return sha256(Uint8Array.of(0, ...first));
  let split = 1;
  while (split * 2 < entries.length) split *= 2;
  const left = plainRoot(sha256, entries.slice(0, split));
  return sha256(Uint8Array.of(1, ...left, ...plainRoot(sha256, entries.slice(split))));
}
