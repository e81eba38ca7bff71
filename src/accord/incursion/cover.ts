import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { isNear } from '../../geo/near.ts';
import type { PreparedShape } from '../../geo/touch.ts';
import { prepare, touchesPrepared } from '../../geo/touch.ts';
import type { Known, StandingClaim } from '../known.ts';
import { shapeOf } from '../operation/ground.ts';
import type { Life, LifeSpan } from '../operation/life.ts';
import { windowOf } from '../operation/turns.ts';
import type { Version } from '../operation/versions.ts';
import { versionOf } from '../operation/versions.ts';
import { uncoveredPrepared } from '../../geo/cover.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';

/** A plan near an incursion, and what of it covers the incursion. [C49] */
export interface Cover {
  readonly plan: RecordHash;
  readonly holdsPlace: boolean;
  readonly holdsTime: boolean;
  /** Whether the party named contributes to it or leads a part; no where nobody is named. */
  readonly hasParty: boolean;
  readonly covers: boolean;
  /** Its states during the incursion. */
  readonly spans: readonly LifeSpan[];
}

/** The claims of its author that an incursion's place touches at that time. */
export function claimsTouched(known: Known, said: Said<'incursion'>): readonly StandingClaim[] {
  const place = placeOf(said);
  const [from, upto] = timeOf(said);
  return known.claimIndex
    .near(place.bounds)
    .flatMap((hash) => known.claims.get(hash) ?? [])
    .filter(
      (claim) =>
        claim.said.author === said.author &&
        claim.from < upto &&
        (claim.upto === undefined || claim.upto > from) &&
        touchesPrepared(claim.area, place),
    )
    .toSorted((ours, theirs) => (ours.said.hash < theirs.said.hash ? -1 : 1));
}

/**
 * Every plan known that comes near an incursion's place and time, with what it covers of it and
 * what stood then by `lifeOf`. [C49]
 */
export function coversOf(
  known: Known,
  said: Said<'incursion'>,
  lifeOf: (plan: RecordHash) => Life | undefined,
): readonly Cover[] {
  const place = placeOf(said);
  const { precisionMetres } = said.record.body.place;
  const [from, upto] = timeOf(said);
  return known.planIndex
    .near(place.bounds, precisionMetres)
    .flatMap((hash) => versionOf(known.plans.get(hash)) ?? [])
    .filter((version) => {
      const window = windowOf(version.plan.record.body);
      const isThen = window.from < upto && from < window.upto;
      return isThen && version.ground.parts.some((part) => isNear(part, place, precisionMetres));
    })
    .map((version) => coverOf(version, said, lifeOf(version.plan.hash)?.spans ?? []))
    .toSorted((ours, theirs) => (ours.plan < theirs.plan ? -1 : 1));
}

function coverOf(version: Version, said: Said<'incursion'>, life: readonly LifeSpan[]): Cover {
  const body = version.plan.record.body;
  const [from, upto] = timeOf(said);
  const window = windowOf(body);
  const { by } = said.record.body;
  const holdsTime = window.from <= from && upto <= window.upto;
  const holdsPlace = isPlaceWithin(version, placeOf(said));
  const hasParty = by !== null && partiesIn(version).includes(by);
  const spans = life
    .filter((span) => span.from < upto && from < span.upto)
    .map((span) => ({
      ...span,
      from: Math.max(span.from, from) as Instant,
      upto: Math.min(span.upto, upto) as Instant,
    }));
  const isActive = spans.length > 0 && spans.every(({ state }) => state === 'active');
  const covers = holdsTime && holdsPlace && hasParty && isActive;
  return { plan: version.plan.hash, holdsPlace, holdsTime, hasParty, covers, spans };
}

/** Whether the plan's whole ground, taken together, holds the place. */
function isPlaceWithin({ ground }: Version, place: PreparedShape): boolean {
  return !uncoveredPrepared(place, ground.parts);
}

function partiesIn({ plan }: Version): readonly PartyId[] {
  const { contributions, sectors = [], phases = [] } = plan.record.body;
  return [
    ...contributions.map(({ party }) => party),
    ...[...sectors, ...phases].map(({ lead }) => lead),
  ];
}

function placeOf(said: Said<'incursion'>): PreparedShape {
  return prepare(shapeOf(said.record.body.place.geometry));
}

function timeOf({ record }: Said<'incursion'>): readonly [from: Instant, upto: Instant] {
  const { from, upto } = record.body.when;
  return [momentOf(from), momentOf(upto)];
}

/** Who has settled an incursion by the last answer: of its author and of the party it names. [C50] */
export function settledBy(known: Known, incursion: Said<'incursion'>): readonly PartyId[] {
  const thread = threadOf(known, incursion.hash);
  const parties = [
    incursion.author,
    ...(incursion.record.body.by ? [incursion.record.body.by] : []),
  ];
  return [...new Set(parties)].toSorted().filter((party) => {
    const last = thread
      .filter(({ author }) => author === party)
      .toSorted((ours, theirs) => theirs.index - ours.index)[0];
    return last?.record.body.settles === true;
  });
}

/** Whether an incursion is settled by both. [C50] */
export function isSettled(known: Known, incursion: Said<'incursion'>): boolean {
  const { by } = incursion.record.body;
  const parties = new Set([incursion.author, ...(by ? [by] : [])]);
  return settledBy(known, incursion).length === parties.size;
}

/** How many answers deep a thread is followed. */
const THREAD_DEPTH_MAX = 32;

/** All answers to a record and to its answers. */
export function threadOf(known: Known, to: RecordHash): readonly Said<'answer'>[] {
  const found = new Map<RecordHash, Said<'answer'>>();
  let level: readonly RecordHash[] = [to];
  for (let depth = 0; depth < THREAD_DEPTH_MAX && level.length > 0; depth += 1) {
    const answers = level.flatMap((hash) => known.answers.get(hash) ?? []);
    level = answers.map(({ hash }) => hash).filter((hash) => !found.has(hash));
    for (const answer of answers) found.set(answer.hash, answer);
  }
  return [...found.values()];
}
