import { mkdirSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, describe, expect, it } from 'vitest';
import { audience } from '../accord/cast.suite.ts';
import { sourceHandleSchema } from '../accord/knowledge/schema.ts';
import { backUp } from './backup.ts';
import { CHARTER } from './exercise/cast.ts';
import { initFolder, pinCard, writeCharter } from './folder.ts';
import { openSourceHandles, sourceSecretFile } from './source-handles.ts';
import { restore } from './restore.ts';

const root = mkdtempSync(path.join(tmpdir(), 'tansiq-handles-'));
afterAll(() => rmSync(root, { recursive: true }));

const folder = (name: string): string => {
  const dir = path.join(root, name);
  mkdirSync(path.join(dir, 'keys'), { recursive: true });
  return dir;
};
const fisherman = { id: '0199a0f0-0000-7000-8000-000000000001' };
const miller = { id: '0199a0f0-0000-7000-8000-000000000002' };
const two = audience('nahr', 'qamar');
const three = audience('jabal', 'nahr', 'qamar');

describe('the handles of sources', () => {
  it('[H10] are the same for one source and audience, and unlike for any other', () => {
    const dir = folder('qamar');
    const { handleOf } = openSourceHandles(dir);
    const handle = handleOf(fisherman, two);
    expect(sourceHandleSchema.safeParse(handle).success).toBe(true);
    expect(openSourceHandles(dir).handleOf(fisherman, audience('qamar', 'nahr'))).toBe(handle);
    const others = [handleOf(fisherman, three), handleOf(miller, two), handleOf(miller, three)];
    expect(new Set([handle, ...others]).size).toBe(4);
  });

  it('[H10] cannot be made, nor two of them laid together, without the secret', () => {
    const [ours, theirs] = [folder('ours'), folder('theirs')].map(openSourceHandles);
    const ids = Array.from({ length: 200 }, (_, n) => ({ id: `${n}` }));
    const ofOthers = new Set(ids.flatMap((id) => [theirs!.handleOf(id, two)]));
    for (const id of ids) expect(ofOthers.has(ours!.handleOf(id, two))).toBe(false);
    // Towards two audiences a source shares no more letters at their places than any two do.
    const alike = (mine: string, other: string) =>
      [...mine].filter((c, i) => c === other[i]).length;
    const same = ids.map((id) => alike(ours!.handleOf(id, two), ours!.handleOf(id, three)));
    const mean = same.reduce((sum, each) => sum + each, 0) / same.length;
    expect(mean).toBeLessThan(1.5); // by chance 16 / 32 = 0.5
  });

  it('[H12] need a secret that is made once, for its owner alone', () => {
    const dir = folder('once');
    openSourceHandles(dir);
    const file = sourceSecretFile(dir);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    const secret = readFileSync(file, 'utf8');
    expect(secret).toMatch(/^[0-9a-f]{64}\n$/);
    openSourceHandles(dir);
    expect(readFileSync(file, 'utf8')).toBe(secret);
    writeFileSync(file, 'half');
    expect(() => openSourceHandles(dir)).toThrow('key-bad');
  });

  it('[H12] stay what they were in a folder that came back from a backup', async () => {
    const dir = path.join(root, 'whole');
    const newParty = (each: string) => ({
      party: each as never,
      names: { ar: each, ckb: each, tr: each, en: each },
      domain: `${each}.example`,
      host: '127.0.0.1',
      port: 7001,
      rpId: 'localhost',
      isWitness: true,
    });
    await initFolder(dir, newParty('qamar'));
    pinCard(dir, 'nahr' as never, await initFolder(path.join(root, 'other'), newParty('nahr')));
    writeCharter(dir, { ...CHARTER, members: ['qamar', 'nahr'] as never, observers: [] });
    const handle = openSourceHandles(dir).handleOf(fisherman, two);
    const identity = await generateX25519Identity();
    await backUp(dir, path.join(root, 'backups'), [await identityToRecipient(identity)]);
    const back = path.join(root, 'back');
    await restore(path.join(root, 'backups'), back, [identity]);
    expect(openSourceHandles(back).handleOf(fisherman, two)).toBe(handle);
    expect(statSync(sourceSecretFile(back)).mode & 0o777).toBe(0o600);
  });
});
