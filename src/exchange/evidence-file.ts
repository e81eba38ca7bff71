import { formatBase64, parseBase64 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Json, JsonObject } from '../base/json.ts';
import { parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Card } from '../ledger/card.ts';
import { keysOfOrigin } from '../ledger/log.ts';
import { receiptLines } from '../ledger/receipt-key.ts';
import { openOf } from '../ledger/succession.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { NOTE_BYTES_MAX } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import { PROOF_HASHES_MAX } from '../proof/tlog-proof.ts';
import { HASH_BYTES } from '../proof/tree.ts';
import { isContradicted } from './evidence.ts';

/** The first line of an evidence file: what it is, and by which rules. */
export const EVIDENCE_HEAD = 'tansiq/evidence/v1';

/** Bytes of a whole evidence file. */
export const EVIDENCE_BYTES_MAX = 4 * NOTE_BYTES_MAX;

/** Two signed notes that cannot both be true, with what shows it to whoever holds the cards. [F16] */
export interface EvidenceFile {
  /**
   * `fork`: both are checkpoints by the log's author. `false-receipt`: `earlier` bears the line of
   * a member that has stored it, and `later` is the author's checkpoint of another tree.
   */
  readonly kind: 'fork' | 'false-receipt';
  /** The note of fewer entries, or either of two of one size. */
  readonly earlier: string;
  readonly later: string;
  /** The root that the tree of `later` had at the size of `earlier`: 32 bytes. */
  readonly root: Uint8Array;
  /** The hashes that show `later` to extend `root`; none where both are of one size. */
  readonly proof: readonly Uint8Array[];
}

/** What an evidence file shows. */
export interface EvidenceShown {
  readonly kind: EvidenceFile['kind'];
  readonly origin: string;
  /** Whose log it is. */
  readonly author: PartyId;
  /** Who signed what does not hold together: the author, or members who acknowledged it. */
  readonly against: readonly PartyId[];
  readonly sizes: readonly [earlier: number, later: number];
  /** When each member said it had stored the earlier state, by its own clock; of a fork none. */
  readonly since: readonly Instant[];
}

/** Why a file shows nothing. */
export type EvidenceFault =
  | { readonly kind: 'evidence-malformed'; readonly path: string }
  | { readonly kind: 'no-card'; readonly origin: string }
  /** One of the notes does not bear the signature that would make it evidence. */
  | { readonly kind: 'note-not-signed'; readonly which: 'earlier' | 'later' }
  /** Both notes can be true. */
  | { readonly kind: 'no-contradiction' };

/** [F16] The text of an evidence file: its head, then one line in the form of RFC 8785. */
export function formatEvidence({ kind, earlier, later, root, proof }: EvidenceFile): string {
  const body: JsonObject = {
    kind,
    earlier,
    later,
    root: formatBase64(root),
    proof: proof.map(formatBase64),
  };
  // Notes are signed, so their text must not be normalised: the line is RFC 8785 with plain texts.
  const sorted = Object.entries(body).toSorted(([a], [b]) => (a < b ? -1 : 1));
  return `${EVIDENCE_HEAD}\n${JSON.stringify(Object.fromEntries(sorted))}\n`;
}

/** [F16] Reads an evidence file; every byte of it was perhaps chosen by somebody else. */
export function parseEvidence(text: string): Result<EvidenceFile, EvidenceFault> {
  const [head, line, ...end] = text.length <= EVIDENCE_BYTES_MAX ? text.split('\n') : [];
  if (head !== EVIDENCE_HEAD || line === undefined) return malformed('head');
  if (end.length !== 1 || end[0] !== '') return malformed('end');
  const json = parseJson(line);
  if (!json.ok || !isObject(json.value)) return malformed('');
  const { kind, earlier, later, root, proof } = json.value;
  if (kind !== 'fork' && kind !== 'false-receipt') return malformed('kind');
  if (!isNoteText(earlier)) return malformed('earlier');
  if (!isNoteText(later)) return malformed('later');
  const there = hashOf(root);
  if (!there) return malformed('root');
  if (!Array.isArray(proof) || proof.length > PROOF_HASHES_MAX) return malformed('proof');
  const hashes = (proof as readonly Json[]).flatMap((each) => hashOf(each) ?? []);
  if (hashes.length !== proof.length) return malformed('proof');
  const file: EvidenceFile = { kind, earlier, later, root: there, proof: hashes };
  // One piece of evidence has one form, so that nobody wonders what else a file may say.
  return formatEvidence(file) === text ? ok(file) : malformed('');
}

/**
 * [F17] What a file shows to whoever holds the cards. Neither who found it nor who carried it is
 * believed: only the signatures on both notes, and the tree that the later one names.
 */
export function judgeEvidence(
  primitives: Primitives,
  file: EvidenceFile,
  cards: readonly Card[],
): Result<EvidenceShown, EvidenceFault> {
  const parsed = parseCheckpoint(file.later);
  const origin = parsed.ok ? parsed.value.origin : '';
  const card = cards.find((each) => keysOfOrigin(each, origin) !== undefined);
  const keys = card && keysOfOrigin(card, origin);
  if (!card || !keys) return err({ kind: 'no-card', origin });
  const isFork = file.kind === 'fork';
  const later = openOf(primitives, keys, file.later, isFork ? 'accuse' : 'alone');
  if (!later.ok) return err({ kind: 'note-not-signed', which: 'later' });
  const earlier = isFork
    ? openOf(primitives, keys, file.earlier, 'accuse')
    : parseCheckpoint(file.earlier);
  if (!earlier.ok || earlier.value.origin !== origin) {
    return err({ kind: 'note-not-signed', which: 'earlier' });
  }
  const lines = isFork ? [] : receiptLines(primitives, earlier.value, cards);
  if (!isFork && lines.length === 0) return err({ kind: 'note-not-signed', which: 'earlier' });
  if (!isContradicted(primitives.sha256, file, [earlier.value, later.value])) {
    return err({ kind: 'no-contradiction' });
  }
  return ok({
    kind: file.kind,
    origin,
    author: card.party,
    against: isFork ? [card.party] : lines.map(({ party }) => party),
    sizes: [earlier.value.size, later.value.size],
    since: lines.map(({ time }) => time),
  });
}

function hashOf(value: Json | undefined): Uint8Array | undefined {
  const bytes = parseBase64(typeof value === 'string' ? value : '');
  return bytes.ok && bytes.value.length === HASH_BYTES ? bytes.value : undefined;
}

function isNoteText(value: Json | undefined): value is string {
  return typeof value === 'string' && value.length > 0 && value.length <= NOTE_BYTES_MAX;
}

function isObject(value: Json): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function malformed(path: string): Result<never, EvidenceFault> {
  return err({ kind: 'evidence-malformed', path });
}
