import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { keptFile } from '../../src/base/vectors.suite.ts';
import type { Card } from '../../src/ledger/card.ts';
import { peerKeyName } from '../../src/node/http/peers.ts';
import { hostPrimitives } from '../../src/node/primitives.ts';
import { parseNote, verifyNote } from '../../src/proof/note.ts';

/** What a node of the release before this one was asked, and its answer to the byte. */
interface KeptAnswer {
  readonly case: string;
  /** Hexadecimal, as `answer` is. */
  readonly said: string;
  readonly status: number;
  readonly answer: string;
}

/** The fields of each kind of message that the release before this one knew; anything else it refused. */
const KNOWN: Readonly<Record<string, readonly string[]>> = {
  ask: ['ask', 'log', 'size'],
  tell: ['ask', 'from', 'log', 'note'],
  offer: ['log', 'note'],
  inquire: ['ask', 'log'],
  held: ['ask', 'log', 'note', 'size'],
  nothing: ['ask', 'log', 'reason'],
  evidence: ['earlier', 'later', 'log', 'proof', 'root'],
};

/** The name of the question in every kept answer; the true one takes its place. */
const KEPT_ASK = '0123456789abcdef'.repeat(2);
const KEPT_LOG = '0'.repeat(32);

const answers = linesOf<KeptAnswer>('node/older/answers.jsonl');

/** The line of a message as plain fields. */
export interface SaidLine {
  readonly kind: string;
  readonly v?: number;
  readonly ask?: string;
  readonly log?: string;
  readonly size?: number;
  readonly from?: number;
  readonly note?: string;
}

/** The cases of a kept file that says nothing of being accepted. */
export function linesOf<T>(file: string): readonly T[] {
  const lines = keptFile(file).toString('utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line) as T);
}

/** The first line of a message. */
export function lineOf(message: Uint8Array): SaidLine {
  const bytes = Buffer.from(message);
  return JSON.parse(bytes.toString('utf8', 0, bytes.indexOf(0x0a))) as SaidLine;
}

/** Whether a node of the release before this one understood such a line. */
export function isKnownToOlder({ kind, v, ...fields }: SaidLine): boolean {
  const known = KNOWN[kind];
  return (
    v === 1 && known !== undefined && Object.keys(fields).every((each) => known.includes(each))
  );
}

/** The messages in the answer to one, each behind its length. */
export function messagesIn(body: Uint8Array): readonly Buffer[] {
  const bytes = Buffer.from(body);
  const messages: Buffer[] = [];
  for (let at = 0; at < bytes.length;) {
    const end = at + 4 + bytes.readUInt32BE(at);
    messages.push(bytes.subarray(at + 4, end));
    at = end;
  }
  return messages;
}

/** A party whose node says nothing but what a node of the release before this one said. */
export interface OlderPeer {
  readonly port: number;
  /** What it was sent, and with which status it answered. */
  readonly heard: readonly (readonly [line: SaidLine, status: number])[];
  /** How often its stream was opened. */
  readonly streams: number;
  close(): void;
}

/** Opens its doors on a free port; `other` is the card of the node that may enter. */
export async function openOlderPeer(other: Card): Promise<OlderPeer> {
  const heard: (readonly [SaidLine, number])[] = [];
  let streams = 0;
  const doors: Readonly<Record<string, (body: Buffer, answer: ServerResponse) => void>> = {
    '/peer/hello': (_, answer) => {
      const now = Math.floor(Date.now() / 1000);
      answer.end(JSON.stringify({ nonce: 'a'.repeat(43), now }));
    },
    '/peer/session': (body, answer) => {
      answer.statusCode = isFrom(other, body) ? 200 : 401;
      answer.end(JSON.stringify({ token: 't'.repeat(43) }));
    },
    '/peer/message': (body, answer) => {
      const line = lineOf(body);
      const kept = keptAnswer(line);
      heard.push([line, kept.status]);
      answer.statusCode = kept.status;
      answer.end(kept.body);
    },
    '/peer/stream': (_, answer) => {
      streams += 1;
      answer.setHeader('content-type', 'text/event-stream');
      answer.write(keptFile('node/older/stream.txt'));
    },
  };
  const server = createServer((asked: IncomingMessage, answer) => {
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      const door = doors[asked.url ?? ''];
      // A door that came later was not there.
      if (!door) answer.statusCode = 404;
      if (door) door(Buffer.concat(parts), answer);
      else answer.end();
    });
  });
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
  return {
    port: (server.address() as AddressInfo).port,
    heard,
    get streams() {
      return streams;
    },
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function isFrom({ domain, nodeKey }: Card, body: Buffer): boolean {
  const note = parseNote((JSON.parse(body.toString()) as { readonly note: string }).note);
  const key = { name: peerKeyName(domain), type: 'ed25519' as const, publicKey: nodeKey };
  return note.ok && verifyNote(hostPrimitives(), note.value, [key]).ok;
}

/** What it answered to such a line, with the question's own name in it. */
function keptAnswer(line: SaidLine): { readonly status: number; readonly body: Buffer } {
  const like = (isLike: (kept: SaidLine) => boolean): KeptAnswer | undefined =>
    answers.find(({ said }) => isLike(lineOf(Buffer.from(said, 'hex'))));
  const isKnown = isKnownToOlder(line);
  const found =
    like((kept) =>
      isKnown
        ? kept.kind === line.kind && kept.log === line.log && kept.size === line.size
        : kept.kind === line.kind && !isKnownToOlder(kept),
    ) ?? like((kept) => (isKnown ? kept.log === KEPT_LOG : kept.kind === 'receipt'));
  // To what asks nothing, it answered nothing.
  if (!found || (isKnown && line.ask === undefined)) {
    return { status: 200, body: Buffer.alloc(0) };
  }
  const text = Buffer.from(found.answer, 'hex').toString('latin1');
  const ask = line.ask ?? KEPT_ASK;
  const named = text.replaceAll(KEPT_ASK, ask).replaceAll(KEPT_LOG, line.log ?? KEPT_LOG);
  return { status: found.status, body: Buffer.from(named, 'latin1') };
}
