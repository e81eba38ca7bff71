import { createServer } from 'node:http';
import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, it } from 'vitest';
import type { LogId } from '../base/ids.ts';
import type { Message } from '../exchange/messages.ts';
import { formatMessage } from '../exchange/messages.ts';
import type { LinkState, PeerCarrier, ToldLog } from './peer-http.ts';
import { formatMessages, openPeerCarrier } from './peer-http.ts';

const LOG = '0'.repeat(32) as LogId;
const NOW = 1_000;

const offer: Message = { kind: 'offer', log: LOG, note: 'a note\n' };
const ask: Message = { kind: 'ask', ask: 'q1', log: LOG, size: 0 };

const closing: (() => void)[] = [];
afterEach(() => {
  for (const close of closing.splice(0)) close();
});

type Answer = (asked: IncomingMessage, answer: ServerResponse) => void;

/** A peer's node, by its doors: it greets, lets in, and does the rest as it is told. */
async function peer(doors: Readonly<Record<string, Answer>>): Promise<string> {
  const server: Server = createServer((asked, answer) => {
    asked.resume();
    const door = doors[asked.url ?? ''];
    if (door) door(asked, answer);
    else if (asked.url === '/peer/hello') answer.end(JSON.stringify({ nonce: 'n', now: NOW + 90 }));
    else if (asked.url === '/peer/session') answer.end(JSON.stringify({ token: 't'.repeat(43) }));
    else answer.writeHead(404).end();
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  closing.push(() => {
    server.closeAllConnections();
    server.close();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

interface Heard {
  readonly carrier: PeerCarrier;
  readonly messages: Message[];
  readonly logs: ToldLog[];
  readonly links: LinkState[];
  /** Resolves when `isSo`, looked at whenever something is heard. */
  when(isSo: () => boolean): Promise<void>;
}

function carrierTo(
  address: string,
  { isPacking = false, ...more }: { isPacking?: boolean; silenceMillis?: number } = {},
): Heard {
  const [messages, logs, links]: [Message[], ToldLog[], Heard['links']] = [[], [], []];
  const waiting = new Set<() => void>();
  const look = (): void => {
    for (const each of waiting) each();
  };
  const target = { address, isPacking };
  const carrier = openPeerCarrier({
    target: () => target,
    ...more,
    self: 'qamar',
    answer: (nonce) => Promise.resolve(`signed ${nonce}`),
    now: () => NOW,
    onMessage: (message) => {
      messages.push(message);
      look();
    },
    onLog: (log) => {
      logs.push(log);
      look();
    },
    onLink: (link) => {
      links.push(link);
      look();
    },
  });
  closing.push(() => carrier.close());
  const when = (isSo: () => boolean): Promise<void> =>
    new Promise((resolve) => {
      const each = (): void => {
        if (isSo()) resolve();
      };
      waiting.add(each);
      each();
    });
  return { carrier, messages, logs, links, when };
}

const event = (name: string, data: string): string => `event: ${name}\ndata: ${data}\n\n`;
const coded = (message: Message): string => Buffer.from(formatMessage(message)).toString('base64');

describe('a carrier to a peer', () => {
  it('[N13] hears logs and messages in their order, however they are cut, and passes over garbage', async () => {
    const address = await peer({
      '/peer/stream': (_, answer) => {
        const text =
          ': here\n\n' +
          event('log', JSON.stringify({ log: LOG, audience: ['nahr', 'qamar'] })) +
          event('message', 'no message') +
          event('unknown', '{}') +
          event('message', coded(offer));
        answer.writeHead(200);
        for (const letter of text) answer.write(letter);
      },
    });
    const heard = carrierTo(address);
    await heard.when(() => heard.messages.length > 0);
    expect(heard.logs).toEqual([{ log: LOG, audience: ['nahr', 'qamar'] }]);
    expect(heard.messages).toEqual([offer]);
    expect(heard.links).toEqual([{ up: true, clockOff: 90 }]);
  });

  it('sends a message and gives all that came back, of a torn answer what is whole', async () => {
    const whole = Buffer.from(formatMessages([offer, offer]));
    const answers = [whole, whole.subarray(0, whole.length - 3), Buffer.from([0, 0, 255])];
    const said: string[] = [];
    const address = await peer({
      '/peer/stream': (_, answer) => void answer.writeHead(200).write(': here\n\n'),
      '/peer/message': (asked, answer) => {
        said.push(asked.headers.authorization ?? '');
        answer.end(answers.shift());
      },
    });
    const heard = carrierTo(address);
    // Before the link is up a message is lost, and whoever sent it must know.
    expect(await heard.carrier.send(ask)).toBeUndefined();
    await heard.when(() => heard.links.length > 0);
    expect(await heard.carrier.send(ask)).toEqual([offer, offer]);
    expect(await heard.carrier.send(ask)).toEqual([offer]);
    expect(await heard.carrier.send(ask)).toEqual([]);
    expect(new Set(said)).toEqual(new Set([`Bearer ${'t'.repeat(43)}`]));
  });

  it('[T12] packs long bodies for a peer that says it unpacks them, and unpacks what comes', async () => {
    const long: Message = { kind: 'offer', log: LOG, note: `${'a long note '.repeat(200)}\n` };
    const got: [string | undefined, number][] = [];
    const address = await peer({
      '/peer/session': (_, answer) => {
        answer.setHeader('accept-encoding', 'br, gzip');
        answer.end(JSON.stringify({ token: 't'.repeat(43) }));
      },
      '/peer/stream': (_, answer) => void answer.writeHead(200).write(': here\n\n'),
      '/peer/message': (asked, answer) => {
        let size = 0;
        asked.on('data', (part: Buffer) => (size += part.length));
        asked.on('end', () => {
          got.push([asked.headers['content-encoding'], size]);
          answer.setHeader('content-encoding', 'gzip');
          answer.end(gzipSync(formatMessages([long])));
        });
      },
    });
    const heard = carrierTo(address, { isPacking: true });
    await heard.when(() => heard.links.length > 0);
    expect(await heard.carrier.send(long)).toEqual([long]);
    expect(await heard.carrier.send(ask)).toEqual([long]);
    const [packed, plain] = got;
    expect(packed).toEqual(['br', expect.toSatisfy((size: number) => size < 300)]);
    expect(plain).toEqual([undefined, formatMessage(ask).length]);
  });

  it('says that the link is gone when the stream ends, and comes again', async () => {
    let streams = 0;
    const address = await peer({
      '/peer/stream': (_, answer) => {
        streams += 1;
        answer.writeHead(200);
        if (streams === 1) answer.end(': here\n\n');
        else answer.write(': here\n\n');
      },
    });
    const heard = carrierTo(address);
    await heard.when(() => heard.links.length === 3);
    expect(heard.links.map(({ up }) => up)).toEqual([true, false, true]);
  });

  it('[T6] begins anew at once when the peer is known by something else', async () => {
    const seen: (number | undefined)[] = [];
    const address = await peer({
      '/peer/stream': (asked, answer) => {
        seen.push(asked.socket.remotePort);
        answer.writeHead(200).write(': here\n\n');
      },
    });
    const heard = carrierTo(address);
    await heard.when(() => heard.links.length > 0);
    heard.carrier.renew();
    await heard.when(() => heard.links.length === 3);
    expect(heard.links.map(({ up }) => up)).toEqual([true, false, true]);
    expect(new Set(seen).size).toBe(2);
  });

  it('[T14] takes a link to be cut when its stream is silent for too long, and comes again', async () => {
    const address = await peer({
      '/peer/stream': (_, answer) => void answer.writeHead(200).write(': here\n\n'),
    });
    const heard = carrierTo(address, { silenceMillis: 30 });
    await heard.when(() => heard.links.length >= 3);
    expect(heard.links.slice(0, 3).map(({ up, why }) => [up, why])).toEqual([
      [true, undefined],
      [false, 'broken'],
      [true, undefined],
    ]);
  });

  it('[T15] opens another session when one has ended, and the link stands', async () => {
    let entered = 0;
    const address = await peer({
      '/peer/session': (_, answer) => {
        entered += 1;
        answer.end(JSON.stringify({ token: `${entered}`.repeat(43) }));
      },
      '/peer/stream': (_, answer) => void answer.writeHead(200).write(': here\n\n'),
      '/peer/message': (asked, answer) => {
        const isCurrent = asked.headers.authorization === `Bearer ${'2'.repeat(43)}`;
        if (isCurrent) answer.end(Buffer.from(formatMessages([offer])));
        else answer.writeHead(401).end();
      },
    });
    const heard = carrierTo(address);
    await heard.when(() => heard.links.length > 0);
    const asked = await Promise.all([heard.carrier.send(ask), heard.carrier.send(ask)]);
    expect(asked).toEqual([[offer], [offer]]);
    expect(entered).toBe(2);
    expect(heard.links).toHaveLength(1);
  });

  it('is not drowned by an event that never ends', async () => {
    const address = await peer({
      '/peer/stream': (_, answer) => {
        answer.writeHead(200);
        answer.write(`data: ${'x'.repeat(1_100_000)}`);
      },
    });
    const heard = carrierTo(address);
    await heard.when(() => heard.links.some(({ up }) => !up));
    expect(heard.messages).toEqual([]);
  });
});
