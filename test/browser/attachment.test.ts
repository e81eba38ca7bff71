import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RecordView, ReportPage } from '../../src/contract/reports.ts';
import type { Desk } from './desk.ts';
import { partyName, sitDown, WAIT } from './desk.ts';
import { SHOTS } from './evidence.ts';
import { dictate } from './officer.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const TITLE = 'صورة الجسر الشمالي';
const SECRET = 'GPS 35.4681 N 44.3922 E';

let theatre: Theatre;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-attachment-'));
  theatre = await openTheatre();
});

afterAll(async () => {
  await theatre.close();
  await rm(dir, { recursive: true });
});

/** A photograph that a browser drew, with where it was taken and how it is to be turned. */
async function photograph(page: Page, name: string): Promise<string> {
  const drawn = await page.evaluate(() => {
    const canvas = document.createElement('canvas');
    [canvas.width, canvas.height] = [1200, 800];
    const context = canvas.getContext('2d')!;
    const sky = context.createLinearGradient(0, 0, 0, 800);
    sky.addColorStop(0, '#7fb2e5');
    sky.addColorStop(1, '#c9b28a');
    context.fillStyle = sky;
    context.fillRect(0, 0, 1200, 800);
    context.fillStyle = '#444';
    context.fillRect(100, 420, 1000, 40);
    for (let pier = 200; pier < 1100; pier += 200) context.fillRect(pier, 460, 30, 200);
    return canvas.toDataURL('image/jpeg', 0.9).split(',')[1]!;
  });
  const bytes = Buffer.from(drawn, 'base64');
  const body = Buffer.from(`Exif\0\0${SECRET}`);
  const exif = Buffer.concat([Buffer.of(0xff, 0xe1, 0, body.length + 2), body]);
  const file = path.join(dir, name);
  await writeFile(file, Buffer.concat([bytes.subarray(0, 2), exif, bytes.subarray(2)]));
  return file;
}

/** Chooses files at the button that says so, as a hand would. */
async function choose(desk: Desk, button: string, ...files: readonly string[]): Promise<void> {
  const chooser = desk.page.waitForEvent('filechooser');
  await desk.button(button).click();
  await (await chooser).setFiles([...files]);
}

/** How wide the picture is that is shown, in its own pixels; 0 while it is not drawn. */
const widthShown = (page: Page) =>
  page
    .locator('li[data-state="whole"] img')
    .evaluate((img) => (img as HTMLImageElement).naturalWidth);

describe('What is attached to a report', () => {
  it('is sent with it, cleaned, and shown to its readers in their language', async () => {
    const ours = await sitDown(
      theatre,
      { party: 'iraq', seat: 'duty-officer' },
      { language: 'ar' },
    );
    const photo = await photograph(ours.page, 'IMG_2041.JPG');
    const paper = path.join(dir, 'مخطط.pdf');
    await writeFile(paper, '%PDF-1.4\n1 0 obj\n<<>>\nendobj\n');
    const zip = path.join(dir, 'extra.pdf');
    await writeFile(zip, 'PK\u0003\u0004');

    await ours.goTo('/picture?new=1');
    const readers = [partyName('krg', 'ar')];
    const text = 'الدعامة الثالثة سليمة.';
    const kind = { kind: 'infrastructure', source: 'own-patrol', grade: ['A', '1'] } as const;
    await dictate(ours, { ...kind, title: TITLE, text, place: '38S LE 7003 5520', readers });
    await choose(ours, ours.t('attach.add'), photo, paper, zip);
    await ours.page.getByText(ours.t('fault.attachment-kind')).waitFor();
    await ours.button(ours.t('attach.remove', { name: 'extra.pdf' })).click();
    await ours.page.getByText(ours.t('fault.attachment-may-hide')).waitFor();
    await ours.expectAccessible();
    await ours.button(ours.t('attach.know')).scrollIntoViewIfNeeded();
    await ours.page.screenshot({ path: path.join(SHOTS, 'attach-ask-ar.png') });
    await ours.button(ours.t('attach.know')).click();
    await expect.poll(() => ours.page.locator('li p.text-ok').count(), WAIT).toBe(2);
    await ours.page.screenshot({ path: path.join(SHOTS, 'attach-ready-ar.png') });
    await ours.button(ours.t('reports.compose.send', { parties: readers[0]! })).click();

    const partner = await theatre.clientAt('krg', 'duty-officer');
    let hash = '';
    const isThere = async () => {
      const { reports } = await partner.get<ReportPage>('/api/reports?limit=5');
      hash = reports.find(({ title }) => title === TITLE)?.hash ?? '';
      return hash;
    };
    await expect.poll(isThere, WAIT).not.toBe('');
    const readIn = async (language: 'en' | 'ckb', width: number) => {
      const at = { party: 'krg', seat: 'duty-officer' };
      const desk = await sitDown(theatre, at, { language, width });
      await desk.goTo(`/reports/${hash}`);
      await desk.page.getByRole('heading', { name: desk.t('attach.title') }).waitFor();
      await expect.poll(() => desk.page.locator('li[data-state="whole"]').count(), WAIT).toBe(2);
      await expect.poll(() => widthShown(desk.page), WAIT).toBe(1200);
      await desk.expectAccessible();
      const panel = desk.page.getByRole('heading', { name: desk.t('attach.title') });
      await panel.scrollIntoViewIfNeeded();
      await desk.page.screenshot({ path: path.join(SHOTS, `attach-read-${language}.png`) });
      return desk;
    };
    const theirs = await readIn('en', 1280);
    const phone = await readIn('ckb', 390);

    const saving = theirs.page.waitForEvent('download');
    await theirs.page.locator('a[download]').first().click();
    const saved = await saving;
    expect(saved.suggestedFilename()).toBe('IMG_2041.jpg');
    const bytes = await readFile(await saved.path());
    const { attachments } = namedIn(await partner.get<RecordView>(`/api/records/${hash}`));
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(attachments?.[0]?.sha256);
    expect(bytes.includes(SECRET)).toBe(false);

    await ours.goTo(`/reports/${hash}`);
    await expect.poll(() => widthShown(ours.page), WAIT).toBe(1200);
    await ours.page.screenshot({ path: path.join(SHOTS, 'attach-read-ar.png') });
    for (const desk of [ours, theirs, phone]) {
      desk.expectClean();
      await desk.context.close();
    }
  }, 240_000);
});

function namedIn({ record }: RecordView) {
  return record?.type === 'report' ? record.body : { attachments: undefined };
}
