import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RecordView, ReportPage } from '../../src/contract/reports.ts';
import type { Desk } from './desk.ts';
import { partyName, sitDown, WAIT } from './desk.ts';
import { SHOTS } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const KML = `<?xml version="1.0" encoding="UTF-8"?>
<kml xmlns="http://www.opengis.net/kml/2.2"><Document><name>Fords</name>
  <Placemark><name>مخاضة الزرقاء</name><TimeStamp><when>2026-02-03</when></TimeStamp>
    <Point><coordinates>44.1,35.2,0</coordinates></Point></Placemark>
  <Placemark><name>Old mill</name><Point><coordinates>44.2,35.3</coordinates></Point></Placemark>
  <Placemark><name>Nowhere</name><Point><coordinates>44.2,95</coordinates></Point></Placemark>
  <NetworkLink/></Document></kml>`;

const TABLE = `Başlık;Enlem;Boylam;Tarih;Açıklama
Bridge camera;35.4681;44.3922;2026-02-03 14:05;Seen twice
Second bridge;35.5;44.4;2026-02-04;
Broken row;95;44.4;2026-02-04;
`;

let theatre: Theatre;
let dir: string;

beforeAll(async () => {
  dir = await mkdtemp(path.join(tmpdir(), 'tansiq-import-'));
  theatre = await openTheatre();
});

afterAll(async () => {
  await theatre.close();
  await rm(dir, { recursive: true });
});

/** Chooses a file at the button that says so, as a hand would. */
async function choose(desk: Desk, button: string, name: string, text: string): Promise<void> {
  const file = path.join(dir, name);
  await writeFile(file, text);
  const chooser = desk.page.waitForEvent('filechooser');
  await desk.button(button).click();
  await (await chooser).setFiles([file]);
}

const tab = ({ page, t }: Desk, key: string) =>
  page.getByRole('tab', { name: t(`import.dry.${key}`) });
const shot = ({ page }: Desk, name: string) =>
  page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });

describe('A file of others', () => {
  it('[O3] [O11] [O12] is looked at, completed and brought in at an Arabic desk', async () => {
    const desk = await sitDown(
      theatre,
      { party: 'iraq', seat: 'duty-officer' },
      { language: 'ar', height: 1400 },
    );
    const { page, t } = desk;
    await desk.goTo('/import');
    await page.getByRole('heading', { level: 1, name: t('import.page.title') }).waitFor();
    await desk.expectAccessible();
    await desk.mark('checkbox', partyName('krg', 'ar'));
    await choose(desk, t('import.file.choose'), 'مخاضات.kml', KML);
    await page.locator('[data-dry-run="1"]').waitFor();
    await page.getByText(t('import.file.is', { format: t('import.format.kml') })).waitFor();
    await page.getByText('مخاضة الزرقاء, 2026-02-03').waitFor();
    // What has no time stays out until the desk gives one.
    await page.getByText(t('import.say.asks-time')).waitFor();
    await tab(desk, 'refused').click();
    await page
      .getByText(t('import.why.missing-field', { field: t('import.field.time') }))
      .waitFor();
    await shot(desk, 'import-ar-refused');
    await desk.write(t('reports.part.when'), '010600Z MAR 26');
    await page.locator('[data-dry-run="2"]').waitFor();
    await expect.poll(() => page.getByText(t('import.say.asks-time')).count(), WAIT).toBe(0);
    await shot(desk, 'import-ar');
    await desk.expectAccessible();
    await desk.button(t('import.do.for', { parties: partyName('krg', 'ar') })).click();
    await page.locator('[data-import="done"]').waitFor();
    await page
      .getByText(t('import.list.counts', { saved: '2', passed: '0', refused: '1', left: '1' }))
      .waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: t('import.list.save') }).click();
    const refused = await readFile(await (await download).path(), 'utf8');
    expect(refused).toContain('3,Placemark,Nowhere,"bad-coordinates coordinates 44.2,95"');
    await shot(desk, 'import-ar-done');
    desk.expectClean();
    const krg = await theatre.clientAt('krg', 'duty-officer');
    await expect
      .poll(async () => (await krg.get<ReportPage>('/api/reports?text=الزرقاء')).count, WAIT)
      .toBe(1);
  });

  it('[O8] [O5] is a table whose columns are found, or is refused with its reason, at an English desk', async () => {
    const desk = await sitDown(
      theatre,
      { party: 'krg', seat: 'duty-officer' },
      { language: 'en', scheme: 'dark', height: 1600 },
    );
    const { page, t } = desk;
    await page.keyboard.press('Control+k');
    await page.keyboard.type(t('import.page.title'));
    await page.getByRole('menuitem', { name: t('import.page.title') }).click();
    await page.getByRole('heading', { level: 1, name: t('import.page.title') }).waitFor();
    await choose(desk, t('import.file.choose'), 'attack.xml', '<!DOCTYPE a><kml/>');
    await page.getByText(t('import.unread.has-doctype', { line: 1 })).waitFor();
    await shot(desk, 'import-en-unread');
    await choose(desk, t('import.file.other'), 'bridges.csv', TABLE);
    await page.locator('[data-dry-run="2"]').waitFor();
    await page.getByText('Bridge camera').waitFor();
    // Nobody was named yet, so nothing can be brought in.
    expect(await desk.button(t('import.do.nobody')).isDisabled()).toBe(true);
    await desk.choose(t('import.field.text'), t('import.columns.none'));
    await desk.choose(t('import.field.reference'), 'Açıklama');
    await desk.mark('checkbox', t('reports.compose.own-only'));
    await desk.expectAccessible();
    const begin = desk.button(t('import.do.own'));
    await expect.poll(() => begin.isEnabled(), WAIT).toBe(true);
    await shot(desk, 'import-en-table');
    await begin.click();
    await page.locator('[data-import="done"]').waitFor();
    desk.expectClean();
    const krg = await theatre.clientAt('krg', 'duty-officer');
    const { reports } = await krg.get<ReportPage>('/api/reports?text=bridge');
    const texts = await Promise.all(
      reports.map(async ({ hash }) => {
        const { record } = await krg.get<RecordView>(`/api/records/${hash}`);
        return record?.type === 'report' ? [record.body.text, record.body.source.reference] : [];
      }),
    );
    expect(texts).toEqual([
      ['', undefined],
      ['', 'Seen twice'],
    ]);
    const iraq = await theatre.clientAt('iraq', 'duty-officer');
    expect((await iraq.get<ReportPage>('/api/reports?text=bridge+camera')).count).toBe(0);
  });
});
