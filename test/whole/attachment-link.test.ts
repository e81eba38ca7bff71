import { createHash } from 'node:crypto';
import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { PartyId } from '../../src/base/ids.ts';
import type { Saved } from '../../src/contract/api.ts';
import type { AttachmentView } from '../../src/contract/attachments.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { layWire } from '../../src/node/exercise/stage.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';
import type { Tap } from './tap.ts';
import { makeTap } from './tap.ts';
import { attach, picture } from './uploading.ts';

/** How large the attachment is, in bytes, and how often its link is cut. */
const SIZE = 16 * 1_048_576;
const CUTS = 3;

/** What else passes while it does: records, signs of life, and at each cut two pieces on their way. */
const BESIDE_BYTES = 4 * 1_048_576;

let stage: Stage;
let tap: Tap;
beforeAll(async () => {
  stage = await openStage([]);
  tap = makeTap();
  await layWire(stage.dir, 'krg' as PartyId, tap);
  for (const party of ['krg', 'iraq']) await stage.raise(party);
});
afterAll(async () => {
  tap.close();
  await stage.close();
});

/** How many pieces of what is on its way are written down at the partner. */
async function pieces(): Promise<number> {
  const folder = path.join(stage.folder('krg'), 'attachments');
  const have = (await readdir(folder)).find((name) => name.endsWith('.have'));
  const file = have && (await stat(path.join(folder, have)).catch(() => undefined));
  return file ? Math.floor(file.size / 36) : 0;
}

describe('an attachment over a link that is cut', () => {
  it('[G7] goes on from where it was, and hardly a byte passes twice', async () => {
    const author = await stage.desk('iraq', 'analyst');
    const partner = await stage.desk('krg', 'analyst');
    const photo = await attach(author, 'ridge.jpg', picture(SIZE, 'ridge'));
    const report = { ...reportOf('Ridge', [43.6, 35.7], 'resident'), attachments: [photo] };
    const body = { audience: ['iraq', 'krg'], tlp: 'AMBER', report };
    const { hash } = await author.post<Saved>('/api/reports', body);
    let before = 0;
    for (let cuts = 1; cuts <= CUTS; cuts += 1) {
      const enough = before + 40;
      await until(async () => (await pieces()) > enough, `more than ${enough} pieces are there`);
      tap.cut();
      before = await pieces();
      tap.mend();
    }
    const isWhole = async () => {
      const door = `/api/records/${hash}/attachments`;
      return (await partner.get<AttachmentView[]>(door))[0]?.state === 'whole';
    };
    await until(isWhole, 'it is whole');
    const bytes = await partner.bytes(`/api/records/${hash}/attachments/0/file`);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(photo.sha256);
    const passed = tap.seen().length;
    console.log(`${(passed / SIZE).toFixed(3)} of its bytes passed, with ${CUTS} cuts`);
    expect(passed).toBeGreaterThan(SIZE);
    expect(passed).toBeLessThan(SIZE + BESIDE_BYTES);
  }, 180_000);
});
