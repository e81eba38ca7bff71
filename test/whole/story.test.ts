import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cp, mkdtemp, readFile, readdir, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntegrityView, LogPage, LogView } from '../../src/contract/record-room.ts';
import type { ProofView, RecordView } from '../../src/contract/reports.ts';
import { readFolder } from '../../src/node/folder.ts';
import { playStory } from '../../src/node/exercise/story.ts';
import type { Scorecard } from '../../src/node/exercise/scorecard.ts';
import { httpLogSource } from '../../src/node/verify-source.ts';
import { hostPrimitives, hostSigner } from '../../src/node/primitives.ts';
import { formatVerifierKey } from '../../src/proof/note.ts';
import { signCheckpoint } from '../../src/proof/checkpoint.ts';
import { formatBundle, parseBundle, tilePath, tilesOf } from '../../src/proof/tile.ts';
import { FRAME_HEAD_BYTES, TAIL_MAGIC } from '../../src/store/tail.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import type { Stage } from './stage.ts';
import { openStage, sizesAt, tansiq, until } from './stage.ts';

interface Verified {
  readonly whole: boolean;
  readonly logs: readonly {
    readonly origin: string;
    readonly entries: number;
    readonly size: number;
    readonly cosigned: readonly unknown[];
    readonly findings: readonly { readonly kind: string; readonly index?: number }[];
  }[];
}

describe('the story, with one node killed in the middle', () => {
  let stage: Stage;
  let card: Scorecard;
  const lost: string[] = [];

  beforeAll(async () => {
    stage = await openStage();
    card = await playStory(
      await stage.cast(),
      (step, ok, detail) => ok || console.log(`FAIL ${step} ${detail ?? ''}`),
      async (chapter) => {
        if (chapter !== 'proposal') return;
        const desk = await stage.desk('krg', 'analyst');
        const before = await sizesAt(desk);
        await stage.kill('krg');
        await stage.raise('krg');
        const after = await sizesAt(desk);
        for (const [log, size] of before) {
          if ((after.get(log) ?? 0) < size) lost.push(`${log} ${size} ${after.get(log)}`);
        }
      },
    );
  });
  afterAll(() => stage.close());

  it('[N1] goes on to its end, and nothing that was acknowledged is missing', () => {
    expect(card.steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(card.passed).toBe(true);
    expect(lost).toEqual([]);
  });

  it('refuses to activate while one consent is missing, and activates when it came', () => {
    expect(card.refusedWhileMissing).toEqual(['krg']);
    expect(card.activatedAfterConsent).toBe(true);
    expect(card.consents.map(({ verdict }) => verdict)).toContain('conditions');
  });

  it('[N5] is verified in the folder of a running node, every log of it', async () => {
    for (const party of ['iraq', 'krg', 'turkiye', 'coalition']) {
      const { verified, code } = await verify([stage.folder(party)]);
      expect(verified.logs.flatMap(({ findings }) => findings)).toEqual([]);
      expect([verified.whole, code]).toEqual([true, 0]);
      expect(verified.logs.every(({ entries, size }) => entries === size)).toBe(true);
      expect(verified.logs.length).toBeGreaterThan(0);
    }
  });

  it('[N5] is verified over the network, with the card of its author alone', async () => {
    const desk = await stage.desk('krg', 'analyst');
    await until(async () => {
      const { logs } = await desk.get<IntegrityView>('/api/logs');
      const shared = logs.filter((log) => log.audience?.length !== 1);
      return shared.every((log) => log.cosigned?.size === log.size);
    }, 'every shared log is cosigned to its end');
    const cards = path.join(stage.folder('krg'), 'cards');
    for (const { log, author } of await readable(desk)) {
      const keys = ['--card', path.join(cards, `${author}.card`)];
      keys.push('--card', path.join(cards, 'coalition.card'), '--token', desk.token);
      const { verified } = await verify([`${desk.address}/log/${log}`, ...keys]);
      expect(verified).toMatchObject({ whole: true, logs: [{ findings: [] }] });
      expect(verified.logs[0]?.cosigned).toHaveLength(1);
    }
  });

  it('[N6] proves one record from its bytes, its proof and the keys', async () => {
    const desk = await stage.desk('krg', 'analyst');
    const { reports } = await desk.get<{ reports: { hash: string }[] }>('/api/reports');
    const hash = reports[0]?.hash ?? '';
    const view = await desk.get<RecordView>(`/api/records/${hash}`);
    const proof = await desk.get<ProofView>(`/api/records/${hash}/proof`);
    const [proofFile, bytesFile] = [path.join(stage.dir, 'proof'), path.join(stage.dir, 'bytes')];
    const bytes = Buffer.from(view.bytes, 'base64');
    await writeFile(proofFile, proof.proof);
    await writeFile(bytesFile, bytes);
    const keys = ['--key', proof.logKey, '--witness', proof.witnessKeys[0] ?? ''];
    const args = ['verify', proofFile, '--record', bytesFile, ...keys];
    expect(await tansiq(args)).toMatchObject({ code: 0, out: expect.stringContaining('Cosigned') });
    bytes[10]! ^= 1;
    await writeFile(bytesFile, bytes);
    const refused = await tansiq(args);
    expect(refused.code).toBe(1);
    expect(refused.out).toContain('not-included');
  });

  it('[L32] [L34] says who has a record since when, and lets the cards alone prove it', async () => {
    const desk = await stage.desk('krg', 'analyst');
    const { reports } = await desk.get<{ reports: { hash: string }[] }>('/api/reports');
    const hash = reports[0]?.hash ?? '';
    const look = () => desk.get<RecordView>(`/api/records/${hash}`);
    await until(
      async () => (await look()).holders.every(({ since }) => since !== undefined),
      'every party has acknowledged the report',
    );
    const { place, holders, finality, bytes } = await look();
    expect(holders.map(({ party }) => party).toSorted()).toEqual([...place.audience].toSorted());
    expect(finality).toEqual({ party: 'krg', isFinal: true, waitsFor: [] });
    const { proof } = await desk.get<ProofView>(`/api/records/${hash}/proof`);
    const [proofFile, bytesFile] = [
      path.join(stage.dir, 'had'),
      path.join(stage.dir, 'had.record'),
    ];
    await writeFile(proofFile, proof);
    await writeFile(bytesFile, Buffer.from(bytes, 'base64'));
    const cards = ['--cards', path.join(stage.folder('krg'), 'cards')];
    const { code, out } = await tansiq(['verify', proofFile, '--record', bytesFile, ...cards]);
    expect([code, out]).toEqual([0, expect.stringContaining('Cosigned')]);
    for (const party of place.audience.filter((each) => each !== place.author)) {
      expect(out).toContain(`Stored by ${party}, who signed so at `);
    }
  });

  it('[N15] says every record as the schema of its type says', async () => {
    const ajv = new Ajv2020({ strict: true, strictTuples: false, allowUnionTypes: true });
    const seen = new Set<string>();
    for (const party of ['iraq', 'krg']) {
      const desk = await stage.desk(party, 'administrator');
      const { lines } = await desk.get<LogPage>('/api/log?limit=500');
      for (const { hash, type } of lines) {
        const view = await desk.get<RecordView>(`/api/records/${hash}`);
        const schema = await desk.get<object>(`/api/schemas/${type}`);
        const isSo = ajv.compile(schema)(view.record);
        expect([type, isSo, ajv.errors]).toEqual([type, true, null]);
        seen.add(type);
      }
    }
    const told = ['acceptance', 'activation', 'charter', 'claim', 'closing', 'decision', 'grade'];
    told.push('link', 'plan', 'post', 'report', 'roster', 'site');
    expect([...seen].toSorted()).toEqual(told);
  });

  describe('and damage to its logs', () => {
    let desk: Client;
    let log: LogView;
    let key: string;
    beforeAll(async () => {
      desk = await stage.desk('iraq', 'duty-officer');
      const logs = await readable(desk);
      log = logs.filter(({ author }) => author === 'iraq').toSorted((a, b) => b.size - a.size)[0]!;
      key = log.verifierKey;
    });

    /** A copy of the log's folder, with its growing end changed. */
    const damagedFolder = async (change: (tail: Buffer) => Buffer): Promise<string> => {
      const copy = await mkdtemp(path.join(tmpdir(), 'tansiq-damage-'));
      await cp(path.join(stage.folder('iraq'), 'logs', log.log), copy, { recursive: true });
      const [tail = ''] = (await readdir(copy)).filter((name) => name.startsWith('tail-'));
      await writeFile(path.join(copy, tail), change(await readFile(path.join(copy, tail))));
      return copy;
    };

    it('[N7] a flipped byte is named, in a folder', async () => {
      const { verified, code } = await verify([
        await damagedFolder((tail) => {
          tail[frames(tail)[0]!.at + FRAME_HEAD_BYTES + 20]! ^= 1;
          return tail;
        }),
        '--key',
        key,
      ]);
      expect(code).toBe(1);
      expect(verified.logs[0]?.findings).toMatchObject([{ kind: 'flipped-byte', index: 0 }]);
    });

    it('[N7] a dropped entry is named, in a folder', async () => {
      const { verified, code } = await verify([
        await damagedFolder((tail) => {
          const entries = frames(tail).filter(({ kind }) => kind === 1);
          const { at, end } = entries[1]!;
          return Buffer.concat([tail.subarray(0, at), tail.subarray(end)]);
        }),
        '--key',
        key,
      ]);
      expect(code).toBe(1);
      expect(verified.logs[0]?.findings).toMatchObject([{ kind: 'dropped-entry', index: 1 }]);
    });

    it('[N7] a forked checkpoint is named, with both notes', async () => {
      const seed = await readFile(path.join(stage.folder('iraq'), 'keys', 'node.key'), 'utf8');
      const signer = hostSigner(Buffer.from(seed.trim(), 'base64url'));
      const { origin, size } = log;
      const root = hostPrimitives().sha256(Buffer.from('another history'));
      const other = path.join(stage.dir, 'other-checkpoint');
      await writeFile(other, (await signCheckpoint(signer, { origin, size, root })).note);
      const folder = path.join(stage.folder('iraq'), 'logs', log.log);
      const { verified, code, out } = await verify([folder, '--against', other]);
      expect(code).toBe(1);
      expect(verified.logs[0]?.findings.map(({ kind }) => kind)).toEqual(['forked-checkpoint']);
      expect(out).toContain('\\n— ');
      const smaller = { origin, size: size - 1, root };
      await writeFile(other, (await signCheckpoint(signer, smaller)).note);
      const url = `${desk.address}${log.path}`;
      const args = [url, '--key', key, '--token', desk.token, '--against', other];
      const overNetwork = await verify(args);
      const kinds = overNetwork.verified.logs[0]?.findings.map(({ kind }) => kind);
      expect(kinds).toEqual(['forked-checkpoint']);
    });

    it('[N7] a signature of someone else, and a missing cosignature, are named', async () => {
      const folder = readFolder(stage.folder('krg'));
      const wrong = formatVerifierKey({
        name: log.origin,
        type: 'ed25519',
        publicKey: folder.nodeSigner.publicKey,
      });
      const place = path.join(stage.folder('iraq'), 'logs', log.log);
      const stranger = await verify([place, '--key', wrong]);
      expect(stranger.verified.logs[0]?.findings[0]?.kind).toBe('bad-signature');
      const { witnessKey } = readFolder(stage.folder('coalition')).cards.get('coalition' as never)!;
      const nobody = formatVerifierKey({ ...witnessKey!, name: 'nobody.example/witness' });
      const alone = await verify([place, '--witness', nobody]);
      expect(alone.verified.logs[0]?.findings.map(({ kind }) => kind)).toEqual(['not-cosigned']);
    });

    it('[N7] a flipped byte and a dropped entry are named, as served by a liar', async () => {
      const parts = await mirror(`${desk.address}${log.path}`, desk.token, log.size);
      const bundle = [...parts.keys()].find((name) => name.includes('entries')) ?? '';
      const entries = parseBundle(parts.get(bundle)!);
      if (!entries.ok) throw new Error('a bundle of ours can be read');
      const flipped = entries.value.map((entry, i) => (i === 2 ? flip(entry) : entry));
      const lies = new Map([
        ['whole', parts],
        ['flipped', new Map([...parts, [bundle, formatBundle(flipped)]])],
        ['dropped', new Map([...parts, [bundle, formatBundle(entries.value.toSpliced(3, 1))]])],
      ]);
      const server = createServer((asked, answer) => {
        const [, lie = '', ...name] = (asked.url ?? '').split('/');
        const part = lies.get(lie)?.get(name.join('/'));
        answer.writeHead(part ? 200 : 404).end(part);
      });
      await new Promise<void>((open) => server.listen(0, '127.0.0.1', open));
      const { port } = server.address() as AddressInfo;
      const found = async (lie: string) => {
        const { verified } = await verify([`http://127.0.0.1:${port}/${lie}/`, '--key', key]);
        return verified.logs[0]?.findings;
      };
      expect(await found('whole')).toEqual([]);
      expect(await found('flipped')).toMatchObject([{ kind: 'rewritten-entry', index: 2 }]);
      expect(await found('dropped')).toMatchObject([{ kind: 'dropped-entry', index: 3 }]);
      server.close();
    });
  });
});

async function verify(args: readonly string[]) {
  const { code, out, err } = await tansiq(['verify', ...args, '--json']);
  if (code > 1 || out === '') throw new Error(err);
  return { code, out, verified: JSON.parse(out) as Verified };
}

async function readable(desk: Client): Promise<readonly LogView[]> {
  const isSealed = (log: LogView) => !log.path || log.cosigned?.size === log.size;
  await until(async () => {
    return (await desk.get<IntegrityView>('/api/logs')).logs.every(isSealed);
  }, 'every log is cosigned');
  const { logs } = await desk.get<IntegrityView>('/api/logs');
  return logs.filter((log) => log.path && log.size > 0);
}

/** Where each frame of a tail begins and ends. */
function frames(tail: Buffer): { kind: number; at: number; end: number }[] {
  const found = [];
  for (let at: number = TAIL_MAGIC.length; at < tail.length;) {
    const end = at + FRAME_HEAD_BYTES + tail.readUIntBE(at + 1, 3);
    found.push({ kind: tail.readUInt8(at), at, end });
    at = end;
  }
  return found;
}

function flip(entry: Uint8Array): Uint8Array {
  const flipped = new Uint8Array(entry);
  flipped[9]! ^= 1;
  return flipped;
}

/** All parts of a log that is served, by their names. */
async function mirror(url: string, token: string, size: number): Promise<Map<string, Uint8Array>> {
  const source = httpLogSource(url, token);
  const parts = new Map<string, Uint8Array>();
  parts.set('checkpoint', Buffer.from(await source.checkpoint()));
  for (const { level, index, width } of tilesOf(size)) {
    const tile = await source.tile(Number(level), index, width);
    if (tile) parts.set(tilePath(level, index, width), tile);
    const bundle = level === 0 ? await source.bundle(index, width) : undefined;
    if (bundle) parts.set(tilePath('entries', index, width), bundle);
  }
  return parts;
}
