import type { PartyId } from '../base/ids.ts';

/** What one member has said of our log since we asked what it holds. */
interface Answer {
  readonly ask: string;
  /** The size that it has shown with our own signature; absent while it is silent. */
  readonly size?: number;
}

/**
 * One log of ours that may have been longer than we remember. It is held until every other member
 * of its audience, and the witness where it has one, has said what it holds, and until all of
 * that is here again. [L25] [X13]
 */
export interface Recovery {
  readonly members: ReadonlyMap<PartyId, Answer>;
  /** What the witness has cosigned; absent while it is silent, 0 where there is no witness. */
  readonly witnessed?: number;
  /** The largest size that anyone has shown with our own signature. */
  readonly least: number;
}

/** A recovery that has asked `members`, each with a question of its own. */
export function beginRecovery(
  members: ReadonlyMap<PartyId, string>,
  hasWitness: boolean,
): Recovery {
  return {
    members: new Map([...members].map(([party, ask]) => [party, { ask }])),
    ...(hasWitness ? {} : { witnessed: 0 }),
    least: 0,
  };
}

/** After `party` answered the question `ask` with a `size` that it has shown. */
export function withAnswer(
  recovery: Recovery,
  party: PartyId,
  ask: string,
  size: number,
): Recovery {
  if (recovery.members.get(party)?.ask !== ask) return recovery;
  return { ...recovery, members: new Map([...recovery.members, [party, { ask, size }]]) };
}

/** After the witness showed that it has cosigned `size`. */
export function withWitness(recovery: Recovery, size: number): Recovery {
  return { ...recovery, witnessed: Math.max(size, recovery.witnessed ?? 0) };
}

/** After anyone showed our own signature over `size` entries. */
export function withShown(recovery: Recovery, size: number): Recovery {
  return { ...recovery, least: Math.max(size, recovery.least) };
}

/** What to do about `party`: ask again what it holds, fetch what it has shown, or nothing. */
export function nextStep(
  recovery: Recovery,
  party: PartyId,
  ours: number,
): { readonly kind: 'inquire'; readonly ask: string } | { readonly kind: 'fetch' | 'none' } {
  const answer = recovery.members.get(party);
  if (!answer) return { kind: 'none' };
  if (answer.size === undefined) return { kind: 'inquire', ask: answer.ask };
  return { kind: answer.size > ours ? 'fetch' : 'none' };
}

/** Whether all have answered and nothing that they have shown is missing here. */
export function isRecovered(recovery: Recovery, ours: number): boolean {
  const sizes = [...recovery.members.values()].map((answer) => answer.size);
  return [...sizes, recovery.witnessed, recovery.least].every(
    (size) => size !== undefined && size <= ours,
  );
}
