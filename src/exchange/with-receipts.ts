import type { Log } from '../ledger/log.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { withSignature } from '../proof/cosignature.ts';
import { formatSignatureLine, parseNote } from '../proof/note.ts';
import { readReceipts } from './cosigned-history.ts';
import { partiesIn } from '../accord/party/audience.ts';

/**
 * The checkpoint with the lines of all members whose kept receipt is over this very checkpoint, so
 * that one file shows who had stored it. What is on the shelf was checked when it was kept. [L31]
 */
export async function withReceipts(
  shelf: Pick<Shelf, 'get' | 'names'>,
  log: Log,
  checkpoint: Checkpoint,
): Promise<Checkpoint> {
  let shown = checkpoint;
  const own = parseNote(checkpoint.note);
  if (!own.ok || checkpoint.size === 0) return checkpoint;
  for (const member of partiesIn(log.audience)) {
    const receipts = await readReceipts(shelf, log.id, member);
    const receipt = await receipts.earliest(checkpoint.size - 1);
    const note = receipt ? parseNote(receipt.note) : undefined;
    if (!note?.ok || note.value.text !== own.value.text) continue;
    for (const line of note.value.signatures) {
      // The author's line is there already, and no name signs twice. [L14]
      const added = withSignature(shown, formatSignatureLine(line));
      if (added.ok) shown = added.value;
    }
  }
  return shown;
}
