import { copyFile, mkdtemp, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TLSSocket } from 'node:tls';
import { connect } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { PartyId } from '../../src/base/ids.ts';
import { instant } from '../../src/base/instant.ts';
import type { IntegrityView, LiveEvent, PeerView } from '../../src/contract/record-room.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import { layWire } from '../../src/node/exercise/stage.ts';
import { addLink, pinCard, readSettings, writeOwnCard } from '../../src/node/folder.ts';
import { authorityKeyFile, issueCertificate, linkFile } from '../../src/node/link-keys.ts';
import { testAuthority } from '../../src/carry/cast.suite.ts';
import { PARTY_CONNECTIONS_MAX } from '../../src/node/link-listener.ts';
import { newReport } from './doors.ts';
import { knockAtLink, shownBy } from './link-peer.ts';
import type { Stage } from './stage.ts';
import { openStage, playerOf, tansiq, until } from './stage.ts';
import { makeTap } from './tap.ts';

const DOMAIN = playerOf('krg').domain;

let dir = '';
const stages: Stage[] = [];
beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-links-'));
});
afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.close()));
});
afterAll(() => rm(dir, { recursive: true }));

async function open(parties: readonly string[]): Promise<Stage> {
  const stage = await openStage(parties);
  stages.push(stage);
  return stage;
}

async function peerAt(stage: Stage, at: string, party: string): Promise<PeerView | undefined> {
  const desk = await stage.desk(at, 'duty-officer');
  const { peers } = await desk.get<IntegrityView>('/api/logs');
  return peers.find((peer) => peer.party === party);
}

async function untilPeer(
  stage: Stage,
  [at, party]: readonly [string, string],
  isSo: (peer: PeerView) => boolean,
): Promise<PeerView> {
  let seen: PeerView | undefined;
  const look = async () => {
    seen = await peerAt(stage, at, party);
    return seen !== undefined && isSo(seen);
  };
  await until(look, `${party} at ${at}`).catch((thrown: unknown) => {
    throw new Error(`${party} at ${at} is ${JSON.stringify(seen)}`, { cause: thrown });
  });
  return seen as PeerView;
}

const isLive = ({ link }: PeerView): boolean => link !== 'silent';

describe('a link', () => {
  it('[T3] answers nobody without a certificate of a pinned authority, and nothing older than TLS 1.3', async () => {
    const stage = await open(['iraq', 'krg']);
    const knock = (showing: object) =>
      knockAtLink(stage.folder('iraq'), '/peer/hello', {
        body: JSON.stringify({ party: 'krg' }),
        ...showing,
      }).then(
        ({ status }) => String(status),
        (thrown: NodeJS.ErrnoException) => `refused ${thrown.code}`,
      );
    const own = shownBy(stage.folder('krg'));
    expect(await knock(own)).toBe('200');
    const strange = testAuthority('Tansiq authority krg').issue(DOMAIN);
    const forged = { key: strange.key, cert: strange.certificate };
    expect(await knock({})).toMatch(/^refused/);
    expect(await knock(forged)).toMatch(/^refused/);
    expect(await knock({ ...own, minVersion: 'TLSv1.2', maxVersion: 'TLSv1.2' })).toMatch(
      /^refused (?:EPROTO|ERR_SSL)/,
    );
    // A node shows its own authority's certificates to others, and takes none of them itself.
    expect(await knock(shownBy(stage.folder('iraq')))).toMatch(/^refused/);
    expect((await fetch(`${stage.address('iraq')}/healthz`)).status).toBe(200);
    const live = await untilPeer(stage, ['iraq', 'krg'], isLive);
    expect(live).toMatchObject({ carrier: 'https' });
    for (const upto of [live.certificates?.ours, live.certificates?.theirs]) {
      expect(Math.round((Date.parse(upto ?? '') - Date.now()) / 86_400_000)).toBe(365);
    }
  });

  it('[T16] lets one party hold so many connections and no more, and answers the others', async () => {
    const stage = await open(['iraq', 'krg']);
    await untilPeer(stage, ['iraq', 'krg'], isLive);
    const { link } = readSettings(stage.folder('iraq'));
    const held: TLSSocket[] = [];
    const hold = (): Promise<void> =>
      new Promise((resolve) => {
        const { key, cert } = shownBy(stage.folder('krg'));
        const port = link?.port ?? 0;
        const host = '127.0.0.1';
        const socket = connect({ host, port, key, cert, rejectUnauthorized: false });
        held.push(socket);
        socket.on('error', () => undefined);
        socket.once('secureConnect', resolve).once('close', () => resolve());
      });
    for (let i = 0; i < PARTY_CONNECTIONS_MAX + 8; i += 1) await hold();
    const closed = async () => held.filter((socket) => socket.closed).length >= 8;
    await until(closed, 'what is beyond is closed');
    expect(held.filter((socket) => !socket.closed).length).toBeLessThanOrEqual(
      PARTY_CONNECTIONS_MAX,
    );
    const knock = {
      body: JSON.stringify({ party: 'turkiye' }),
      ...shownBy(stage.folder('turkiye')),
    };
    expect((await knockAtLink(stage.folder('iraq'), '/peer/hello', knock)).status).toBe(200);
    for (const socket of held) socket.destroy();
  });

  it('[T10] says at both ends that a certificate is over, and stands again once it is renewed', async () => {
    const stage = await open(['iraq', 'krg']);
    await untilPeer(stage, ['iraq', 'krg'], isLive);
    const folder = stage.folder('krg');
    const away = path.join(dir, 'away.key');
    await stage.lower('krg');
    const issuing = { party: 'krg' as PartyId, domain: DOMAIN, now: instant(Date.now() / 1000) };
    issueCertificate(folder, issuing, authorityKeyFile(folder), -0.5);
    await rename(authorityKeyFile(folder), away);
    await stage.raise('krg');
    const there = await untilPeer(
      stage,
      ['iraq', 'krg'],
      ({ why }) => why === 'certificate-expired',
    );
    expect(there.link).toBe('silent');
    await untilPeer(stage, ['krg', 'iraq'], ({ why }) => why === 'own-certificate-expired');

    expect((await tansiq(['link', 'renew', '--data', folder])).code).toBe(1);
    const renewed = await tansiq(['link', 'renew', '--data', folder, '--authority', away]);
    expect(renewed).toMatchObject({ code: 0, out: expect.stringContaining('good until') });
    for (const pair of [['iraq', 'krg'] as const, ['krg', 'iraq'] as const]) {
      expect((await untilPeer(stage, pair, isLive)).why).toBeUndefined();
    }
  });

  it('[T7] is not cut when a certificate is renewed while both nodes run', async () => {
    const stage = await open(['iraq', 'krg']);
    const first = await untilPeer(stage, ['iraq', 'krg'], isLive);
    const desk = await stage.desk('iraq', 'duty-officer');
    await desk.listening();
    const silent: unknown[] = [];
    // The fourth party was never raised, and what waits for it is told meanwhile.
    const isCut = (event: LiveEvent): boolean =>
      event.kind === 'peer' && event.peer.party === 'krg' && event.peer.link === 'silent';
    void desk
      .waitFor(isCut)
      .then((event) => silent.push(event))
      .catch(() => undefined);
    const folder = stage.folder('krg');
    const issuing = { party: 'krg' as PartyId, domain: DOMAIN, now: instant(Date.now() / 1000) };
    issueCertificate(folder, issuing, authorityKeyFile(folder), 90);
    const isShorter = ({ certificates }: PeerView) =>
      (certificates?.theirs ?? '9') < (first.certificates?.theirs ?? '');
    await untilPeer(stage, ['iraq', 'krg'], isShorter);
    expect((await tansiq(['link', 'renew', '--data', folder])).code).toBe(0);
    await untilPeer(stage, ['iraq', 'krg'], (peer) => !isShorter(peer));
    expect(silent).toEqual([]);
    // A certificate that is due is renewed by the node itself when it starts.
    await stage.lower('krg');
    issueCertificate(folder, issuing, authorityKeyFile(folder), 59);
    await stage.raise('krg');
    await untilPeer(stage, ['iraq', 'krg'], (peer) => isLive(peer) && !isShorter(peer));
  });

  it('[T6] follows the cards: another authority is unknown until its card is pinned, and the last pinned counts', async () => {
    const stage = await open(['iraq', 'krg']);
    await untilPeer(stage, ['iraq', 'krg'], isLive);
    const folder = stage.folder('krg');
    const card = path.join(folder, 'cards', 'krg.card');
    const former = path.join(dir, 'former.card');
    await copyFile(card, former);
    await stage.lower('krg');
    for (const file of ['authority.key', 'authority.crt', 'link.pem']) {
      await rm(path.join(folder, 'keys', file));
    }
    const { link } = readSettings(folder);
    if (!link) throw new Error('a stage has links');
    await addLink(folder, link);
    await stage.raise('krg');
    await untilPeer(stage, ['iraq', 'krg'], ({ why }) => why === 'certificate-unknown');
    await untilPeer(stage, ['krg', 'iraq'], ({ why }) => why === 'refused');

    const data = ['--data', stage.folder('iraq')];
    expect((await tansiq(['card', 'pin', card, ...data])).code).toBe(0);
    await untilPeer(stage, ['iraq', 'krg'], isLive);
    await untilPeer(stage, ['krg', 'iraq'], isLive);

    // A card of before is pinned only where a person says that this is meant. [D13]
    expect((await tansiq(['card', 'pin', former, ...data])).code).not.toBe(0);
    expect((await tansiq(['card', 'pin', former, '--replace', ...data])).code).toBe(0);
    await untilPeer(stage, ['krg', 'iraq'], ({ why }) => why === 'refused');
    await untilPeer(stage, ['iraq', 'krg'], ({ why }) => why === 'certificate-unknown');
  });

  it('[T9] tells whoever holds the cable nothing of what passes, [T11] and has the witness asked as well', async () => {
    const stage = await open([]);
    const tap = makeTap();
    await layWire(stage.dir, 'krg' as PartyId, tap);
    try {
      for (const party of ['coalition', 'krg', 'iraq']) await stage.raise(party);
      await untilPeer(stage, ['iraq', 'krg'], isLive);
      const analyst = await stage.desk('krg', 'analyst');
      const report = newReport();
      const title = 'Heavy lorries by the culvert';
      await analyst.post('/api/reports', { ...report, report: { ...report.report, title } });
      const there = await stage.desk('iraq', 'analyst');
      const arrived = async () => {
        const { reports } = await there.get<ReportPage>('/api/reports');
        return reports.some((each) => each.title === title);
      };
      await until(arrived, 'the report arrives');
      const cosigned = async () => {
        const { logs } = await analyst.get<IntegrityView>('/api/logs');
        return logs.some((log) => log.author === ('krg' as PartyId) && log.cosigned);
      };
      await until(cosigned, 'the witness cosigned over the tapped cable');
      const seen = tap.seen();
      expect(seen.length).toBeGreaterThan(10_000);
      const text = seen.toString('latin1');
      for (const word of ['lorries', 'culvert', DOMAIN, 'tansiq', 'Tansiq', '/peer/', 'nonce']) {
        expect([word, text.includes(word)]).toEqual([word, false]);
      }
      expect(seen.includes(Buffer.from(title).toString('base64').slice(4, 24))).toBe(false);
    } finally {
      tap.close();
    }
  });

  it('[T8] a node of an older release beside this one is reached plainly, and only that one', async () => {
    const stage = await open([]);
    const folder = stage.folder('krg');
    const { link, ...settings } = readSettings(folder);
    expect(link).toBeDefined();
    await writeFile(path.join(folder, 'node.json'), JSON.stringify(settings));
    await rm(linkFile(folder));
    const { names, domain } = playerOf('krg');
    const old = await writeOwnCard(folder, { ...settings, names, domain, isWitness: false });
    for (const party of ['iraq', 'turkiye']) pinCard(stage.folder(party), 'krg' as PartyId, old);
    for (const party of ['iraq', 'krg', 'turkiye']) await stage.raise(party);
    for (const pair of [['iraq', 'krg'] as const, ['krg', 'iraq'] as const]) {
      expect(await untilPeer(stage, pair, isLive)).toMatchObject({ carrier: 'http' });
    }
    expect(await untilPeer(stage, ['iraq', 'turkiye'], isLive)).toMatchObject({ carrier: 'https' });
    const hello = (party: string) =>
      fetch(`${stage.address('iraq')}/peer/hello`, {
        method: 'POST',
        body: JSON.stringify({ party }),
      });
    expect([(await hello('krg')).status, (await hello('turkiye')).status]).toEqual([200, 404]);
    const own = await readFile(path.join(folder, 'cards', 'krg.card'), 'utf8');
    expect(own).not.toContain('authority');
  });
});
