import type { LogId, PartyId, RecordHash, SeatId } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { GradeAxes, Link, Report } from '../accord/knowledge/schema.ts';
import type { Release } from '../accord/knowledge/released.ts';
import type { Signing } from '../accord/agreement/schema.ts';
import type { Decision } from '../accord/operation/schema.ts';
import type { Audience } from '../accord/party/audience.ts';
import type { Language } from '../accord/party/names.ts';
import type { RecordType, TlpLevel } from '../accord/record.ts';
import type { OthersFound, OthersQuery } from './other.ts';
import type { Condition, DegreeBox } from './sought.ts';

/**
 * What the index knows a record as; bytes that are not understood are kept as `unknown`, and of what
 * was `erased` only the place.
 */
export type IndexedType = RecordType | 'unknown' | 'erased';

/** An entry of a log, handed to the index in the order of its log. */
export interface IndexedEntry {
  readonly log: LogId;
  /** Its place in the log, from 0. */
  readonly index: number;
  /** The party whose log it is. */
  readonly author: PartyId;
  readonly audience: Audience;
  readonly hash: RecordHash;
  /** When this node first held it, by its own clock. */
  readonly heldSince: Instant;
  /** The exact bytes of the record; every one may have been chosen by somebody else. */
  readonly bytes: Uint8Array;
  /** What `parseRecord` found it to be, where the caller has asked already; else it is asked here. */
  readonly type?: IndexedType;
}

/** The hash under which an erased entry is kept until the recall is known that names it. */
export const HASH_UNKNOWN = recordHash(new Uint8Array(32));

/** An entry that is to be erased: its place in its log, and the hash that its recall gives. */
export interface ErasedEntry {
  readonly index: number;
  readonly hash: RecordHash;
}

/** An entry as the index gives it back. */
export interface IndexedRecord extends IndexedEntry {
  readonly type: IndexedType;
}

/** How many reports one page may hold. */
export const REPORTS_PAGE_MAX = 500;

/** How many points one answer for the map may hold. */
export const POINTS_MAX = 50_000;

/** How many lines of the centre's log one page may hold. */
export const LINES_PAGE_MAX = 500;

/** Up to where matches are counted one by one. [I7] */
export const COUNT_MAX = 10_000;

/** How many words of a query are looked for; those after are left out. */
export const QUERY_WORDS_MAX = 16;

/** How much of a report's text a row shows at most, in UTF-16 units. */
export const EXCERPT_UNITS_MAX = 220;

/** How many records one question may name (`about`, `idsKnown`). */
export const NAMED_MAX = 1000;

/** How many records may begin alike: two hashes share twelve digits by no chance that happens. */
export const ALIKE_MAX = 16;

/** Which reports are looked for; what is absent does not narrow. */
export interface ReportFilter {
  /** The only logs that are looked into; who may read them was decided elsewhere. [I3] */
  readonly logs: readonly LogId[];
  /** Words, each of which must begin a word of the report. [I4] */
  readonly text?: string;
  readonly box?: DegreeBox;
  /** What happened at `from` or after. */
  readonly from?: Instant;
  /** What began before `upto`. */
  readonly upto?: Instant;
  /** Whose reports. */
  readonly party?: PartyId;
  readonly kind?: Report['kind'];
  /** What it must be besides: all of these. */
  readonly where?: readonly Condition[];
}

/** A page of reports. */
export interface ReportQuery extends ReportFilter {
  /** At most {@link REPORTS_PAGE_MAX}. */
  readonly limit: number;
  /** Where the page before ended: its `next`. */
  readonly after?: string;
  /** Rows come with what stands in their text round the first word that begins so (folded). [I20] */
  readonly excerptFor?: readonly string[];
}

/** A report as a list shows it. */
export interface ReportRow {
  readonly hash: RecordHash;
  readonly log: LogId;
  readonly index: number;
  readonly author: PartyId;
  readonly audience: Audience;
  readonly heldSince: Instant;
  readonly seat: SeatId;
  /** When its author says that it was said. */
  readonly at: string;
  readonly kind: Report['kind'];
  readonly title: string;
  readonly language: Language;
  readonly tlp: TlpLevel;
  /** The middle of the box around its place: [lon, lat] in degrees. */
  readonly point: readonly [number, number];
  readonly precisionMetres: number;
  readonly when: Report['when'];
  /** A part of its text, where it was asked for. */
  readonly excerpt?: string;
  /** The author's grade as the report itself gives it. */
  readonly grade?: GradeAxes;
  /** The earlier report of which it says that it is the new version. */
  readonly corrects?: RecordHash;
}

/** What was found, newest first by when it happened. */
export interface ReportsFound {
  readonly rows: readonly ReportRow[];
  /** All that match, counted up to `countedUpto`. */
  readonly count: number;
  readonly countedUpto: number;
  /** Give it back as `after`; absent at the end. */
  readonly next?: string;
}

/** A report as the map draws it: where (the middle of its box), when it began, its kind. */
export type ReportPoint = readonly [
  lon: number,
  lat: number,
  from: Instant,
  kind: number,
  hash: RecordHash,
];

/** Points, newest first; `cut` where there are more than were asked for. */
export interface PointsFound {
  readonly points: readonly ReportPoint[];
  readonly cut: boolean;
}

/** How wide a cell is in which places are counted, in degrees. */
export const FACET_CELL_DEGREES = 0.05;

/** What is divided, and for whom. */
export interface FacetsQuery extends ReportFilter {
  /** Whose grades are counted beside the authors' own. */
  readonly reader: PartyId;
  /** How far the centre's clock is ahead of UTC, by which days are told apart. */
  readonly offsetSeconds: number;
}

/** How many of those that match have this. */
export interface FacetCount<T> {
  readonly value: T;
  readonly count: number;
}

/** How what matches is divided: of the newest, up to `countedUpto`; each list the most first. [I21] */
export interface FacetsFound {
  readonly kinds: readonly FacetCount<Report['kind']>[];
  readonly parties: readonly FacetCount<PartyId>[];
  /** Who may read them; one report counts for each of its readers. */
  readonly readers: readonly FacetCount<PartyId>[];
  readonly byAuthor: readonly FacetCount<GradeAxes | 'none'>[];
  readonly byReader: readonly FacetCount<GradeAxes | 'none'>[];
  /** By the day on which it began, in days since 1970-01-01 by the centre's clock. */
  readonly days: readonly FacetCount<number>[];
  /** By the middle of the cell in which it lies, in degrees. */
  readonly cells: readonly FacetCount<readonly [lon: number, lat: number]>[];
  readonly count: number;
  readonly countedUpto: number;
}

/** Words that may have been misspelt, and the logs by which that is told. */
export interface SpellingsQuery {
  readonly logs: readonly LogId[];
  readonly text: string;
}

/** Which arrivals are asked for; without `after`, from the newest on. */
export interface ArrivalsQuery {
  /** The only logs that are looked into. [I3] */
  readonly logs: readonly LogId[];
  /** Held by this node at `from` or after. */
  readonly from?: Instant;
  readonly limit: number;
  /** Where the page before ended: its `next`. */
  readonly after?: string;
}

/** Reports in the order of their arrival, the newest first. */
export interface ArrivalsFound {
  readonly rows: readonly ReportRow[];
  /** Give it back as `after`; absent at the end. */
  readonly next?: string;
}

/** A report, and since when this node has held it. */
export type Arrival = readonly [hash: RecordHash, heldSince: Instant];

/** A party's grade of a report that stands. */
export interface GradeRow {
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly grade: GradeAxes;
  readonly at: string;
  /** The record that gives it: a grade, or the report itself. */
  readonly record: RecordHash;
  readonly reason?: string;
}

/** A relation between two reports, seen from one of them. */
export interface LinkRow {
  readonly relation: Link['relation'];
  /** Whether the report that was asked about is the link's `from` or its `to`. */
  readonly side: 'from' | 'to';
  /** The other report. */
  readonly report: RecordHash;
  /** Its title, where it stands on one of the logs that may be read. */
  readonly title?: string;
  readonly by: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly record: RecordHash;
  /** The numbers of the claims that it joins; a report as a whole has none. */
  readonly fromClaim?: number;
  readonly toClaim?: number;
  readonly reason?: string;
}

/** What was said about a report on the logs that may be read. */
export interface AboutReport {
  /** One a party: its author's first, then by party. */
  readonly grades: readonly GradeRow[];
  readonly links: readonly LinkRow[];
  /** The newest report that corrects it, where one does. [H6] */
  readonly correctedBy?: RecordHash;
  /** Releases of it, and what it is a release of. [H7] */
  readonly releases?: readonly ReleaseRow[];
}

/** That two reports of a party are one, released to two audiences; seen from one of them. */
export interface ReleaseRow {
  /** Whether the report that was asked about is the one released, or the release. */
  readonly side: 'of' | 'as';
  /** The other report. */
  readonly report: RecordHash;
  /** Its title, where it stands on one of the logs that may be read. */
  readonly title?: string;
  readonly form: Release['form'];
  readonly by: PartyId;
  readonly at: string;
  readonly record: RecordHash;
}

/** Which lines of the centre's log are asked for: without `after` and `before`, the newest. */
export interface LinesQuery {
  readonly logs: readonly LogId[];
  /** Types that this reader may not see, whatever the log (see `mayRead`). */
  readonly hidden: readonly IndexedType[];
  /** At most {@link LINES_PAGE_MAX}. */
  readonly limit: number;
  /** The lines that follow this cursor. */
  readonly after?: string;
  /** The lines that precede this cursor; not together with `after`. */
  readonly before?: string;
  /** Held by this node at `from` or after. */
  readonly from?: Instant;
  /** Held by this node before `upto`. */
  readonly upto?: Instant;
}

/** A line of the centre's log. */
export interface LineRow {
  /** Its place among all lines: given back as `after`, the lines that follow it. */
  readonly cursor: string;
  readonly hash: RecordHash;
  readonly log: LogId;
  readonly index: number;
  readonly author: PartyId;
  readonly audience: Audience;
  readonly heldSince: Instant;
  readonly type: IndexedType;
  /** Absent where the record is not understood. */
  readonly seat?: SeatId;
  /** When its author says that it was said; absent where the record is not understood. */
  readonly at?: string;
  /** What it is about: a title, a plan's name; empty where nothing that may be read says it. */
  readonly subject: string;
  readonly verdict?: Decision['verdict'] | Signing['verdict'];
  readonly plan?: RecordHash;
  /** The agreement, post or handover that it is about. */
  readonly about?: RecordHash;
}

/** Lines, oldest first. */
export interface LinesFound {
  readonly lines: readonly LineRow[];
  /** Cursor of the first line; give it back as `before`. */
  readonly first?: string;
  /** Cursor of the last line; give it back as `after`. */
  readonly last?: string;
  /** Whether there are more beyond, in the direction that was asked for. */
  readonly more: boolean;
}

/** Lets a question be dropped while it waits for its turn. */
export interface Asking {
  readonly signal?: AbortSignal;
}

/**
 * Where records are searched. It follows the logs, can be thrown away at any time and made anew
 * from them, and is never asked what is true. It decides nothing about who may read: each question
 * names the logs that its reader may read. Trouble is thrown as `TroubleError` (`index-damaged`,
 * `index-away`, `index-slow`, `disk-full`, `store-unwritable`); after `index-damaged` and
 * `index-away` ask `reached` and follow from there.
 */
export interface Index {
  /** Whether it was made anew when it was opened, so that it must be filled from the logs. */
  readonly rebuilt: boolean;
  /**
   * Takes in entries, each log's in order, with how far it got in the same transaction. Entries it
   * already has are passed over; a gap is a broken belief. [I1] [I2]
   */
  follow(entries: readonly IndexedEntry[]): Promise<void>;
  /**
   * Takes the bytes and words of these entries of a log out of the index and its file; their places
   * and hashes stay. An entry that was never here with its bytes gets its hash. [W4]
   */
  erase(log: LogId, erased: readonly ErasedEntry[]): Promise<void>;
  /** How many entries it has of each log. */
  reached(): Promise<ReadonlyMap<LogId, number>>;
  /** Reports, newest first. Any text at all may be searched for. [I4] [I5] [I6] */
  findReports(query: ReportQuery, asking?: Asking): Promise<ReportsFound>;
  /** Matters, requests and passages that have the words, newest first. [I44] */
  findOthers(query: OthersQuery, asking?: Asking): Promise<OthersFound>;
  /** Reports as points, newest first, at most `limit`. */
  points(filter: ReportFilter, limit: number, asking?: Asking): Promise<PointsFound>;
  /** How what matches is divided. [I21] */
  facets(query: FacetsQuery, asking?: Asking): Promise<FacetsFound>;
  /** For each word that nothing begins with, what is one letter away from it. [I22] */
  spellings(query: SpellingsQuery): Promise<ReadonlyMap<string, readonly string[]>>;
  /** Reports as they came to this node, whatever they tell of; at most {@link REPORTS_PAGE_MAX}. [I42] */
  arrivals(query: ArrivalsQuery): Promise<ArrivalsFound>;
  /** The same by name alone, at most `limit`. */
  arrived(query: ArrivalsQuery): Promise<readonly Arrival[]>;
  /** A record with its place, from the first of `logs` that holds it. */
  record(hash: RecordHash, logs: readonly LogId[]): Promise<IndexedRecord | undefined>;
  /** Those of these records, at most {@link NAMED_MAX}, that stand on `logs`, in their order. */
  records(hashes: readonly RecordHash[], logs: readonly LogId[]): Promise<readonly IndexedRecord[]>;
  /** The records on these logs whose hashes begin with these digits, at most {@link ALIKE_MAX}. */
  beginningWith(digits: string, logs: readonly LogId[]): Promise<readonly RecordHash[]>;
  /** Grades and links that name these reports, at most {@link NAMED_MAX}. [I8] */
  about(
    hashes: readonly RecordHash[],
    logs: readonly LogId[],
  ): Promise<ReadonlyMap<RecordHash, AboutReport>>;
  /** The log of the centre: who did what when. */
  lines(query: LinesQuery): Promise<LinesFound>;
  /** Which of these record ids stand on these logs already, at most {@link NAMED_MAX}. */
  idsKnown(ids: readonly string[], logs: readonly LogId[]): Promise<ReadonlySet<string>>;
  /**
   * Has `then` called each time it can be asked again after trouble: what was to be written meanwhile
   * is not in it, and of what was written last the server may have lost some. Absent where it is
   * never away. [I52]
   */
  readonly onBack?: (then: () => void) => void;
  /** Ends after what was asked for before it. */
  close(): Promise<void>;
}
