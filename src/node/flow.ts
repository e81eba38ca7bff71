import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Budget } from '../carry/budget.ts';
import type { PeerView } from '../contract/record-room.ts';
import { newestReceipt } from '../exchange/cosigned-history.ts';
import type { Station } from '../exchange/station.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Logs } from './logs.ts';

/** A pace that was looked at for fewer seconds tells nothing. */
export const PACE_SECONDS_MIN = 2;

/** What is still to pass between us and a peer, in records. */
export interface Flow {
  /** How much of its own logs is here, and how much there is. */
  readonly held: number;
  readonly of: number;
  /** Of our logs, what it has not shown to hold. */
  readonly waiting: number;
}

/** A flow from when it began. */
export interface Begun {
  readonly at: Instant;
  readonly held: number;
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
  for (const log of logs.readable({ party })) {
    const here = await station.progress(log);
    if (log.author === party) {
      held += here.held;
      of += here.of;
    } else if (log.author === self) {
      const shown = station.heldBy(log.id, party);
      const there = shown || ((await newestReceipt(shelf, log.id, party))?.size ?? 0);
      waiting += Math.max(0, here.held - there);
    }
  }
  return { held, of, waiting };
}

/** When what flows began to flow; nothing where all is here. */
export function begunAt(flow: Flow, before: Begun | undefined, now: Instant): Begun | undefined {
  if (flow.of <= flow.held) return undefined;
  return before ?? { at: now, held: flow.held };
}

/** A flow in the words of a peer's view, with how long the rest takes at the pace so far. */
export function presentFlow(
  { held, of, waiting }: Flow,
  begun: Begun | undefined,
  now: Instant,
): Pick<PeerView, 'arriving' | 'waiting'> {
  const came = begun ? held - begun.held : 0;
  const passed = begun ? now - begun.at : 0;
  const isPaced = came > 0 && passed >= PACE_SECONDS_MIN;
  const seconds = isPaced ? { seconds: Math.ceil(((of - held) * passed) / came) } : {};
  return {
    ...(begun ? { arriving: { held: came, of: of - begun.held, ...seconds } } : {}),
    ...(waiting > 0 ? { waiting } : {}),
  };
}

/** The budget of a link and what passes over it, as people see them. [T30] */
export function presentPace(budget: Budget): Pick<PeerView, 'budget' | 'pace'> {
  const rate = budget.rate();
  // Tenths of a kB: what a quiet link says to keep itself up changes nothing that is shown.
  const pace = Math.round(budget.pace() / 100) / 10;
  return { ...(rate === undefined ? {} : { budget: rate }), ...(pace > 0 ? { pace } : {}) };
}
