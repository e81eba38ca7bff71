import { equal, formatHex, parseUtf8, utf8 } from '../base/bytes.ts';
import type { Sha256 } from '../base/bytes.ts';
import { invariant } from '../base/result.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { LogKeys } from '../ledger/succession.ts';
import { openOf } from '../ledger/succession.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import type { Primitives } from '../proof/primitives.ts';
import { verifyConsistency } from '../proof/tree.ts';
import type { EvidenceMessage } from './messages.ts';
import { formatMessage, parseMessage } from './messages.ts';

/**
 * Whether the two checkpoints were both signed by the author's keys and cannot both be true. Nobody need be
 * believed for it: not the one who shows it, nor the one who carried it; and a key that was lost
 * accuses nobody. [X11] [D4]
 */
export function verifyEvidence(
  primitives: Primitives,
  keys: LogKeys,
  evidence: Omit<EvidenceMessage, 'kind' | 'log'>,
): boolean {
  const earlier = openOf(primitives, keys, evidence.earlier, 'accuse');
  const later = openOf(primitives, keys, evidence.later, 'accuse');
  if (!earlier.ok || !later.ok) return false;
  return isContradicted(primitives.sha256, evidence, [earlier.value, later.value]);
}

/** Whether the tree of the later checkpoint had, at the size of the earlier, another root than that. [X11] */
export function isContradicted(
  sha256: Sha256,
  { root, proof }: Pick<EvidenceMessage, 'root' | 'proof'>,
  [earlier, later]: readonly [Checkpoint, Checkpoint],
): boolean {
  const claim = {
    from: earlier.size,
    fromRoot: root,
    upto: later.size,
    uptoRoot: later.root,
    proof,
  };
  return verifyConsistency(sha256, claim) && !equal(earlier.root, root);
}

/** How many pairs are kept of one log: one convicts, a flood of them would only fill the disk. [X21] */
export const EVIDENCE_PER_LOG_MAX = 8;

/** Evidence that outlasts a restart. */
export interface EvidenceShelf {
  all(): readonly EvidenceMessage[];
  /** Keeps what {@link verifyEvidence} has accepted; tells whether it is new. */
  keep(evidence: EvidenceMessage): Promise<boolean>;
}

/** Opens what is kept under `evidence/` on the shelf. */
export async function openEvidenceShelf(shelf: Shelf, sha256: Sha256): Promise<EvidenceShelf> {
  const held = new Map<string, EvidenceMessage>();
  for (const name of await shelf.names(EVIDENCE)) {
    const read = parseMessage(utf8((await shelf.get(name)) ?? ''));
    if (read.ok && read.value.kind === 'evidence') held.set(name, read.value);
  }
  return {
    all: () => [...held.values()],
    async keep(evidence) {
      const name = `${EVIDENCE}${evidence.log}/${evidenceName(sha256, evidence)}`;
      const ofLog = [...held.values()].filter((each) => each.log === evidence.log);
      if (held.has(name) || ofLog.length >= EVIDENCE_PER_LOG_MAX) return false;
      const text = parseUtf8(formatMessage(evidence));
      invariant(text.ok, 'what we format is UTF-8');
      await shelf.put(name, text.value);
      held.set(name, evidence);
      return true;
    },
  };
}

const EVIDENCE = 'evidence/';

/** The same name for the same pair at everyone, whichever way round it is shown. */
function evidenceName(sha256: Sha256, { earlier, later }: EvidenceMessage): string {
  const bodies = [earlier, later].map((note) => note.slice(0, note.lastIndexOf('\n\n'))).toSorted();
  return formatHex(sha256(utf8(bodies.join('\n\n')))).slice(0, 32);
}
