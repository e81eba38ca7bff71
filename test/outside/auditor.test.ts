import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Audited, Seen } from './auditor.ts';
import { Auditor, tileName } from './auditor.ts';
import { Verifier, openNote } from './c2sp.ts';
import { Centre, reports } from './centre.ts';
import { inspectDoor } from './door-inspector.ts';
import type { Ask, Said } from './web.ts';
import { ask } from './web.ts';

/** How long something that must come true is waited for, in milliseconds. */
const WAIT_MILLIS_MAX = 60_000;
const LOOK_MILLIS = 100;

/** Two full tiles and a partial one, then more. */
const FIRST_REPORTS = 300;
const MORE_REPORTS = 330;

const centre = new Centre();
let desk: Readonly<Record<string, string>>;
/** The log of nahr towards both members, as an outsider knows it: by nahr's card. */
let log: Audited;
let earlier: Seen;

interface LogSaid {
  readonly author: string;
  readonly audience: readonly string[];
  readonly path: string;
  readonly verifierKey: string;
}

beforeAll(async () => {
  await centre.found();
  await centre.start('eye');
  await centre.start('jabal');
  await centre.start('nahr');
  desk = await centre.desk('nahr');
  await handIn(FIRST_REPORTS);
  log = await logAt('nahr', desk);
  earlier = await whenCosigned(log, FIRST_REPORTS);
});
afterAll(() => centre.close());

async function handIn(count: number): Promise<void> {
  const said = await ask(`${centre.address('nahr')}/api/reports/batch`, {
    method: 'POST',
    headers: desk,
    body: JSON.stringify({ audience: Centre.members, tlp: 'AMBER', reports: reports(count) }),
  });
  expect([said.status, said.body.toString()]).toEqual([200, expect.stringContaining('"saved"')]);
}

/** Finds the log at a node, and its key by the card of its author alone. */
async function logAt(party: string, headers: Audited['headers'] = {}): Promise<Audited> {
  const said = await ask(`${centre.address(party)}/api/logs`, { headers });
  const { logs } = JSON.parse(said.body.toString()) as { logs: readonly LogSaid[] };
  const found = logs.find(({ author, audience }) => author === 'nahr' && audience.length === 2);
  if (!found) throw new Error(`${party} does not hold the log`);
  const card = centre.card('nahr');
  const origin = `${card.domain}${found.path.slice(0, -1)}`;
  const key = new Verifier(origin, 0x01, Buffer.from(card.node, 'base64'));
  expect(found.verifierKey).toBe(String(key));
  return {
    prefix: `${centre.address(party)}${found.path}`,
    log: key,
    witnesses: [Verifier.read(centre.card('eye').witness ?? '')],
    headers,
  };
}

/** Looks again and again until the checkpoint is cosigned and covers so much. */
async function whenCosigned(of: Audited, size: number): Promise<Seen> {
  const auditor = new Auditor(of);
  const end = performance.now() + WAIT_MILLIS_MAX;
  for (;;) {
    const seen = await auditor.checkpoint();
    if (seen.size >= size && seen.cosigners.length > 0) return seen;
    if (performance.now() > end) throw new Error(`not cosigned beyond ${size}`);
    await new Promise((resolve) => setTimeout(resolve, LOOK_MILLIS));
  }
}

describe('an auditor written from the C2SP pages alone', () => {
  it('[S7] [L5] [L12] [L16] rebuilds a log from its bundles, tile by tile, to the signed root', async () => {
    const { seen, entries, erased, tiles } = await new Auditor(log).audit();
    expect(seen.size).toBeGreaterThanOrEqual(FIRST_REPORTS);
    expect(entries).toHaveLength(seen.size);
    expect(erased).toEqual([]);
    // Two bundles, two tiles below, one above, and the ends again.
    expect(tiles).toBeGreaterThanOrEqual(7);
    expect(JSON.parse(entries.at(-1)!.toString())).toMatchObject({ type: 'report' });
  });

  it('[L13] finds the cosignature of the witness, over this very checkpoint and of this hour', () => {
    const now = Date.now() / 1000;
    expect(earlier.cosigners.map(({ name }) => name)).toEqual(['eye.example/witness']);
    expect(Math.abs(earlier.cosigners[0]!.time - now)).toBeLessThan(600);
  });

  it('[L7] [S7] finds the later log to be the earlier one with more behind it, and its old tiles there', async () => {
    const auditor = new Auditor(log);
    await handIn(MORE_REPORTS);
    const later = await whenCosigned(log, earlier.size + MORE_REPORTS);
    await auditor.checkGrowth(earlier, later);
    // Every tile of the checkpoint that was published then is served at the width it had.
    await auditor.audit(earlier);
    await auditor.audit(later);
    const end = Math.floor(earlier.size / 256);
    const get = async (width: number) => {
      const said = await ask(`${log.prefix}${tileName(0, end, width)}`, { headers: desk });
      expect([said.status, width]).toEqual([200, width]);
      return said.body;
    };
    const full = await get(256);
    for (const width of [1, 2, earlier.size % 256, 255]) {
      expect((await get(width)).equals(full.subarray(0, 32 * width)), `width ${width}`).toBe(true);
    }
  });

  it('[X19] finds the same at the node of another member, which keeps a copy', async () => {
    const copy = await logAt('jabal', await centre.desk('jabal'));
    await whenCosigned(copy, earlier.size + MORE_REPORTS);
    const { seen, entries } = await new Auditor(copy).audit();
    const own = await new Auditor(log).audit(seen);
    expect(entries.every((entry, i) => entry.equals(own.entries[i]!))).toBe(true);
  });

  it('[S7] [L15] finds nothing at paths that are none, and headers as tlog-tiles has them', async () => {
    const { size } = await new Auditor(log).checkpoint();
    const door = { prefix: log.prefix, headers: desk, size };
    expect(await inspectDoor(door)).toEqual([]);
  });

  it('[L18] is shown by a tlog-proof that a record is on the log, and by no other proof', async () => {
    const auditor = new Auditor(log);
    const { entries } = await auditor.audit(earlier);
    const hashes = await recordHashes();
    for (const hash of hashes) {
      const { proof } = JSON.parse((await get(`/api/records/${hash}/proof`)).toString()) as {
        proof: string;
      };
      const { bytes } = JSON.parse((await get(`/api/records/${hash}`)).toString()) as {
        bytes: string;
      };
      const entry = Buffer.from(bytes, 'base64');
      const shown = auditor.checkProof(proof, entry);
      expect(shown.cosigners).toHaveLength(1);
      const other = Buffer.from(entry);
      other[7]! ^= 1;
      expect(() => auditor.checkProof(proof, other)).toThrow('another root');
      expect(() => auditor.checkProof(proof.replace(/index \d+/, 'index 1'), entry)).toThrow();
    }
    expect(entries.length).toBe(earlier.size);
  });

  it.each([
    ['a bit of an entry', /entries/, (body: Buffer) => flipped(body, 100), 'signed root'],
    ['a bit of a tile', /tile\/0\//, (body: Buffer) => flipped(body, 40), 'what the entries give'],
    ['a bit above', /tile\/1\//, (body: Buffer) => flipped(body, 3), 'what the entries give'],
    ['the end of a bundle', /entries/, (body: Buffer) => body.subarray(0, -9), 'ends inside'],
    ['the size of the checkpoint', /checkpoint/, more, 'does not hold'],
  ] as const)('sees %s changed on the way', async (_, where, change, complaint) => {
    const liar: Ask = async (address, asking) => {
      const said: Said = await ask(address, { ...asking, headers: { ...desk } });
      return where.test(address) ? { ...said, body: change(said.body) } : said;
    };
    await expect(new Auditor({ ...log, ask: liar }).audit()).rejects.toThrow(complaint);
  });

  it('[N10] is let in only as somebody who may read the log', async () => {
    const { log: key, witnesses, prefix } = log;
    const stranger = new Auditor({ prefix, log: key, witnesses });
    await expect(stranger.checkpoint()).rejects.toThrow('401');
    await expect(stranger.audit(earlier)).rejects.toThrow('401');
  });

  it('opens the checkpoint as any verifier of notes would, knowing the log alone or the witness alone', () => {
    for (const known of [[log.log], log.witnesses]) {
      expect(openNote(earlier.note, known).by).toHaveLength(1);
    }
  });
});

async function get(path: string): Promise<Buffer> {
  const said = await ask(`${centre.address('nahr')}${path}`, { headers: desk });
  expect([said.status, path]).toEqual([200, path]);
  return said.body;
}

/** The first, a middle and the last report of a page. */
async function recordHashes(): Promise<readonly string[]> {
  const page = JSON.parse((await get('/api/reports?limit=500')).toString()) as {
    reports: readonly { hash: string }[];
  };
  const { reports: lines } = page;
  return [lines[0], lines[Math.floor(lines.length / 2)], lines.at(-1)].map((each) => each!.hash);
}

function flipped(body: Buffer, at: number): Buffer {
  const copy = Buffer.from(body);
  copy[at]! ^= 4;
  return copy;
}

function more(body: Buffer): Buffer {
  return Buffer.from(body.toString().replace(/\n(\d+)\n/, (_, size) => `\n${Number(size) + 1}\n`));
}
