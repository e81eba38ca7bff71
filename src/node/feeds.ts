import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';
import * as z from 'zod';
import type { SeatId } from '../base/ids.ts';
import { isPartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { instant } from '../base/instant.ts';
import type { Clock } from '../base/ports.ts';
import type { Audience } from '../accord/party/audience.ts';
import { audienceOf, partiesIn } from '../accord/party/audience.ts';
import { wire } from '../accord/wire.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Office } from './office.ts';

/** How many accounts of other systems a node keeps, ended ones among them. */
export const FEEDS_MAX = 200;

/** An account by which another system reads, and nothing else. [Y15] */
export interface Feed {
  /** 16 hexadecimal digits. */
  readonly id: string;
  readonly label: string;
  /** The office that made it and answers for it. */
  readonly seat: SeatId;
  readonly audiences: readonly Audience[];
  readonly from: Instant;
  readonly upto: Instant;
  readonly isEnded: boolean;
}

/** Why an account does not open, or that it does. */
export type FeedState = 'open' | 'ended' | 'over' | 'office-gone';

/** What is asked of a new account. */
export interface FeedAsked {
  readonly label: string;
  readonly seat: SeatId;
  readonly audiences: readonly Audience[];
  readonly days: number;
}

/** The accounts of other systems; secrets are kept as hashes alone. */
export interface Feeds {
  /** The newest first. */
  all(): Promise<readonly Feed[]>;
  stateOf(feed: Feed): FeedState;
  /** When it last read, since the node was started. */
  lastRead(id: string): Instant | undefined;
  /** Makes an account; nothing where there are too many. */
  make(asked: FeedAsked): Promise<{ readonly feed: Feed; readonly secret: string } | undefined>;
  /** Whether there was such an account to end. */
  end(id: string): Promise<boolean>;
  /** The open account that an `Authorization` names and proves, Basic or Bearer. */
  of(authorization: string | undefined): Promise<Feed | undefined>;
}

const PREFIX = 'feeds/';

const keptSchema = z.strictObject({
  v: z.literal(1),
  label: wire.line,
  seat: wire.seat,
  audiences: z.array(z.array(z.string().refine(isPartyId))),
  from: z.int(),
  upto: z.int(),
  ended: z.boolean(),
  /** SHA-256 of the secret, in hexadecimal: 256 bits of chance need no slower hash. */
  secret: z.string().regex(/^[0-9a-f]{64}$/),
});

type Kept = z.infer<typeof keptSchema>;

/** Opens the accounts that the shelf remembers. */
export function openFeeds(needs: {
  readonly shelf: Shelf;
  readonly clock: Clock;
  readonly office: Pick<Office, 'roster'>;
}): Feeds {
  const { shelf, clock, office } = needs;
  const reads = new Map<string, Instant>();

  const kept = async (id: string): Promise<Kept | undefined> => {
    if (!/^[0-9a-f]{16}$/.test(id)) return undefined;
    const text = await shelf.get(`${PREFIX}${id}`);
    const read = text === undefined ? undefined : keptSchema.safeParse(JSON.parse(text));
    return read?.success ? read.data : undefined;
  };

  const administers = (seat: SeatId): boolean =>
    office
      .roster()
      ?.seats.find((each) => each.seat === seat)
      ?.duties.includes('administer') === true;

  const feeds: Feeds = {
    async all() {
      const names = await shelf.names(PREFIX);
      const found = await Promise.all(
        names.map(async (name) => {
          const id = name.slice(PREFIX.length);
          const held = await kept(id);
          return held ? [feedOf(id, held)] : [];
        }),
      );
      return found.flat().toSorted((a, b) => b.from - a.from || (a.id < b.id ? -1 : 1));
    },
    stateOf(feed) {
      if (feed.isEnded) return 'ended';
      if (feed.upto <= clock.now()) return 'over';
      return administers(feed.seat) ? 'open' : 'office-gone';
    },
    lastRead: (id) => reads.get(id),
    async make({ label, seat, audiences, days }) {
      if ((await shelf.names(PREFIX)).length >= FEEDS_MAX) return undefined;
      const id = randomBytes(8).toString('hex');
      const secret = randomBytes(32).toString('base64url');
      const from = clock.now();
      const held: Kept = {
        v: 1,
        label,
        seat,
        audiences: audiences.map((each) => [...partiesIn(each)]),
        from,
        upto: from + days * 86_400,
        ended: false,
        secret: hashOf(secret).toString('hex'),
      };
      await shelf.put(`${PREFIX}${id}`, JSON.stringify(held));
      return { feed: feedOf(id, held), secret };
    },
    async end(id) {
      const held = await kept(id);
      if (!held) return false;
      await shelf.put(`${PREFIX}${id}`, JSON.stringify({ ...held, ended: true }));
      return true;
    },
    async of(authorization) {
      const named = namedIn(authorization ?? '');
      const held = named && (await kept(named.id));
      if (!named || !held) return undefined;
      if (!timingSafeEqual(hashOf(named.secret), Buffer.from(held.secret, 'hex'))) return undefined;
      const feed = feedOf(named.id, held);
      if (feeds.stateOf(feed) !== 'open') return undefined;
      reads.set(feed.id, clock.now());
      return feed;
    },
  };
  return feeds;
}

/** The account and the secret that a header names; Bearer has both as one word. */
function namedIn(
  authorization: string,
): { readonly id: string; readonly secret: string } | undefined {
  const [, scheme = '', word = ''] =
    /^(Basic|Bearer) +([A-Za-z0-9+/=._-]{1,400})$/i.exec(authorization) ?? [];
  const isBasic = scheme.toLowerCase() === 'basic';
  const text = isBasic ? Buffer.from(word, 'base64').toString('utf8') : word;
  const at = text.indexOf(isBasic ? ':' : '.');
  return at < 0 ? undefined : { id: text.slice(0, at), secret: text.slice(at + 1) };
}

function feedOf(id: string, kept: Kept): Feed {
  const audiences = kept.audiences.flatMap((parties) => {
    const audience = audienceOf(parties.filter(isPartyId));
    return audience.ok ? [audience.value] : [];
  });
  const { label, seat, ended } = kept;
  return {
    ...{ id, label, seat, audiences, isEnded: ended },
    from: instant(kept.from),
    upto: instant(kept.upto),
  };
}

function hashOf(secret: string): Buffer {
  return createHash('sha256').update(secret).digest();
}
