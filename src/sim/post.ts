import type { PartyId } from '../base/ids.ts';
import type { Random } from '../base/ports.ts';
import type { Message } from '../exchange/messages.ts';
import { formatMessage, parseMessage } from '../exchange/messages.ts';
import type { Outgoing } from '../exchange/needs.ts';
import { invariant } from '../base/result.ts';

/** One letter in so many goes through its bytes and back, as all would on a wire. */
const WIRED_EVERY = 8;

/** A letter under way. */
interface Letter {
  readonly from: PartyId;
  readonly to: PartyId;
  readonly message: Message;
  readonly due: number;
  /** Letters that are due at once arrive in this order, which chance draws. */
  readonly rank: number;
}

/** A letter that has arrived. */
export interface Delivery {
  readonly from: PartyId;
  readonly to: PartyId;
  readonly message: Message;
}

/** How the post treats letters, in hundredths of all. */
export interface Weather {
  readonly loss: number;
  readonly doubling: number;
  /** Seconds that a letter may take. */
  readonly delay: number;
}

/** The weather in which everything arrives at once. */
export const CALM: Weather = { loss: 0, doubling: 0, delay: 0 };

/** What carries letters in the world, badly. */
export interface Post {
  weather: Weather;
  /** Pairs that cannot reach each other now, as `a b` with a before b. */
  readonly cut: Set<string>;
  send(from: PartyId, said: readonly Outgoing[], now: number): void;
  /** Takes out all that is due, in the order of arrival. */
  arrivals(now: number): readonly Delivery[];
  isEmpty(): boolean;
}

/** The name of a pair of parties, whichever comes first. */
export function pairOf(a: PartyId, b: PartyId): string {
  return a < b ? `${a} ${b}` : `${b} ${a}`;
}

/** A post whose losses and delays are drawn from `random`. */
export function openPost(random: Random): Post {
  let letters: Letter[] = [];
  const isCut = (a: PartyId, b: PartyId): boolean => post.cut.has(pairOf(a, b));
  const post: Post = {
    weather: CALM,
    cut: new Set(),
    send(from, said, now) {
      for (const each of said) {
        const { to, message } = each;
        if (isCut(from, to) || random.below(100) < post.weather.loss) continue;
        const copies = random.below(100) < post.weather.doubling ? 2 : 1;
        const letter = random.below(WIRED_EVERY) === 0 ? throughWire(message) : message;
        for (let i = 0; i < copies; i += 1) {
          const due = now + random.below(post.weather.delay + 1);
          letters.push({ from, to, message: letter, due, rank: random.below(1_000_000) });
        }
      }
    },
    arrivals(now) {
      const due = letters.filter((each) => each.due <= now && !isCut(each.from, each.to));
      const arrived = new Set(due);
      letters = letters.filter((each) => !arrived.has(each));
      return due
        .toSorted((ours, theirs) => ours.due - theirs.due || ours.rank - theirs.rank)
        .map(({ from, to, message }) => ({ from, to, message }));
    },
    isEmpty: () => letters.length === 0,
  };
  return post;
}

function throughWire(message: Message): Message {
  const read = parseMessage(formatMessage(message));
  invariant(read.ok, 'what a node says can be read');
  return read.value;
}
