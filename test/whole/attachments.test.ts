import { createHash } from 'node:crypto';
import { readFile, readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { AttachmentView } from '../../src/contract/attachments.ts';
import type { RecallView } from '../../src/contract/recalls.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';
import { attach, picture } from './uploading.ts';

/** How large the attachment is that is cut and killed on its way, in bytes. */
const SIZE = 12 * 1_048_576;
const PIECE = 65_536;

let stage: Stage;
let author: Client;
let partner: Client;
let third: Client;

beforeAll(async () => {
  stage = await openStage(['iraq', 'krg', 'turkiye', 'coalition']);
  author = await stage.desk('iraq', 'analyst');
  partner = await stage.desk('krg', 'analyst');
  third = await stage.desk('turkiye', 'analyst');
  await until(async () => (await third.get<unknown[]>('/api/claims')).length === 3, 'claims');
});
afterAll(() => stage.close());

const viewsAt = (desk: Client, hash: string) =>
  desk.get<AttachmentView[]>(`/api/records/${hash}/attachments`).catch(() => []);
const stateAt = async (desk: Client, hash: string) => (await viewsAt(desk, hash))[0];
const isWhole = async (desk: Client, hash: string) =>
  (await stateAt(desk, hash))?.state === 'whole';

async function say(title: string, audience: readonly string[], attachments: readonly object[]) {
  const report = { ...reportOf(title, [43.6, 35.7], 'resident'), attachments };
  const body = { audience, tlp: 'AMBER', report };
  return (await author.post<Saved>('/api/reports', body)).hash;
}

async function hashOfFile(desk: Client, hash: string): Promise<string> {
  const bytes = await desk.bytes(`/api/records/${hash}/attachments/0/file`);
  return createHash('sha256').update(bytes).digest('hex');
}

/** The files with attachments' bytes in a node's folder. */
const filesOf = (party: string) => readdir(path.join(stage.folder(party), 'attachments'));

/** How many pieces of what is on its way a node has written down. */
async function piecesAt(party: string): Promise<number> {
  const folder = path.join(stage.folder(party), 'attachments');
  const have = (await readdir(folder)).find((name) => name.endsWith('.have'));
  const file = have && (await stat(path.join(folder, have)).catch(() => undefined));
  return file ? Math.floor(file.size / 36) : 0;
}

describe('attachments among nodes', () => {
  let kept: string;

  it('[G6] go to whom the report goes, whole, and to nobody else', async () => {
    const photo = await attach(author, 'bridge.jpg', picture(400_000, 'bridge'));
    kept = await say('Bridge', ['iraq', 'krg'], [photo]);
    await until(() => isWhole(partner, kept), 'it is whole at the partner');
    expect(await hashOfFile(partner, kept)).toBe(photo.sha256);
    expect(await viewsAt(third, kept)).toEqual([]);
    expect(await filesOf('turkiye')).toEqual([]);
  });

  it('[G5] [G7] go on after the end of either process, and no piece is fetched twice', async () => {
    const photo = await attach(author, 'quarry.jpg', picture(SIZE, 'quarry'));
    await stage.lower('turkiye');
    const hash = await say('Quarry', ['iraq', 'krg', 'turkiye'], [photo]);
    await until(async () => (await piecesAt('krg')) > 20, 'some pieces are at the partner');
    await stage.kill('krg');
    const before = await piecesAt('krg');
    expect(before).toBeLessThan(SIZE / PIECE);
    await stage.raise('krg');
    partner = await stage.desk('krg', 'analyst');
    await until(async () => (await piecesAt('krg')) > before, 'it goes on from there');
    await stage.kill('iraq');
    const cut = await piecesAt('krg');
    expect(cut).toBeGreaterThan(before);
    await stage.raise('iraq');
    author = await stage.desk('iraq', 'analyst');
    await until(() => isWhole(partner, hash), 'it is whole at the partner');
    expect(await hashOfFile(partner, hash)).toBe(photo.sha256);

    // The author is away: what another member holds comes from it.
    await stage.lower('iraq');
    await stage.raise('turkiye');
    third = await stage.desk('turkiye', 'analyst');
    await until(() => isWhole(third, hash), 'it comes from the other holder');
    expect(await hashOfFile(third, hash)).toBe(photo.sha256);
    await stage.raise('iraq');
    author = await stage.desk('iraq', 'analyst');
  }, 120_000);

  it('[G7] keep no record waiting: a report is there before what was attached before it', async () => {
    const photo = await attach(author, 'valley.jpg', picture(SIZE, 'valley'));
    const large = await say('Valley', ['iraq', 'krg', 'turkiye'], [photo]);
    const report = { ...reportOf('Urgent word', [43.6, 35.7], 'resident') };
    const body = { audience: ['iraq', 'krg', 'turkiye'], tlp: 'AMBER', report };
    await until(async () => (await piecesAt('krg')) > 5, 'pieces are on their way');
    const { hash } = await author.post<Saved>('/api/reports', body);
    const isThere = async () => {
      const { reports } = await partner.get<ReportPage>('/api/reports?limit=20');
      return reports.some((each) => each.hash === hash);
    };
    await until(isThere, 'the report is at the partner');
    expect(await isWhole(partner, large)).toBe(false);
    await until(() => isWhole(partner, large), 'and then what was attached');
    await until(() => isWhole(third, large), 'everywhere');
  }, 120_000);

  it('[G9] go everywhere with the report that is recalled, whole and half, and others stay', async () => {
    const photo = await attach(author, 'wrong.jpg', picture(SIZE, 'wrong'));
    const drawn = picture(SIZE, 'wrong').subarray(2_000, 2_064);
    const hash = await say('Wrong place', ['iraq', 'krg', 'turkiye'], [photo]);
    await until(() => isWhole(partner, hash), 'it is whole at the partner');
    const others = (await filesOf('krg')).length - 2;
    const recall = { reason: 'mistake', words: 'Another place.' };
    await author.post<RecallView>(`/api/reports/${hash}/recall`, recall);
    await until(async () => {
      const { standings } = await author.get<RecallView>(`/api/reports/${hash}/recall`);
      return standings.every(({ erasedAt }) => erasedAt !== undefined);
    }, 'everybody says that it is erased');
    for (const party of ['iraq', 'krg', 'turkiye']) {
      for (const name of await filesOf(party)) {
        const bytes = await readFile(path.join(stage.folder(party), 'attachments', name));
        expect(bytes.includes(drawn), `${party} ${name}`).toBe(false);
      }
    }
    expect(await filesOf('krg')).toHaveLength(others);
    expect(await isWhole(partner, kept)).toBe(true);
    expect(await viewsAt(partner, hash)).toEqual([]);
  }, 120_000);
});
