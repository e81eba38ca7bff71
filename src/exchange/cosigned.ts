import type { LogId, PartyId } from '../base/ids.ts';
import type { Card } from '../ledger/card.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { verifyCosignature } from '../proof/cosignature.ts';
import type { Primitives } from '../proof/primitives.ts';

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
  // Most notes bear no such line, and telling so is cheap.
  const keys = [...cards.values()].flatMap(({ witnessKey }) =>
    witnessKey && note.includes(`\u2014 ${witnessKey.name} `) ? [witnessKey] : [],
  );
  const checkpoint = keys.length > 0 ? parseCheckpoint(note) : undefined;
  if (!checkpoint?.ok) return false;
  return keys.some((witnessKey) => verifyCosignature(primitives, checkpoint.value, witnessKey).ok);
}

/**
 * Keeps a cosigned checkpoint that our copy agrees with, unless a larger one is kept. The caller
 * has checked the author's signature, the witness's and our root at that size. [X19]
 */
export async function keepCosigned(shelf: Shelf, log: LogId, cosigned: Checkpoint): Promise<void> {
  const name = cosignedName(log);
  const text = await shelf.get(name);
  const held = text === undefined ? undefined : parseCheckpoint(text);
  if (held?.ok && held.value.size > cosigned.size) return;
  if (text !== cosigned.note) await shelf.put(name, cosigned.note);
}
