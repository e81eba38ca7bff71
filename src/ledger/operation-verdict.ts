import { equal } from '../base/bytes.ts';
import type { PartyId, RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatCanonical } from '../base/json.ts';
import type { JsonObject } from '../base/json.ts';
import type { NonEmpty, Result } from '../base/result.ts';
import { err, isNonEmpty, ok } from '../base/result.ts';
import type { Audience } from '../accord/party/audience.ts';
import { audienceOf, isSameAudience, partiesIn } from '../accord/party/audience.ts';
import type { Charter } from '../accord/party/schema.ts';
import type { Said } from '../accord/said.ts';
import { isSaid } from '../accord/said.ts';
import type { VerifierKey } from '../proof/note.ts';
import { parseNote, verifyNote } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import { EMPTY_FRONTIER, grow, leafHash, rootOf } from '../proof/tree.ts';
import type { Card } from './card.ts';
import type { Log } from './log.ts';
import { logOf } from './log.ts';
import type { OperationProof, OperationProofFault, ProofLog } from './operation-proof.ts';
import { parseOperationProof } from './operation-proof.ts';
import type { KeyFault } from './succession.ts';
import { openOf, signerOf } from './succession.ts';
import { understand } from './understand.ts';

/** Whom the reader of a proof file trusts: the cards that were handed over, and nobody else. */
export interface OperationKeys {
  readonly cards: ReadonlyMap<PartyId, Card>;
  /** Whose cosignatures count; without it, those of the observers that the charter names. [F7] */
  readonly witnesses?: readonly VerifierKey[];
}

/** A cosignature over a beginning of a log. */
export interface Seal {
  readonly size: number;
  /** The witness's name. */
  readonly by: string;
  /** By the witness's clock. */
  readonly at: Instant;
}

/** What a proof file has shown of one log. */
export interface LogShown {
  readonly log: Log;
  readonly size: number;
  readonly given: number;
  /** Entries of which only the hash is given: what they say is the maker's word. [F4] */
  readonly withheld: number;
  /** Entries that are given and not understood by this release. */
  readonly unknown: number;
  /** The smallest first. */
  readonly seals: readonly Seal[];
}

/** What a proof file that holds has shown. What it means for the operation is for others to say. */
export interface OperationShown {
  readonly operation: RecordHash;
  readonly exercise: boolean;
  readonly plan: Said<'plan'>;
  readonly charter: Charter;
  /** The members of the centre. */
  readonly centre: Audience;
  /** Everything that is given and understood, log by log in its order. */
  readonly said: readonly Said[];
  readonly logs: readonly LogShown[];
  /** Parties without a log in the file towards an audience of it: silent there, or left out. [F9] */
  readonly absent: readonly { readonly party: PartyId; readonly audience: Audience }[];
}

/** Why a proof file shows nothing. */
export type OperationVerdictFault =
  | OperationProofFault
  /** No card was given for a party whose word is needed. */
  | { readonly kind: 'no-card'; readonly party: PartyId }
  /** A log bears another name than its author and readers make. */
  | { readonly kind: 'wrong-origin'; readonly origin: string }
  | { readonly kind: 'note-bad'; readonly origin: string; readonly why: KeyFault['kind'] }
  | { readonly kind: 'notes-out-of-order'; readonly origin: string }
  /** The entries do not give the root that the author signed over so many of them. */
  | { readonly kind: 'root-differs'; readonly origin: string; readonly size: number }
  /** The last note does not cover just the entries that are there. */
  | { readonly kind: 'size-differs'; readonly origin: string }
  | { readonly kind: 'plan-missing' }
  | { readonly kind: 'charter-missing' }
  /** This party's first charter is not the one that the others founded the centre with. */
  | { readonly kind: 'charter-differs'; readonly party: PartyId }
  | { readonly kind: 'exercise-differs' }
  /** A log towards neither the centre nor the readers of the plan. */
  | { readonly kind: 'other-audience'; readonly origin: string };

/**
 * What the proof file `bytes` shows to one who holds the parties' cards and nothing else: every log
 * is its author's, every note is signed over just these entries, every officer's signature was
 * looked at. The rules stand in the order in which a person would ask. [F6]
 */
export function verifyOperationProof(
  primitives: Primitives,
  bytes: Uint8Array,
  keys: OperationKeys,
): Result<OperationShown, OperationVerdictFault> {
  const proof = parseOperationProof(primitives.sha256, bytes);
  if (!proof.ok) return proof;
  const logs: Rooted[] = [];
  for (const each of proof.value.logs) {
    const rooted = rootLog(primitives, each, keys.cards);
    if (!rooted.ok) return rooted;
    logs.push(rooted.value);
  }
  const founded = foundation(proof.value, logs);
  if (!founded.ok) return founded;
  const { charter, centre, plan } = founded.value;
  for (const party of [...partiesIn(centre), ...charter.observers]) {
    if (!keys.cards.has(party)) return err({ kind: 'no-card', party });
  }
  const witnesses = keys.witnesses ?? observersOf(charter, keys.cards);
  const shown: LogShown[] = [];
  for (const each of logs) {
    const seals = sealsOf(primitives, each, witnesses);
    if (!seals.ok) return seals;
    shown.push({ ...each.counts, log: each.log, seals: seals.value });
  }
  return ok({
    operation: proof.value.operation,
    exercise: proof.value.exercise,
    plan,
    charter,
    centre,
    said: logs.flatMap(({ said }) => said),
    logs: shown,
    absent: absentIn(logs, [centre, plan.audience]),
  });
}

/** The earliest cosignature over a record that stands at `index` of this log. */
export function sealedSince({ seals }: LogShown, index: number): Seal | undefined {
  const covering = seals.filter(({ size }) => size > index);
  return covering.toSorted((ours, theirs) => ours.at - theirs.at)[0];
}

/** A log whose notes are signed and whose entries give the roots of all of them. */
interface Rooted {
  readonly log: Log;
  readonly notes: readonly { readonly size: number; readonly note: string }[];
  readonly said: readonly Said[];
  readonly counts: Pick<LogShown, 'size' | 'given' | 'withheld' | 'unknown'>;
}

function rootLog(
  primitives: Primitives,
  given: ProofLog,
  cards: OperationKeys['cards'],
): Result<Rooted, OperationVerdictFault> {
  const { origin, author, audience, entries } = given;
  const card = cards.get(author);
  if (!card) return err({ kind: 'no-card', party: author });
  const log = logOf(primitives.sha256, card, audience);
  // The name is made of author and readers, so none of them can be exchanged.
  if (log.origin !== origin || !audience.includes(author)) {
    return err({ kind: 'wrong-origin', origin });
  }
  const notes: { size: number; note: string }[] = [];
  let [frontier, size] = [EMPTY_FRONTIER, 0];
  for (const [i, note] of given.notes.entries()) {
    // The last one vouches for all entries; those before it are places in its tree. [D3]
    const isLast = i === given.notes.length - 1;
    const opened = openOf(primitives, log, note, isLast ? 'alone' : 'held');
    if (!opened.ok) return err({ kind: 'note-bad', origin, why: opened.fault.kind });
    const { value } = opened;
    if (value.size < size) return err({ kind: 'notes-out-of-order', origin });
    if (value.size > entries.length) return err({ kind: 'size-differs', origin });
    const leaves = entries
      .slice(size, value.size)
      .map((each) => (each.kind === 'given' ? leafHash(primitives.sha256, each.bytes) : each.leaf));
    frontier = grow(primitives.sha256, frontier, leaves);
    size = value.size;
    if (!equal(rootOf(primitives.sha256, frontier), value.root)) {
      return err({ kind: 'root-differs', origin, size });
    }
    notes.push({ size, note });
  }
  if (notes.length === 0 || size !== entries.length) return err({ kind: 'size-differs', origin });
  return ok({ log, notes, ...readEntries(primitives, log, entries) });
}

function readEntries(
  primitives: Primitives,
  log: Log,
  entries: ProofLog['entries'],
): Pick<Rooted, 'said' | 'counts'> {
  const said: Said[] = [];
  let [given, unknown] = [0, 0];
  for (const [index, each] of entries.entries()) {
    if (each.kind === 'withheld') continue;
    given += 1;
    const understood = understand(primitives, log, index, each.bytes);
    if (understood.kind === 'said') said.push(understood.said);
    else unknown += 1;
  }
  const size = entries.length;
  return { said, counts: { size, given, withheld: size - given, unknown } };
}

interface Foundation {
  readonly plan: Said<'plan'>;
  readonly charter: Charter;
  readonly centre: Audience;
}

/** The plan, and the charter that all members of its centre founded it with. [F8] */
function foundation(
  proof: OperationProof,
  logs: readonly Rooted[],
): Result<Foundation, OperationVerdictFault> {
  const all = logs.flatMap(({ said }) => said).filter((s) => s.record.by.party === s.author);
  const plan = all.find((s) => s.hash === proof.operation && isSaid(s, 'plan'));
  if (!plan || !isSaid(plan, 'plan')) return err({ kind: 'plan-missing' });
  const charters = all.flatMap((said) => (isSaid(said, 'charter') ? [said] : []));
  const toCentre = charters.filter((said) => {
    const members = audienceOf(said.record.body.members);
    return members.ok && isSameAudience(members.value, said.audience);
  });
  const firsts = toCentre.filter((said) => toCentre.find((s) => s.log === said.log) === said);
  if (!isNonEmpty(firsts)) return err({ kind: 'charter-missing' });
  const [own] = foundedBy(firsts, plan);
  const odd = firsts.find((each) => textOf(each) !== textOf(own));
  if (odd) return err({ kind: 'charter-differs', party: odd.author });
  const charter = own.record.body;
  const isSo = [charter.exercise, plan.record.marking.exercise].every((e) => e === proof.exercise);
  if (!isSo) return err({ kind: 'exercise-differs' });
  const centre = own.audience;
  const strange = logs.find(
    ({ log }) =>
      !isSameAudience(log.audience, centre) && !isSameAudience(log.audience, plan.audience),
  );
  if (strange) return err({ kind: 'other-audience', origin: strange.log.origin });
  return ok({ plan, charter, centre });
}

/** The plan's author's own charter before those of others. */
function foundedBy(
  firsts: NonEmpty<Said<'charter'>>,
  plan: Said<'plan'>,
): NonEmpty<Said<'charter'>> {
  const own = firsts.find(({ author }) => author === plan.author);
  return own ? [own] : firsts;
}

function textOf(said: Said<'charter'>): string {
  return formatCanonical(said.record.body as unknown as JsonObject);
}

function observersOf(charter: Charter, cards: OperationKeys['cards']): readonly VerifierKey[] {
  return charter.observers.flatMap((party) => cards.get(party)?.witnessKey ?? []);
}

/** A line of a witness that does not hold condemns the note that bears it. [F7] */
function sealsOf(
  primitives: Primitives,
  { log, notes }: Rooted,
  witnesses: readonly VerifierKey[],
): Result<readonly Seal[], OperationVerdictFault> {
  const seals: Seal[] = [];
  for (const { size, note } of notes) {
    const parsed = parseNote(note);
    if (!parsed.ok) return err({ kind: 'note-bad', origin: log.origin, why: parsed.fault.kind });
    const held = verifyNote(primitives, parsed.value, [signerOf(log, note), ...witnesses]);
    if (!held.ok) return err({ kind: 'note-bad', origin: log.origin, why: held.fault.kind });
    for (const line of held.value) {
      if (line.kind === 'cosignature') seals.push({ size, by: line.key.name, at: line.time });
    }
  }
  return ok(seals);
}

function absentIn(
  logs: readonly Rooted[],
  audiences: readonly Audience[],
): OperationShown['absent'] {
  const distinct = audiences.filter(
    (audience, i) => audiences.findIndex((each) => isSameAudience(each, audience)) === i,
  );
  return distinct.flatMap((audience) =>
    partiesIn(audience)
      .filter(
        (party) =>
          !logs.some(({ log }) => log.author === party && isSameAudience(log.audience, audience)),
      )
      .map((party) => ({ party, audience })),
  );
}
