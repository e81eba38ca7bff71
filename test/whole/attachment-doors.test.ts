import { createHash } from 'node:crypto';
import { cp, mkdtemp, readFile, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Saved } from '../../src/contract/api.ts';
import type { AttachmentView, UploadView } from '../../src/contract/attachments.ts';
import {
  UPLOADS_MAX,
  UPLOAD_HOURS_MAX,
  UPLOAD_PIECE_BYTES,
} from '../../src/contract/attachments.ts';
import type { RecallView } from '../../src/contract/recalls.ts';
import { contentOf } from '../../src/ledger/attachment.ts';
import { checkAttachments } from '../../src/node/attachment-check.ts';
import { backUp } from '../../src/node/backup.ts';
import { restore } from '../../src/node/restore.ts';
import { openUploads } from '../../src/node/uploads.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import type { OneNode } from './one-node.ts';
import { MEMBERS, openOneNode } from './one-node.ts';
import { until } from './stage.ts';
import { SECRET, attach, picture, sendPiece, sendRest } from './uploading.ts';

let one: OneNode;
beforeAll(async () => {
  one = await openOneNode();
});
afterAll(() => one.close());

const photo = picture(2_500_000);
const say = (attachments: readonly object[]) =>
  one.analyst.post<Saved>('/api/reports', {
    audience: MEMBERS,
    tlp: 'AMBER',
    report: { ...reportOf('Bridge', [43.6, 35.7], 'resident'), attachments },
  });
const viewsOf = (hash: string) =>
  one.planner.get<AttachmentView[]>(`/api/records/${hash}/attachments`);
const begin = (size: number, name = 'a.jpg') =>
  one.analyst.post<UploadView>('/api/attachments', { name, size });
const done = (id: string, more = {}) =>
  one.analyst.post<UploadView>(`/api/attachments/${id}/done`, more);
const answer = (door: string) =>
  fetch(`${one.planner.address}${door}`, {
    headers: { authorization: `Bearer ${one.planner.token}` },
  });
const codeOf = async (call: Promise<unknown>) => (await one.analyst.refused(call)).code;
const sendAll = async (bytes: Uint8Array, name = 'a.jpg') => {
  const view = await begin(bytes.length, name);
  await sendRest(one.analyst, view, bytes);
  return view.id;
};

describe('what a desk sends', () => {
  it('[G11] [G12] goes on piece by piece, is cleaned, and is named by a report of that desk', async () => {
    const view = await begin(photo.length, 'IMG_0001.JPG');
    expect(view.missing).toEqual([0, 1, 2]);
    expect(
      (
        await sendPiece(
          one.analyst,
          view,
          1,
          photo.subarray(UPLOAD_PIECE_BYTES, 2 * UPLOAD_PIECE_BYTES),
        )
      ).missing,
    ).toEqual([0, 2]);
    expect(await codeOf(done(view.id))).toBe('not-all-sent');
    const again = await one.analyst.get<UploadView>(`/api/attachments/${view.id}`);
    await sendRest(one.analyst, again, photo);
    const { attachment } = await done(view.id);
    expect(attachment).toMatchObject({ name: 'IMG_0001.jpg', media: 'image/jpeg' });
    expect(await done(view.id)).toMatchObject({ attachment });
    const { hash } = await say([attachment!]);
    expect(await viewsOf(hash)).toEqual([
      { ...attachment, state: 'whole', held: attachment!.size },
    ]);
    expect(await one.analyst.get('/api/attachments')).toEqual([]);
    const file = await answer(`/api/records/${hash}/attachments/0/file`);
    const bytes = Buffer.from(await file.arrayBuffer());
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(attachment?.sha256);
    expect(bytes.includes(SECRET)).toBe(false);
    expect(photo.includes(SECRET)).toBe(true);
  });

  it('[G14] is given as what it is: saved, or shown where it is a picture', async () => {
    const paper = await attach(one.analyst, 'خطة (1).pdf', Buffer.from('%PDF-1.7\n'));
    const image = await attach(one.analyst, 'b.jpg', picture(70_000, 'b'));
    const { hash } = await say([paper, image]);
    const file = await answer(`/api/records/${hash}/attachments/0/file`);
    const header = (name: string) => file.headers.get(name);
    expect(header('content-type')).toBe('application/pdf');
    expect(header('content-disposition')).toBe(
      "attachment; filename*=UTF-8''%D8%AE%D8%B7%D8%A9%20%281%29.pdf",
    );
    expect(header('content-security-policy')).toBe("default-src 'none'; sandbox");
    expect(header('x-content-type-options')).toBe('nosniff');
    expect(header('cache-control')).toBe('no-store');
    expect((await answer(`/api/records/${hash}/attachments/0/image`)).status).toBe(404);
    const shown = await answer(`/api/records/${hash}/attachments/1/image`);
    expect(shown.headers.get('content-disposition')).toBe('inline');
    expect(shown.headers.get('content-type')).toBe('image/jpeg');
    for (const at of ['2', '16', 'x', '-1']) {
      expect((await answer(`/api/records/${hash}/attachments/${at}/file`)).status).toBe(404);
    }
    const nobody = await fetch(`${one.planner.address}/api/records/${hash}/attachments/1/file`);
    expect(nobody.status).toBe(401);
  });

  it('[G13] is refused where it is none of the kinds, damaged, or may hide what nobody spoke of', async () => {
    expect(await codeOf(done(await sendAll(Buffer.from('PK\u0003\u0004zip'))))).toBe(
      'attachment-kind',
    );
    const cut = picture(5_000).subarray(0, 4_000);
    expect(await codeOf(done(await sendAll(cut)))).toBe('attachment-damaged');
    const paper = await sendAll(Buffer.from('%PDF-1.4\n'), 'a.txt');
    expect(await codeOf(done(paper))).toBe('attachment-may-hide');
    expect((await done(paper, { mayHide: true })).attachment).toMatchObject({ name: 'a.txt.pdf' });
    const text = await sendAll(Buffer.from('سطر أول\n'), 'b.txt');
    expect((await done(text)).attachment?.media).toBe('text/plain');
  });

  it('[G11] counts at its own desk alone, and a report names nothing else', async () => {
    const paper = await attach(one.analyst, 'c.txt', Buffer.from('one'));
    const { id } = (await one.analyst.get<UploadView[]>('/api/attachments')).find(
      ({ attachment }) => attachment?.name === 'c.txt',
    )!;
    expect(await codeOf(say([{ ...paper, sha256: '0'.repeat(64) }]))).toBe('attachment-unknown');
    const theirs = one.administrator.get(`/api/attachments/${id}`);
    expect((await one.administrator.refused(theirs)).status).toBeGreaterThanOrEqual(403);
    const { hash } = await say([paper]);
    // What was named is no upload any more.
    expect(await codeOf(say([paper]))).toBe('attachment-unknown');
    expect(await viewsOf(hash)).toHaveLength(1);
  });

  it('[G11] is bounded in size, in pieces and in number, and can be thrown away', async () => {
    expect(await codeOf(begin(104_857_601))).toBe('bad-request');
    expect(await codeOf(begin(0))).toBe('bad-request');
    const view = await begin(10);
    expect(await codeOf(sendPiece(one.analyst, view, 0, Buffer.alloc(11)))).toBe('bad-request');
    expect(await codeOf(sendPiece(one.analyst, view, 1, Buffer.alloc(10)))).toBe('bad-request');
    const long = Buffer.alloc(UPLOAD_PIECE_BYTES + 1);
    expect(await codeOf(sendPiece(one.analyst, view, 0, long))).toBe('too-large');
    const held = await one.analyst.get<UploadView[]>('/api/attachments');
    for (let more = held.length; more < UPLOADS_MAX; more += 1) await begin(10);
    expect(await codeOf(begin(10))).toBe('too-many-uploads');
    for (const { id } of await one.analyst.get<UploadView[]>('/api/attachments')) {
      const gone = await fetch(`${one.analyst.address}/api/attachments/${id}`, {
        method: 'DELETE',
        headers: { authorization: `Bearer ${one.analyst.token}` },
      });
      expect(gone.status).toBe(204);
    }
    expect(await one.analyst.get('/api/attachments')).toEqual([]);
    expect(await codeOf(one.analyst.get(`/api/attachments/${view.id}`))).toBe('not-found');
    expect(await codeOf(one.analyst.get('/api/attachments/..%2f..%2fkeys'))).toBe('not-found');
  });

  it('[G11] is thrown away where nobody names it in time', async () => {
    const [old, young] = [await begin(10), await begin(10)];
    const { dir } = one.node.house.folder;
    const folder = path.join(dir, 'uploads', old.id);
    const then = Date.now() / 1_000 - UPLOAD_HOURS_MAX * 3_600 - 60;
    for (const name of await readdir(folder)) await utimes(path.join(folder, name), then, then);
    await one.node.house.uploads.sweep();
    const left = await one.analyst.get<UploadView[]>('/api/attachments');
    expect(left.map(({ id }) => id)).toEqual([young.id]);
  });

  it('[G16] [G17] is in a backup once, comes back with it, and is looked at by the doctor', async () => {
    const image = await attach(one.analyst, 'e.jpg', picture(300_000, 'e'));
    const { hash } = await say([image]);
    const { dir } = one.node.house.folder;
    const place = await mkdtemp(path.join(tmpdir(), 'tansiq-attachment-'));
    const identity = await generateX25519Identity();
    const recipient = await identityToRecipient(identity);
    const first = await backUp(dir, place, [recipient]);
    const second = await backUp(dir, place, [recipient]);
    expect(first.fresh).toBeGreaterThan(300_000);
    expect(second.fresh).toBeLessThan(100_000);
    const back = path.join(place, 'back');
    await restore(place, back, [identity]);
    const folder = (at: string) => path.join(at, 'attachments');
    expect(await readdir(folder(back))).toEqual(await readdir(folder(dir)));
    expect(await readdir(back)).not.toContain('uploads');
    const { sha256 } = one.node.house.primitives;
    const found = await checkAttachments(back, sha256);
    expect(found).toMatchObject({ whole: 5, partial: 0, false: 0, damaged: [] });
    const { key } = contentOf(sha256, image);
    const spoilt = Buffer.from(await readFile(path.join(folder(back), key)));
    spoilt[200_000]! ^= 1;
    await writeFile(path.join(folder(back), key), spoilt);
    expect((await checkAttachments(back, sha256)).damaged).toEqual([path.join(folder(back), key)]);
    expect(await viewsOf(hash)).toMatchObject([{ state: 'whole' }]);
    await rm(place, { recursive: true });
  });

  it('[G9] is kept in no other place once a report names it, whenever the process ended', async () => {
    const image = await attach(one.analyst, 'f.jpg', picture(50_000, 'f'));
    const { house } = one.node;
    const { dir } = house.folder;
    const views = await one.analyst.get<UploadView[]>('/api/attachments');
    const view = views.find(({ attachment }) => attachment?.name === 'f.jpg');
    const folder = path.join(dir, 'uploads', view?.id ?? '');
    const before = path.join(dir, 'before');
    await cp(folder, before, { recursive: true });
    await say([image]);
    await cp(before, folder, { recursive: true });
    await rm(before, { recursive: true });
    const { primitives, clock, attachments: room } = house;
    const needs = { dir: path.join(dir, 'uploads'), primitives, clock, room, report: house.report };
    (await openUploads(needs)).close();
    expect(await readdir(path.join(dir, 'uploads'))).not.toContain(view?.id);
  });

  it('[G9] goes at its own node with the report that is recalled', async () => {
    const image = await attach(one.analyst, 'd.jpg', picture(90_000, 'd'));
    const { hash } = await say([image]);
    const { store } = one.node.house.attachments;
    const before = await store.keys();
    await one.analyst.post(`/api/reports/${hash}/recall`, { reason: 'mistake' });
    expect(await viewsOf(hash)).toEqual([]);
    expect((await answer(`/api/records/${hash}/attachments/0/file`)).status).toBe(404);
    expect((await store.keys()).length).toBe(before.length - 1);
    await until(async () => {
      const recall = await one.analyst.get<RecallView>(`/api/reports/${hash}/recall`);
      return recall.standings.some(({ erasedAt }) => erasedAt !== undefined);
    }, 'our own node says that it erased');
  });
});
