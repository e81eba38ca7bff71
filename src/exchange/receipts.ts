import type { LogId, PartyId } from '../base/ids.ts';
import { invariant } from '../base/result.ts';
import type { Held } from '../ledger/admit.ts';
import type { Log } from '../ledger/log.ts';
import type { ReceiptLine } from '../ledger/receipt-key.ts';
import { receiptKey, receiptLines } from '../ledger/receipt-key.ts';
import { allKeys } from '../ledger/succession.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { checkpointBody } from '../proof/checkpoint.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import type { Note, VerifierKey } from '../proof/note.ts';
import { formatNote, isLineOf, parseNote } from '../proof/note.ts';
import type { Copy } from './copy.ts';
import type { Cosigned } from './cosigned-history.ts';
import { newestReceipt, rememberReceipt } from './cosigned-history.ts';
import type { ReceiptMessage } from './messages.ts';
import type { Outgoing, StationNeeds, StationRules } from './needs.ts';
import { openNote } from './needs.ts';
import type { Given } from './receipt-due.ts';
import { partiesIn } from '../accord/party/audience.ts';

/** What was acknowledged, ours and the other members'; all of it outlasts a restart. */
export interface Receipts {
  /** What to send to the author of `log` about what we hold of it. */
  give(log: Log, copy: Copy, held: Held): Promise<readonly Outgoing[]>;
  /** Takes note that the author repeated our own receipt; tells whether it is ours. */
  heardOwn(copy: Copy, note: string): boolean;
  /** The checkpoint of a receipt and whose lines on it hold; nothing where there are none. */
  read(log: Log, note: string, held: Held): Shown | undefined;
  /** Keeps a receipt that our own tree agrees with. [X24] */
  keep(log: Log, shown: Shown): Promise<void>;
  /** Other members' newest receipts that `to`, who holds `size` entries, was not yet told of. [X26] */
  untold(log: Log, copy: Copy, to: PartyId, size: number): Promise<readonly Outgoing[]>;
}

/** A checkpoint that its author signed, and the members that acknowledge it. */
export interface Shown {
  readonly checkpoint: Checkpoint;
  readonly lines: readonly ReceiptLine[];
  /** Whether it is the very checkpoint that we hold, which need not be compared. */
  readonly isHeld: boolean;
}

/** Opens the receipts over what the shelf has of them. */
export function openReceipts(needs: StationNeeds, rules: StationRules): Receipts {
  const newest = new Map<string, Cosigned | undefined>();

  const newestBy = async (log: LogId, member: PartyId): Promise<Cosigned | undefined> => {
    const name = `${log} ${member}`;
    if (!newest.has(name)) newest.set(name, await newestReceipt(needs.shelf, log, member));
    return newest.get(name);
  };

  const remember = async (log: LogId, member: PartyId, receipt: Cosigned): Promise<void> => {
    const before = await newestBy(log, member);
    await rememberReceipt(needs.shelf, log, member, receipt);
    if (receipt.size > (before?.size ?? 0)) newest.set(`${log} ${member}`, receipt);
  };

  const isOurs = (text: string): boolean => {
    const card = needs.cards().get(needs.self);
    const note = parseNote(text);
    if (!card || !note.ok) return false;
    return note.value.signatures.some((line) => isLineOf(line, receiptKey(card)));
  };

  const lastGiven = async (log: Log): Promise<Given | undefined> => {
    const held = await newestBy(log.id, needs.self);
    // What a former key of ours acknowledged is said anew by the present one. [D5]
    if (!held || !isOurs(held.note)) return undefined;
    return { size: held.size, note: held.note, tries: 0, sentAt: held.at, isHeard: false };
  };

  const sign = async (log: Log, checkpoint: Checkpoint): Promise<Given | undefined> => {
    const card = needs.cards().get(needs.self);
    // What no key of the author's vouches for is not acknowledged. [L31]
    if (!card || !openNote(needs, log, checkpoint.note)) return undefined;
    const [key, at] = [receiptKey(card), needs.clock.now()];
    const line = await cosign(needs.signer, key.name, checkpointBody(checkpoint), at);
    const bare = { ...checkpoint, note: withLinesOf(checkpoint.note, allKeys(log)) };
    const signed = withSignature(bare, line);
    invariant(signed.ok, 'our line is the only one of ours');
    const { note } = signed.value;
    const { size } = checkpoint;
    // What we said must be known to us as long as to others.
    await remember(log.id, needs.self, { size, at, note });
    return { size, note, tries: 0, sentAt: at, isHeard: false };
  };

  return {
    async give(log, copy, held) {
      copy.given ??= await lastGiven(log);
      const step = rules.decideReceipt(copy.given, held, needs.clock.now());
      if (step.kind === 'none') return [];
      const given = step.kind === 'sign' ? await sign(log, step.checkpoint) : copy.given;
      if (!given) return [];
      copy.given = { ...given, tries: given.tries + 1, sentAt: needs.clock.now() };
      return [{ to: log.author, message: messageOf(log.id, given.note) }];
    },
    heardOwn(copy, note) {
      if (copy.given?.note !== note) return false;
      copy.given = { ...copy.given, isHeard: true };
      return true;
    },
    read(log, note, held) {
      const parsed = parseNote(note);
      if (!parsed.ok) return undefined;
      // Most receipts are over what we hold, whose author's line was checked when it was kept.
      const isHeld = held.checkpoint?.note === bareNote(parsed.value, allKeys(log));
      const checkpoint =
        isHeld && held.checkpoint ? { ...held.checkpoint, note } : openNote(needs, log, note);
      if (!checkpoint) return undefined;
      const others = partiesIn(log.audience).filter(
        (party) => party !== needs.self && party !== log.author,
      );
      const cards = others.flatMap((party) => needs.cards().get(party) ?? []);
      const lines = receiptLines(needs.primitives, checkpoint, cards);
      return lines.length > 0 ? { checkpoint, lines, isHeld } : undefined;
    },
    async keep(log, { checkpoint, lines }) {
      for (const { party, time, key } of lines) {
        const note = withLinesOf(checkpoint.note, [...allKeys(log), key]);
        await remember(log.id, party, { size: checkpoint.size, at: time, note });
      }
    },
    async untold(log, copy, to, size) {
      const said: Outgoing[] = [];
      for (const member of partiesIn(log.audience)) {
        if (member === to || member === needs.self) continue;
        const receipt = await newestBy(log.id, member);
        const name = `${to} ${member}`;
        if (!receipt || receipt.size > size || copy.receiptsTold.get(name) === receipt.note) {
          continue;
        }
        copy.receiptsTold.set(name, receipt.note);
        said.push({ to, message: messageOf(log.id, receipt.note) });
      }
      return said;
    },
  };
}

/** The note with the lines of `keys` and no others: lines that nobody checked could grow without end. */
function withLinesOf(text: string, keys: readonly VerifierKey[]): string {
  const note = parseNote(text);
  invariant(note.ok, 'a checkpoint that was verified is a note');
  return bareNote(note.value, keys);
}

function bareNote(note: Note, keys: readonly VerifierKey[]): string {
  const signatures = note.signatures.filter((line) => keys.some((k) => isLineOf(line, k)));
  return formatNote({ text: note.text, signatures });
}

function messageOf(log: LogId, note: string): ReceiptMessage {
  return { kind: 'receipt', log, note };
}
