import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { ShapeIndex } from '../geo/shape-boxes.ts';
import { openShapeIndex } from '../geo/shape-boxes.ts';
import type { Shape } from '../geo/shape.ts';
import type { PreparedShape } from '../geo/touch.ts';
import { prepare } from '../geo/touch.ts';
import type { AgreementFile } from './agreement/rules.ts';
import { agreementFile } from './agreement/rules.ts';
import type { PlanGround } from './operation/ground.ts';
import { groundOf, shapeOf } from './operation/ground.ts';
import { formatStatement, termsOf } from './operation/statement.ts';
import type { Audience } from './party/audience.ts';
import { isSameAudience } from './party/audience.ts';
import { retiredKeyName } from './party/retired.ts';
import type { Charter } from './party/schema.ts';
import type { RecordType } from './record.ts';
import type { Said } from './said.ts';
import { isSaid, laterOf } from './said.ts';
import { momentOf } from './wire.ts';

/** A claim with its ground made ready for many questions. */
export interface StandingClaim {
  readonly said: Said<'claim'>;
  readonly area: PreparedShape;
  readonly from: Instant;
  /** Without an end while nothing is said of one. */
  readonly upto: Instant | undefined;
}

/** A post or a protected site with its ground made ready. */
export interface StandingPlace<T extends 'post' | 'site' = 'post' | 'site'> {
  readonly said: Said<T>;
  readonly ground: PreparedShape;
  readonly from: Instant;
  readonly upto: Instant | undefined;
}

/** A plan with all that was said about it, in no order that matters. */
export interface PlanFile {
  readonly plan: Said<'plan'> | undefined;
  readonly shape: Shape | undefined;
  readonly ground: PlanGround | undefined;
  readonly decisions: readonly Said<'decision'>[];
  readonly acceptances: readonly Said<'acceptance'>[];
  readonly activations: readonly Said<'activation'>[];
  readonly closings: readonly Said<'closing'>[];
  /** Stops and resumptions. */
  readonly stops: readonly Said<'stop' | 'resumption'>[];
  readonly steps: readonly Said<'step'>[];
  readonly contacts: readonly Said<'contact'>[];
  readonly clearances: readonly Said<'clearance'>[];
  /** Plans that say they amend this one. */
  readonly amendments: readonly RecordHash[];
  /** Decisions by {@link signedName}: only these can be the same statement said twice. [C20] */
  readonly signedAt: ReadonlyMap<string, SameMoment>;
  /** Shared by all versions of a plan. */
  readonly line: Line;
}

/** What was signed by one key at one moment: one decision, or the first place of each statement. */
export interface SameMoment {
  readonly first: Said<'decision'>;
  /** Absent where there is only one. */
  readonly places: Map<string, number> | undefined;
}

/** What all versions of a plan have in common: how often anything about one of them was learnt. */
export interface Line {
  readonly version: number;
  /** The line that this one was found to be part of. */
  readonly into: Line | undefined;
}

/** What a node knows of a centre: the sum of its records, whatever the order they came in. [C11] */
export interface Known {
  readonly charter: Charter;
  /** The members, to whom what binds all is published. */
  readonly centre: Audience;
  /** The latest roster of each party. */
  readonly rosters: ReadonlyMap<PartyId, Said<'roster'>>;
  /** All rosters of each party. [C34] */
  readonly rosterHistory: ReadonlyMap<PartyId, readonly Said<'roster'>[]>;
  /** For a name of `retiredKeyName`, the first roster that told of the key's end when it had come. [C19] */
  readonly retired: ReadonlyMap<string, Said<'roster'>>;
  /** Claims that no later claim of the same party replaces. [C3] */
  readonly claims: ReadonlyMap<RecordHash, StandingClaim>;
  readonly claimIndex: ShapeIndex<RecordHash>;
  readonly plans: ReadonlyMap<RecordHash, PlanFile>;
  readonly planIndex: ShapeIndex<RecordHash>;
  readonly agreements: ReadonlyMap<RecordHash, AgreementFile>;
  /** Signatures by what they stand under. */
  readonly signings: ReadonlyMap<RecordHash, readonly Said<'signing'>[]>;
  readonly incursions: ReadonlyMap<RecordHash, Said<'incursion'>>;
  /** Answers by what they answer. */
  readonly answers: ReadonlyMap<RecordHash, readonly Said<'answer'>[]>;
  /** Posts and protected sites that no later record of the same party replaces. */
  readonly places: ReadonlyMap<RecordHash, StandingPlace>;
  readonly placeIndex: ShapeIndex<RecordHash>;
  readonly handovers: ReadonlyMap<RecordHash, Said<'handover'>>;
  readonly handoverSteps: ReadonlyMap<RecordHash, readonly Said<'handover-step'>[]>;
  /** Entries known of each member's log towards the centre, understood or not. [C30] */
  readonly reached: ReadonlyMap<PartyId, number>;
  /** Grows by one with every record that changed anything here. */
  readonly version: number;
  /** All rosters, claims, agreements and signatures, as they were learnt. */
  readonly law: readonly Said[];
}

/** A {@link Known} that can still learn. */
export interface Learning extends Known {
  /** Takes in one record; the same record twice, or in another order, makes no difference. */
  learn(said: Said): void;
  /** Takes note that this many entries of a member's log towards the centre are known. [C30] */
  reach(author: PartyId, size: number): void;
}

/** The types of record that decide who is asked and who may decide. */
const LAW: ReadonlySet<RecordType> = new Set(['roster', 'claim', 'agreement', 'signing']);

/** Begins to know the centre that `charter` founds, whose members read each other in `audience`. */
export function openKnown(charter: Charter, audience: Audience): Learning {
  const seen = new Set<string>();
  const rosters = new Map<PartyId, Said<'roster'>>();
  const rosterHistory = new Map<PartyId, Said<'roster'>[]>();
  const retired = new Map<string, Said<'roster'>>();
  const claims = openReplacing<StandingClaim>((claim) => claim.area);
  const places = openReplacing<StandingPlace>((place) => place.ground);
  const plans = new Map<RecordHash, MutablePlanFile>();
  const planIndex = openShapeIndex<RecordHash>();
  const agreements = new Map<RecordHash, AgreementFile>();
  const signings = new Map<RecordHash, Said<'signing'>[]>();
  const incursions = new Map<RecordHash, Said<'incursion'>>();
  const answers = new Map<RecordHash, Said<'answer'>[]>();
  const handovers = new Map<RecordHash, Said<'handover'>>();
  const handoverSteps = new Map<RecordHash, Said<'handover-step'>[]>();
  const reached = new Map<PartyId, number>();
  const law: Said[] = [];
  let version = 0;

  /** The file of a plan, about which something is learnt. */
  const fileOf = (plan: RecordHash): MutablePlanFile => {
    const held = plans.get(plan) ?? emptyFile();
    plans.set(plan, held);
    lineOf(held).version += 1;
    return held;
  };

  const takeRetired = (said: Said<'roster'>): void => {
    for (const { id, upto } of said.record.body.keys) {
      if (upto === null || momentOf(upto) > momentOf(said.record.at)) continue;
      const name = retiredKeyName(said.author, id);
      const held = retired.get(name);
      if (!held || said.index < held.index) retired.set(name, said);
    }
  };

  const takePlan = (said: Said<'plan'>): void => {
    const file = fileOf(said.hash);
    // The same bytes may stand in two places; which came first must not matter. [C11]
    if (!file.plan || isBefore(said, file.plan)) file.plan = said;
    if (file.ground) return;
    const { shape, reachMetres, amends } = said.record.body;
    file.shape = shapeOf(shape);
    file.ground = groundOf(file.shape, reachMetres);
    planIndex.add(said.hash, { ...file.ground.shape, bounds: file.ground.bounds });
    if (amends === undefined) return;
    const before = fileOf(amends);
    before.amendments.push(said.hash);
    join(lineOf(file), lineOf(before));
  };

  const takeDecision = (said: Said<'decision'>): void => {
    const file = fileOf(said.record.body.plan);
    file.decisions.push(said);
    const name = signedName(said);
    const held = file.signedAt.get(name);
    file.signedAt.set(name, held ? withPlace(held, said) : { first: said, places: undefined });
  };

  const learn = (said: Said): void => {
    const place = `${said.log}/${said.index}`;
    if (seen.has(place) || said.record.marking.exercise !== charter.exercise) return; // [C10]
    if (said.record.by.party !== said.author) return; // [C9] nobody speaks for another party
    if (!take(said)) return;
    seen.add(place);
    version += 1;
    if (LAW.has(said.record.type)) law.push(said);
  };

  const take = (said: Said): boolean => {
    const isPublished = isSameAudience(said.audience, audience);
    if (isSaid(said, 'roster')) {
      if (!isPublished) return false; // [C7]
      rosters.set(said.author, laterOf(rosters.get(said.author), said));
      push(rosterHistory, said.author, said);
      takeRetired(said);
    } else if (isSaid(said, 'claim')) {
      if (!isPublished) return false; // [C3]
      claims.take(said, standingClaim(said));
    } else if (isSaid(said, 'agreement')) {
      if (!isPublished) return false; // [C27]
      if (!agreements.has(said.hash)) agreements.set(said.hash, agreementFile(said));
    } else if (isSaid(said, 'signing')) {
      if (!isPublished) return false; // [C27]
      push(signings, said.record.body.under, said);
    } else if (isSaid(said, 'plan')) takePlan(said);
    else if (isSaid(said, 'decision')) takeDecision(said);
    else if (isSaid(said, 'post')) places.take(said, standingPlace(said, said.record.body.at));
    else if (isSaid(said, 'site')) places.take(said, standingPlace(said, said.record.body.ground));
    else return takeFollowing(said);
    return true;
  };

  /** What follows from plans, and what stands beside them. */
  const takeFollowing = (said: Said): boolean => {
    if (isSaid(said, 'acceptance')) fileOf(said.record.body.plan).acceptances.push(said);
    else if (isSaid(said, 'activation')) fileOf(said.record.body.plan).activations.push(said);
    else if (isSaid(said, 'closing')) fileOf(said.record.body.plan).closings.push(said);
    else if (isSaid(said, 'stop')) fileOf(said.record.body.plan).stops.push(said);
    else if (isSaid(said, 'resumption')) fileOf(said.record.body.plan).stops.push(said);
    else if (isSaid(said, 'step')) fileOf(said.record.body.plan).steps.push(said);
    else if (isSaid(said, 'contact')) fileOf(said.record.body.plan).contacts.push(said);
    else if (isSaid(said, 'clearance')) fileOf(said.record.body.plan).clearances.push(said);
    else if (isSaid(said, 'incursion')) incursions.set(said.hash, firstOf(incursions, said));
    else if (isSaid(said, 'answer')) push(answers, said.record.body.to, said);
    else if (isSaid(said, 'handover')) handovers.set(said.hash, firstOf(handovers, said));
    else if (isSaid(said, 'handover-step')) push(handoverSteps, said.record.body.handover, said);
    else return false;
    return true;
  };

  return {
    charter,
    centre: audience,
    rosters,
    rosterHistory,
    retired,
    claims: claims.standing,
    claimIndex: claims.index,
    plans,
    planIndex,
    agreements,
    signings,
    incursions,
    answers,
    places: places.standing,
    placeIndex: places.index,
    handovers,
    handoverSteps,
    reached,
    law,
    get version() {
      return version;
    },
    learn,
    reach(author, size) {
      if (size <= (reached.get(author) ?? 0)) return;
      reached.set(author, size);
      version += 1;
    },
  };
}

/** What decisions with one statement by one key in one log have in common. [C20] */
export function signedName({ log, signer, record }: Said<'decision'>): string {
  return `${log} ${signer?.keyId} ${record.at}`;
}

function withPlace({ first, places }: SameMoment, said: Said<'decision'>): SameMoment {
  const all = places ?? new Map([[formatStatement(termsOf(first.record)), first.index]]);
  const statement = formatStatement(termsOf(said.record));
  all.set(statement, Math.min(said.index, all.get(statement) ?? said.index));
  return { first, places: all };
}

interface Replacing<P> {
  readonly standing: Map<RecordHash, P>;
  readonly index: ShapeIndex<RecordHash>;
  take(said: Said, place: P): void;
}

/** Places of which a later one of the same party may replace an earlier one, in whatever order they come. */
function openReplacing<P extends { readonly said: Said }>(
  groundIn: (place: P) => PreparedShape,
): Replacing<P> {
  const standing = new Map<RecordHash, P>();
  const index = openShapeIndex<RecordHash>();
  const replaced = new Set<string>();
  return {
    standing,
    index,
    take(said, place) {
      for (const { rel, record } of said.record.refs) {
        if (rel !== 'replaces') continue;
        replaced.add(`${said.author} ${record}`);
        if (standing.get(record)?.said.author !== said.author) continue;
        standing.delete(record);
        index.remove(record);
      }
      if (replaced.has(`${said.author} ${said.hash}`)) return;
      standing.set(said.hash, place);
      index.add(said.hash, groundIn(place));
    },
  };
}

type Mutable<T> = {
  -readonly [K in keyof T]: T[K] extends readonly (infer E)[]
    ? E[]
    : T[K] extends ReadonlyMap<infer K2, infer V>
      ? Map<K2, V>
      : T[K];
};

type MutablePlanFile = Omit<Mutable<PlanFile>, 'line' | 'signedAt'> & {
  line: MutableLine;
  signedAt: Map<string, SameMoment>;
};

interface MutableLine {
  version: number;
  into: MutableLine | undefined;
}

/** How often anything was learnt about a plan or another version of it. */
export function lineVersion(file: PlanFile): number {
  let { line } = file;
  while (line.into) line = line.into;
  return line.version;
}

function lineOf(file: MutablePlanFile): MutableLine {
  while (file.line.into) file.line = file.line.into;
  return file.line;
}

function join(ours: MutableLine, theirs: MutableLine): void {
  if (ours === theirs) return;
  ours.into = theirs;
  theirs.version += ours.version;
}

function emptyFile(): MutablePlanFile {
  return {
    plan: undefined,
    shape: undefined,
    ground: undefined,
    decisions: [],
    acceptances: [],
    activations: [],
    closings: [],
    stops: [],
    steps: [],
    contacts: [],
    clearances: [],
    amendments: [],
    signedAt: new Map(),
    line: { version: 0, into: undefined },
  };
}

/** The same bytes may stand on two logs; which came first must not matter. [C11] */
function firstOf<S extends Said>(held: ReadonlyMap<RecordHash, S>, said: S): S {
  const other = held.get(said.hash);
  return other && !isBefore(said, other) ? other : said;
}

function isBefore(ours: Said, theirs: Said): boolean {
  return ours.log < theirs.log || (ours.log === theirs.log && ours.index < theirs.index);
}

function push<K, V>(map: Map<K, V[]>, key: K, value: V): void {
  const held = map.get(key);
  if (held) held.push(value);
  else map.set(key, [value]);
}

function standingClaim(said: Said<'claim'>): StandingClaim {
  const { area, from, upto } = said.record.body;
  return { said, area: prepare(shapeOf(area)), ...spanOf({ from, upto }) };
}

function standingPlace(said: Said<'post'> | Said<'site'>, geometry: unknown): StandingPlace {
  return { said, ground: prepare(shapeOf(geometry)), ...spanOf(said.record.body) };
}

function spanOf({ from, upto }: { readonly from: string; readonly upto: string | null }) {
  return { from: momentOf(from), upto: upto === null ? undefined : momentOf(upto) };
}
