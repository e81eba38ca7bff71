import { chmodSync, cpSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PartyId } from '../../src/base/ids.ts';
import { keptFile } from '../../src/base/vectors.suite.ts';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import { formatCard } from '../../src/ledger/card.ts';
import { openNode } from '../../src/node/compose.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import { freePorts } from '../../src/node/exercise/free-ports.ts';
import { pinCard, readFolder, writePort } from '../../src/node/folder.ts';
import { peerKeyName, peerStatement } from '../../src/node/http/peers.ts';
import { hostSigner } from '../../src/node/primitives.ts';
import { signNote } from '../../src/proof/note.ts';
import { newReport } from './doors.ts';
import type { OlderPeer, SaidLine } from './older-peer.ts';
import { isKnownToOlder, lineOf, linesOf, messagesIn, openOlderPeer } from './older-peer.ts';
import { tansiq, until } from './stage.ts';

const KEPT = fileURLToPath(new URL('../vectors/node/older/folder/', import.meta.url));
const SELF = 'iraq';
const PEER = 'krg' as PartyId;
/** Towards those two: ours, with one report, and theirs, of which one is here and three were said. */
const OURS = '2af4a0599e690c2b7099b58764415eec';
const THEIRS = '8341617e0fc8b6d873dcb8521a608bf3';

/** What the older node sent to another: its body, word for word. */
const asks = linesOf<{ readonly case: string; readonly body: string }>('node/older/asks.jsonl');
const olderKey = (name: string) =>
  hostSigner(Buffer.from(keptFile(`node/older/peer/${name}.key`).toString().trim(), 'base64url'));

let root = '';
let dir = '';
let peer: OlderPeer;
const nodes: RunningNode[] = [];
const desks: Client[] = [];

beforeEach(async () => {
  root = mkdtempSync(path.join(tmpdir(), 'tansiq-older-'));
  dir = path.join(root, SELF);
  cpSync(KEPT, dir, { recursive: true });
  // What a repository does not keep: folders of secrets are their owner's alone.
  chmodSync(dir, 0o700);
  for (const part of ['keys', 'cards', 'logs', 'shelf']) {
    mkdirSync(path.join(dir, part), { recursive: true, mode: 0o700 });
    chmodSync(path.join(dir, part), 0o700);
  }
  for (const key of readdirSync(path.join(dir, 'keys'))) {
    chmodSync(path.join(dir, 'keys', key), 0o600);
  }
  const { cards } = readFolder(dir);
  peer = await openOlderPeer(cards.get(SELF as PartyId)!);
  const addresses = [`http://localhost:${peer.port}`];
  const card = await formatCard(olderKey('identity'), { ...cards.get(PEER)!, addresses });
  pinCard(dir, PEER, card);
  const [port = 0] = await freePorts(1);
  writePort(dir, port);
});
afterEach(async () => {
  for (const desk of desks.splice(0)) desk.close();
  for (const node of nodes.splice(0)) await node.close();
  peer.close();
  rmSync(root, { recursive: true });
});

async function started(said: string[] = []): Promise<readonly [RunningNode, Client]> {
  const node = await openNode({
    dir,
    say: (code, facts) => said.push(`${code} ${JSON.stringify(facts ?? {})}`),
  });
  nodes.push(node);
  const desk = await openDesk(node.address, 'analyst');
  desks.push(desk);
  return [node, desk];
}

async function ended(): Promise<void> {
  for (const desk of desks.splice(0)) desk.close();
  for (const node of nodes.splice(0)) await node.close();
}

async function titlesAt(desk: Client): Promise<readonly string[]> {
  const { reports } = await desk.get<ReportPage>('/api/reports');
  return reports.map(({ title }) => title).toSorted();
}

const reports = (desk: Client, count: number) =>
  until(async () => (await titlesAt(desk)).length === count, `${count} reports`);

describe('a folder of the release before', () => {
  it('[V3] opens, is whole, has its index made anew, and goes on', async () => {
    const said: string[] = [];
    const [, desk] = await started(said);
    expect(said.join('\n')).toContain('of another version');
    await reports(desk, 4);
    expect(await titlesAt(desk)).toEqual([
      'old iraq one',
      'old krg one',
      'old krg three',
      'old krg two',
    ]);
    await desk.post('/api/reports', newReport());
    await reports(desk, 5);
    await ended();
    const { code, out } = await tansiq(['verify', dir]);
    expect(out).not.toMatch(/differs|missing|damage/);
    expect(code).toBe(0);
    const [, again] = await started();
    await reports(again, 5);
  });
});

describe('a node of the release before', () => {
  it('[V4] [X28] is followed, refuses what it does not know, and keeps its link', async () => {
    const [, desk] = await started();
    await reports(desk, 4);
    await until(
      async () => peer.heard.some(([line]) => line.kind === 'receipt'),
      'a receipt that the older node does not know',
    );
    const { peers, logs } = await desk.get<IntegrityView>('/api/logs');
    expect(peers.find(({ party }) => party === PEER)?.link).not.toBe('silent');
    expect(logs.find(({ log }) => log === THEIRS)?.size).toBe(3);
    // One stream the whole time: no refusal has cut the link.
    expect(peer.streams).toBe(1);
    for (const [line, status] of peer.heard) expect(status).toBe(isKnownToOlder(line) ? 200 : 400);
  });

  it('[V4] is answered with what it understands, whatever it asks as it asks it', async () => {
    const [node, desk] = await started();
    await reports(desk, 4);
    await desk.post('/api/reports', newReport());
    const [hello, session] = asks;
    const note = (nonce: string) =>
      signNote(
        olderKey('node'),
        peerKeyName('krg.exercise.tansiq.invalid'),
        peerStatement(PEER, SELF, nonce),
      );
    // We would sign the very words that it signed.
    const kept = JSON.parse(session?.body ?? '') as { readonly note: string };
    expect(await note('a'.repeat(43))).toBe(kept.note);
    const knock = (door: string, body: string | Uint8Array, token = '') =>
      fetch(`${node.address}${door}`, {
        method: 'POST',
        body: typeof body === 'string' ? body : new Uint8Array(body),
        headers: token ? { authorization: `Bearer ${token}` } : {},
      });
    const greeted = await knock('/peer/hello', hello?.body ?? '');
    const { nonce } = (await greeted.json()) as { readonly nonce: string };
    const entered = await knock(
      '/peer/session',
      JSON.stringify({ party: PEER, note: await note(nonce) }),
    );
    const { token } = (await entered.json()) as { readonly token: string };

    const answersTo = async (body: string | Uint8Array): Promise<readonly SaidLine[]> => {
      const answer = await knock('/peer/message', body, token);
      expect(answer.status).toBe(200);
      const lines = messagesIn(new Uint8Array(await answer.arrayBuffer())).map(lineOf);
      return lines.filter(isKnownToOlder);
    };
    for (const { body } of asks.filter((each) => each.case === 'POST /peer/message')) {
      const question = JSON.parse(body.slice(0, body.indexOf('\n'))) as SaidLine;
      const answers = await answersTo(body);
      if (question.kind !== 'ask') continue;
      const { ask, log, size: from } = question;
      expect(answers).toContainEqual(
        expect.objectContaining({ kind: 'tell', ask, log, from, note: expect.any(String) }),
      );
    }
    // Ours has grown by one since: what is told of it is the new entry, under a checkpoint of two.
    const asked = asks.find(({ body }) => body.includes(OURS))?.body ?? '';
    const tell = (await answersTo(asked)).find(({ kind }) => kind === 'tell');
    expect(tell?.note?.split('\n')[1]).toBe('2');
    // A kind of a release after this one is passed over, and a field that no kind has is refused.
    expect(await answersTo('{"kind":"shout","v":1}\n')).toEqual([]);
    const stranger = asked.replace('"kind"', '"extra":1,"kind"');
    expect((await knock('/peer/message', stranger, token)).status).toBe(400);
    expect((await answersTo(asked)).length).toBeGreaterThan(0);
  });
});
