import http from 'node:http';
import https from 'node:https';
import type { PeerCertificate, TLSSocket } from 'node:tls';

/** How we prove ourselves on a link, and by what the other side is known. */
export interface LinkTrust {
  /** Our own key and certificate, PEM. */
  readonly key: string;
  readonly certificate: string;
  /** The authority that the other party's pinned card names, and no other; PEM. */
  readonly authority: string;
  /** The name that the other side's certificate must bear, whatever its address. [T5] */
  readonly domain: string;
}

/** Where a peer answers and how it is known. The same object means the same connections. */
export interface Target {
  /** Without a slash at the end. */
  readonly address: string;
  /** Absent on a plain link, which stays on one machine. [T8] */
  readonly trust?: LinkTrust;
  /** Whether bodies are to be packed where the other side can. [T12] */
  readonly isPacking: boolean;
}

/** Why a link does not stand, as far as this side can tell. */
export type LinkWhy =
  | 'no-address'
  | 'unreachable'
  | 'certificate-expired'
  | 'certificate-early'
  | 'certificate-unknown'
  | 'certificate-of-another'
  | 'refused'
  | 'broken';

/** What is asked of a peer. */
export interface Asked {
  /** Present where something is sent; a question without a body is a GET. */
  readonly body?: Uint8Array;
  readonly headers?: Readonly<Record<string, string>>;
  readonly signal: AbortSignal;
  /** Told how many bytes of the answer came, as they come. */
  readonly onBytes?: (count: number) => void;
}

/** A whole answer. */
export interface Answered {
  readonly status: number;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: Uint8Array;
}

/** Asks one peer over connections that are kept. */
export interface Requester {
  /** Throws {@link LinkTroubleError} where no answer came. A longer answer than `limit` bytes is none. */
  ask(path: string, asked: Asked, limit: number): Promise<Answered>;
  /** The parts of an answer that does not end, as they come; it throws when none comes for `idleMillis`. */
  stream(path: string, asked: Asked, idleMillis: number): Promise<AsyncIterable<Uint8Array>>;
  /** Until when the certificate is good that the peer showed last, in POSIX seconds. */
  shownUpto(): number | undefined;
  /** Ends all connections; the next question opens new ones. */
  drop(): void;
}

/** No answer came, for a reason that people can be told. */
export class LinkTroubleError extends Error {
  override readonly name = 'LinkTroubleError';
  readonly why: LinkWhy;

  constructor(why: LinkWhy, cause?: unknown) {
    super(why, { cause });
    this.why = why;
  }
}

/** How many connections to one peer are open at once: one for its stream, and some to ask. */
const SOCKETS_MAX = 8;

/** Opens a requester; where it asks is looked up anew for every question. */
export function openRequester(targetNow: () => Target | undefined): Requester {
  let held: { readonly target: Target; readonly agent: http.Agent } | undefined;
  let shownUpto: number | undefined;

  const drop = (): void => {
    held?.agent.destroy();
    held = undefined;
    shownUpto = undefined;
  };

  const reach = (): { readonly target: Target; readonly agent: http.Agent } => {
    const target = targetNow();
    if (!target) {
      drop();
      throw new LinkTroubleError('no-address');
    }
    if (held?.target !== target) {
      // What is under way on the old connections ends by itself: a renewal cuts no link. [T7]
      for (const idle of Object.values(held?.agent.freeSockets ?? {}).flat()) idle?.destroy();
      held = { target, agent: agentOf(target) };
    }
    return held;
  };

  const open = (path: string, asked: Asked): Promise<http.IncomingMessage> => {
    const { target, agent } = reach();
    const { body, headers, signal } = asked;
    return new Promise((resolve, reject) => {
      let isKnown = false;
      const options = {
        method: body ? 'POST' : 'GET',
        agent,
        signal,
        headers: { ...headers, ...(body ? { 'content-length': String(body.length) } : {}) },
      };
      const url = `${target.address}${path}`;
      const asking = target.trust ? https.request(url, options) : http.request(url, options);
      asking.once('socket', (socket) => {
        const known = (): void => {
          isKnown = true;
          const { valid_to: upto } = (socket as TLSSocket).getPeerCertificate();
          shownUpto = Date.parse(upto) / 1000;
        };
        if (target.trust && asking.reusedSocket) isKnown = true;
        else if (target.trust) socket.once('secureConnect', known);
      });
      asking.once('response', resolve);
      asking.once('error', (thrown) => {
        // A kept connection may have ended just now; a peer may be told the same thing twice.
        if (asking.reusedSocket && !signal.aborted)
          return void open(path, asked).then(resolve, reject);
        const isRefusal = isKnown && !asking.reusedSocket;
        reject(new LinkTroubleError(whyOf(thrown, isRefusal), thrown));
      });
      asking.end(body);
    });
  };

  return {
    async ask(path, asked, limit) {
      const response = await open(path, asked);
      const parts: Uint8Array[] = [];
      let size = 0;
      try {
        for await (const part of response as AsyncIterable<Uint8Array>) {
          size += part.length;
          asked.onBytes?.(part.length);
          if (size > limit) throw new LinkTroubleError('broken');
          parts.push(part);
        }
      } catch (thrown) {
        response.destroy();
        throw thrown instanceof LinkTroubleError ? thrown : new LinkTroubleError('broken', thrown);
      }
      const { statusCode: status = 0, headers } = response;
      return { status, headers, body: Buffer.concat(parts) };
    },
    async stream(path, asked, idleMillis) {
      const response = await open(path, asked);
      // A cut cable ends no connection: it is silence that tells. [T14]
      response.setTimeout(idleMillis, () => response.destroy(new LinkTroubleError('broken')));
      if (response.statusCode === 200) return response;
      response.destroy();
      throw new LinkTroubleError('refused');
    },
    shownUpto: () => shownUpto,
    drop,
  };
}

function agentOf({ trust }: Target): http.Agent {
  const kept = { keepAlive: true, maxSockets: SOCKETS_MAX };
  if (!trust) return new http.Agent(kept);
  return new https.Agent({
    ...kept,
    // Every connection shows its certificate anew: nothing is resumed that was believed before.
    maxCachedSessions: 0,
    minVersion: 'TLSv1.3',
    key: trust.key,
    cert: trust.certificate,
    ca: trust.authority,
    rejectUnauthorized: true,
    // The name would go over the wire in clear.
    servername: '',
    checkServerIdentity: (_, shown) => checkName(shown, trust.domain),
  });
}

/** The certificate must bear the domain of the party's card; where it answers proves nothing. [T5] */
function checkName(shown: PeerCertificate, domain: string): Error | undefined {
  if ((shown.subjectaltname ?? '').split(', ').includes(`DNS:${domain}`)) return undefined;
  return Object.assign(new Error('another party'), { code: 'LINK_OF_ANOTHER' });
}

const WHYS: Readonly<Record<string, LinkWhy>> = {
  LINK_OF_ANOTHER: 'certificate-of-another',
  CERT_HAS_EXPIRED: 'certificate-expired',
  CERT_NOT_YET_VALID: 'certificate-early',
  DEPTH_ZERO_SELF_SIGNED_CERT: 'certificate-unknown',
  SELF_SIGNED_CERT_IN_CHAIN: 'certificate-unknown',
  UNABLE_TO_GET_ISSUER_CERT: 'certificate-unknown',
  UNABLE_TO_GET_ISSUER_CERT_LOCALLY: 'certificate-unknown',
  UNABLE_TO_VERIFY_LEAF_SIGNATURE: 'certificate-unknown',
  CERT_SIGNATURE_FAILURE: 'certificate-unknown',
  INVALID_CA: 'certificate-unknown',
  INVALID_PURPOSE: 'certificate-unknown',
};

/** A peer that hangs up as soon as it has seen our certificate does not want us. */
function whyOf(thrown: Error, isRefusal: boolean): LinkWhy {
  const code = 'code' in thrown ? String(thrown.code) : '';
  const known = WHYS[code];
  if (known) return known;
  if (/ALERT|SSLV3|TLSV1/.test(code)) return 'refused';
  if (isRefusal && (code === 'ECONNRESET' || code === 'EPIPE')) return 'refused';
  return 'unreachable';
}
