import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import type { Message } from '../exchange/messages.ts';
import { formatMessage } from '../exchange/messages.ts';
import { openPeerCarrier } from './peer-http.ts';

const offer: Message = { kind: 'offer', log: '0'.repeat(32) as LogId, note: 'a note\n' };
const stranger = utf8('{"kind":"shout","v":1}\n');

/** One message in an answer: its length in 32 bits, and its bytes. */
function framed(bytes: Uint8Array): Buffer {
  const length = Buffer.alloc(4);
  length.writeUInt32BE(bytes.length);
  return Buffer.concat([length, bytes]);
}

it('[X28] passes over a message of a kind that it does not know, and keeps the link', async () => {
  const known = formatMessage(offer);
  const told = [stranger, known].map((bytes) => Buffer.from(bytes).toString('base64'));
  const doors: Readonly<Record<string, string | Buffer>> = {
    '/peer/hello': JSON.stringify({ nonce: 'n', now: 1 }),
    '/peer/session': JSON.stringify({ token: 't'.repeat(43) }),
    '/peer/message': Buffer.concat([stranger, known, stranger].map(framed)),
  };
  const server = createServer((asked, answer) => {
    asked.resume();
    const body = doors[asked.url ?? ''];
    if (body !== undefined) answer.end(body);
    else answer.write(told.map((data) => `event: message\ndata: ${data}\n\n`).join(''));
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  const links: boolean[] = [];
  const address = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const heard: { carrier?: ReturnType<typeof openPeerCarrier> } = {};
  const first = await new Promise<Message>((resolve) => {
    heard.carrier = openPeerCarrier({
      target: () => ({ address, isPacking: false }),
      self: 'qamar',
      answer: (nonce) => Promise.resolve(nonce),
      now: () => 1,
      onMessage: resolve,
      onLog: () => undefined,
      onLink: ({ up }) => links.push(up),
    });
  });
  expect(first).toEqual(offer);
  expect(await heard.carrier?.send(offer)).toEqual([offer]);
  expect(links).toEqual([true]);
  heard.carrier?.close();
  server.closeAllConnections();
  server.close();
});
