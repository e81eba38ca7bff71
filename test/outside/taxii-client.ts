/** What a TAXII 2.1 server answered. */
export interface TaxiiSaid {
  readonly status: number;
  readonly type: string;
  readonly headers: Headers;
  readonly text: string;
  /** The body as JSON; empty where it is none. */
  readonly body: Record<string, unknown>;
}

/** A STIX object as far as a client looks at it. */
export interface TaxiiObject {
  readonly type: string;
  readonly id: string;
  readonly [name: string]: unknown;
}

/** One page of a collection with the dates in its headers. */
interface Page {
  readonly objects: readonly TaxiiObject[];
  readonly first: string | null;
  readonly last: string | null;
}

/** How many pages a client reads before it takes the server to be in a circle. */
const PAGES_MAX = 1_000;

const MEDIA_TYPE = 'application/taxii+json;version=2.1';

/** Reads a TAXII 2.1 server by the words of the standard alone. */
export class TaxiiClient {
  readonly #server: string;
  readonly #authorization: string | undefined;

  constructor(server: string, authorization?: string) {
    this.#server = server;
    this.#authorization = authorization;
  }

  /** Asks for an address, from the server's own root. */
  async ask(path: string, init: RequestInit = {}): Promise<TaxiiSaid> {
    const given = new Headers(init.headers);
    if (!given.has('accept')) given.set('accept', MEDIA_TYPE);
    if (this.#authorization !== undefined) given.set('authorization', this.#authorization);
    const url = new URL(path, this.#server);
    const answer = await fetch(url, { ...init, headers: given, redirect: 'error' });
    const { status, headers } = answer;
    const text = await answer.text();
    const type = headers.get('content-type') ?? '';
    const isJson = type.startsWith('application/taxii+json');
    const body = isJson ? (JSON.parse(text) as Record<string, unknown>) : {};
    return { status, type, headers, text, body };
  }

  /** The first API root that discovery names. */
  async root(): Promise<string> {
    const { body } = await this.ask('/taxii2/');
    const [root] = (body['api_roots'] ?? []) as readonly string[];
    if (root === undefined || !root.endsWith('/')) throw new Error('discovery names no API root');
    return root;
  }

  /** The collections that may be read. */
  async collections(): Promise<readonly { readonly id: string; readonly title: string }[]> {
    const { body } = await this.ask(`${await this.root()}collections/`);
    return (body['collections'] ?? []) as readonly { id: string; title: string }[];
  }

  /** All pages of a collection: the same question again with `next`, for as long as there is more. */
  async pages(id: string, query: Readonly<Record<string, string>> = {}): Promise<readonly Page[]> {
    const root = await this.root();
    const pages: Page[] = [];
    let next: string | undefined;
    do {
      const asked = new URLSearchParams({ ...query, ...(next === undefined ? {} : { next }) });
      const said = await this.ask(`${root}collections/${id}/objects/?${asked.toString()}`);
      if (said.status !== 200) throw new Error(`${said.status} ${said.text}`);
      const { more, next: told, objects = [] } = said.body;
      if (more === true && typeof told !== 'string') throw new Error('there is more, but no next');
      if (more !== true && told !== undefined) throw new Error('there is a next, but no more');
      pages.push({
        objects: objects as readonly TaxiiObject[],
        first: said.headers.get('x-taxii-date-added-first'),
        last: said.headers.get('x-taxii-date-added-last'),
      });
      if (pages.length > PAGES_MAX) throw new Error('the pages do not end');
      next = more === true ? (told as string) : undefined;
    } while (next !== undefined);
    return pages;
  }

  /** All objects of a collection. */
  async objects(
    id: string,
    query: Readonly<Record<string, string>> = {},
  ): Promise<readonly TaxiiObject[]> {
    return (await this.pages(id, query)).flatMap(({ objects }) => objects);
  }
}

/** The header of HTTP Basic (RFC 7617). */
export function basicOf(user: string, password: string): string {
  return `Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`;
}
