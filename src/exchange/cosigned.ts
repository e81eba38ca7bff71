import type { LogId, PartyId } from '../base/ids.ts';
import type { Card } from '../ledger/card.ts';
import type { Log } from '../ledger/log.ts';
import type { Shelf } from '../ledger/ports.ts';
import { allKeys } from '../ledger/succession.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { verifyCosignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import { formatNote, isLineOf, parseNote } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Cosigned } from './cosigned-history.ts';
import { rememberCosigned } from './cosigned-history.ts';

/** How many witnesses' lines are kept on one checkpoint of the history. */
export const COSIGNERS_KEPT_MAX = 4;

/** Where the newest cosigned checkpoint of a log stands on the shelf. */
export function cosignedName(log: LogId): string {
  return `cosigned/${log}`;
}

/** Whether the witness of a pinned card has cosigned this note; the author's line is not looked at. */
export function isCosigned(
  primitives: Primitives,
  note: string,
  cards: ReadonlyMap<PartyId, Card>,
): boolean {
  const keys = cosignersIn(note, witnessesIn(cards));
  const checkpoint = keys.length > 0 ? parseCheckpoint(note) : undefined;
  if (!checkpoint?.ok) return false;
  return keys.some((witnessKey) => verifyCosignature(primitives, checkpoint.value, witnessKey).ok);
}

/** The keys of the witnesses among pinned cards. */
export function witnessesIn(cards: ReadonlyMap<PartyId, Card>): readonly VerifierKey[] {
  return [...cards.values()].flatMap(({ witnessKey }) => (witnessKey ? [witnessKey] : []));
}

/**
 * Keeps a cosigned checkpoint that our copy agrees with: as the newest unless a larger one is kept,
 * or one of its size that was cosigned later [F13], and in the history with the lines of `witnesses` that hold. The caller has checked the author's
 * signature and our root at that size. [X19] [F11]
 */
export async function keepCosigned(
  { primitives, shelf }: { readonly primitives: Primitives; readonly shelf: Shelf },
  log: Log,
  cosigned: Checkpoint,
  witnesses: readonly VerifierKey[],
): Promise<void> {
  const dated = datedBy(primitives, log, cosigned, witnesses);
  if (dated) await rememberCosigned(shelf, log.id, dated);
  const name = cosignedName(log.id);
  const text = await shelf.get(name);
  const held = text === undefined ? undefined : parseCheckpoint(text);
  if (held?.ok && held.value.size > cosigned.size) return;
  if (held?.ok && held.value.size === cosigned.size) {
    const before = datedBy(primitives, log, held.value, witnesses);
    if (before && before.at >= (dated?.at ?? 0)) return;
  }
  await shelf.put(name, cosigned.note);
}

/** The checkpoint with when it was first cosigned; lines that were not checked could grow without end. */
function datedBy(
  primitives: Primitives,
  log: Log,
  cosigned: Checkpoint,
  witnesses: readonly VerifierKey[],
): Cosigned | undefined {
  const held = cosignersIn(cosigned.note, witnesses)
    .flatMap((key) => {
      const line = verifyCosignature(primitives, cosigned, key);
      return line.ok ? [{ key, time: line.value.time }] : [];
    })
    .toSorted((ours, theirs) => ours.time - theirs.time)
    .slice(0, COSIGNERS_KEPT_MAX);
  const note = parseNote(cosigned.note);
  const [first] = held;
  if (!first || !note.ok) return undefined;
  const keys = [...allKeys(log), ...held.map(({ key }) => key)];
  const signatures = note.value.signatures.filter((line) => keys.some((k) => isLineOf(line, k)));
  return {
    size: cosigned.size,
    at: first.time,
    note: formatNote({ text: note.value.text, signatures }),
  };
}

/** Most notes bear no line of a witness, and telling so by its name is cheap. */
function cosignersIn(note: string, witnesses: readonly VerifierKey[]): readonly VerifierKey[] {
  return witnesses.filter(({ name }) => note.includes(`\u2014 ${name} `));
}
