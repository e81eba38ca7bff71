import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PartyId } from '../base/ids.ts';
import type { Message } from '../exchange/messages.ts';
import type { Card } from '../ledger/card.ts';
import { bringCourierKey } from '../node/courier-key.ts';
import { openLetterSeal } from '../node/letter-seal.ts';
import { hostSigner } from '../node/primitives.ts';
import type { Budget } from './budget.ts';
import type { LinkState, PeerCarrier, ToldLog } from './peer-http.ts';
import type { PostNews } from './merged-news.ts';
import type { LetterSeal } from './peer-post.ts';
import { openPeerPost } from './peer-post.ts';
import type { Mailbox, MailboxHear } from './post.ts';

/** A party of these tests, with real keys on a real disk. */
export interface Writer {
  readonly party: PartyId;
  /** How it writes to another and reads it, by the other's card as it stands in `cards`. */
  sealTo(other: Writer): LetterSeal;
  readonly card: Card;
  /** What it whispers to who does not answer. [D12] */
  readonly renewed?: () => string | undefined;
  /** What it may send and fetch. [T27] */
  readonly budget?: Budget;
}

/** Makes a party. */
export async function makeWriter(name: string): Promise<Writer> {
  const party = name as PartyId;
  const dir = mkdtempSync(path.join(tmpdir(), 'tansiq-writer-'));
  mkdirSync(path.join(dir, 'keys'));
  const courier = await bringCourierKey(dir);
  const nodeSigner = hostSigner(randomBytes(32));
  const domain = `${name}.example`;
  const card = { party, domain, nodeKey: nodeSigner.publicKey, courier } as unknown as Card;
  const settings = { party } as Parameters<typeof openLetterSeal>[0]['settings'];
  return {
    party,
    card,
    sealTo: (other) =>
      openLetterSeal(
        { dir, settings, cards: new Map([[party, card]]), nodeSigner },
        { of: () => ({ card: other.card, authority: undefined }) },
        other.party,
      ),
  };
}

/** A post in this process: it keeps what is put until it was heard, and shows it to whoever looks. */
export interface NearPost {
  openMailbox(self: string, peer: string): (hear: MailboxHear) => Mailbox;
  /** All that ever passed, whispers too, with who was to get it. */
  readonly passed: { readonly to: string; readonly bytes: Uint8Array; readonly isKept: boolean }[];
  /** Puts into the mailbox of `to`, or whispers to it, whatever somebody likes. */
  slip(to: string, bytes: Uint8Array, isKept: boolean): Promise<void>;
  stand(isThere: boolean): void;
  /** Letters that lie there unheard. */
  lying(): number;
}

/** Opens it between two parties. */
export function openNearPost(): NearPost {
  const hearers = new Map<string, MailboxHear>();
  const lying = new Map<object, { readonly to: string; readonly bytes: Uint8Array }>();
  const passed: { to: string; bytes: Uint8Array; isKept: boolean }[] = [];
  let isThere = true;
  const slip = async (to: string, bytes: Uint8Array, isKept: boolean): Promise<void> => {
    passed.push({ to, bytes, isKept });
    const letter = { to, bytes };
    if (isKept) lying.set(letter, letter);
    // An unheard letter stays, as it would at a server.
    const hear = hearers.get(to);
    if (isKept) await hear?.put(bytes, () => lying.delete(letter));
    else await hear?.whisper(bytes);
  };
  return {
    passed,
    slip,
    openMailbox: (self, peer) => (hear) => {
      hearers.set(self, hear);
      queueMicrotask(() => hear.stands(isThere));
      return {
        put: (bytes) => (isThere ? slip(peer, bytes, true) : Promise.reject(new Error('away'))),
        whisper: (bytes) => void slip(peer, bytes, false),
        bytesMax: () => 8_192,
        close: () => hearers.delete(self),
      };
    },
    stand(now) {
      isThere = now;
      for (const hear of hearers.values()) hear.stands(now);
    },
    lying: () => lying.size,
  };
}

/** One end of a carrier, and what it heard. */
export interface End {
  readonly carrier: PeerCarrier;
  readonly messages: Message[];
  readonly logs: ToldLog[];
  readonly links: LinkState[];
  readonly cards: string[];
  push(news: PostNews): void;
  /** Resolves when `isSo`, looked at whenever something is heard. */
  when(isSo: () => boolean): Promise<void>;
}

/** Opens one end at a post. */
export function openEnd(post: NearPost, self: Writer, peer: Writer, centre = 'qamar-nahr'): End {
  const [messages, logs, links]: [Message[], ToldLog[], LinkState[]] = [[], [], []];
  const cards: string[] = [];
  const waiting = new Set<() => void>();
  const pushing = new Set<(news: PostNews) => void>();
  const heard = <T>(held: T[], each: T): void => {
    held.push(each);
    for (const look of waiting) look();
  };
  const carrier = openPeerPost({
    centre,
    self: self.party,
    peer: peer.party,
    seal: self.sealTo(peer),
    ...(self.budget ? { budget: self.budget } : {}),
    openMailbox: post.openMailbox(self.party, peer.party),
    news(hear) {
      pushing.add(hear);
      return () => pushing.delete(hear);
    },
    now: () => 1_000,
    onMessage: async (message) => heard(messages, message),
    onLog: async (log) => heard(logs, log),
    onLink: (link) => heard(links, link),
    cards: { own: () => self.renewed?.(), hear: (text) => heard(cards, text) },
  });
  return {
    carrier,
    messages,
    logs,
    links,
    cards,
    push: (news) => pushing.forEach((hear) => hear(news)),
    when: (isSo) =>
      new Promise((resolve) => {
        const look = (): void => {
          if (isSo()) resolve();
        };
        waiting.add(look);
        look();
      }),
  };
}
