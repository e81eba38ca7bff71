import { mkdirSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { RecordHash } from '../../src/base/ids.ts';
import type { Saved } from '../../src/contract/api.ts';
import type { MatterLine } from '../../src/contract/matters.ts';
import { reportOf } from '../../src/node/exercise/lines.ts';
import type { Desk } from './desk.ts';
import { partyName, sitDown } from './desk.ts';
import { SHOTS, tellInTurn } from './evidence.ts';
import { untilHeld } from './scene.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

const ALL = ['iraq', 'krg', 'turkiye'] as const;
const NARROW = { width: 390, height: 2600 };
/** High enough that a page is seen whole: it scrolls inside its frame. */
const TALL = { height: 1500 };
const TITLE = 'The blast at the ford';
const BOTH = 'One patrol counted three, the other eight.';
const GROUND = 'Each stands by its own patrol.';

let theatre: Theatre;
let ours: RecordHash;
let theirs: RecordHash;

tellInTurn();

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  theatre = await openTheatre();
  ours = await say('iraq', 'Blast at the ford, three dead', 3, 'own-patrol');
  theirs = await say('krg', 'تەقینەوە لە نزیک بوارەکە، هەشت کوژراو', 8, 'resident');
  await say('turkiye', 'Geçit yakınında patlama', 8, 'technical');
});

afterAll(() => theatre.close());

/** A report with claims that can be held against those of others, told to all three. */
async function say(
  party: string,
  title: string,
  dead: number,
  source: 'own-patrol' | 'resident' | 'technical',
): Promise<RecordHash> {
  const desk = await theatre.clientAt(party, 'analyst');
  const language = { iraq: 'en', krg: 'ckb', turkiye: 'tr' }[party] as 'en';
  const words = { iraq: 'dead', krg: 'کوژراو', turkiye: 'ölü' }[party] ?? '';
  const report = {
    ...reportOf(title, [dead === 3 ? 43.6 : 43.606, 35.7], source),
    language,
    kind: 'incident',
    details: { killed: { from: dead, upto: dead } },
    claims: [{ about: 'how-many', words, count: { from: dead, upto: dead } }],
  };
  const { hash } = await desk.post<Saved>('/api/reports', { audience: ALL, tlp: 'AMBER', report });
  for (const other of ALL) {
    await untilHeld(await theatre.clientAt(other, 'analyst'), hash);
  }
  return hash;
}

const shoot = (desk: Desk, name: string) =>
  desk.page.screenshot({ path: path.join(SHOTS, `${name}.png`), fullPage: true });

describe('A matter', () => {
  let matter: string;

  it('is opened from a report, and others are added to it', async () => {
    const desk = await sitDown(
      theatre,
      { party: 'iraq', seat: 'analyst' },
      { language: 'en', ...TALL },
    );
    const { page, t } = desk;
    await desk.goTo(`/reports/${ours}`);
    await page.getByText(t('matters.likely.title')).waitFor();
    await shoot(desk, 'matter-report-en');
    await desk.button(t('matters.join.act')).click();
    await page.getByText(t('matters.join.none')).waitFor();
    await desk.button(t('matters.join.new')).click();
    await desk.write(t('matters.new.name'), TITLE);
    await desk.button(t('matters.new.open')).click();
    await page.getByRole('heading', { name: TITLE }).waitFor();
    matter = new URL(page.url()).pathname;
    await page.keyboard.press('x');
    await page.getByRole('dialog', { name: t('matters.add.title') }).waitFor();
    await page.getByRole('option').filter({ hasText: 'تەقینەوە' }).click();
    await page.getByRole('option').filter({ hasText: 'Geçit' }).click();
    await desk.button(t('matters.add.say', { count: 2 })).click();
    const table = page.getByRole('table');
    await table.getByText(partyName('turkiye', 'en')).first().waitFor();
    await table.getByText(t('matters.table.differs')).first().waitFor();
    await desk.expectAccessible();
    desk.expectClean();
    await desk.context.close();
  });

  it('shows which claims a party says contradict, with its reason', async () => {
    const desk = await sitDown(
      theatre,
      { party: 'krg', seat: 'analyst' },
      { language: 'ar', ...TALL },
    );
    const { page, t } = desk;
    await desk.goTo(`/reports/${theirs}`);
    await page.getByRole('heading', { name: t('matters.claims.title') }).waitFor();
    await desk.button(t('reports.act.link')).click();
    const dialog = page.getByRole('dialog', { name: t('reports.link.title') });
    await dialog.getByRole('option').filter({ hasText: 'Blast at the ford' }).click();
    await desk.choose(t('matters.claims.of-this'), '1: کوژراو');
    await desk.choose(t('matters.claims.of-other'), '1: dead');
    await desk.write(t('reports.link.reason'), 'دوريتان عدّتا في ساعة واحدة.');
    await dialog.getByRole('button', { name: t('reports.link.say-contradicts') }).click();
    await dialog.waitFor({ state: 'detached' });
    await desk.goTo(matter);
    await page.getByText('دوريتان عدّتا في ساعة واحدة.').first().waitFor();
    await shoot(desk, 'matter-open-ar');
    await desk.expectAccessible();
    desk.expectClean();
    await desk.context.close();
  });

  it('is resolved as not agreed, and the other party answers', async () => {
    const desk = await sitDown(
      theatre,
      { party: 'iraq', seat: 'analyst' },
      { language: 'en', ...TALL },
    );
    const other = await sitDown(
      theatre,
      { party: 'krg', seat: 'analyst' },
      { language: 'ar', scheme: 'dark', ...TALL },
    );
    const { page, t } = desk;
    await other.goTo(matter);
    await other.page.getByText(other.t('matters.resolution.none')).waitFor();
    await desk.goTo(matter);
    await page.getByText(t('matters.resolution.none')).waitFor();
    await page.keyboard.press('e');
    await desk.mark('radio', t('matters.verdict.not-agreed'));
    await desk.write(t('matters.resolve.words-not-agreed'), BOTH);
    await desk.write(t('matters.resolve.ground'), GROUND);
    await shoot(desk, 'matter-resolve-en');
    await desk.expectAccessible();
    await desk.button(t('matters.resolve.say-not-agreed')).click();
    await page.getByRole('article').getByText(BOTH).waitFor();
    // The other party sees it without asking, agrees, and its word comes back.
    await other.page.getByRole('article').getByText(BOTH).waitFor();
    await other.write(other.t('matters.answer.words'), 'نتفق على أننا لا نتفق.');
    await other.button(other.t('matters.answer.agree')).click();
    await page.getByText('نتفق على أننا لا نتفق.').waitFor();
    const [line] = await (
      await theatre.clientAt('turkiye', 'analyst')
    ).get<readonly MatterLine[]>('/api/matters');
    expect(line).toMatchObject({ state: 'not-agreed', reports: 3, waitsForUs: true });
    await shoot(other, 'matter-closed-ar-dark');
    await shoot(desk, 'matter-closed-en');
    for (const each of [desk, other]) {
      await each.expectAccessible();
      each.expectClean();
    }
    await desk.goTo('/matters');
    await page.getByRole('link', { name: TITLE }).waitFor();
    await shoot(desk, 'matter-list-en');
    await desk.expectAccessible();
    await desk.context.close();
    await other.context.close();
  });

  it('fits a narrow screen, in both directions', async () => {
    for (const language of ['en', 'ar'] as const) {
      const look = { language, ...NARROW };
      const desk = await sitDown(theatre, { party: 'turkiye', seat: 'analyst' }, look);
      for (const [name, address] of [
        ['matter', matter],
        ['matters', '/matters'],
        ['matter-report', `/reports/${ours}`],
      ] as const) {
        await desk.goTo(address);
        await desk.page.locator('main h1').first().waitFor();
        await desk.page.waitForLoadState('networkidle').catch(() => undefined);
        await shoot(desk, `narrow-${name}-${language}`);
        const isWide = await desk.page.evaluate(
          () => document.documentElement.scrollWidth > window.innerWidth,
        );
        expect(isWide, `${name} ${language}`).toBe(false);
      }
      desk.expectClean();
      await desk.context.close();
    }
  });
});

describe('A track record', () => {
  it('follows from what others say became of a claim, and is offered to who grades', async () => {
    const desk = await sitDown(
      theatre,
      { party: 'krg', seat: 'analyst' },
      { language: 'en', ...TALL },
    );
    const { page, t } = desk;
    await desk.goTo(`/reports/${ours}`);
    await desk.button(t('matters.outcome.act')).click();
    await desk.choose(t('matters.outcome.of'), '1: dead');
    await desk.mark('radio', t('matters.judgement.refuted'));
    await desk.write(t('matters.outcome.ground'), 'Eight were buried.');
    await desk.button(t('matters.outcome.say')).click();
    await page.getByText(t('matters.outcome.said-refuted')).waitFor();
    const third = await theatre.clientAt('turkiye', 'analyst');
    for (const [report, verdict] of [
      [theirs, 'confirmed'],
      [ours, 'confirmed'],
    ] as const) {
      const word = { report, verdict, language: 'tr', ground: 'Kayıtlarda var.', evidence: [] };
      await third.post('/api/outcomes', word);
    }
    await page.getByText(t('matters.judgement.confirmed')).first().waitFor();
    await shoot(desk, 'outcome-en');
    await desk.expectAccessible();
    await desk.button(t('reports.act.grade')).click();
    await page.getByText(t('matters.suggest.party')).waitFor();
    await shoot(desk, 'grade-suggested-en');
    await page.keyboard.press('Escape');
    desk.expectClean();
    await desk.context.close();
  });

  it('is a picture with words, in both directions and lights', async () => {
    await sayMuch();
    for (const look of [
      { language: 'ar', scheme: 'light' },
      { language: 'en', scheme: 'dark' },
      { language: 'ar', scheme: 'dark', ...NARROW },
    ] as const) {
      const desk = await sitDown(theatre, { party: 'iraq', seat: 'analyst' }, look);
      await desk.goTo('/tracks');
      await desk.page.getByRole('table', { name: desk.t('matters.track.parties') }).waitFor();
      await shoot(
        desk,
        `tracks-${look.language}-${look.scheme}${'width' in look ? '-narrow' : ''}`,
      );
      await desk.expectAccessible();
      desk.expectClean();
      await desk.context.close();
    }
  });
});

/** Enough outcomes that something can be said. */
async function sayMuch(): Promise<void> {
  const krg = await theatre.clientAt('krg', 'analyst');
  const iraq = await theatre.clientAt('iraq', 'analyst');
  const turkiye = await theatre.clientAt('turkiye', 'analyst');
  const graded: RecordHash[] = [];
  for (let i = 0; i < 9; i += 1) {
    const report = reportOf(`Sighting ${i + 1}`, [44.1, 35.3], 'own-post');
    const body = { audience: ALL, tlp: 'AMBER', report };
    const { hash } = await iraq.post<Saved>('/api/reports', body);
    await untilHeld(krg, hash);
    const grade = { reliability: 'B', credibility: i % 2 === 0 ? '2' : '4' };
    await krg.post('/api/grades', { report: hash, grade });
    await untilHeld(turkiye, hash);
    graded.push(hash);
  }
  for (const [i, hash] of graded.entries()) {
    const verdict = i === 4 ? 'refuted' : i === 8 ? 'undecided' : 'confirmed';
    await turkiye.post('/api/outcomes', {
      report: hash,
      verdict,
      language: 'tr',
      ground: 'Yerinde görüldü.',
      evidence: [],
    });
  }
}
