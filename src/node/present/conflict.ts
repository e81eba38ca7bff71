import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { ConflictView } from '../../contract/api.ts';
import type { Known } from '../../accord/known.ts';
import type { Conflict, Contested } from '../../accord/operation/conflict.ts';
import { conflictsOf } from '../../accord/operation/conflict.ts';
import type { Version } from '../../accord/operation/versions.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import { isSaid } from '../../accord/said.ts';
import type { Look } from './look.ts';

/** What the draft of a plan is in conflict with, as far as this reader may know of it. [C47] */
export function presentConflicts(look: Look, of: Contested): readonly ConflictView[] {
  return conflictsOf(look.known, of, (other) => isThere(look, other)).flatMap((conflict) =>
    presentConflict(look.known, conflict),
  );
}

/** What a plan is in conflict with; found anew only where something around it has changed. [C47] */
export function conflictsFor(
  look: Look,
  { plan, ground }: Version,
  asked: readonly PartyId[],
): readonly ConflictView[] {
  const { hash, author, record } = plan;
  const found = heldFor(look, hash, () =>
    conflictsOf(look.known, { hash, plan: record.body, author, ground, asked }, () => true),
  );
  return found
    .filter((conflict) => isOtherThere(look, conflict))
    .flatMap((conflict) => presentConflict(look.known, conflict));
}

interface Held {
  readonly surroundings: number;
  readonly conflicts: readonly Conflict[];
}

/** What was found of each plan, for as long as what is known lives. */
const held = new WeakMap<Known, Map<RecordHash, Held>>();

function heldFor(look: Look, plan: RecordHash, find: () => readonly Conflict[]): Held['conflicts'] {
  const { known, surroundings } = look;
  const ours = held.get(known) ?? new Map<RecordHash, Held>();
  held.set(known, ours);
  const last = ours.get(plan);
  if (last?.surroundings === surroundings) return last.conflicts;
  const conflicts = find();
  ours.set(plan, { surroundings, conflicts });
  return conflicts;
}

function isOtherThere(look: Look, conflict: Conflict): boolean {
  const { known } = look;
  const other =
    conflict.kind === 'plan'
      ? known.plans.get(conflict.with)?.plan
      : known.places.get(conflict.with)?.said;
  return other !== undefined && isThere(look, other);
}

/** Whether the reader may know of another plan, post or site, and it is or will be there. */
function isThere(look: Look, other: Said): boolean {
  if (!mayRead(look.reader, other)) return false;
  if (isSaid(other, 'plan')) {
    const state = look.standing(other.hash)?.state.kind;
    return state !== undefined && state !== 'ended' && state !== 'refused';
  }
  const place = look.known.places.get(other.hash);
  return place !== undefined && (place.upto === undefined || look.now < place.upto);
}

function presentConflict(known: Known, conflict: Conflict): readonly ConflictView[] {
  if (conflict.kind === 'plan') {
    const plan = known.plans.get(conflict.with)?.plan?.record.body;
    return plan ? [{ ...conflict, title: plan.name, shape: plan.shape }] : [];
  }
  const said = known.places.get(conflict.with)?.said;
  if (!said) return [];
  const { names } = said.record.body;
  const shape = isSaid(said, 'post') ? said.record.body.at : groundOfSite(said);
  return shape ? [{ ...conflict, title: names.en, names, shape }] : [];
}

function groundOfSite(said: Said): ConflictView['shape'] | undefined {
  return isSaid(said, 'site') ? said.record.body.ground : undefined;
}
