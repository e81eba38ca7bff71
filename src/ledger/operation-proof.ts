import type { Sha256 } from '../base/bytes.ts';
import { formatBase64, formatHex, parseBase64, parseUtf8, utf8 } from '../base/bytes.ts';
import type { PartyId, RecordHash } from '../base/ids.ts';
import { isPartyId, isRecordHash } from '../base/ids.ts';
import type { Json, JsonFault, JsonObject } from '../base/json.ts';
import { parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Audience } from '../accord/party/audience.ts';
import { audienceOf } from '../accord/party/audience.ts';
import { NOTE_BYTES_MAX } from '../proof/note.ts';
import { ENTRY_BYTES_MAX } from '../proof/tile.ts';
import { HASH_BYTES } from '../proof/tree.ts';
import type { Entry } from './ports.ts';

/** The first line of a proof file: what it is, and by which rules. */
export const OPERATION_PROOF_HEAD = 'tansiq/operation-proof/v1';

/** Bytes of a whole proof file. */
export const OPERATION_PROOF_BYTES_MAX = 67_108_864;

/** Entries, given or withheld, of all logs of one proof file. */
export const OPERATION_PROOF_ENTRIES_MAX = 500_000;

/** Logs in one proof file. */
export const OPERATION_PROOF_LOGS_MAX = 1_024;

/** An entry of a log in a proof file: its exact bytes, or only the hash of its leaf. [F4] */
export type ProofEntry =
  | { readonly kind: 'given'; readonly bytes: Entry }
  | { readonly kind: 'withheld'; readonly leaf: Uint8Array };

/** A log from its beginning, with the checkpoints that show since when it was so. */
export interface ProofLog {
  readonly origin: string;
  readonly author: PartyId;
  readonly audience: Audience;
  /** Signed notes, none smaller than one before it; the last covers all entries. [F3] */
  readonly notes: readonly string[];
  readonly entries: readonly ProofEntry[];
}

/** All that a proof file holds. */
export interface OperationProof {
  /** The plan whose operation it is about. */
  readonly operation: RecordHash;
  readonly exercise: boolean;
  /** In the order of their origins, each once. */
  readonly logs: readonly ProofLog[];
}

/** Why bytes are no proof file, or not the one that was written. */
export type OperationProofFault =
  | { readonly kind: 'proof-too-large'; readonly limit: number }
  | { readonly kind: 'not-utf8' }
  | { readonly kind: 'no-proof-file' }
  /** The digest in the last line is not that of the lines before it. */
  | { readonly kind: 'digest-differs' }
  | { readonly kind: 'not-json'; readonly json: JsonFault }
  | { readonly kind: 'proof-malformed'; readonly path: string }
  /** It says the same in other bytes than the one form. */
  | { readonly kind: 'not-canonical' };

/** The proof file: three lines, the head, one object in the form of RFC 8785, and their digest. [F1] */
export function formatOperationProof(sha256: Sha256, proof: OperationProof): Uint8Array {
  const text = `${OPERATION_PROOF_HEAD}\n${bodyOf(proof)}\n`;
  return utf8(`${text}${digestLine(sha256, utf8(text))}`);
}

/** Reads a proof file whose every byte may have been chosen by somebody else; believes none of it. [F1] [F2] */
export function parseOperationProof(
  sha256: Sha256,
  bytes: Uint8Array,
): Result<OperationProof, OperationProofFault> {
  if (bytes.length > OPERATION_PROOF_BYTES_MAX) {
    return err({ kind: 'proof-too-large', limit: OPERATION_PROOF_BYTES_MAX });
  }
  const text = parseUtf8(bytes);
  if (!text.ok) return text;
  const [head = '', body = '', digest = '', ...rest] = text.value.split('\n');
  if (head !== OPERATION_PROOF_HEAD) return err({ kind: 'no-proof-file' });
  if (rest.length !== 1 || rest[0] !== '') return err({ kind: 'no-proof-file' });
  if (`${digest}\n` !== digestLine(sha256, utf8(`${head}\n${body}\n`))) {
    return err({ kind: 'digest-differs' });
  }
  const json = parseJson(body);
  if (!json.ok) return err({ kind: 'not-json', json: json.fault });
  const proof = proofOf(json.value);
  if (!proof.ok) return proof;
  return bodyOf(proof.value) === body ? proof : err({ kind: 'not-canonical' });
}

/** The object of a proof file in the form of RFC 8785: names in order, no space, nothing escaped in vain. */
function bodyOf({ operation, exercise, logs }: OperationProof): string {
  const given = logs.map(bodyOfLog).join(',');
  return `{"exercise":${exercise},"logs":[${given}],"operation":${JSON.stringify(operation)}}`;
}

function bodyOfLog({ audience, author, entries, notes, origin }: ProofLog): string {
  const parts = [
    `"audience":${JSON.stringify(audience)}`,
    `"author":${JSON.stringify(author)}`,
    `"entries":[${entries.map(bodyOfEntry).join(',')}]`,
    `"notes":${JSON.stringify(notes)}`,
    `"origin":${JSON.stringify(origin)}`,
  ];
  return `{${parts.join(',')}}`;
}

function bodyOfEntry(entry: ProofEntry): string {
  return entry.kind === 'given'
    ? `"${formatBase64(entry.bytes)}"`
    : `{"hash":"${formatBase64(entry.leaf)}"}`;
}

function digestLine(sha256: Sha256, before: Uint8Array): string {
  return `sha256:${formatHex(sha256(before))}\n`;
}

type Malformed = { readonly kind: 'proof-malformed'; readonly path: string };

const malformed = (path: string) => err<Malformed>({ kind: 'proof-malformed', path });

function proofOf(json: Json): Result<OperationProof, Malformed> {
  if (!hasJust(json, ['exercise', 'logs', 'operation'])) return malformed('');
  const { operation, exercise, logs } = json;
  if (typeof operation !== 'string' || !isRecordHash(operation)) return malformed('operation');
  if (typeof exercise !== 'boolean') return malformed('exercise');
  if (!isList(logs) || logs.length > OPERATION_PROOF_LOGS_MAX) return malformed('logs');
  const read: ProofLog[] = [];
  let count = 0;
  for (const [i, each] of logs.entries()) {
    const log = logIn(each, `logs.${i}`);
    if (!log.ok) return log;
    const before = read.at(-1)?.origin;
    if (before !== undefined && before >= log.value.origin) return malformed(`logs.${i}.origin`);
    count += log.value.entries.length;
    if (count > OPERATION_PROOF_ENTRIES_MAX) return malformed(`logs.${i}.entries`);
    read.push(log.value);
  }
  return ok({ operation, exercise, logs: read });
}

function logIn(json: Json, path: string): Result<ProofLog, Malformed> {
  if (!hasJust(json, ['audience', 'author', 'entries', 'notes', 'origin'])) return malformed(path);
  const { origin, author, audience, notes, entries } = json;
  if (typeof origin !== 'string') return malformed(`${path}.origin`);
  if (typeof author !== 'string' || !isPartyId(author)) return malformed(`${path}.author`);
  const readers = readersIn(audience);
  if (!readers) return malformed(`${path}.audience`);
  if (!isList(notes) || !notes.every(isNoteText)) return malformed(`${path}.notes`);
  if (!isList(entries)) return malformed(`${path}.entries`);
  const read: ProofEntry[] = [];
  for (const [i, each] of entries.entries()) {
    const entry = entryIn(each);
    if (!entry) return malformed(`${path}.entries.${i}`);
    read.push(entry);
  }
  return ok({ origin, author, audience: readers, notes, entries: read });
}

function readersIn(json: Json | undefined): Audience | undefined {
  if (!isList(json)) return undefined;
  const parties = json.filter((each) => typeof each === 'string').filter(isPartyId);
  const audience = audienceOf(parties);
  // Sorted and each once, or the same readers could be written in two ways.
  const isSo = audience.ok && json.every((each, i) => each === audience.value[i]);
  return isSo && json.length === audience.value.length ? audience.value : undefined;
}

function entryIn(json: Json): ProofEntry | undefined {
  if (typeof json === 'string') {
    const bytes = parseBase64(json);
    if (!bytes.ok || bytes.value.length === 0 || bytes.value.length > ENTRY_BYTES_MAX) {
      return undefined;
    }
    return { kind: 'given', bytes: bytes.value };
  }
  if (!hasJust(json, ['hash']) || typeof json['hash'] !== 'string') return undefined;
  const leaf = parseBase64(json['hash']);
  if (!leaf.ok || leaf.value.length !== HASH_BYTES) return undefined;
  return { kind: 'withheld', leaf: leaf.value };
}

function isNoteText(json: Json): json is string {
  return typeof json === 'string' && json.length <= NOTE_BYTES_MAX;
}

function isList(json: Json | undefined): json is readonly Json[] {
  return Array.isArray(json);
}

function hasJust(json: Json, keys: readonly string[]): json is JsonObject {
  if (typeof json !== 'object' || json === null || isList(json)) return false;
  const held = Object.keys(json).toSorted();
  return held.length === keys.length && held.every((key, i) => key === keys[i]);
}
