import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Said } from './said.ts';
import { isSaid, laterOf } from './said.ts';
import { momentOf } from './wire.ts';
import type { Shape } from '../geo/shape.ts';
import { parseShape } from '../geo/shape.ts';
import type { PreparedShape } from '../geo/touch.ts';
import { prepare } from '../geo/touch.ts';
import type { JsonObject } from '../base/json.ts';
import { invariant } from '../base/result.ts';
import type { Instant } from '../base/instant.ts';
import type { Audience } from './party/audience.ts';
import { isSameAudience } from './party/audience.ts';
import type { Charter } from './party/schema.ts';

/** A claim with its ground made ready for many questions. */
export interface StandingClaim {
  readonly said: Said<'claim'>;
  readonly area: PreparedShape;
  readonly from: Instant;
  /** Without an end while nothing is said of one. */
  readonly upto: Instant | undefined;
}

/** A plan with all that was said about it, in no order that matters. */
export interface PlanFile {
  readonly plan: Said<'plan'> | undefined;
  readonly shape: Shape | undefined;
  readonly decisions: readonly Said<'decision'>[];
  readonly acceptances: readonly Said<'acceptance'>[];
  readonly activations: readonly Said<'activation'>[];
  readonly closings: readonly Said<'closing'>[];
}

/** What a node knows of a centre: the sum of its records, whatever the order they came in. [C11] */
export interface Known {
  readonly charter: Charter;
  readonly rosters: ReadonlyMap<PartyId, Said<'roster'>>;
  /** For a {@link retiredKeyName}, the first roster that told of the key's end when it had come. [C19] */
  readonly retired: ReadonlyMap<string, Said<'roster'>>;
  /** Claims that no later claim of the same party replaces. [C3] */
  readonly claims: ReadonlyMap<RecordHash, StandingClaim>;
  readonly plans: ReadonlyMap<RecordHash, PlanFile>;
  /** Grows by one with every record that changed anything here. */
  readonly version: number;
}

/** A {@link Known} that can still learn. */
export interface Learning extends Known {
  /** Takes in one record; the same record twice, or in another order, makes no difference. */
  learn(said: Said): void;
}

/** Begins to know the centre that `charter` founds, whose members read each other in `audience`. */
export function openKnown(charter: Charter, audience: Audience): Learning {
  const rosters = new Map<PartyId, Said<'roster'>>();
  const retired = new Map<string, Said<'roster'>>();
  const claims = new Map<RecordHash, StandingClaim>();
  const plans = new Map<RecordHash, MutablePlanFile>();
  const replaced = new Set<string>();
  const seen = new Set<string>();
  let version = 0;

  const fileOf = (plan: RecordHash): MutablePlanFile => {
    const held = plans.get(plan) ?? emptyFile();
    plans.set(plan, held);
    return held;
  };

  const takeClaim = (said: Said<'claim'>): void => {
    for (const { rel, record } of said.record.refs) {
      if (rel !== 'replaces') continue;
      replaced.add(`${said.author} ${record}`);
      if (claims.get(record)?.said.author === said.author) claims.delete(record);
    }
    if (!replaced.has(`${said.author} ${said.hash}`)) claims.set(said.hash, standing(said));
  };

  const takeRetired = (said: Said<'roster'>): void => {
    for (const { id, upto } of said.record.body.keys) {
      if (upto === null || momentOf(upto) > momentOf(said.record.at)) continue;
      const name = retiredKeyName(said.author, id);
      const held = retired.get(name);
      if (!held || said.index < held.index) retired.set(name, said);
    }
  };

  const learn = (said: Said): void => {
    const place = `${said.log}/${said.index}`;
    if (seen.has(place) || said.record.marking.exercise !== charter.exercise) return; // [C10]
    if (said.record.by.party !== said.author) return; // [C9] nobody speaks for another party
    if (!take(said)) return;
    seen.add(place);
    version += 1;
  };

  const take = (said: Said): boolean => {
    if (isSaid(said, 'roster')) {
      if (!isSameAudience(said.audience, audience)) return false; // [C7] published to all members
      rosters.set(said.author, laterOf(rosters.get(said.author), said));
      takeRetired(said);
    } else if (isSaid(said, 'claim')) {
      if (!isSameAudience(said.audience, audience)) return false; // [C3]
      takeClaim(said);
    } else if (isSaid(said, 'plan')) {
      const file = fileOf(said.hash);
      // The same bytes may stand on two logs; which came first must not matter. [C11]
      if (!file.plan || said.log < file.plan.log) file.plan = said;
      file.shape ??= shapeOf(said.record.body.shape as JsonObject);
    } else if (isSaid(said, 'decision')) fileOf(said.record.body.plan).decisions.push(said);
    else if (isSaid(said, 'acceptance')) fileOf(said.record.body.plan).acceptances.push(said);
    else if (isSaid(said, 'activation')) fileOf(said.record.body.plan).activations.push(said);
    else if (isSaid(said, 'closing')) fileOf(said.record.body.plan).closings.push(said);
    else return false;
    return true;
  };

  return {
    charter,
    rosters,
    retired,
    claims,
    plans,
    get version() {
      return version;
    },
    learn,
  };
}

/** The name of a party's key among those that were retired. */
export function retiredKeyName(party: PartyId, keyId: string): string {
  return `${party} ${keyId}`;
}

type MutablePlanFile = {
  plan: Said<'plan'> | undefined;
  shape: Shape | undefined;
  decisions: Said<'decision'>[];
  acceptances: Said<'acceptance'>[];
  activations: Said<'activation'>[];
  closings: Said<'closing'>[];
};

function emptyFile(): MutablePlanFile {
  return {
    plan: undefined,
    shape: undefined,
    decisions: [],
    acceptances: [],
    activations: [],
    closings: [],
  };
}

function standing(said: Said<'claim'>): StandingClaim {
  const { area, from, upto } = said.record.body;
  return {
    said,
    area: prepare(shapeOf(area as JsonObject)),
    from: momentOf(from),
    upto: upto === null ? undefined : momentOf(upto),
  };
}

function shapeOf(geometry: JsonObject): Shape {
  const shape = parseShape(geometry);
  invariant(shape.ok, 'a record that was understood has a shape');
  return shape.value;
}
