import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import type { Context, Hono } from 'hono';
import { isLogId } from '../../base/ids.ts';
import type { Log } from '../../ledger/log.ts';
import { parseTilePath } from '../../proof/tile.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { House } from '../house.ts';
import type { PeerSessions } from './peers.ts';
import { Refusal } from './problem.ts';

const packed = promisify(gzip);

/** Tiles and bundles never change, but that entries may be erased. */
const LASTING = 'private, max-age=31536000, immutable';

/** Each log in C2SP tlog-tiles layout, for those who may read it: our desks and the peers of its audience. */
export function serveTiles(app: Hono, house: House, peers: PeerSessions): void {
  const logFor = async (context: Context): Promise<Log> => {
    const id = context.req.param('log') ?? '';
    const log = isLogId(id) ? house.logs.byId(id) : undefined;
    const party = peers.partyOf(context);
    const reader = party ? { party } : (await house.sessions.desk(context)).reader;
    if (!log || !mayRead(reader, { ...log, whole: true })) throw new Refusal('not-found');
    return log;
  };

  app.get('/log/:log/checkpoint', async (context) => {
    const log = await logFor(context);
    const latest = await house.store.latest(log.id);
    if (!latest) throw new Refusal('not-found');
    const sealed = house.seals.of(log.id)?.checkpoint;
    const note = sealed && sealed.size >= latest.size ? sealed.note : latest.note;
    return context.body(note, 200, {
      'content-type': 'text/plain; charset=utf-8',
      'cache-control': 'no-store',
    });
  });

  app.get('/log/:log/tile/*', async (context) => {
    const log = await logFor(context);
    const path = new URL(context.req.url).pathname.slice(`/log/${log.id}/`.length);
    const named = parseTilePath(path);
    if (!named.ok) throw new Refusal('not-found');
    const { level, index, width } = named.value;
    const bytes =
      level === 'entries'
        ? await house.store.bundle(log.id, index, width)
        : await house.store.tile(log.id, level, index, width);
    if (!bytes) throw new Refusal('not-found');
    const headers = {
      'content-type': 'application/octet-stream',
      'cache-control': level === 'entries' && isBrowser(context) ? 'no-store' : LASTING,
    };
    // Hashes do not grow smaller.
    if (level !== 'entries') return context.body(new Uint8Array(bytes), 200, headers);
    const isPacked = takesGzip(context.req.header('accept-encoding'));
    const body = new Uint8Array(isPacked ? await packed(bytes) : bytes);
    return context.body(body, 200, {
      ...headers,
      vary: 'accept-encoding',
      ...(isPacked ? { 'content-encoding': 'gzip' } : {}),
    });
  });
}

/** A desk's browser would keep on its disk for a year what may be recalled tomorrow. [W4] */
function isBrowser(context: Context): boolean {
  return context.req.header('cookie') !== undefined;
}

/** Whether a client's `accept-encoding` names gzip without refusing it (RFC 9110, 12.5.3). */
function takesGzip(accepted = ''): boolean {
  return accepted
    .split(',')
    .some((coding) => /^\s*gzip\s*(?:;\s*q=(?!0(?:\.0{0,3})?\s*$)|$)/i.test(coding));
}
