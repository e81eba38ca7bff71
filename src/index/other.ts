import type { LogId, PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Audience } from '../accord/party/audience.ts';
import type { Language } from '../accord/party/names.ts';
import type { TlpLevel } from '../accord/record.ts';
import type { Condition } from './sought.ts';

/* What is found beside reports: matters, requests for information, what was passed on. [I44] */

/** How many of them one answer may hold. */
export const OTHERS_PAGE_MAX = 200;

/** The types of record that are found by their words beside reports. */
export const OTHER_TYPES = ['matter', 'request', 'passage'] as const;

/** One of {@link OTHER_TYPES}. */
export type OtherType = (typeof OTHER_TYPES)[number];

/** What is looked for beside reports. */
export interface OthersQuery {
  /** The only logs that are looked into; who may read them was decided elsewhere. [I3] */
  readonly logs: readonly LogId[];
  readonly where: readonly Condition[];
  /** At most {@link OTHERS_PAGE_MAX}. */
  readonly limit: number;
  /** Rows come with what stands in their text round the first word that begins so (folded). [I20] */
  readonly excerptFor?: readonly string[];
}

/** A matter, request or passage as a list shows it. */
export interface OtherRow {
  readonly hash: RecordHash;
  readonly log: LogId;
  readonly index: number;
  readonly type: OtherType;
  readonly author: PartyId;
  readonly audience: Audience;
  readonly heldSince: Instant;
  readonly seat: SeatId;
  /** When its author says that it was said. */
  readonly at: string;
  /** Of a passage, the title of the report that was passed on. */
  readonly title: string;
  readonly language: Language;
  readonly tlp: TlpLevel;
  /** A part of its text, where it was asked for. */
  readonly excerpt?: string;
  /** Of a passage: whose report was passed on. */
  readonly origin?: PartyId;
}

/** What was found beside reports, the newest first by when it was said. */
export interface OthersFound {
  readonly rows: readonly OtherRow[];
  /** All that match, counted up to `countedUpto`. */
  readonly count: number;
  readonly countedUpto: number;
}
