import type { ConflictView } from '../../contract/api.ts';
import type { Known } from '../../accord/known.ts';
import type { Conflict, Contested } from '../../accord/operation/conflict.ts';
import { conflictsOf } from '../../accord/operation/conflict.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import { isSaid } from '../../accord/said.ts';
import type { Look } from './look.ts';

/** What a plan is in conflict with, as far as this reader may know of it. [C47] */
export function presentConflicts(look: Look, of: Contested): readonly ConflictView[] {
  return conflictsOf(look.known, of, (other) => isThere(look, other)).flatMap((conflict) =>
    presentConflict(look.known, conflict),
  );
}

/** Whether the reader may know of another plan, post or site, and it is or will be there. */
export function isThere(look: Look, other: Said): boolean {
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
