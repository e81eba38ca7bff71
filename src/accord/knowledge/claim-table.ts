import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Bounds } from '../../geo/edge.ts';
import { distanceMetres } from '../../geo/measure.ts';
import { isNear } from '../../geo/near.ts';
import { STRIP_METRES_MAX } from '../../geo/strip.ts';
import type { PreparedShape } from '../../geo/touch.ts';
import { prepare } from '../../geo/touch.ts';
import { shapeOf } from '../operation/ground.ts';
import { momentOf } from '../wire.ts';
import { CLAIM_ABOUTS } from './claims.ts';
import type { Count } from './details.ts';
import type { GradeAxes, Link, Report } from './schema.ts';

/** How many reports a table of claims holds at most; each is held against every other. [M5] */
export const TABLE_REPORTS_MAX = 60;

/** How far apart two spans of time may lie and still meet, since clocks differ, in seconds. [M6] */
export const TIME_SLACK_SECONDS = 300;

/** What a claim is about. */
export type ClaimAbout = (typeof CLAIM_ABOUTS)[number];

/** A claim by its report and its number; 0 is what the report says by its title, time and place. */
export interface ClaimName {
  readonly report: RecordHash;
  readonly number: number;
}

/** A party's grade of a claim, or of the whole report where it has none of the claim. */
export interface ClaimGrade {
  readonly party: PartyId;
  readonly grade: GradeAxes;
  readonly claim?: number;
}

/** A relation between two claims, made by some party. */
export interface ClaimLink {
  readonly record: RecordHash;
  readonly relation: Link['relation'];
  readonly by: PartyId;
  readonly from: ClaimName;
  readonly to: ClaimName;
}

/** A report of a matter, as the table takes it. */
export interface TableReport {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly report: Pick<Report, 'title' | 'when' | 'place' | 'claims' | 'details' | 'source'>;
  /** One of each party for the whole, and one for each claim that it graded by itself. */
  readonly grades: readonly ClaimGrade[];
}

/** That two claims do not fit together, and by how much. [M6] */
export interface Difference {
  readonly with: ClaimName;
  /** Counts that do not overlap; times or places that do not meet. */
  readonly kind: 'counts' | 'times' | 'places';
  /** For times, the seconds between them. */
  readonly seconds?: number;
  /** For places, about how far apart their middles are; for people to read, nothing hangs on it. */
  readonly metres?: number;
}

/** One claim in its column, with who says so. */
export interface ClaimEntry extends ClaimName {
  readonly author: PartyId;
  readonly source: Report['source']['kind'];
  /** In the writer's words; absent where a time, a place or a figure says it. */
  readonly words?: string;
  readonly count?: Count;
  /** What is counted, where the form of the report names it: `killed`. */
  readonly item?: string;
  readonly when?: Report['when'];
  readonly place?: Report['place'];
  readonly grades: readonly ClaimGrade[];
  readonly differences: readonly Difference[];
  readonly links: readonly ClaimLink[];
}

/** All claims about one thing, side by side. */
export interface ClaimRow {
  readonly about: ClaimAbout;
  readonly entries: readonly ClaimEntry[];
  /** Whether any two of them do not fit together, or a party says that they contradict. */
  readonly hasDifferences: boolean;
}

/**
 * The claims of reports side by side: what, when, where, how many, who; rows without any are left
 * out. Of more than {@link TABLE_REPORTS_MAX} reports the first are taken. [M5] [M6]
 */
export function claimTable(
  reports: readonly TableReport[],
  links: readonly ClaimLink[],
): readonly ClaimRow[] {
  const held = reports.slice(0, TABLE_REPORTS_MAX);
  const bare = held.flatMap(bareClaims);
  return CLAIM_ABOUTS.flatMap((about): readonly ClaimRow[] => {
    const claims = bare.filter((each) => each.about === about);
    if (claims.length === 0) return [];
    const entries = claims.map((claim): ClaimEntry => {
      const { about: _about, ground: _ground, ...entry } = claim;
      return {
        ...entry,
        differences: claims.flatMap((other) => differenceOf(claim, other, links)),
        links: links.filter(
          ({ from, to }) => isSame(from, claim, about) || isSame(to, claim, about),
        ),
      };
    });
    const hasDifferences = entries.some(
      (entry) =>
        entry.differences.length > 0 ||
        entry.links.some(({ relation }) => relation === 'contradicts'),
    );
    return [{ about, entries, hasDifferences }];
  });
}

interface BareClaim extends Omit<ClaimEntry, 'differences' | 'links'> {
  readonly about: ClaimAbout;
  readonly ground?: PreparedShape;
}

/** What a report says by its form, then what it claims by number. */
function bareClaims({ hash, author, report, grades }: TableReport): readonly BareClaim[] {
  const { title, when, place, claims = [], details = {}, source } = report;
  const base = (number: number) => ({
    report: hash,
    number,
    author,
    source: source.kind,
    grades: gradesOf(grades, number),
  });
  const ground = prepare(shapeOf(place.geometry));
  const counted = Object.entries(details).flatMap(([item, value]): readonly BareClaim[] =>
    isCount(value) ? [{ ...base(0), about: 'how-many', item, count: value }] : [],
  );
  return [
    { ...base(0), about: 'what', words: title },
    { ...base(0), about: 'when', when },
    { ...base(0), about: 'where', place, ground },
    ...counted,
    ...claims.map(({ about, words, count }, i): BareClaim => ({
      ...base(i + 1),
      about,
      words,
      ...(count ? { count } : {}),
    })),
  ];
}

/** A party's grade of the claim itself, or else that of the whole report. */
function gradesOf(grades: readonly ClaimGrade[], number: number): readonly ClaimGrade[] {
  const parties = [...new Set(grades.map(({ party }) => party))];
  return parties.flatMap((party) => {
    const theirs = grades.filter((each) => each.party === party);
    const ofClaim = number === 0 ? undefined : theirs.find(({ claim }) => claim === number);
    return ofClaim ?? theirs.find(({ claim }) => claim === undefined) ?? [];
  });
}

/** What a link without a number is about is the report as a whole: it stands beside the title. */
function isSame(name: ClaimName, claim: ClaimName, about: ClaimAbout): boolean {
  if (name.report !== claim.report || name.number !== claim.number) return false;
  return name.number !== 0 || about === 'what';
}

function differenceOf(
  claim: BareClaim,
  other: BareClaim,
  links: readonly ClaimLink[],
): readonly Difference[] {
  if (claim.report === other.report) return [];
  const name = { report: other.report, number: other.number };
  if (claim.count && other.count && isOneCount(claim, other, links)) {
    const { count: one } = claim;
    const { count: two } = other;
    return one.upto < two.from || two.upto < one.from ? [{ with: name, kind: 'counts' }] : [];
  }
  if (claim.when && other.when) {
    const seconds = gapOf(claim.when, other.when);
    return seconds > TIME_SLACK_SECONDS ? [{ with: name, kind: 'times', seconds }] : [];
  }
  if (claim.place && other.place && claim.ground && other.ground) {
    const metres = claim.place.precisionMetres + other.place.precisionMetres;
    // What is known no better than this contradicts nothing. [M6]
    if (metres > STRIP_METRES_MAX) return [];
    if (isNear(claim.ground, other.ground, metres)) return [];
    return [{ with: name, kind: 'places', metres: apart(claim.ground, other.ground) }];
  }
  return [];
}

/**
 * Whether two counts are of one thing: the form names it alike, the words are the same, or a party
 * has linked the two. Else eight families and three dead would be held against each other. [M6]
 */
function isOneCount(claim: BareClaim, other: BareClaim, links: readonly ClaimLink[]): boolean {
  if (claim.item !== undefined || other.item !== undefined) return claim.item === other.item;
  if (claim.words !== undefined && plain(claim.words) === plain(other.words ?? '')) return true;
  const joins = (one: ClaimName, two: ClaimName) =>
    isSame(one, claim, 'how-many') && isSame(two, other, 'how-many');
  return links.some(({ from, to }) => joins(from, to) || joins(to, from));
}

/** Words without their figures, marks and capitals: `8 wounded` and `3 Wounded.` are of one thing. */
function plain(words: string): string {
  return words
    .normalize('NFKD')
    .toLowerCase()
    .replaceAll(/[^\p{L}]+/gu, ' ')
    .trim();
}

/** About how far apart the middles of two places are, in tens of metres. */
function apart(one: PreparedShape, other: PreparedShape): number {
  const middle = ({ west, south, east, north }: Bounds) =>
    [Math.round((west + east) / 2), Math.round((south + north) / 2)] as const;
  return Math.round(distanceMetres(middle(one.bounds), middle(other.bounds)) / 10) * 10;
}

/** The seconds between two spans; 0 or less where they meet. */
function gapOf(one: Report['when'], other: Report['when']): number {
  return Math.max(
    momentOf(one.from) - momentOf(other.upto),
    momentOf(other.from) - momentOf(one.upto),
  );
}

function isCount(value: unknown): value is Count {
  return typeof value === 'object' && value !== null && 'from' in value && 'upto' in value;
}
