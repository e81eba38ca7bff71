import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Language } from '../../src/accord/party/names.ts';
import type { RecordView, ReportPage } from '../../src/contract/reports.ts';
import type { Desk } from './desk.ts';
import { partyName, sitDown, WAIT } from './desk.ts';
import { SHOTS } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
});
afterAll(() => theatre.close());

const SEAT = { party: 'iraq', seat: 'analyst' } as const;
const LINES = {
  en: { title: 'Warning of an attack on the convoy', who: 'A local cell', more: 'at the bend' },
  ar: { title: 'تحذير من هجوم على القافلة', who: 'خلية محلية', more: 'عند المنعطف' },
} as const;

const shoot = async (desk: Desk, name: string, language: Language): Promise<void> => {
  await desk.page.waitForTimeout(0);
  await desk.page.screenshot({ path: `${SHOTS}/forms-${name}-${language}.png` });
};

/** The hash of the report that is open, once it is. */
async function hashOf(desk: Desk): Promise<string> {
  await desk.page.waitForURL(/\/reports\/sha256(?::|%3A)[0-9a-f]{64}$/);
  return decodeURIComponent(new URL(desk.page.url()).pathname.split('/')[2] ?? '');
}

async function viewOf(hash: string): Promise<RecordView> {
  const client = await theatre.clientAt(SEAT.party, SEAT.seat);
  return client.get<RecordView>(`/api/records/${hash}`);
}

describe.each(['en', 'ar'] as const)('the report forms in %s', (language) => {
  const { title, who, more } = LINES[language];
  let sent: string;

  it('begin with one line on a narrow screen, and ask for the rest', async () => {
    const look = { language, width: 390, height: 844, scheme: 'light' } as const;
    const desk = await sitDown(theatre, SEAT, look);
    const { page, t } = desk;
    await desk.goTo('/sources');
    await desk.write(t('sources.label'), `Source ${language}`);
    await desk.choose(t('reports.part.source'), t('reports.source.resident'));
    await desk.button(t('sources.enter')).click();
    await page.getByText(`Source ${language}`).first().waitFor();
    await shoot(desk, 'sources', language);
    await desk.goTo('/inbox');
    await desk.write(t('form.quick.label'), title);
    await shoot(desk, 'quick', language);
    await desk.press('button', t('form.quick.begin'));
    await page.getByRole('heading', { name: t('reports.compose.title') }).waitFor();
    // Nothing is guessed, and nobody is chosen: all is asked for.
    const asked = page.getByText(t('form.asked', { parts: '' }).slice(0, 8));
    await asked.waitFor();
    // The desk's first report has no usual readers either.
    const readers = language === 'en' ? ['audience'] : [];
    for (const part of [...readers, 'kind', 'place', 'from', 'source']) {
      expect(await asked.innerText()).toContain(t(`form.ask.${part}`));
    }
    await shoot(desk, 'begun', language);
    await desk.mark('checkbox', partyName('krg', language));
    await desk.press('radio', t('reports.kind.threat-warning'));
    await desk.press('radio', t('details.against.convoy'));
    await desk.write(t('details.threat-warning.within'), language === 'ar' ? '٤٨' : '48');
    await desk.write(t('reports.part.where'), '38S LE 7003 5520');
    await desk.press('radio', t('form.place.around'));
    await desk.write(t('reports.part.when'), '-30');
    await desk.press('radio', t('form.when.hour'));
    await desk.choose(t('form.source.own'), `Source ${language}`);
    await desk.press('button', t('form.about.how-many'));
    await desk.write(
      t('form.claims.label', { number: '1', about: t('form.about.how-many') }),
      more,
    );
    await desk.write(t('form.claims.figure'), language === 'ar' ? '٣-٥' : '3-5');
    await desk.press('button', t('form.about.who'));
    const second = t('form.claims.label', { number: '2', about: t('form.about.who') });
    await desk.write(second, who);
    await page.getByText(t('form.claims.no-person')).waitFor();
    await shoot(desk, 'claims', language);
    await desk.expectAccessible();
    await page.getByText(t('attach.what')).waitFor();
    await desk.button(t('reports.compose.send', { parties: '' }).trim().slice(0, 6)).click();
    sent = await hashOf(desk);
    const { record, place, ownSource } = await viewOf(sent);
    expect(place.audience).toEqual(['iraq', 'krg']);
    expect(record?.type === 'report' && record.body).toMatchObject({
      kind: 'threat-warning',
      title,
      details: { against: 'convoy', within: 48 },
      place: { form: 'around' },
      whenForm: 'hour',
      claims: [
        { about: 'how-many', words: more, count: { from: 3, upto: 5 } },
        { about: 'who', words: who },
      ],
    });
    expect(ownSource?.label).toBe(`Source ${language}`);
    await page.getByText(t('details.against.convoy'), { exact: true }).waitFor();
    await page.getByText(who).first().waitFor();
    await shoot(desk, 'report-narrow', language);
    // The next one begins with the same readers, and says so.
    await desk.goTo('/reports/new');
    await page.getByText(t('form.readers.usual')).waitFor();
    const krg = page.getByRole('checkbox', { name: partyName('krg', language) });
    await expect.poll(() => krg.isChecked(), WAIT).toBe(true);
    desk.expectClean();
    await desk.context.close();
  });

  it('keep a template and begin from it', async () => {
    const desk = await sitDown(theatre, SEAT, { language, width: 390, height: 844 });
    const { page, t } = desk;
    await desk.goTo('/reports/new');
    await desk.write(t('reports.part.title'), 'T');
    await desk.press('radio', t('reports.kind.crossing'));
    await desk.press('radio', t('details.direction.into'));
    await desk.press('button', t('form.template.save'));
    await desk.write(t('form.template.name'), `Ford ${language}`);
    await desk.press('button', t('form.template.keep'));
    await desk.button(t('reports.compose.discard')).click();
    await desk.press('button', `Ford ${language}`);
    const into = page.getByRole('radio', { name: t('details.direction.into'), exact: true });
    await expect.poll(() => into.getAttribute('aria-checked'), WAIT).toBe('true');
    await desk.button(t('reports.compose.discard')).click();
    await desk.context.close();
  });

  it('say a report anew to the same readers, with what changed beside it', async () => {
    const desk = await sitDown(theatre, SEAT, { language, scheme: 'dark' });
    const { page, t } = desk;
    await desk.goTo(`/reports/${sent}`);
    await desk.press('button', t('correct.act'));
    await page.getByRole('heading', { name: t('correct.title') }).waitFor();
    const line = page.getByRole('textbox', { name: t('reports.part.title') });
    await expect.poll(() => line.inputValue(), WAIT).toBe(title);
    await line.fill(`${title} ${more}`);
    await desk.write(t('details.threat-warning.within'), '24');
    await shoot(desk, 'correct', language);
    await desk.button(t('reports.compose.send', { parties: '' }).trim().slice(0, 6)).click();
    await page.waitForURL((url) => !url.pathname.includes('correct'));
    const next = await hashOf(desk);
    expect(next).not.toBe(sent);
    await page.getByText(t('correct.changes')).waitFor();
    await shoot(desk, 'changed', language);
    await desk.expectAccessible();
    const client = await theatre.clientAt('krg', 'duty-officer');
    await expect
      .poll(
        async () => (await client.get<ReportPage>('/api/reports')).reports.map((r) => r.hash),
        WAIT,
      )
      .toContain(next);
    const { reports } = await client.get<ReportPage>('/api/reports');
    expect(reports.map(({ hash }) => hash)).not.toContain(sent);
    await desk.goTo(`/reports/${sent}`);
    await page.getByText(t('correct.notice')).waitFor();
    await shoot(desk, 'old', language);
    await page.getByRole('link', { name: t('correct.newest') }).click();
    await page.waitForURL((url) => url.pathname.includes(next.slice(7)));
    sent = next;
    desk.expectClean();
    await desk.context.close();
  });

  it('release a coarser form to more readers, beside what stays', async () => {
    const desk = await sitDown(theatre, SEAT, { language });
    const { page, t } = desk;
    await desk.goTo(`/reports/${sent}/release`);
    for (const party of ['krg', 'turkiye']) await desk.mark('checkbox', partyName(party, language));
    await desk.press('radio', t('widen.form.coarser'));
    await desk.write(t('reports.part.title'), more);
    await desk.press('radio', t('widen.place.cell', { distance: distanceWords(desk, 10) }));
    await desk.press('radio', t('form.when.day'));
    await page.getByText(t('widen.stays')).first().waitFor();
    await shoot(desk, 'release', language);
    await desk.expectAccessible();
    await desk.button(t('widen.send', { parties: '' }).trim().slice(0, 6)).click();
    await page.waitForURL((url) => !url.pathname.includes('release'));
    const wide = await hashOf(desk);
    const { record, place, releases } = await viewOf(wide);
    expect(place.audience).toEqual(['iraq', 'krg', 'turkiye']);
    expect(record?.type === 'report' && record.body).toMatchObject({
      title: more,
      text: '',
      place: { precisionMetres: 10_000 },
      whenForm: 'day',
    });
    expect(JSON.stringify(record)).not.toContain(sent);
    expect(releases).toMatchObject([{ side: 'as', form: 'coarser', report: sent }]);
    await page.getByText(t('widen.panel')).waitFor();
    await shoot(desk, 'released', language);
    desk.expectClean();
    await desk.context.close();
  });
});

function distanceWords(desk: Desk, kilometres: number): string {
  return desk.t('reports.unit.km', { count: String(kilometres) });
}
