import type { LogId } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import type { PlaceInLog, Saved } from '../../contract/api.ts';
import type { Audience } from '../../accord/party/audience.ts';
import type { PartyId } from '../../base/ids.ts';
import type { House } from '../house.ts';
import type { Placed } from '../office.ts';

/** What is known of where a record stands. */
export interface Standpoint {
  readonly log: LogId;
  readonly index: number;
  readonly author: PartyId;
  readonly audience: Audience;
  readonly heldSince: Instant;
}

/** Whether a witness has cosigned a checkpoint over the entry. */
export function isCosigned(house: Pick<House, 'seals'>, log: LogId, index: number): boolean {
  return index < (house.seals.of(log)?.checkpoint.size ?? 0);
}

/** Where a record stands, as a screen shows it. */
export function presentPlace(house: Pick<House, 'seals'>, at: Standpoint): PlaceInLog {
  return {
    log: at.log,
    index: at.index,
    author: at.author,
    audience: at.audience,
    heldSince: formatInstant(at.heldSince),
    cosigned: isCosigned(house, at.log, at.index),
  };
}

/** What is answered when something of ours has become a record. */
export function presentSaved(house: House, placed: Placed): Saved {
  const { log, index, hash } = placed;
  const { id, author, audience } = log;
  const at = { log: id, index, author, audience, heldSince: house.clock.now() };
  return { hash, place: presentPlace(house, at) };
}
