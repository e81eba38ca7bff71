import type { Readers } from '../accord/party/audience.ts';
import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { GradeAxes, Report } from '../accord/knowledge/schema.ts';
import type { Language, Names } from '../accord/party/names.ts';
import type { TlpLevel } from '../accord/record.ts';
import type { PassageLine } from './passages.ts';
import type { ReportLine } from './reports.ts';

/* The shapes of search under /api; the query's language is in `query.ts`. */

/** How many saved searches one office may have. [Q9] */
export const SAVED_SEARCHES_MAX = 20;

/** A report that was found, with the part of its text in which the words stand. */
export interface FoundLine extends ReportLine {
  readonly excerpt?: string;
}

/** A matter, request or passage that was found by its words, beside reports. [Q15] */
export interface OtherLine {
  readonly hash: RecordHash;
  readonly type: 'matter' | 'request' | 'passage';
  readonly author: PartyId;
  readonly seat: SeatId;
  /** When its author says that it was said. */
  readonly at: string;
  /** Of a passage, the title of the report that was passed on. */
  readonly title: string;
  readonly language: Language;
  readonly tlp: TlpLevel;
  readonly audience: Readers;
  readonly excerpt?: string;
  /** Of a passage: whose report was passed on. */
  readonly origin?: PartyId;
  /** Of a passage: whether its author stands by its being passed on. */
  readonly standing?: PassageLine['standing'];
}

/** What was found beside reports, the newest first. [Q15] */
export interface OthersPage {
  readonly lines: readonly OtherLine[];
  /** All that match, counted up to `countedUpto`. */
  readonly count: number;
  readonly countedUpto: number;
}

/** A word that nothing begins with, and the words that were looked for in its place. [Q8] */
export interface Respelling {
  readonly typed: string;
  /** Empty where nothing is like it. */
  readonly instead: readonly string[];
}

/**
 * GET /api/search?q=&limit=&after= . A query that cannot be read is refused as `bad-query` with its
 * fault (`QueryFault`) in the details.
 */
export interface SearchPage {
  readonly reports: readonly FoundLine[];
  /** When this node looked, by its own clock. */
  readonly asOf: string;
  /** All that match, counted up to `countedUpto`. */
  readonly count: number;
  readonly countedUpto: number;
  /** Give it back as `after` for the next page. */
  readonly next?: string;
  /** Beginnings of words, folded, that a screen marks in what was found. */
  readonly marks: readonly string[];
  readonly respelt: readonly Respelling[];
  /** With the first page alone. */
  readonly others?: OthersPage;
}

/** How many of those that match have this. */
export interface Facet<T> {
  readonly value: T;
  readonly count: number;
}

/** GET /api/search/facets?q= : how what matches is divided; of the newest, up to `countedUpto`. */
export interface SearchFacets {
  readonly count: number;
  readonly countedUpto: number;
  readonly kinds: readonly Facet<Report['kind']>[];
  readonly parties: readonly Facet<PartyId>[];
  readonly readers: readonly Facet<PartyId>[];
  readonly byAuthor: readonly Facet<GradeAxes | 'none'>[];
  /** By the grade of the reader's own party. */
  readonly byReader: readonly Facet<GradeAxes | 'none'>[];
  /** `2026-03`, by the centre's clock, the newest first. */
  readonly months: readonly Facet<string>[];
  /** By the town in whose reach it lies; what lies in none is left out. */
  readonly places: readonly Facet<Names>[];
}

/** A search that an office keeps, and is told of when a report comes that it finds. [Q9] */
export interface SavedSearch {
  readonly name: string;
  readonly query: string;
}

/** Told on /api/stream to the office that keeps the search alone: what came is found by it. [Q9] */
export interface FoundEvent {
  readonly kind: 'found';
  readonly name: string;
  readonly query: string;
  /** The newest of what came. */
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly subject: string;
  readonly count: number;
}

/** What an office's saved searches are kept as: the content of its draft of kind `searches`. */
export interface SavedSearches {
  readonly searches: readonly SavedSearch[];
}

/** Reads what was kept; what is not of that form counts as nothing kept. */
export function parseSavedSearches(content: string): readonly SavedSearch[] {
  let kept: unknown;
  try {
    kept = JSON.parse(content);
  } catch {
    return [];
  }
  const { searches } = (kept ?? {}) as { readonly searches?: unknown };
  if (!Array.isArray(searches)) return [];
  return searches
    .filter((each: unknown): each is SavedSearch => {
      const { name, query } = (each ?? {}) as { readonly name?: unknown; readonly query?: unknown };
      return typeof name === 'string' && typeof query === 'string';
    })
    .slice(0, SAVED_SEARCHES_MAX);
}
