import { existsSync } from 'node:fs';
import { execFileSync } from 'node:child_process';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Language } from '../../src/accord/party/names.ts';
import { CHARTER } from '../../src/node/exercise/cast.ts';
import type { MapShape } from '../../src/web/map/marks.ts';
import type { Desk } from './desk.ts';
import { approach, partyName, sitDown, WAIT } from './desk.ts';
import { tellInTurn } from './evidence.ts';
import type { Corner, Dictated } from './officer.ts';
import { dictate, drawByMouse, giveGrade, giveKey, sayOurWord, stem } from './officer.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

/** A strip on the ground that two parties of the exercise claim. */
const SEAM: readonly Corner[] = [
  [43.62, 35.68],
  [43.95, 35.5],
  [44.05, 35.62],
  [43.75, 35.8],
];

interface Told {
  readonly first: string;
  readonly second: string;
  readonly text: string;
  readonly plan: string;
  readonly condition: string;
  readonly reason: string;
  readonly result: string;
}

const TOLD: Readonly<Record<'ar' | 'en', Told>> = {
  ar: {
    first: 'مركبتان بلا أضواء جنوب مخمور',
    second: 'جرار مزارع بمصباح مكسور',
    text: 'تحركت شرقاً على الطريق الترابي ثم توقفت عند القناة.',
    plan: 'نهر-14',
    condition: 'لا حركة داخل القرى بعد 2200C',
    reason: 'مدنيون في القرية الجنوبية',
    result: 'فُتشت المنطقة ولم يُعثر على شيء.',
  },
  en: {
    first: 'Two vehicles without lights south of Makhmur',
    second: 'A farmer’s tractor with a broken lamp',
    text: 'Moved east along the dirt road and halted at the canal.',
    plan: 'NAHR-14',
    condition: 'No movement in the villages after 2200C',
    reason: 'Civilians in the southern village',
    result: 'Ground searched; nothing found.',
  },
};

describe.each(['ar', 'en'] as const)('The story at the desks, in %s', (language) => {
  let theatre: Theatre;
  const desks = new Map<string, Desk>();
  const told = TOLD[language];
  let firstHash = '';
  let planPath = '';

  const desk = (party: string, seat: string): Desk => {
    const found = desks.get(`${party}/${seat}`);
    if (!found) throw new Error(`nobody sits at ${party}/${seat}`);
    return found;
  };
  const seat = async (party: string, at: string): Promise<Desk> => {
    // In one language every desk draws its maps, in the other only who draws a plan.
    const drawsMaps = language === 'ar' || at === 'planner';
    const opened = await sitDown(theatre, { party, seat: at }, { language, drawsMaps });
    desks.set(`${party}/${at}`, opened);
    return opened;
  };

  tellInTurn();

  beforeAll(async () => {
    theatre = await openTheatre();
  });

  afterAll(async () => {
    await theatre.close();
  });

  it('shows every desk of a party at its sign-in page, in its own language', async () => {
    const door = await approach(theatre, 'iraq', { language });
    await door.page.getByText(door.t('signin.desk.text')).waitFor();
    expect(await door.page.locator('html').getAttribute('dir')).toBe(door.words.direction);
    expect(await door.page.title()).toContain(door.t('shell.exercise.word'));
    await door.expectAccessible();
    door.expectClean();
    await door.context.close();
  });

  it('brings a report that was written and graded to the partner without a reload', async () => {
    const iraq = await seat('iraq', 'duty-officer');
    const krg = await seat('krg', 'duty-officer');
    await krg.goTo('/inbox');
    await sit(krg);
    await iraq.goTo('/picture?new=1');
    await dictate(iraq, {
      ...reportOf(told.first, told.text, '38S LE 7003 5520'),
      readers: [partyName('krg', language)],
    });
    const sentence = iraq.page.getByText(stem(iraq, 'parts.audience.readers', 'parties'));
    expect(await sentence.first().innerText()).toContain(partyName('krg', language));
    await iraq.expectAccessible();
    await iraq.button(stem(iraq, 'reports.compose.send', 'parties')).click();
    await iraq.page.waitForURL(/sel=/);
    firstHash = new URL(iraq.page.url()).searchParams.get('sel') ?? '';
    await krg.page.getByRole('log').getByText(told.first).waitFor();
    await krg.page.getByRole('link', { name: told.first }).first().waitFor();
    expect(await isSeated(krg)).toBe(true);
  });

  it('keeps the grade of the partner beside ours, and two reports that contradict', async () => {
    const iraq = desk('iraq', 'duty-officer');
    const krg = await seat('krg', 'analyst');
    await krg.goTo(`/reports/${firstHash}`);
    await krg.button(krg.t('reports.act.grade')).click();
    await giveGrade(krg, 'C', '3');
    await krg.goTo('/picture?new=1');
    await dictate(krg, {
      ...reportOf(told.second, told.text, '38S LE 7050 5550'),
      readers: [partyName('iraq', language)],
    });
    await krg.button(stem(krg, 'reports.compose.send', 'parties')).click();
    await krg.page.waitForURL(/sel=/);
    const second = new URL(krg.page.url()).searchParams.get('sel') ?? '';
    await krg.goTo(`/reports/${second}`);
    await iraq.goTo(`/reports/${firstHash}`);
    await sit(iraq);
    await krg.button(krg.t('reports.act.link')).click();
    await krg.page.getByRole('option', { name: told.first }).click();
    await krg.button(krg.t('reports.link.say-contradicts')).click();
    for (const [each, other] of [
      [krg, told.first],
      [iraq, told.second],
    ] as const) {
      const beside = each.page.getByRole('region', { name: each.t('reports.part.relations') });
      await beside.getByText(other).first().waitFor();
    }
    expect(await isSeated(iraq)).toBe(true);
    const grades = iraq.page.getByRole('region', { name: iraq.t('reports.part.grades') });
    await grades.getByText('B2', { exact: true }).waitFor();
    await grades.getByText('C3', { exact: true }).waitFor();
    await iraq.page.getByText(iraq.t('parts.check.shown')).first().waitFor();
    await iraq.expectAccessible();
  });

  it('shows who must consent, and why, while a plan is drawn by hand', async () => {
    const planner = await seat('iraq', 'planner');
    const { t } = planner;
    await planner.goTo('/plans/new');
    await planner.untilMap();
    await planner.write(t('plans.new.name'), told.plan);
    await planner.write(t('plans.new.from'), '+1');
    await planner.write(t('plans.new.upto'), '+4H');
    await planner.button(t('plans.new.draw-area')).click();
    await drawByMouse(planner, CHARTER.area as unknown as MapShape, SEAM);
    const asked = planner.page.locator('[data-asked]');
    await expect.poll(() => asked.getAttribute('data-asked'), WAIT).toBe('iraq krg');
    expect(await asked.innerText()).toContain(partyName('krg', language));
    await addForce(planner, 'krg', 'infantry', '120');
    await planner.expectAccessible();
    await planner.button(t('plans.new.propose')).click();
    await planner.page.waitForURL(/\/plans\/sha256/);
    planPath = new URL(planner.page.url()).pathname;
  });

  it('lets officers consent with their own keys, and takes a condition first', async () => {
    const planner = desk('iraq', 'planner');
    await sit(planner);
    for (const party of ['iraq', 'krg'] as const) {
      const officer = await seat(party, 'liaison-officer');
      await giveKey(officer);
      await officer.goTo(`${planPath}/decide`);
      await officer.button(officer.t('plans.key.make')).click();
      await officer.page.getByRole('region', { name: officer.t('plans.decide.label') }).waitFor();
      await officer.expectAccessible();
      await (party === 'iraq'
        ? sayOurWord(officer, { choice: 'consent' })
        : sayOurWord(officer, { choice: 'conditions', conditions: [told.condition] }));
      await officer.page.getByText(officer.t('plans.receipt.title')).first().waitFor();
    }
    const { t, page } = planner;
    await page.getByText(told.condition).first().waitFor();
    await page
      .getByText(stem(planner, 'plans.state.proposed', 'parties'))
      .first()
      .waitFor();
    await planner.button(stem(planner, 'plans.acts.accept', 'party')).click();
    await page
      .getByText(stem(planner, 'plans.state.active', 'time'))
      .first()
      .waitFor({
        timeout: 120_000,
      });
    await planner.button(t('plans.acts.activate')).click();
    await page.getByText(t('plans.acts.announced')).first().waitFor();
    expect(await isSeated(planner)).toBe(true);
  });

  it('suspends at both desks when a party withdraws, goes on, and is closed', async () => {
    const planner = desk('iraq', 'planner');
    const krg = desk('krg', 'liaison-officer');
    await krg.button(krg.t('plans.decide.take-up')).click();
    await krg.button(krg.t('plans.decide.revise-consents')).click();
    await sayOurWord(krg, { choice: 'withdrawal', reason: told.reason });
    for (const each of [krg, planner]) {
      await each.page
        .getByText(stem(each, 'plans.state.suspended', 'why'))
        .first()
        .waitFor();
    }
    await krg.button(krg.t('plans.decide.revise-withdrew')).click();
    await sayOurWord(krg, { choice: 'consent' });
    await planner.page
      .getByText(stem(planner, 'plans.state.active', 'time'))
      .first()
      .waitFor();
    expect(await isSeated(planner)).toBe(true);
    await planner.expectAccessible();
    await planner.button(planner.t('plans.acts.close')).click();
    await planner.mark('radio', planner.t('plans.close.done'));
    await planner.write(planner.t('plans.close.result'), told.result);
    await planner.page.getByRole('dialog').getByRole('button').last().click();
    for (const each of [planner, krg]) {
      await each.page.getByText(each.t('plans.state.ended.done')).first().waitFor();
    }
  });

  it('lets the observer see that logs are whole and nothing of what they say', async () => {
    const observer = await seat('coalition', 'observer');
    const { t, page } = observer;
    const rows = page.getByRole('row').filter({ hasText: t('record.logs.unseen') });
    await expect.poll(() => rows.count(), WAIT).toBeGreaterThanOrEqual(3);
    await page.getByText(t('record.logs.all-cosigned')).first().waitFor();
    for (const place of ['/record', '/log', '/centre']) {
      await observer.goTo(place);
      await page.getByRole('heading', { level: 1 }).first().waitFor();
      const text = await page.locator('body').innerText();
      for (const secret of [told.first, told.second, told.plan]) expect(text).not.toContain(secret);
    }
    observer.expectClean();
  });

  it('says in a sentence that the record is whole, read by this browser itself', async () => {
    const iraq = desk('iraq', 'duty-officer');
    await iraq.goTo('/record');
    await iraq.button(iraq.t('record.audit.run')).click();
    const [whole = ''] = iraq.t('record.audit.whole', { entries: 5, logs: 5 }).split(':');
    await iraq.page.getByText(`${whole}:`).first().waitFor();
    await iraq.expectAccessible();
  });

  it('[L32] [L34] says who has a record since when, and holds their receipts itself', async () => {
    const iraq = desk('iraq', 'duty-officer');
    const { t, page } = iraq;
    await iraq.goTo(`/record/${firstHash}`);
    const receipt = page.getByRole('listitem').filter({ hasText: t('record.holders.receipt') });
    await receipt.filter({ hasText: partyName('krg', language) }).waitFor();
    await page.getByText(t('record.final.yes'), { exact: true }).waitFor();
    const stored = page.getByText(stem(iraq, 'parts.check.stored', 'parties'));
    expect(await stored.innerText()).toContain(partyName('krg', language));
    await iraq.expectAccessible();
  });

  it('prints a situation report that bears the word of the exercise', async () => {
    const krg = desk('krg', 'duty-officer');
    await krg.goTo('/sitrep');
    await krg.page.getByText(told.first).first().waitFor();
    await krg.expectAccessible();
    const pdf = await krg.page.pdf({ format: 'A4', printBackground: true });
    expect(pdf.toString('latin1').match(/\/Type\s*\/Page\b/g)?.length ?? 0).toBeGreaterThan(0);
    const word = krg.t('shell.exercise.word');
    if (language === 'en' && existsSync('/usr/bin/pdftotext')) {
      const text = execFileSync('pdftotext', ['-layout', '-', '-'], { input: pdf }).toString();
      expect(text).toContain(word);
      expect(text).toContain(told.first);
    }
    await krg.page.emulateMedia({ media: 'print' });
    expect(await krg.page.locator('body').innerText()).toContain(word);
    await krg.page.emulateMedia({ media: null });
  });

  it('asks no other host, breaches no policy and fails in no script', () => {
    for (const each of desks.values()) each.expectClean();
  });
});

function reportOf(title: string, text: string, place: string): Omit<Dictated, 'readers'> {
  return { title, text, place, kind: 'observation', source: 'own-post', grade: ['B', '2'] };
}

async function addForce(planner: Desk, party: string, kind: string, count: string): Promise<void> {
  const { t } = planner;
  const language: Language = planner.words.language;
  await planner.button(t('plans.forces.add')).click();
  await planner.choose(t('plans.forces.party'), partyName(party, language));
  await planner.choose(t('plans.forces.kind'), t(`plans.force.${kind}`));
  await planner.write(t('plans.forces.count'), count);
}

/** Marks the page that is shown; a page that was read anew has lost the mark. */
async function sit(desk: Desk): Promise<void> {
  await desk.page.evaluate(() => document.documentElement.setAttribute('data-seated', 'yes'));
}

function isSeated(desk: Desk): Promise<boolean> {
  return desk.page.evaluate(() => document.documentElement.hasAttribute('data-seated'));
}
