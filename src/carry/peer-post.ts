import { randomBytes } from 'node:crypto';
import type { Budget, Urgency } from './budget.ts';
import type { Message } from '../exchange/messages.ts';
import { MESSAGE_BYTES_MAX, formatMessage, parseMessage } from '../exchange/messages.ts';
import type { Letter, LetterHead, Whole } from './letter.ts';
import {
  LETTER_MARGIN_BYTES,
  cardStatement,
  cutBody,
  formatSigned,
  formatStatement,
  openJoining,
  parseSigned,
  parseStatement,
} from './letter.ts';
import type { Mailbox, MailboxHear } from './post.ts';
import type { PostNews } from './merged-news.ts';
import { mergedNews } from './merged-news.ts';
import { PACK_BYTES_MIN, packBody, unpackBody } from './packing.ts';
import type { LinkState, PeerCarrier, ToldLog } from './peer-http.ts';

/** How often a peer is given a sign of life, in milliseconds. [T25] */
export const LIFE_MILLIS = 15_000;

/** How long a peer's answers to ours may stay away before it is taken to be gone: three of them. [T25] */
export const LIFE_MILLIS_MAX = 3 * LIFE_MILLIS;

/** How many names of messages are remembered, to pass over what comes twice. [T23] */
export const NAMES_MAX = 1_000;

/** What makes letters safe at a post that belongs to somebody else; decided by the caller. [T21] */
export interface LetterSeal {
  /** Our signature under a statement, as a signed note. */
  readonly sign: (statement: string) => Promise<string>;
  /** The statement of a note that the peer signed by the key in its pinned card; else nothing. */
  readonly verify: (note: string) => string | undefined;
  /** Seals to the peer; nothing where its card names no key to seal to. */
  readonly seal: (bytes: Uint8Array) => Promise<Uint8Array | undefined>;
  /** What was sealed to us; nothing where it was not. */
  readonly open: (bytes: Uint8Array) => Promise<Uint8Array | undefined>;
}

/** What a carrier over mailboxes needs. */
export interface PostNeeds {
  readonly centre: string;
  readonly self: string;
  readonly peer: string;
  readonly seal: LetterSeal;
  readonly openMailbox: (hear: MailboxHear) => Mailbox;
  /** Begins to push news until what it gives is called; begun whenever the peer comes back. */
  readonly news: (hear: (news: PostNews) => void) => () => void;
  /** Our own clock, in POSIX seconds. */
  readonly now: () => number;
  readonly onMessage: (message: Message) => Promise<void>;
  readonly onLog: (log: ToldLog) => Promise<void>;
  readonly onLink: (link: LinkState) => void;
  /** Our own card, if it was renewed, and what is done with such a card of the peer's. [D12] */
  readonly cards?: { own(): string | undefined; hear(text: string): void };
  /** What may pass between us and the peer; absent where nobody counts it. [T27] */
  readonly budget?: Budget;
}

/** Opens a carrier to one peer over mailboxes; it is up while the peer answers our signs of life. */
export function openPeerPost(needs: PostNeeds): PeerCarrier {
  const joining = openJoining();
  const names = new Set<string>();
  const post = openWriting(needs, (hear) => needs.openMailbox(hear), {
    put: (bytes, done) => take(bytes, done),
    whisper: (bytes) => hearWhisper(bytes),
    stands: (isThere) => life.stands(isThere),
  });
  const life = openLife(needs, {
    whisper: (text) => post.whisper('here', Buffer.from(text)),
    alone() {
      const card = needs.cards?.own();
      if (card !== undefined) post.whisper('card', Buffer.from(card));
    },
  });

  const take = async (bytes: Uint8Array, done: () => void): Promise<void> => {
    // What lies in the mailbox is fetched as fast as the budget allows, and no faster.
    needs.budget?.spend(bytes.length);
    await needs.budget?.turn(0, 'urgent');
    const letter = await readLetter(needs, bytes);
    // What is not of this peer, for us and unchanged is gone from the mailbox and changes nothing.
    const isWhispered = letter?.head.kind === 'here' || letter?.head.kind === 'card';
    if (!letter || isWhispered || names.has(letter.head.name)) return done();
    const whole = joining.take(letter, done);
    if (!whole) return undefined;
    remember(names, whole.head.name);
    try {
      await hearWhole(needs, whole);
    } finally {
      whole.done();
    }
    return undefined;
  };

  const hearWhisper = async (bytes: Uint8Array): Promise<void> => {
    const letter = await readLetter(needs, bytes);
    const text = letter ? Buffer.from(letter.piece).toString('utf8') : '';
    if (letter?.head.kind === 'here') life.heard(text);
    if (letter?.head.kind === 'card') needs.cards?.hear(text);
  };

  // What is not taken now is told again when the peer is next met, or asked for by it.
  const tell = (news: PostNews): Promise<boolean> =>
    news.kind === 'log'
      ? post.put('log', Buffer.from(JSON.stringify(news.log)), 'urgent')
      : post.put('message', formatMessage(news.message), 'urgent');
  life.onUp(() => needs.news(mergedNews(tell)));

  return {
    send: async (message, urgency = 'urgent') =>
      (await post.put('message', formatMessage(message), urgency)) ? [] : undefined,
    shownUpto: () => undefined,
    renew: () => life.look(),
    close() {
      life.close();
      post.close();
    },
  };
}

/** Writes letters: one message after the other of those that are urgent, and of the rest. [T29] */
interface Writing {
  /** Whether the message lies durably in the peer's mailbox. */
  put(kind: 'message' | 'log', body: Uint8Array, urgency: Urgency): Promise<boolean>;
  /** Says it to whoever listens now; what is too long for the server is not said. */
  whisper(kind: 'here' | 'card', body: Uint8Array): void;
  close(): void;
}

function openWriting(needs: PostNeeds, open: PostNeeds['openMailbox'], hear: MailboxHear): Writing {
  const mailbox = open(hear);
  // The receiver puts two messages together at once, and no more. [T24]
  const lines: Record<Urgency, Promise<unknown>> = {
    urgent: Promise.resolve(),
    bulk: Promise.resolve(),
  };

  const put = async (
    kind: 'message' | 'log',
    body: Uint8Array,
    urgency: Urgency,
  ): Promise<boolean> => {
    try {
      const packing = body.length >= PACK_BYTES_MIN ? 'br' : 'none';
      const packed = packing === 'br' ? await packBody(body, packing) : body;
      const pieces = cutBody(packed, mailbox.bytesMax() - LETTER_MARGIN_BYTES);
      if (!pieces) return false;
      const head = { ...headOf(needs), parts: pieces.length, kind, packing } as const;
      for (const [part, piece] of pieces.entries()) {
        const bytes = await writeLetter(needs, { head: { ...head, part }, piece });
        if (!bytes) return false;
        await needs.budget?.turn(bytes.length, urgency);
        await mailbox.put(bytes);
      }
      return true;
    } catch {
      return false;
    }
  };

  return {
    put(kind, body, urgency) {
      const done = lines[urgency].then(() => put(kind, body, urgency));
      lines[urgency] = done;
      return done;
    },
    whisper(kind, piece) {
      const head = { ...headOf(needs), part: 0, parts: 1, kind, packing: 'none' } as const;
      if (piece.length + LETTER_MARGIN_BYTES > mailbox.bytesMax()) return;
      void writeLetter(needs, { head, piece }).then(
        (bytes) => bytes && mailbox.whisper(bytes),
        () => undefined,
      );
    },
    close: () => mailbox.close(),
  };
}

function headOf({
  centre,
  self,
  peer,
}: PostNeeds): Pick<LetterHead, 'centre' | 'from' | 'to' | 'name'> {
  return { centre, from: self, to: peer, name: randomBytes(16).toString('hex') };
}

async function writeLetter({ seal }: PostNeeds, letter: Letter): Promise<Uint8Array | undefined> {
  return seal.seal(formatSigned(await seal.sign(formatStatement(letter)), letter.piece));
}

/** [T22] A letter that this peer wrote, for us and this centre, and that nobody has changed; else nothing. */
async function readLetter(needs: PostNeeds, bytes: Uint8Array): Promise<Letter | undefined> {
  const opened = await needs.seal.open(bytes);
  const signed = opened && parseSigned(opened);
  const statement = signed && (needs.seal.verify(signed.note) ?? cardStatement(signed.note));
  if (!signed || statement === undefined) return undefined;
  const head = parseStatement(statement, signed.piece);
  if (head?.centre !== needs.centre) return undefined;
  if (head.from !== needs.peer || head.to !== needs.self) return undefined;
  if (head.kind === 'card' && (head.parts > 1 || head.packing !== 'none')) return undefined;
  return { head, piece: signed.piece };
}

async function hearWhole(needs: PostNeeds, { head, body }: Whole): Promise<void> {
  const packed = head.packing === 'none' ? undefined : head.packing;
  const plain = await unpackBody(body, packed, MESSAGE_BYTES_MAX);
  if (!plain) return;
  if (head.kind === 'log') {
    const told = jsonIn(Buffer.from(plain).toString('utf8'));
    if (isToldLog(told)) await needs.onLog(told);
    return;
  }
  const bytes = new Uint8Array(plain.buffer, plain.byteOffset, plain.byteLength);
  const message = parseMessage(bytes);
  if (message.ok) await needs.onMessage(message.value);
}

/** Signs of life, each with a word that only a peer which is there now can give back. [T25] */
interface Life {
  stands(isThere: boolean): void;
  heard(text: string): void;
  /** What is begun whenever the peer is there, and ended when it is gone. */
  onUp(begin: () => () => void): void;
  look(): void;
  close(): void;
}

/** How many signs of life go unanswered before our card is whispered again. [D12] */
const CARD_EVERY = 4;

function openLife(
  needs: PostNeeds,
  { whisper, alone }: { whisper(text: string): void; alone(): void },
): Life {
  let looks = 0;
  let [ours, before, theirs] = ['', '', ''];
  let isThere = false;
  let answered = Number.NEGATIVE_INFINITY;
  let begin: () => () => void = () => () => undefined;
  let end: (() => void) | undefined;

  const say = (): void => {
    if (!isThere) return;
    whisper(JSON.stringify({ word: ours, back: theirs, now: needs.now() }));
  };
  const look = (): void => {
    [before, ours] = [ours, randomBytes(16).toString('hex')];
    if (end && (!isThere || performance.now() - answered > LIFE_MILLIS_MAX)) {
      end();
      end = undefined;
      needs.onLink({ up: false, why: 'unreachable' });
    }
    // Who does not answer may not know our key yet.
    if (isThere && !end && looks % CARD_EVERY === 0) alone();
    looks += 1;
    say();
  };
  const timer = setInterval(look, LIFE_MILLIS);

  return {
    stands(now) {
      isThere = now;
      look();
    },
    heard(text) {
      const { word, back, now } = (jsonIn(text) ?? {}) as Record<string, unknown>;
      if (typeof word !== 'string' || !/^[0-9a-f]{32}$/.test(word)) return;
      if (back !== '' && (back === ours || back === before) && isThere) {
        answered = performance.now();
        const clockOff = typeof now === 'number' ? Math.round(now - needs.now()) : 0;
        if (!end) {
          needs.onLink({ up: true, clockOff, by: 'nats' });
          end = begin();
        }
      }
      // A new word is given back at once, an old one never, so that this ends.
      if (word === theirs) return;
      theirs = word;
      say();
    },
    onUp(each) {
      begin = each;
    },
    look,
    close() {
      clearInterval(timer);
      end?.();
      end = undefined;
    },
  };
}

function remember(names: Set<string>, name: string): void {
  const [oldest] = names;
  if (names.size >= NAMES_MAX && oldest !== undefined) names.delete(oldest);
  names.add(name);
}

function jsonIn(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isToldLog(told: unknown): told is ToldLog {
  const { log, audience } = (told ?? {}) as Record<string, unknown>;
  const isNamed = Array.isArray(audience) && audience.every((each) => typeof each === 'string');
  return typeof log === 'string' && isNamed;
}
