import { formatHex, utf8 } from '../base/bytes.ts';
import type { LogId, PartyId, RecordHash } from '../base/ids.ts';
import type { Random } from '../base/ports.ts';
import { seededRandom } from '../base/ports.ts';
import { TroubleError, invariant } from '../base/result.ts';
import type { Message } from '../exchange/messages.ts';
import type { Outgoing } from '../exchange/needs.ts';
import type { Witness } from '../exchange/witness.ts';
import { openWitness } from '../exchange/witness.ts';
import type { Log } from '../ledger/log.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseAddCheckpoint } from '../proof/witness.ts';
import { memoryShelf } from '../store/memory.ts';
import type { Cast, Host } from './cast.ts';
import { EYE, castOf, keyForWitness } from './cast.ts';
import type { Parts } from './parts.ts';
import type { Post } from './post.ts';
import { openPost } from './post.ts';
import type { Room } from './seat.ts';
import { Seat } from './seat.ts';
import type { Fact } from './facts.ts';

/** The moment at which every story begins. */
export const BEGINNING = 1_790_000_000;

/** What a judge found wrong. */
export interface Finding {
  readonly judge: JudgeName;
  readonly words: string;
}

/** The judges by name; see `docs/spec/exchange.md`, Storms. */
export type JudgeName =
  | 'copies'
  | 'consent'
  | 'accused'
  | 'lost'
  | 'agreement'
  | 'fork'
  | 'audience'
  | 'calm'
  | 'receipt'
  | 'stopped';

/** All parties, their nodes, the post and the witness of one story. */
export interface World {
  readonly host: Host;
  readonly cast: Cast;
  readonly parts: Parts;
  readonly random: Random;
  /** What every seat of this world shares. */
  readonly room: Room;
  readonly post: Post;
  readonly witness: Witness;
  now: number;
  /** The nodes of parties that keep the rules. */
  readonly honest: readonly Seat[];
  /** The nodes of the party that does not; two where it leads two lives. */
  readonly lying: Seat[];
  readonly liar: PartyId | undefined;
  readonly facts: Map<RecordHash, Fact>;
  /** Every checkpoint that the witness has cosigned, with its origin. */
  readonly cosigned: Checkpoint[];
  /** Requests to the witness that are late, with the time of arrival; nobody waits for the answers. */
  readonly late: { readonly request: Uint8Array; readonly due: number }[];
  /** Which of a liar's nodes a party talks to. */
  readonly faceOf: Map<PartyId, number>;
  /** Forgiven by the judge of losses: acknowledged, never seen by another, and gone with a backup. */
  readonly forgiven: Set<string>;
  readonly sent: { readonly from: Seat; readonly message: Message; readonly to: PartyId }[];
  readonly story: string[];
}

/** What differs from one world to another. */
export interface Setting {
  readonly host: Host;
  readonly parts: Parts;
  readonly seed: number;
}

/** A world of three or four parties, perhaps with a liar; nothing has happened in it. */
export function openWorld({ host, parts, seed }: Setting): World {
  const random = seededRandom(seed);
  const cast = castOf(host, 3 + (random.below(4) === 0 ? 1 : 0));
  const liar = random.below(2) === 0 ? cast.parties[random.below(cast.parties.length)] : undefined;
  const cosigned: Checkpoint[] = [];
  const sent: World['sent'] = [];
  const seatOf = (party: PartyId): Seat => {
    const skew = random.below(4) === 0 ? random.below(14_400) - 7_200 : 0;
    return new Seat(room, party, skew);
  };
  const room: Room = {
    host,
    cast,
    parts,
    random,
    now: () => world.now,
    send: (from, said) => send(world, from, said),
    understood: new Map(),
  };
  const post = openPost(random);
  const honest = cast.parties.filter((party) => party !== liar).map(seatOf);
  const world: World = {
    host,
    cast,
    parts,
    random,
    room,
    post,
    witness: openWitness({
      primitives: host.primitives,
      shelf: memoryShelf(),
      signer: host.signerOf(`${EYE} witness`),
      name: 'eye.example',
      clock: { now: () => world.now as ReturnType<Seat['now']> },
      keyOf: (origin) => keyForWitness(cast, origin),
      decide: parts.decideCosign,
    }),
    now: BEGINNING,
    honest,
    lying: liar ? [seatOf(liar)] : [],
    liar,
    facts: new Map(),
    cosigned,
    late: [],
    faceOf: new Map(),
    forgiven: new Set(),
    sent,
    story: [],
  };
  return world;
}

/** The nodes that are there, honest or not. */
export function seatsOf(world: World): readonly Seat[] {
  return [...world.honest, ...world.lying];
}

/** The node that answers for `party` when `peer` talks to it. */
export function seatFor(world: World, party: PartyId, peer: PartyId): Seat {
  if (party === world.liar) {
    const face = world.lying[world.faceOf.get(peer) ?? 0] ?? world.lying[0];
    invariant(face !== undefined, 'a liar has a node');
    return face;
  }
  const seat = world.honest.find((each) => each.party === party);
  invariant(seat !== undefined, 'every party has a node');
  return seat;
}

/** A seat drawn from all. */
export function anySeat(world: World): Seat {
  const seats = seatsOf(world);
  const seat = seats[world.random.below(seats.length)];
  invariant(seat !== undefined, 'a world has parties');
  return seat;
}

/** Gives what a node says to the post; a liar twists it first and speaks to those of its face. */
export function send(world: World, from: Seat, said: readonly Outgoing[]): void {
  const isMine = ({ to }: Outgoing): boolean =>
    from.party !== world.liar || seatFor(world, from.party, to) === from;
  const twisted = said.filter(isMine).flatMap((each) => (from.twist ? from.twist(each) : [each]));
  for (const { to, message } of twisted) world.sent.push({ from, message, to });
  world.post.send(from.party, twisted, world.now);
}

/** Everything that is due arrives, and what is answered is sent; the node may end between the two. */
export async function deliver(world: World, crashes: boolean): Promise<void> {
  for (const { from, to, message } of world.post.arrivals(world.now)) {
    const seat = seatFor(world, to, from);
    const said = await daring(() => seat.station.hear(from, message));
    if (crashes && world.random.below(60) === 0) {
      world.story.push(`${to} ends between write and reply, and starts again`);
      await seat.start();
    } else send(world, seat, said);
  }
  for (const { request, due } of world.late.splice(0)) {
    if (due > world.now) world.late.push({ request, due });
    else await askWitness(world, request);
  }
}

/** `from` says to `to` what it has to say now. */
export async function tick(world: World, from: Seat, to: PartyId): Promise<void> {
  if (from.party === world.liar && seatFor(world, from.party, to) !== from) return;
  send(world, from, await daring(() => from.station.tick(to)));
}

/** A node takes its own logs to the witness. */
export async function cosignAll(world: World, seat: Seat, isStormy: boolean): Promise<void> {
  for (const log of seat.logs()) {
    if (log.author !== seat.party || log.audience.length < 2) continue;
    let request = await seat.cosigning.wantsCosigning(log, seat.station.heldElsewhere(log.id));
    if (request && isStormy && world.random.below(5) === 0) {
      world.late.push({ request, due: world.now + world.random.below(2_000) });
      continue;
    }
    for (let turn = 0; request && turn < 3; turn += 1) {
      const { status, body } = await askWitness(world, request);
      if (isStormy && world.random.below(5) === 0) break;
      const step = await seat.cosigning.heardFromWitness(log, status, utf8(body));
      request = step.kind === 'again' ? step.request : undefined;
      if (step.kind === 'cosigned') send(world, seat, seat.station.appended(log, step.checkpoint));
      if (step.kind === 'ahead') await monitor(world, seat, log);
    }
  }
}

/** A node looks what the witness has cosigned of a log. */
export async function monitor(world: World, seat: Seat, log: Log): Promise<void> {
  const hash = formatHex(world.host.primitives.sha256(utf8(log.origin)));
  const note = await world.witness.checkpointOf(hash);
  send(world, seat, await daring(() => seat.station.heardFromWitness(log.id, note)));
}

/** The logs of this seat that others read too. */
export function sharedLogs(seat: Seat): readonly Log[] {
  return seat.logs().filter((log) => log.audience.length > 1);
}

/** The log of a party towards all, by its short name. */
export function isCentreLog(world: World, id: LogId): boolean {
  return world.cast.parties.some((party) => world.cast.centreLog(party).id === id);
}

async function askWitness(
  world: World,
  request: Uint8Array,
): Promise<{ readonly status: number; readonly body: string }> {
  const answer = await world.witness.addCheckpoint(request);
  if (answer.status === 200) {
    const asked = parseAddCheckpoint(request);
    if (asked.ok) world.cosigned.push(asked.value.checkpoint);
  }
  return answer;
}

/** Trouble with the disk is the edge's to meet: here it is as if nothing had been heard. */
async function daring(act: () => Promise<readonly Outgoing[]>): Promise<readonly Outgoing[]> {
  try {
    return await act();
  } catch (trouble) {
    if (trouble instanceof TroubleError) return [];
    throw trouble;
  }
}
