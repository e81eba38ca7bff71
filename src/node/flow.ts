import type { LogId, PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Budget } from '../carry/budget.ts';
import type { LogFlowView, PeerView } from '../contract/record-room.ts';
import { newestReceipt } from '../exchange/cosigned-history.ts';
import type { Station } from '../exchange/station.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Logs } from './logs.ts';
import { partiesIn } from '../accord/party/audience.ts';

/** A pace that was looked at for fewer seconds tells nothing. */
export const PACE_SECONDS_MIN = 2;

/** How many logs that are behind are told of one peer. */
export const LOGS_BEHIND_MAX = 50;

/** What is still to pass between us and a peer, in records. */
export interface Flow {
  /** How much of its own logs is here, and how much there is. */
  readonly held: number;
  readonly of: number;
  /** Of our logs, what it has not shown to hold. */
  readonly waiting: number;
  /** Its logs that are not whole here. */
  readonly behind: readonly LogFlow[];
}

/** How much of one log is here. */
export interface LogFlow {
  readonly log: LogId;
  /** Who reads it besides ourselves. */
  readonly audience: readonly PartyId[];
  readonly held: number;
  readonly of: number;
}

/** When something began to come, and how much was here then. */
interface Beginning {
  readonly at: Instant;
  readonly held: number;
}

/** A flow from when it began, and each of its logs. */
export interface Begun extends Beginning {
  readonly logs: ReadonlyMap<LogId, Beginning>;
}

/** What flowing needs of a node. */
export interface FlowNeeds {
  readonly self: PartyId;
  readonly logs: Pick<Logs, 'readable'>;
  readonly station: Pick<Station, 'progress' | 'heldBy'>;
  readonly shelf: Pick<Shelf, 'get' | 'names'>;
}

/** What is still to pass between us and `party`, over all logs of either that both read. [X32] */
export async function flowWith(
  { self, logs, station, shelf }: FlowNeeds,
  party: PartyId,
): Promise<Flow> {
  let [held, of, waiting] = [0, 0, 0];
  const behind: LogFlow[] = [];
  for (const log of logs.readable({ party })) {
    const here = await station.progress(log);
    if (log.author === party) {
      held += here.held;
      of += here.of;
      const audience = partiesIn(log.audience).filter((each) => each !== self);
      if (here.of > here.held) behind.push({ log: log.id, audience, ...here });
    } else if (log.author === self) {
      const shown = station.heldBy(log.id, party);
      const there = shown || ((await newestReceipt(shelf, log.id, party))?.size ?? 0);
      waiting += Math.max(0, here.held - there);
    }
  }
  return { held, of, waiting, behind };
}

/** When what flows began to flow; nothing where all is here. */
export function begunAt(flow: Flow, before: Begun | undefined, now: Instant): Begun | undefined {
  if (flow.of <= flow.held) return undefined;
  const logs = flow.behind.map(
    ({ log, held }) => [log, before?.logs.get(log) ?? { at: now, held }] as const,
  );
  return { at: before?.at ?? now, held: before?.held ?? flow.held, logs: new Map(logs) };
}

/** A flow in the words of a peer's view, with how long the rest takes at the pace so far. */
export function presentFlow(
  flow: Flow,
  begun: Begun | undefined,
  now: Instant,
): Pick<PeerView, 'arriving' | 'waiting' | 'behind'> {
  const behind = flow.behind
    .toSorted((a, b) => b.of - b.held - (a.of - a.held))
    .slice(0, LOGS_BEHIND_MAX)
    .map((each): LogFlowView => {
      const { log, audience } = each;
      return { log, audience, ...presentPart(each, begun?.logs.get(log), now) };
    });
  return {
    ...(begun ? { arriving: presentPart(flow, begun, now) } : {}),
    ...(behind.length > 0 ? { behind } : {}),
    ...(flow.waiting > 0 ? { waiting: flow.waiting } : {}),
  };
}

function presentPart(
  { held, of }: Pick<Flow, 'held' | 'of'>,
  begun: Beginning | undefined,
  now: Instant,
): NonNullable<PeerView['arriving']> {
  if (!begun) return { held, of };
  const came = held - begun.held;
  const passed = now - begun.at;
  const isPaced = came > 0 && passed >= PACE_SECONDS_MIN;
  const seconds = isPaced ? { seconds: Math.ceil(((of - held) * passed) / came) } : {};
  return { held: came, of: of - begun.held, ...seconds };
}

/** The budget of a link and what passes over it, as people see them. [T30] */
export function presentPace(budget: Budget): Pick<PeerView, 'budget' | 'pace'> {
  const rate = budget.rate();
  // Tenths of a kB: what a quiet link says to keep itself up changes nothing that is shown.
  const pace = Math.round(budget.pace() / 100) / 10;
  return { ...(rate === undefined ? {} : { budget: rate }), ...(pace > 0 ? { pace } : {}) };
}
