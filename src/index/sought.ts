import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { GradeAxes, Report } from '../accord/knowledge/schema.ts';

/** A box in degrees. West is never past east: a box does not cross the 180th meridian. */
export type DegreeBox = readonly [west: number, south: number, east: number, north: number];

/** How many corners the outline of a condition may have. */
export const CORNERS_MAX = 64;

/** What a report must be to be found; each is exact, and none looks past the logs that are named. [I3] */
export type Condition =
  | { readonly kind: 'all' | 'any'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }
  /** Each word begins a word of the report. [I4] [I15] */
  | { readonly kind: 'words'; readonly text: string }
  /** The words stand in this order, side by side, in one part of the report; an open one ends in a beginning. [I16] */
  | { readonly kind: 'phrase'; readonly text: string; readonly isOpen?: true }
  | { readonly kind: 'kinds'; readonly kinds: readonly Report['kind'][] }
  /** One of these wrote it. */
  | { readonly kind: 'parties'; readonly parties: readonly PartyId[] }
  /** All of these may read it. */
  | { readonly kind: 'readers'; readonly parties: readonly PartyId[] }
  /** The office's name begins so. */
  | { readonly kind: 'seat'; readonly text: string }
  /** The grade that stands by one of these, or by its author, is one of those. [I17] */
  | {
      readonly kind: 'grades';
      readonly by: readonly (PartyId | 'author')[];
      readonly grades: readonly GradeAxes[];
    }
  | { readonly kind: 'ungraded'; readonly by: PartyId }
  /** Somebody linked it, in any way or as what contradicts. [I18] */
  | { readonly kind: 'linked'; readonly relation?: 'contradicts' }
  | { readonly kind: 'attached' }
  /** It was going on at `from` or after, and began before `upto`. */
  | { readonly kind: 'window'; readonly from?: Instant; readonly upto?: Instant }
  /** Its place comes as near to a point, in degrees, as so many metres. [I19] */
  | {
      readonly kind: 'circle';
      readonly at: readonly [lon: number, lat: number];
      readonly metres: number;
    }
  | { readonly kind: 'box'; readonly box: DegreeBox }
  /**
   * Its place touches the area within these corners, in degrees, in their order round it; at least
   * three and at most {@link CORNERS_MAX}, of a ring that does not cross itself. [I43]
   */
  | { readonly kind: 'outline'; readonly corners: readonly (readonly [lon: number, lat: number])[] }
  | { readonly kind: 'these'; readonly hashes: readonly RecordHash[] }
  /** It stands on this log, at this place or after. */
  | { readonly kind: 'placed'; readonly log: string; readonly from: number };
