import http from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { isCollectionUrl } from './pull-settings.ts';
import { PULL_PAGES_MAX, PULL_PAGE_BYTES_MAX, pullCollection } from './taxii-pull.ts';

const servers: http.Server[] = [];
afterEach(() => {
  for (const server of servers.splice(0)) server.close().closeAllConnections();
});

/** A server that answers what it is told to. */
async function serve(answer: http.RequestListener): Promise<{ url: string; asked: string[] }> {
  const asked: string[] = [];
  const server = http.createServer((request, response) => {
    asked.push(`${request.headers.authorization ?? ''} ${request.url ?? ''}`);
    answer(request, response);
  });
  servers.push(server);
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/api/collections/one/`, asked };
}

function say(response: http.ServerResponse, body: unknown, headers: http.OutgoingHttpHeaders = {}) {
  response.writeHead(200, { 'content-type': 'application/taxii+json;version=2.1', ...headers });
  response.end(typeof body === 'string' ? body : JSON.stringify(body));
}

function pull(url: string, addedAfter?: string) {
  const { signal } = new AbortController();
  const more = addedAfter === undefined ? {} : { addedAfter };
  return pullCollection({ url, authorization: 'Basic eDp5', signal, ...more });
}

const nextOf = (request: http.IncomingMessage) =>
  new URL(request.url ?? '', 'http://x').searchParams.get('next');

describe('a pull from another server', () => {
  it('[Y21] has the address of a collection, by TLS or on this machine', () => {
    for (const url of [
      'https://taxii.example/root/collections/4f3a/',
      'https://taxii.example:8443/a/b/collections/4f3a/',
      'http://127.0.0.1:8000/r/collections/x/',
      'http://[::1]:8000/r/collections/x/',
      'http://localhost/r/collections/x/',
    ]) {
      expect(isCollectionUrl(url), url).toBe(true);
    }
    for (const url of [
      'http://taxii.example/root/collections/4f3a/',
      'https://taxii.example/root/collections/4f3a',
      'https://taxii.example/root/',
      'https://user:secret@taxii.example/root/collections/4f3a/',
      'https://taxii.example/root/collections/4f3a/?x=1',
      'ftp://taxii.example/root/collections/4f3a/',
      'file:///srv/collections/4f3a/',
      'http://127.0.0.1.example/r/collections/x/',
      'collections/x/',
    ]) {
      expect(isCollectionUrl(url), url).toBe(false);
    }
  });

  it('[Y22] asks page by page with the same question, and keeps the last date', async () => {
    const { url, asked } = await serve((request, response) => {
      const page = Number(nextOf(request) ?? 0);
      const last = `2026-11-22T10:00:0${page}.000000Z`;
      const more = page < 2 ? { more: true, next: String(page + 1) } : {};
      say(response, { objects: [{ id: page }], ...more }, { 'x-taxii-date-added-last': last });
    });
    const pulled = await pull(url, '2026-01-01T00:00:00Z');
    expect(pulled).toEqual({
      objects: ['{"id":0}', '{"id":1}', '{"id":2}'],
      last: '2026-11-22T10:00:02.000000Z',
      more: false,
    });
    expect(asked).toHaveLength(3);
    for (const question of asked) {
      expect(question).toContain('Basic eDp5 /api/collections/one/objects/?');
      expect(question).toContain('added_after=2026-01-01T00%3A00%3A00Z');
    }
    const empty = await serve((_, response) => say(response, {}));
    expect(await pull(empty.url)).toEqual({ objects: [], more: false });
  });

  it('[Y21] follows nothing to another address, and shows its secret to no other', async () => {
    const other = await serve((_, response) => say(response, { objects: [{ id: 'stolen' }] }));
    const { url } = await serve((_, response) => {
      response.writeHead(302, { location: other.url }).end();
    });
    expect(await pull(url)).toEqual({ kind: 'leads-elsewhere' });
    expect(other.asked).toEqual([]);
  });

  it('[Y22] takes nothing that is no TAXII, leads in a circle, or is refused', async () => {
    const bad: readonly (readonly [http.RequestListener, string])[] = [
      [(_, response) => say(response, '<html>'), 'not-taxii'],
      [(_, response) => say(response, '[]x'), 'not-taxii'],
      [(_, response) => say(response, 'null'), 'not-taxii'],
      [(_, response) => say(response, { objects: {} }), 'not-taxii'],
      [(_, response) => say(response, { more: true }), 'not-taxii'],
      [(_, response) => say(response, { more: true, next: 'a' }), 'not-taxii'],
      [(_, response) => say(response, '{}', { 'content-type': 'application/json' }), 'not-taxii'],
      [(_, response) => say(response, Buffer.from([0xff]).toString('latin1')), 'not-taxii'],
      [(_, response) => response.writeHead(401).end(), 'refused'],
      [(_, response) => response.writeHead(500).end(), 'refused'],
      [(_, response) => response.destroy(), 'unreachable'],
    ];
    for (const [answer, kind] of bad) {
      const { url } = await serve(answer);
      expect(await pull(url)).toMatchObject({ kind });
    }
    expect(await pull('http://127.0.0.1:1/r/collections/x/')).toEqual({ kind: 'unreachable' });
  });

  it('[Y22] stops at its limits, and says that there is more', async () => {
    const large = await serve((_, response) => {
      response.writeHead(200, { 'content-type': 'application/taxii+json;version=2.1' });
      response.end(Buffer.alloc(PULL_PAGE_BYTES_MAX + 1, ' '));
    });
    expect(await pull(large.url)).toEqual({ kind: 'too-large', limit: PULL_PAGE_BYTES_MAX });
    const long = await serve((request, response) => {
      const page = Number(nextOf(request) ?? 0);
      say(response, { objects: [{ id: page }], more: true, next: String(page + 1) });
    });
    const pulled = await pull(long.url);
    expect(pulled).toMatchObject({ more: true });
    expect('objects' in pulled && pulled.objects.length).toBe(PULL_PAGES_MAX);
  });
});
