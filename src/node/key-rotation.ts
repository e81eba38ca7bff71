import path from 'node:path';
import type { LogId, PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { TroubleError, invariant } from '../base/result.ts';
import { newestReceipt } from '../exchange/cosigned-history.ts';
import { isHeldForRecovery } from '../exchange/recoveries.ts';
import type { Card } from '../ledger/card.ts';
import { formatCard, parseCard } from '../ledger/card.ts';
import type { FormerReason, Head } from '../ledger/former.ts';
import { FORMER_HEADS_MAX, FORMER_KEYS_MAX } from '../ledger/former.ts';
import type { Log } from '../ledger/log.ts';
import type { Shelf, Store } from '../ledger/ports.ts';
import { serialOf } from '../ledger/succession.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { renewCourierKey } from './courier-key.ts';
import type { Folder } from './folder.ts';
import { pinCard } from './folder.ts';
import { makeNextKey, settleNodeKey } from './node-key.ts';
import { hostPrimitives } from './primitives.ts';
import { isRestored } from './restore.ts';
import { newerOwn } from './succession.ts';

/** The parts of a node that does not run, from which its key is replaced. */
export interface RotationParts {
  readonly folder: Pick<Folder, 'dir' | 'settings' | 'cards' | 'identitySigner'>;
  readonly store: Pick<Store, 'latest'>;
  readonly shelf: Shelf;
  readonly logs: readonly Log[];
  readonly now: Instant;
  /** Even where somebody may hold more of our logs than is here: that is disowned then. */
  readonly isAsItIs?: boolean;
}

/** What became of it. */
export interface Rotated {
  readonly card: Card;
  /** Where the card is, to be handed to whoever cannot be reached. */
  readonly file: string;
  /** Our own logs whose heads it names. */
  readonly own: number;
  /** Others' logs of which it names how far we acknowledged them. */
  readonly others: number;
}

/**
 * Gives the node another key and a card that names it, signed by the identity key. Killed at any
 * instruction it leaves either the key and card of before or both new ones: the card decides. [D9]
 * Trouble: `recovery-first`, `card-full`, `card-missing`.
 */
export async function rotateKey(parts: RotationParts, reason: FormerReason): Promise<Rotated> {
  const { folder, now } = parts;
  const { dir, settings, cards, identitySigner } = folder;
  const pinned = cards.get(settings.party);
  if (!pinned) throw new TroubleError('card-missing', { party: settings.party });
  // What was begun before and did not end.
  settleNodeKey(dir, pinned);
  // Whoever goes on from an old folder goes on from the newest card that others hold. [D10]
  const newer = await newerOwn(hostPrimitives(), parts.shelf, pinned);
  const own = newer ?? pinned;
  if (newer && reason !== 'lost') {
    const serials = { ours: serialOf(pinned), theirs: serialOf(newer) };
    throw new TroubleError('card-older', { ...serials, dir });
  }
  // The heads must reach as far as anybody holds what our key has signed.
  if (!parts.isAsItIs && (await isRecovering(parts)))
    throw new TroubleError('recovery-first', { dir });
  const { ours, others } = await headsOf(parts, settings.party);
  const former = own.former ?? [];
  if (former.length >= FORMER_KEYS_MAX || ours.length > FORMER_HEADS_MAX) throw cardFull();
  const next = makeNextKey(dir);
  // Whoever has the machine can read what is sealed to its courier's key. [D16]
  const isRead = reason === 'lost' && own.courier !== undefined;
  const more = isRead ? { courier: await renewCourierKey(dir) } : {};
  const cardWith = (heads: readonly Head[]): Card => ({
    ...own,
    ...more,
    nodeKey: next.publicKey,
    serial: serialOf(own) + 1,
    former: [...former, { node: own.nodeKey, reason, at: now, heads: heads.toSorted(byLog) }],
  });
  // What does not fit any more is how far we acknowledged others, whom we tell so anew.
  for (let room = FORMER_HEADS_MAX - ours.length; ; room = Math.floor(room / 2)) {
    const named = others.slice(0, room);
    const card = cardWith([...ours, ...named]);
    const text = await formatCard(identitySigner, card);
    if (parseCard(hostPrimitives(), text).ok) {
      pinCard(dir, own.party, text);
      settleNodeKey(dir, card);
      const file = path.join(dir, 'cards', `${own.party}.card`);
      return { card, file, own: ours.length, others: named.length };
    }
    if (room === 0) throw cardFull();
  }
}

async function isRecovering({ shelf, logs }: RotationParts): Promise<boolean> {
  if (await isRestored(shelf)) return true;
  for (const { id } of logs) if (await isHeldForRecovery(shelf, id)) return true;
  return false;
}

/** How far our key has signed: our own logs, and others' logs as far as we acknowledged them. [D1] */
async function headsOf(
  { store, shelf, logs }: RotationParts,
  self: PartyId,
): Promise<{ readonly ours: readonly Head[]; readonly others: readonly Head[] }> {
  const [ours, others]: [Head[], Head[]] = [[], []];
  for (const log of logs) {
    if (log.author === self) {
      const latest = await store.latest(log.id);
      if (latest && latest.size > 0) ours.push(headOf(log.id, latest));
      continue;
    }
    const receipt = await newestReceipt(shelf, log.id, self);
    const checkpoint = receipt ? parseCheckpoint(receipt.note) : undefined;
    if (checkpoint?.ok) others.push(headOf(log.id, checkpoint.value));
  }
  return { ours, others: others.toSorted((a, b) => b.size - a.size) };
}

function headOf(log: LogId, { size, root }: Omit<Head, 'log'>): Head {
  invariant(size > 0, 'who signed an empty log has said nothing');
  return { log, size, root };
}

function byLog({ log: ours }: Head, { log: theirs }: Head): number {
  return ours < theirs ? -1 : 1;
}

function cardFull(): TroubleError {
  return new TroubleError('card-full', { keys: FORMER_KEYS_MAX, logs: FORMER_HEADS_MAX });
}
