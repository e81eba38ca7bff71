import { randomBytes } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Msg, NatsConnection } from '@nats-io/transport-node';
import { connect } from '@nats-io/transport-node';
import { afterEach, describe, expect, it } from 'vitest';
import type { PartyId } from '../../src/base/ids.ts';
import type { Saved } from '../../src/contract/api.ts';
import type { AttachmentView } from '../../src/contract/attachments.ts';
import type { IntegrityView, PeerView } from '../../src/contract/record-room.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import { layWire } from '../../src/node/exercise/stage.ts';
import { makeWire } from '../../src/node/exercise/wire.ts';
import { readSettings } from '../../src/node/folder.ts';
import { newReport } from './doors.ts';
import type { NatsServer } from './nats-server.ts';
import { makeNatsServer, whyNoNats } from './nats-server.ts';
import type { Stage } from './stage.ts';
import { openStage, sizesAt, until } from './stage.ts';
import { attach, picture } from './uploading.ts';

const why = process.env['CI'] === 'true' ? undefined : whyNoNats();

/** No node answers at this port of this machine. */
const DEAD_PORT = 1;

const closing: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closing.splice(0).toReversed()) await close();
});

interface Post {
  readonly stage: Stage;
  readonly server: NatsServer;
}

/** Two nodes, neither of which reaches the other by its address, and a NATS server for both. */
async function openPost({ payload = 1_048_576, isRaised = true } = {}): Promise<Post> {
  const stage = await openStage([]);
  closing.push(() => stage.close());
  const server = await makeNatsServer(payload);
  closing.push(() => server.close());
  const dead = { ...makeWire(), open: () => Promise.resolve(DEAD_PORT) };
  await layWire(stage.dir, 'krg' as PartyId, dead);
  for (const party of ['iraq', 'krg']) nameNats(stage, party, server.url);
  if (isRaised) await server.raise();
  return { stage, server };
}

function nameNats(stage: Stage, party: string, url: string): void {
  const folder = stage.folder(party);
  const settings = { ...readSettings(folder), nats: { url } };
  writeFileSync(path.join(folder, 'node.json'), JSON.stringify(settings));
}

async function peerAt(stage: Stage, at: string, party: string): Promise<PeerView | undefined> {
  const desk = await stage.desk(at, 'duty-officer');
  const { peers } = await desk.get<IntegrityView>('/api/logs');
  return peers.find((peer) => peer.party === party);
}

async function untilBy(stage: Stage, carrier: string): Promise<void> {
  for (const [at, party] of [
    ['iraq', 'krg'],
    ['krg', 'iraq'],
  ] as const) {
    const isSo = async () => {
      const peer = await peerAt(stage, at, party);
      return peer?.link !== 'silent' && peer?.carrier === carrier;
    };
    await until(isSo, `${party} is reached by ${carrier} at ${at}`);
  }
}

async function report(stage: Stage, at: string, title: string, text = ''): Promise<void> {
  const desk = await stage.desk(at, 'analyst');
  const made = newReport();
  const said = { ...made.report, title, ...(text === '' ? {} : { text }) };
  await desk.post('/api/reports', { ...made, report: said });
}

async function untilReports(stage: Stage, at: string, titles: readonly string[]): Promise<void> {
  const desk = await stage.desk(at, 'analyst');
  const isSo = async () => {
    const { reports } = await desk.get<ReportPage>('/api/reports?limit=200');
    return titles.every((title) => reports.filter((each) => each.title === title).length === 1);
  };
  await until(isSo, `${at} has each of ${titles.length} reports once`);
}

async function client(url: string): Promise<NatsConnection> {
  const place = new URL(url);
  const [user, pass] = [place.username, decodeURIComponent(place.password)];
  const nc = await connect({ servers: place.host, user, pass });
  closing.push(() => nc.close());
  return nc;
}

describe.skipIf(why !== undefined)(
  `a NATS server between two nodes${why ? `: ${why}` : ''}`,
  () => {
    it('[G7] brings attachments too, in letters as large as the server takes', async () => {
      const { stage } = await openPost({ payload: 70_000 });
      for (const party of ['iraq', 'krg']) await stage.raise(party);
      await untilBy(stage, 'nats');
      const author = await stage.desk('iraq', 'analyst');
      const photo = await attach(author, 'ford.jpg', picture(600_000, 'ford'));
      const made = newReport();
      const said = { ...made, report: { ...made.report, attachments: [photo] } };
      const { hash } = await author.post<Saved>('/api/reports', said);
      const reader = await stage.desk('krg', 'analyst');
      const isWhole = async () => {
        const door = `/api/records/${hash}/attachments`;
        const views = await reader.get<AttachmentView[]>(door).catch(() => []);
        return views[0]?.state === 'whole';
      };
      await until(isWhole, 'the attachment is whole');
    }, 60_000);

    it('[T20] carries reports both ways where no address answers, and [T21] learns no word of them', async () => {
      const { stage, server } = await openPost();
      const nc = await client(server.url);
      const seen: Msg[] = [];
      nc.subscribe('>', { callback: (_, each) => void seen.push(each) });
      for (const party of ['iraq', 'krg']) await stage.raise(party);
      await untilBy(stage, 'nats');
      await report(stage, 'krg', 'Heavy lorries by the culvert');
      await untilReports(stage, 'iraq', ['Heavy lorries by the culvert']);
      await report(stage, 'iraq', 'Two boats at the weir');
      await untilReports(stage, 'krg', ['Two boats at the weir']);
      const letters = seen.filter(({ subject }) => subject.startsWith('tansiq.v1.'));
      expect(letters.length).toBeGreaterThan(8);
      for (const { data } of letters)
        expect(Buffer.from(data).toString('latin1')).toMatch(/^age-enc/);
      const all = Buffer.concat(seen.map(({ data }) => data)).toString('latin1');
      for (const word of ['lorries', 'culvert', 'weir', 'nonce', 'tansiq/letter', 'checkpoint']) {
        expect([word, all.includes(word)]).toEqual([word, false]);
      }
    });

    it('[T22] drops what is forged, bent or for another, and [T23] what comes again changes nothing', async () => {
      const { stage, server } = await openPost();
      const nc = await client(server.url);
      const seen: Msg[] = [];
      nc.subscribe('tansiq.v1.>', { callback: (_, each) => void seen.push(each) });
      for (const party of ['iraq', 'krg']) await stage.raise(party);
      await untilBy(stage, 'nats');
      await report(stage, 'krg', 'First');
      await untilReports(stage, 'iraq', ['First']);
      const desk = await stage.desk('iraq', 'analyst');
      const before = await sizesAt(desk);
      const taken = [...seen];
      const subject = taken.find(({ subject: each }) => each.endsWith('.iraq.krg'))?.subject ?? '';
      for (const { subject: at, data } of taken) {
        const bent = Uint8Array.from(data);
        bent[bent.length - 5] = (bent[bent.length - 5] ?? 0) ^ 1;
        nc.publish(at, bent);
        nc.publish(subject, data);
        nc.publish(at, data);
      }
      nc.publish(subject, randomBytes(4_000));
      nc.publish(subject, new Uint8Array());
      await nc.flush();
      await report(stage, 'krg', 'Second');
      await untilReports(stage, 'iraq', ['First', 'Second']);
      const after = await sizesAt(desk);
      const grown = [...after].filter(([log, size]) => size !== (before.get(log) ?? 0));
      expect(grown.map(([log, size]) => size - (before.get(log) ?? 0))).toEqual([1]);
      const isLive = async () => (await peerAt(stage, 'iraq', 'krg'))?.link === 'live';
      await until(isLive, 'all of it is caught up with, and the link stands');
    });

    it('[T25] goes on by itself when the server is stopped, killed, and there again', async () => {
      const { stage, server } = await openPost({ isRaised: false });
      for (const party of ['iraq', 'krg']) await stage.raise(party);
      expect((await peerAt(stage, 'iraq', 'krg'))?.link).toBe('silent');
      await server.raise();
      await untilBy(stage, 'nats');
      const titles: string[] = [];
      for (const [at, end] of [
        ['krg', () => server.lower()],
        ['iraq', () => server.kill()],
      ] as const) {
        const other = at === 'krg' ? 'iraq' : 'krg';
        titles.push(`${at} before`, `${at} without`);
        await report(stage, at, `${at} before`);
        await end();
        const isSilent = async () => (await peerAt(stage, other, at))?.link === 'silent';
        await until(isSilent, `${other} sees that the server is gone`);
        await report(stage, at, `${at} without`);
        await server.raise();
        await untilBy(stage, 'nats');
        await untilReports(stage, other, [`${at} before`, `${at} without`]);
      }
      await untilReports(stage, 'iraq', titles);
    });

    it('[T24] brings what is larger than the server takes at once, and what was said while one was away', async () => {
      const payload = 65_536;
      const { stage, server } = await openPost({ payload });
      const nc = await client(server.url);
      const sizes: number[] = [];
      nc.subscribe('tansiq.v1.*.iraq.krg', {
        callback: (_, { data }) => void sizes.push(data.length),
      });
      await stage.raise('krg');
      const titles = Array.from({ length: 40 }, (_, i) => `Seen ${i}`);
      for (const title of titles) {
        await report(stage, 'krg', title, randomBytes(3_000).toString('base64'));
      }
      await stage.raise('iraq');
      await untilReports(stage, 'iraq', titles);
      expect((await peerAt(stage, 'iraq', 'krg'))?.carrier).toBe('nats');
      expect(Math.max(...sizes)).toBeLessThanOrEqual(payload);
      expect(sizes.filter((size) => size > payload / 2).length).toBeGreaterThan(1);
    });

    it('[T26] stands by HTTPS where that is up, with NATS beside it', async () => {
      const stage = await openStage([]);
      closing.push(() => stage.close());
      const server = await makeNatsServer();
      closing.push(() => server.close());
      const wire = makeWire();
      closing.push(async () => wire.close());
      await layWire(stage.dir, 'krg' as PartyId, wire);
      for (const party of ['iraq', 'krg']) nameNats(stage, party, server.url);
      await server.raise();
      for (const party of ['iraq', 'krg']) await stage.raise(party);
      await untilBy(stage, 'https');
      wire.cut();
      await untilBy(stage, 'nats');
      await report(stage, 'krg', 'While cut');
      await untilReports(stage, 'iraq', ['While cut']);
      wire.mend();
      await untilBy(stage, 'https');
      await report(stage, 'iraq', 'Mended');
      await untilReports(stage, 'krg', ['Mended']);
    });
  },
);
