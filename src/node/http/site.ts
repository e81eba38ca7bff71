import { randomBytes } from 'node:crypto';
import { createReadStream, existsSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { Refusal } from './problem.ts';

const MEDIA_TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.mjs': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
  '.pmtiles': 'application/octet-stream',
};

/** The screens and the map's ground, from what was built; nothing outside those two folders is served. */
export function serveSite(
  app: Hono,
  folders: { readonly web: string; readonly ground: string },
): void {
  app.get('/ground/*', (context) => {
    const name = new URL(context.req.url).pathname.slice('/ground/'.length);
    return answerFile(context, folders.ground, name, 'public, max-age=3600');
  });

  app.get('/assets/*', (context) => {
    const name = new URL(context.req.url).pathname.slice(1);
    return answerFile(context, folders.web, name, 'public, max-age=31536000, immutable');
  });

  app.get('*', (context) => {
    const page = path.join(folders.web, 'index.html');
    if (!existsSync(page)) throw new Refusal('not-found', { file: 'index.html' });
    const nonce = randomBytes(18).toString('base64url');
    const html = readFileSync(page, 'utf8').replaceAll('__NONCE__', nonce);
    return context.body(html, 200, {
      'content-type': 'text/html; charset=utf-8',
      'cache-control': 'no-store',
      'content-security-policy': policyFor(nonce),
    });
  });
}

function policyFor(nonce: string): string {
  return [
    "default-src 'self'",
    "script-src 'self'",
    `style-src 'self' 'nonce-${nonce}'`,
    "img-src 'self' data: blob:",
    "worker-src 'self' blob:",
    "connect-src 'self'",
    "object-src 'none'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
  ].join('; ');
}

function answerFile(context: Context, folder: string, name: string, cache: string): Response {
  if (!/^[A-Za-z0-9._/-]+$/.test(name) || name.includes('..')) throw new Refusal('not-found');
  const file = path.join(folder, name);
  if (!existsSync(file) || !statSync(file).isFile()) throw new Refusal('not-found');
  const { size } = statSync(file);
  const headers = {
    'content-type': MEDIA_TYPES[path.extname(file)] ?? 'application/octet-stream',
    'cache-control': cache,
    'accept-ranges': 'bytes',
  };
  const range = /^bytes=(\d+)-(\d*)$/.exec(context.req.header('range') ?? '');
  if (!range) {
    return new Response(bodyOf(file), { headers: { ...headers, 'content-length': String(size) } });
  }
  const start = Number(range[1]);
  const end = Math.min(range[2] ? Number(range[2]) : size - 1, size - 1);
  if (start > end) return new Response(null, { status: 416, headers });
  return new Response(bodyOf(file, start, end), {
    status: 206,
    headers: {
      ...headers,
      'content-range': `bytes ${start}-${end}/${size}`,
      'content-length': String(end - start + 1),
    },
  });
}

function bodyOf(file: string, start = 0, end = Number.POSITIVE_INFINITY): ReadableStream {
  return Readable.toWeb(createReadStream(file, { start, end })) as unknown as ReadableStream;
}
