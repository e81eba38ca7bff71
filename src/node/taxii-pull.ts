import { TAXII_MEDIA_TYPE } from '../gateway/taxii.ts';

/** How long one answer may take, in milliseconds. [Y22] */
export const PULL_MILLIS_MAX = 60_000;

/** How large one answer may be, in bytes. [Y22] */
export const PULL_PAGE_BYTES_MAX = 16_777_216;

/** How large all answers of one pull may be, in bytes, and how many; what is left comes the next time. [Y22] */
export const PULL_BYTES_MAX = 25_165_824;
export const PULL_PAGES_MAX = 200;

/** How many objects are asked for at a time. */
const PULL_OBJECTS = 500;

/** Why nothing came. */
export type PullFault =
  | { readonly kind: 'unreachable' }
  | { readonly kind: 'late' }
  | { readonly kind: 'refused'; readonly status: number }
  | { readonly kind: 'leads-elsewhere' }
  | { readonly kind: 'not-taxii' }
  | { readonly kind: 'too-large'; readonly limit: number };

/** What a pull brought. */
export interface Pulled {
  /** The objects as JSON, one text each. */
  readonly objects: readonly string[];
  /** The date of the last object, as the server gave it. */
  readonly last?: string;
  /** Whether there is more than one pull takes. */
  readonly more: boolean;
}

/** What a pull needs. */
export interface PullNeeds {
  /** The collection, as the settings have it. */
  readonly url: string;
  readonly authorization: string;
  /** Only what was added later. */
  readonly addedAfter?: string;
  readonly signal: AbortSignal;
}

class PullError extends Error {
  override readonly name = 'PullError';
  readonly fault: PullFault;

  constructor(fault: PullFault) {
    super(fault.kind);
    this.fault = fault;
  }
}

/**
 * Reads what is new in a collection of another TAXII 2.1 server, page by page, within limits. It asks
 * that one address and follows nothing to another. [Y21] [Y22]
 */
export async function pullCollection(needs: PullNeeds): Promise<Pulled | PullFault> {
  const objects: string[] = [];
  const seen = new Set<string>();
  let [bytes, last, next]: [number, string | undefined, string | undefined] = [
    0,
    undefined,
    undefined,
  ];
  try {
    for (let page = 0; page < PULL_PAGES_MAX && bytes < PULL_BYTES_MAX; page += 1) {
      const answer = await ask(needs, next);
      bytes += answer.bytes;
      objects.push(...answer.objects);
      last = answer.last ?? last;
      next = answer.next;
      if (next === undefined) return { objects, ...(last ? { last } : {}), more: false };
      // A server that leads in a circle would never end.
      if (seen.has(next)) throw new PullError({ kind: 'not-taxii' });
      seen.add(next);
    }
    return { objects, ...(last ? { last } : {}), more: true };
  } catch (thrown) {
    if (thrown instanceof PullError) return thrown.fault;
    const isLate = thrown instanceof Error && thrown.name === 'TimeoutError';
    return { kind: isLate ? 'late' : 'unreachable' };
  }
}

interface Answer {
  readonly bytes: number;
  readonly objects: readonly string[];
  readonly next?: string;
  readonly last?: string;
}

async function ask(
  { url, authorization, addedAfter, signal }: PullNeeds,
  next: string | undefined,
): Promise<Answer> {
  const asked = new URL('objects/', url);
  asked.searchParams.set('limit', String(PULL_OBJECTS));
  if (addedAfter !== undefined) asked.searchParams.set('added_after', addedAfter);
  if (next !== undefined) asked.searchParams.set('next', next);
  const answer = await fetch(asked, {
    headers: { accept: TAXII_MEDIA_TYPE, authorization },
    redirect: 'manual',
    signal: AbortSignal.any([signal, AbortSignal.timeout(PULL_MILLIS_MAX)]),
  });
  const { status, headers } = answer;
  if (status !== 200) {
    await answer.body?.cancel();
    const leads = status >= 300 && status < 400;
    throw new PullError(leads ? { kind: 'leads-elsewhere' } : { kind: 'refused', status });
  }
  const type = headers.get('content-type') ?? '';
  if (!/^application\/taxii\+json(?:;|$)/i.test(type.replaceAll(' ', ''))) {
    await answer.body?.cancel();
    throw new PullError({ kind: 'not-taxii' });
  }
  const bytes = await bytesOf(answer);
  const last = headers.get('x-taxii-date-added-last') ?? undefined;
  return { ...envelopeIn(bytes), bytes: bytes.length, ...(isDate(last) ? { last } : {}) };
}

async function bytesOf({ body }: Response): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of (body ?? []) as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > PULL_PAGE_BYTES_MAX) {
      throw new PullError({ kind: 'too-large', limit: PULL_PAGE_BYTES_MAX });
    }
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Of what a stranger sent only the envelope is read here; its objects are read with other imports. */
function envelopeIn(bytes: Uint8Array): Pick<Answer, 'objects' | 'next'> {
  let body: unknown;
  try {
    body = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch {
    throw new PullError({ kind: 'not-taxii' });
  }
  if (typeof body !== 'object' || body === null) throw new PullError({ kind: 'not-taxii' });
  const { objects = [], more, next } = body as Readonly<Record<string, unknown>>;
  if (!Array.isArray(objects)) throw new PullError({ kind: 'not-taxii' });
  if (more === true && typeof next !== 'string') throw new PullError({ kind: 'not-taxii' });
  const texts = objects.map((each) => JSON.stringify(each));
  return { objects: texts, ...(more === true ? { next: next as string } : {}) };
}

function isDate(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d{1,9})?Z$/.test(text);
}
