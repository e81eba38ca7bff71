import { isNear } from '../../geo/near.ts';
import type { PreparedShape } from '../../geo/touch.ts';
import type { Instant } from '../../base/instant.ts';
import type { Report } from './schema.ts';

/** Up to how many seconds apart two reports may still be of one event. [M14] */
export const LIKELY_SECONDS_MAX = 12 * 3_600;

/** Up to how many metres beyond their precision two reports may still be of one event. [M14] */
export const LIKELY_METRES_MAX = 5_000;

/** The most that both precisions together are taken for, in metres. */
const PRECISION_METRES_MAX = 40_000;

/** Which share of the shorter text's words both must have to count as the same words. [M14] */
export const LIKELY_WORDS_SHARE_MIN = 0.3;

/** How many points make a likely same event. [M14] */
export const LIKELY_POINTS_MIN = 5;

/** What of a report is held against another's. */
export interface EventFacts {
  readonly kind: Report['kind'];
  readonly from: Instant;
  readonly upto: Instant;
  readonly ground: PreparedShape;
  readonly precisionMetres: number;
  /** The words of its title and text, folded as a search folds them. */
  readonly words: ReadonlySet<string>;
}

/** Why two reports may be of one event, as a code that a screen puts into words. [M14] */
export type LikelyReason =
  | { readonly code: 'time-meets' }
  | { readonly code: 'time-near'; readonly seconds: number }
  | { readonly code: 'place-meets' }
  | { readonly code: 'place-near' }
  | { readonly code: 'kind-same' }
  | { readonly code: 'words-shared'; readonly words: readonly string[] };

/** How likely it is, by plain points that anyone can count up: the reasons say all of them. */
export interface Likeness {
  readonly points: number;
  readonly reasons: readonly LikelyReason[];
}

const POINTS = {
  'time-meets': 2,
  'time-near': 1,
  'place-meets': 3,
  'place-near': 2,
  'kind-same': 1,
  'words-shared': 2,
} as const satisfies Record<LikelyReason['code'], number>;

/** Likely the same event, with reasons, or nothing. Only offered, never applied by itself. [M14] */
export function likelySame(one: EventFacts, other: EventFacts): Likeness | undefined {
  const reasons = [
    ...timeReasons(one, other),
    ...placeReasons(one, other),
    ...(one.kind === other.kind ? [{ code: 'kind-same' } as const] : []),
    ...wordReasons(one, other),
  ];
  const has = (start: string) => reasons.some(({ code }) => code.startsWith(start));
  const points = reasons.reduce((sum, { code }) => sum + POINTS[code], 0);
  // However alike two texts are, what happened elsewhere or on another day is another event.
  return has('time') && has('place') && points >= LIKELY_POINTS_MIN
    ? { points, reasons }
    : undefined;
}

function timeReasons(one: EventFacts, other: EventFacts): readonly LikelyReason[] {
  const seconds = Math.max(one.from - other.upto, other.from - one.upto);
  if (seconds <= 0) return [{ code: 'time-meets' }];
  return seconds <= LIKELY_SECONDS_MAX ? [{ code: 'time-near', seconds }] : [];
}

function placeReasons(one: EventFacts, other: EventFacts): readonly LikelyReason[] {
  const metres = Math.min(PRECISION_METRES_MAX, one.precisionMetres + other.precisionMetres);
  if (isNear(one.ground, other.ground, metres)) return [{ code: 'place-meets' }];
  const isBeside = isNear(one.ground, other.ground, metres + LIKELY_METRES_MAX);
  return isBeside ? [{ code: 'place-near' }] : [];
}

function wordReasons(one: EventFacts, other: EventFacts): readonly LikelyReason[] {
  const [fewer, more] = one.words.size <= other.words.size ? [one, other] : [other, one];
  const words = [...fewer.words].filter((word) => more.words.has(word)).toSorted();
  const isEnough = words.length > 1 && words.length >= LIKELY_WORDS_SHARE_MIN * fewer.words.size;
  return isEnough ? [{ code: 'words-shared', words }] : [];
}
