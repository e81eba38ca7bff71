import type { Standing } from '../accord/operation/state.ts';
import type { LawfulStanding } from './law.ts';

/** In what a node's reckoning differs from the law; nothing where it does not. */
export function difference(
  ours: Standing | undefined,
  law: LawfulStanding | undefined,
): string | undefined {
  if (!ours || !law) return ours || law ? 'a plan is known to one alone' : undefined;
  const consenting = ours.asked.filter(({ stance }) => stance.kind === 'consents');
  const { state } = ours;
  const pairs: readonly (readonly [what: string, ours: unknown, law: unknown])[] = [
    ['required', ours.asked.map(({ party }) => party), law.required],
    ['consenting', consenting.map(({ party }) => party), law.consenting],
    ['state', state.kind, law.state],
    ...(state.kind === 'halted' ? [['halted by', state.by, law.halting] as const] : []),
    ...(state.kind === 'behind'
      ? [['behind', state.logs.map(({ party }) => party), law.behind] as const]
      : []),
    ...(state.kind === 'ended' ? [['ended', law.ends.includes(state.reason), true] as const] : []),
  ];
  const different = pairs.filter(([, a, b]) => JSON.stringify(a) !== JSON.stringify(b));
  return different.length === 0
    ? undefined
    : different.map(([what, a, b]) => `${what}: ${says(a)}, by law ${says(b)}`).join('; ');
}

function says(value: unknown): string {
  return Array.isArray(value) ? value.join(' ') || 'nobody' : String(value);
}
