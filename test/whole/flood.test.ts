import { readFileSync } from 'node:fs';
import https from 'node:https';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { afterEach, describe, expect, it } from 'vitest';
import type { LogId } from '../../src/base/ids.ts';
import { uuidv7 } from '../../src/base/ids.ts';
import { instant } from '../../src/base/instant.ts';
import type { IntegrityView, LiveEvent } from '../../src/contract/record-room.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import { formatMessage, freshAsk } from '../../src/exchange/messages.ts';
import { MESSAGE_BYTES_MAX } from '../../src/exchange/messages.ts';
import { readFolder } from '../../src/node/folder.ts';
import { PARTY_SESSIONS_MAX } from '../../src/node/http/peers.ts';
import { hostRandom } from '../../src/node/primitives.ts';
import { newReport } from './doors.ts';
import { answerOf, knockAtLink, shownBy } from './link-peer.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';

/** How many connections the one who floods holds, and how much it says over them. */
const CONNECTIONS = 24;
const AT_ONCE = 12;
const FLOOD_MESSAGES = 4_000;

/** When the other party speaks, and by when it must have been heard, in messages of the flood. */
const SPEAKS_AFTER = 200;
const HEARD_BEFORE = 2_000;

/** How many reports wait in the log that is asked for again and again. */
const REPORTS = 400;

const stages: Stage[] = [];
afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.close()));
});

async function open(): Promise<Stage> {
  const stage = await openStage(['iraq', 'krg']);
  stages.push(stage);
  const isLive = async () => {
    const { peers } = await (await stage.desk('iraq', 'analyst')).get<IntegrityView>('/api/logs');
    return peers.some((peer) => String(peer.party) === 'krg' && peer.link !== 'silent');
  };
  await until(isLive, 'krg at iraq');
  return stage;
}

/** Enters at the link of `at` as the third party would, by its own keys. */
async function enter(stage: Stage, at = 'iraq', as = 'turkiye'): Promise<string> {
  const own = shownBy(stage.folder(as));
  const knock = (door: string, body: object) =>
    knockAtLink(stage.folder(at), door, { body: JSON.stringify(body), ...own });
  const hello = await knock('/peer/hello', { party: as });
  const { nonce } = JSON.parse(hello.text) as { nonce: string };
  const note = await answerOf(stage.folder(as), at, nonce);
  const session = await knock('/peer/session', { party: as, note });
  return (JSON.parse(session.text) as { token: string }).token;
}

/** What somebody who means ill may say: each costs something, and none of it is true. */
function floodOf(logs: readonly LogId[], ours: LogId): readonly Uint8Array[] {
  const ask = freshAsk(hostRandom);
  const note = (text: string) => `${text}\n1\nAAAA\n\n\u2014 ${text} AAAAAAAAAAA=\n`;
  const root = new Uint8Array(32);
  const proof = Array.from({ length: 60 }, () => root);
  return [
    formatMessage({ kind: 'ask', ask, log: ours, size: 0 }),
    Buffer.from('what is this'),
    ...logs.flatMap((log) => [
      formatMessage({ kind: 'offer', log, note: note('x'.repeat(30_000)) }),
      formatMessage({ kind: 'ask', ask, log, size: 0 }),
      formatMessage({
        kind: 'evidence',
        log,
        earlier: note('a'.repeat(50_000)),
        later: note('b'.repeat(50_000)),
        root,
        proof,
      }),
      formatMessage({ kind: 'receipt', log, note: note('y') }),
      formatMessage({ kind: 'tell', ask, log, note: note('z'), from: 0, entries: [root] }),
    ]),
  ];
}

describe('a node that one party floods', () => {
  it('[X36] hears another party all the same, before it is through with half of the flood', async () => {
    const stage = await open();
    const analyst = await stage.desk('iraq', 'analyst');
    const { report: one, tlp } = newReport();
    const rest = { audience: ['iraq', 'krg', 'turkiye'], tlp };
    const reports = Array.from({ length: REPORTS }, (_, i) => ({
      id: uuidv7(instant(Math.floor(Date.now() / 1_000)), hostRandom),
      report: { ...one, title: `Waits ${i}` },
    }));
    await analyst.post('/api/reports/batch', { ...rest, reports });
    const { logs } = await analyst.get<IntegrityView>('/api/logs');
    const read = logs.filter(({ audience }) =>
      audience?.some((each) => String(each) === 'turkiye'),
    );
    const ours = read.find(({ author, size }) => String(author) === 'iraq' && size >= REPORTS)!;
    const token = await enter(stage);
    const said = floodOf(
      read.map(({ log }) => log),
      ours.log,
    );
    const port = portOf(stage);
    let [answered, isOver] = [0, false];
    const marks: { readonly spoke?: number; readonly heard?: number }[] = [];
    const agent = new https.Agent({ keepAlive: true, maxSockets: CONNECTIONS, ...shown(stage) });
    const flood = async (): Promise<void> => {
      while (answered < FLOOD_MESSAGES && !isOver) {
        const body = said[answered % said.length]!;
        await post(port, agent, token, body);
        answered += 1;
      }
    };
    const flooding = Promise.all(Array.from({ length: CONNECTIONS }, flood));
    await until(async () => answered >= SPEAKS_AFTER, 'the flood runs');
    const krg = await stage.desk('krg', 'analyst');
    const made = { ...newReport(), ...rest };
    marks.push({ spoke: answered });
    await krg.post('/api/reports', { ...made, report: { ...made.report, title: 'In the flood' } });
    const isThere = async () => {
      const { reports } = await analyst.get<ReportPage>('/api/reports?limit=50');
      return reports.some(({ title }) => title === 'In the flood');
    };
    await until(isThere, 'the other party is heard');
    marks.push({ heard: answered });
    isOver = true;
    await flooding;
    agent.destroy();
    expect(marks[0]!.spoke).toBeGreaterThanOrEqual(SPEAKS_AFTER);
    expect(marks[1]!.heard).toBeLessThan(HEARD_BEFORE);
    const { evidence } = await analyst.get<IntegrityView>('/api/logs');
    expect(evidence).toEqual([]);
  });

  it('[X36] refuses what is too much of that party, and nothing of another', async () => {
    const stage = await open();
    const { logs } = await (await stage.desk('iraq', 'analyst')).get<IntegrityView>('/api/logs');
    const ours = logs.find(({ author }) => String(author) === 'iraq')!.log;
    const token = await enter(stage);
    const body = formatMessage({ kind: 'ask', ask: freshAsk(hostRandom), log: ours, size: 0 });
    // Many at once over each connection, as nobody honest would.
    const head = `POST /peer/message HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${token}\r\n`;
    const request = Buffer.concat([
      Buffer.from(`${head}content-length: ${body.length}\r\n\r\n`),
      body,
    ]);
    const port = portOf(stage);
    const opened = Array.from({ length: CONNECTIONS }, () => {
      const socket = connect({ host: '127.0.0.1', port, ...shown(stage) });
      const answers = heardOn(socket);
      socket.write(Buffer.concat(Array.from({ length: AT_ONCE }, () => request)));
      return { socket, answers };
    });
    const all = () => opened.flatMap(({ answers }) => answers());
    await until(async () => all().length >= CONNECTIONS * AT_ONCE, 'all are answered');
    for (const { socket } of opened) socket.destroy();
    expect([...new Set(all())].toSorted().filter((each) => each !== '429')).toEqual(['200']);
    const own = await enter(stage, 'iraq', 'krg');
    const other = await knockAtLink(stage.folder('iraq'), '/peer/message', {
      body: Buffer.from(body).toString(),
      token: own,
      ...shownBy(stage.folder('krg')),
    });
    expect(other.status).toBe(200);
  });

  it('[X37] gives a party so many sessions, and takes so many of its bytes at once, at no cost to others', async () => {
    const stage = await open();
    const duty = await stage.desk('iraq', 'duty-officer');
    await duty.listening();
    const lost: LiveEvent[] = [];
    const isLost = (event: LiveEvent): boolean =>
      event.kind === 'peer' && String(event.peer.party) === 'krg' && event.peer.link === 'silent';
    void duty
      .waitFor(isLost)
      .then((event) => lost.push(event))
      .catch(() => undefined);
    const first = await enter(stage);
    const tokens: string[] = [];
    for (let i = 0; i < PARTY_SESSIONS_MAX; i += 1) tokens.push(await enter(stage));
    const asks = (token: string) =>
      knockAtLink(stage.folder('iraq'), '/peer/message', {
        body: 'what is this',
        token,
        ...shownBy(stage.folder('turkiye')),
      }).then(({ status }) => status);
    expect([await asks(first), await asks(tokens[0]!)]).toEqual([401, 400]);

    // A body that is announced and never comes holds its party's room, and nobody else's.
    const socket = connect({ host: '127.0.0.1', port: portOf(stage), ...shown(stage) });
    socket.on('error', () => undefined);
    await new Promise((resolve) => socket.once('secureConnect', resolve));
    socket.write(
      `POST /peer/message HTTP/1.1\r\nhost: localhost\r\nauthorization: Bearer ${tokens[1]}\r\n` +
        `content-length: ${MESSAGE_BYTES_MAX}\r\n\r\n{`,
    );
    const large = 'x'.repeat(2_000_000);
    const asksLarge = (as: string, token: string) =>
      knockAtLink(stage.folder('iraq'), '/peer/message', {
        body: large,
        token,
        ...shownBy(stage.folder(as)),
      }).then(
        ({ status }) => status,
        // The connection may be closed while the rest is still being sent.
        (thrown: NodeJS.ErrnoException) => (thrown.code === 'EPIPE' ? 429 : 0),
      );
    await until(async () => (await asksLarge('turkiye', tokens[2]!)) === 429, 'it is too much');
    expect(await asks(tokens[2]!)).toBe(400);
    expect(await asksLarge('krg', await enter(stage, 'iraq', 'krg'))).toBe(400);
    socket.destroy();
    expect(lost).toEqual([]);
  });
});

function portOf(stage: Stage): number {
  return readFolder(stage.folder('iraq')).settings.link?.port ?? 0;
}

/** What the third party shows at iraq's link. */
function shown(stage: Stage): {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
  readonly servername: string;
} {
  const folder = stage.folder('iraq');
  const { cards, settings } = readFolder(folder);
  const { key = '', cert = '' } = shownBy(stage.folder('turkiye'));
  const ca = readFileSync(path.join(folder, 'keys', 'authority.crt'), 'utf8');
  return { key, cert, ca, servername: cards.get(settings.party)?.domain ?? '' };
}

/** Says something and waits for the answer, whatever it is. */
function post(port: number, agent: https.Agent, token: string, body: Uint8Array): Promise<number> {
  return new Promise((resolve) => {
    const request = https.request(
      {
        host: '127.0.0.1',
        port,
        path: '/peer/message',
        method: 'POST',
        agent,
        headers: { authorization: `Bearer ${token}`, 'content-length': body.length },
      },
      (response) => {
        response.resume();
        response.once('close', () => resolve(response.statusCode ?? 0));
      },
    );
    request.once('error', () => resolve(0));
    request.end(body);
  });
}

/** The statuses of all answers on a connection, in their order. */
function heardOn(socket: TLSSocket): () => readonly string[] {
  let text = '';
  socket.on('data', (part: Buffer) => (text += part.toString('latin1')));
  socket.on('error', () => undefined);
  return () => [...text.matchAll(/HTTP\/1\.1 (\d{3}) /g)].map(([, status]) => status ?? '');
}
