import { createHash, randomBytes } from 'node:crypto';
import type { Context } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import type { SeatId } from '../../base/ids.ts';
import { isSeatId } from '../../base/ids.ts';
import type { Clock } from '../../base/ports.ts';
import type { Reader } from '../../accord/party/release.ts';
import type { Roster } from '../../accord/party/schema.ts';
import type { Shelf } from '../../ledger/ports.ts';
import type { Office } from '../office.ts';
import type { Folder } from '../folder.ts';
import { seatedAt } from '../reader.ts';
import { Refusal } from './problem.ts';

/** How long a desk stays signed in without a new sign-in, in seconds. */
export const SESSION_SECONDS_MAX = 14 * 3600;

/** How many sessions a node remembers; the oldest falls out. */
export const SESSIONS_MAX = 10_000;

/** How long an API token holds, in seconds. */
export const TOKEN_SECONDS_MAX = 90 * 86_400;

/** An office at this node, signed in. */
export interface Desk {
  /** Who sits there, as far as that can be told: the passkey's credential, else the seat. */
  readonly person: string;
  readonly seat: Roster['seats'][number];
  readonly reader: Reader;
}

/** Who is signed in; what was not said to be open asks here first. */
export interface Sessions {
  /** The desk of a request, or a refusal `not-signed-in`. */
  desk(context: Context): Promise<Desk>;
  /** Signs a seat in and sets the cookie; a passkey that was used is remembered by its credential. */
  begin(context: Context, seat: SeatId, credentialId?: string): Desk;
  /** Signs out whoever signed in with that passkey. [N22] */
  endBy(credentialId: string): void;
  end(context: Context): void;
  /** A bearer token for programs, shown once; only its hash is kept. */
  newToken(seat: SeatId): Promise<string>;
  /** The seat of an invitation, which is spent by asking; nothing where it is spent, old or none. */
  spend(code: string): Promise<SeatId | undefined>;
}

/** How long an invitation to make the first passkey of a desk holds, in seconds. */
export const INVITATION_SECONDS_MAX = 86_400;

/** Makes an invitation for `seat`; the code is shown once, its hash is kept on the shelf. */
export async function newInvitation(
  shelf: Pick<Shelf, 'put'>,
  seat: SeatId,
  now: number,
): Promise<string> {
  const code = randomBytes(20).toString('base64url');
  const text = JSON.stringify({ seat, upto: now + INVITATION_SECONDS_MAX });
  await shelf.put(`invitations/${hashOf(code)}`, text);
  return code;
}

/** Makes a bearer token for `seat`, shown once; its hash is kept on the shelf. */
export async function newToken(
  shelf: Pick<Shelf, 'put'>,
  seat: SeatId,
  now: number,
): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const upto = now + TOKEN_SECONDS_MAX;
  await shelf.put(`tokens/${hashOf(token)}`, JSON.stringify({ seat, upto }));
  return token;
}

interface Session {
  readonly seat: SeatId;
  readonly credentialId: string | undefined;
  readonly upto: number;
}

/** Opens the sessions of a node. Cookies are named by party, since ports do not keep cookies apart. */
export function openSessions(needs: {
  readonly folder: Folder;
  readonly office: Office;
  readonly shelf: Shelf;
  readonly clock: Clock;
}): Sessions {
  const { folder, office, shelf, clock } = needs;
  const sessions = new Map<string, Session>();
  const spending = new Set<string>();
  const { party } = folder.settings;
  const cookie = `tansiq-${party}`;

  const deskOf = (seat: SeatId, credentialId?: string): Desk => {
    const seated = seatedAt(office, party, seat);
    if (!seated) throw new Refusal('not-signed-in');
    return { person: credentialId ?? seat, ...seated };
  };

  const ofToken = async (token: string): Promise<SeatId | undefined> => {
    const text = await shelf.get(`tokens/${hashOf(token)}`);
    if (text === undefined) return undefined;
    const { seat, upto } = JSON.parse(text) as { seat: string; upto: number };
    return upto > clock.now() && isSeatId(seat) ? seat : undefined;
  };

  const ofCookie = (context: Context): Session | undefined => {
    const held = sessions.get(hashOf(getCookie(context, cookie) ?? ''));
    return held && held.upto > clock.now() ? held : undefined;
  };

  return {
    async desk(context) {
      const bearer = /^Bearer ([A-Za-z0-9_-]{20,100})$/.exec(
        context.req.header('authorization') ?? '',
      );
      if (bearer?.[1]) {
        const seat = await ofToken(bearer[1]);
        if (!seat) throw new Refusal('not-signed-in');
        return deskOf(seat);
      }
      const held = ofCookie(context);
      if (!held) throw new Refusal('not-signed-in');
      return deskOf(held.seat, held.credentialId);
    },
    begin(context, seat, credentialId) {
      const desk = deskOf(seat, credentialId);
      const secret = randomBytes(32).toString('base64url');
      if (sessions.size >= SESSIONS_MAX) sessions.delete(sessions.keys().next().value ?? '');
      const upto = clock.now() + SESSION_SECONDS_MAX;
      sessions.set(hashOf(secret), { seat, credentialId, upto });
      setCookie(context, cookie, secret, {
        httpOnly: true,
        sameSite: 'Strict',
        path: '/',
        maxAge: SESSION_SECONDS_MAX,
        secure: new URL(context.req.url).protocol === 'https:',
      });
      return desk;
    },
    endBy(credentialId) {
      for (const [name, session] of sessions) {
        if (session.credentialId === credentialId) sessions.delete(name);
      }
    },
    end(context) {
      sessions.delete(hashOf(getCookie(context, cookie) ?? ''));
      setCookie(context, cookie, '', { httpOnly: true, sameSite: 'Strict', path: '/', maxAge: 0 });
    },
    async spend(code) {
      const name = `invitations/${hashOf(code)}`;
      // Asked for twice at once, an invitation opens once all the same.
      if (spending.has(name)) return undefined;
      spending.add(name);
      try {
        const text = await shelf.get(name);
        if (text === undefined) return undefined;
        const { seat, upto } = JSON.parse(text) as { seat: string; upto: number };
        await shelf.put(name, JSON.stringify({ seat, upto: 0 }));
        return upto > clock.now() && isSeatId(seat) ? seat : undefined;
      } finally {
        spending.delete(name);
      }
    },
    newToken: (seat) => newToken(shelf, seat, clock.now()),
  };
}

function hashOf(secret: string): string {
  return createHash('sha256').update(secret).digest('hex');
}
