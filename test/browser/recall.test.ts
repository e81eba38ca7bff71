import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Saved } from '../../src/contract/api.ts';
import type { RecallView } from '../../src/contract/recalls.ts';
import type { ReportPage } from '../../src/contract/reports.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import { partyName, sitDown, WAIT } from './desk.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const TITLE = 'Convoy seen at the quarry';
const WORDS = 'Named the wrong place.';

let theatre: Theatre;

beforeAll(async () => {
  theatre = await openTheatre();
});

afterAll(() => theatre.close());

describe('A recalled report', () => {
  it('loses its text on every screen, and shows its author who has erased it', async () => {
    const author = await theatre.clientAt('iraq', 'analyst');
    const partner = await theatre.clientAt('krg', 'analyst');
    const report = reportOf(TITLE, [43.6, 35.7], 'resident');
    const body = { audience: ['iraq', 'krg'], tlp: 'AMBER', report };
    const { hash } = await author.post<Saved>('/api/reports', body);
    const countAt = async () => (await partner.get<ReportPage>('/api/reports?text=quarry')).count;
    await expect.poll(countAt, WAIT).toBe(1);

    const ours = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, { language: 'ar' });
    const theirs = await sitDown(theatre, { party: 'krg', seat: 'analyst' }, { language: 'en' });
    await theirs.goTo(`/reports/${hash}`);
    await theirs.page.getByRole('heading', { name: TITLE }).waitFor();
    expect(await theirs.page.getByRole('button', { name: theirs.t('recall.act') }).count()).toBe(0);

    await ours.goTo(`/reports/${hash}`);
    await ours.button(ours.t('recall.act')).click();
    const window = ours.page.getByRole('dialog', { name: ours.t('recall.dialog.title') });
    await window.getByText(ours.t('recall.dialog.limits')).waitFor();
    await window.getByText(partyName('krg', 'ar')).waitFor();
    await ours.expectAccessible();
    await ours.mark('radio', ours.t('recall.reason.mistake'));
    await ours.write(ours.t('recall.dialog.words'), WORDS);
    await ours.button(ours.t('recall.dialog.confirm')).click();

    await ours.page.getByText(ours.t('recall.stands.title')).waitFor();
    await theirs.page.getByText(theirs.t('recall.stands.title')).waitFor();
    expect(await theirs.page.getByText(TITLE).count()).toBe(0);
    await theirs.page.getByText(WORDS).waitFor();
    await ours.page.getByText(ours.t('recall.account.all')).waitFor();
    await theirs.expectAccessible();

    await ours.goTo('/record');
    await ours.page.getByRole('heading', { name: ours.t('recall.list.title') }).waitFor();
    const recall = await partner.get<RecallView>(`/api/reports/${hash}/recall`);
    expect(recall).toMatchObject({ reason: 'mistake', words: WORDS, isErasedHere: true });
    for (const desk of [ours, theirs]) {
      desk.expectClean();
      await desk.context.close();
    }
  });
});
