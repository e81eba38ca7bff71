import type { X509Certificate } from 'node:crypto';
import { readdirSync, statSync } from 'node:fs';
import path from 'node:path';
import { formatBase64 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import type { Card } from '../ledger/card.ts';
import { serialOf } from '../ledger/succession.ts';
import { readCards } from './folder.ts';
import { parseAuthority } from './link-keys.ts';

/** How often the folders of cards and keys are looked at, in milliseconds. */
const LOOK_MILLIS = 1_000;

/** A party as its pinned card has it now. */
export interface Pin {
  readonly card: Card;
  /** Absent where the card names none, or none that could be one. */
  readonly authority: X509Certificate | undefined;
}

/** The pinned cards as they are now, and not as they were when the node was started. [T6] */
export interface Pins {
  of(party: PartyId): Pin | undefined;
  all(): readonly Pin[];
  /** Looks again at once. */
  look(): void;
  close(): void;
}

/** What is told when something changed. */
export interface PinsHear {
  /** These parties' cards are others than before, or gone. */
  readonly onCards: (parties: readonly PartyId[]) => void;
  /** The node's own key and certificate are others than before. */
  readonly onKeys: () => void;
  readonly report: (what: unknown) => void;
}

/** Follows the pinned cards of a folder, and the file of the node's certificate. */
export function openPins(dir: string, keysFile: string, hear: PinsHear): Pins {
  const cardsDir = path.join(dir, 'cards');
  let marks = [markOf(cardsDir), markOf(keysFile)];
  let pins = readPins(dir);

  const look = (): void => {
    const [cards, keys] = [markOf(cardsDir), markOf(keysFile)];
    const [heldCards, heldKeys] = marks;
    marks = [cards, keys];
    try {
      if (cards !== heldCards) {
        const before = pins;
        pins = readPins(dir);
        const changed = changedIn(before, pins);
        if (changed.length > 0) hear.onCards(changed);
      }
      if (keys !== heldKeys) hear.onKeys();
    } catch (thrown) {
      // A card that cannot be believed changes nothing until it is mended.
      if (!(thrown instanceof TroubleError)) throw thrown;
      hear.report(thrown);
    }
  };
  const timer = setInterval(look, LOOK_MILLIS);
  timer.unref();

  return {
    of: (party) => pins.get(party),
    all: () => [...pins.values()],
    look,
    close: () => clearInterval(timer),
  };
}

function readPins(dir: string): ReadonlyMap<PartyId, Pin> {
  return new Map(
    [...readCards(dir)].map(([party, card]) => {
      const authority = card.authority ? parseAuthority(card.authority) : undefined;
      return [party, { card, authority }];
    }),
  );
}

function changedIn(
  before: ReadonlyMap<PartyId, Pin>,
  after: ReadonlyMap<PartyId, Pin>,
): readonly PartyId[] {
  const told = (pin: Pin | undefined): string => (pin ? textOf(pin) : '');
  const parties = new Set([...before.keys(), ...after.keys()]);
  return [...parties].filter((party) => told(before.get(party)) !== told(after.get(party)));
}

function textOf({ card, authority }: Pin): string {
  const keys = `${formatBase64(card.nodeKey)} ${serialOf(card)}`;
  return `${authority?.fingerprint256} ${card.domain} ${keys} ${card.addresses.join(' ')}`;
}

/** What changes when a file, or one of a folder, is written anew. */
function markOf(place: string): string {
  try {
    const at = statSync(place);
    if (!at.isDirectory()) return `${at.mtimeMs} ${at.size} ${at.ino}`;
    const names = readdirSync(place).filter((name) => name.endsWith('.card'));
    return names
      .toSorted()
      .map((name) => `${name} ${markOf(path.join(place, name))}`)
      .join('\n');
  } catch {
    return '';
  }
}
