import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { Language } from '../../src/accord/party/names.ts';
import type { Saved } from '../../src/contract/api.ts';
import { newHolding } from '../whole/bodies.ts';
import type { Desk } from './desk.ts';
import { sitDown, WAIT } from './desk.ts';
import { SHOTS } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

let theatre: Theatre;
beforeAll(async () => {
  theatre = await openTheatre();
  const planner = await theatre.clientAt('iraq', 'planner');
  const audience = ['iraq', 'krg', 'turkiye'];
  for (const [i, at] of PLACES.entries()) {
    const covers = { kind: 'round', metres: 6000 + 2000 * i };
    const holding = { ...newHolding(at), covers, state: i === 3 ? 'planned' : 'open' };
    await planner.post<Saved>('/api/holdings', { audience, holding });
  }
});
afterAll(() => theatre.close());

const PLACES = [
  [43.6, 35.5],
  [43.8, 35.75],
  [44.05, 35.55],
  [43.5, 35.8],
] as const;

const CLAIMS = { en: 'Federal line (exercise)', ar: 'الخط الاتحادي (تمرين)' } as const;

const shoot = (desk: Desk, name: string, language: Language) =>
  desk.page.screenshot({ path: `${SHOTS}/gap-${name}-${language}.png` });

describe.each(['en', 'ar'] as const)('the gap in %s', (language) => {
  it('stands on the map and in figures, and shrinks with a post that is tried', async () => {
    const desk = await sitDown(
      theatre,
      { party: 'iraq', seat: 'planner' },
      { language, drawsMaps: true, ...(language === 'ar' ? { scheme: 'dark' as const } : {}) },
    );
    const { page, t } = desk;
    await desk.goTo('/picture');
    await page.getByRole('link', { name: t('presence.tabs.gap') }).click();
    const figures = page.getByRole('region', { name: t('gap.figures.label') });
    const gap = async (): Promise<number> => {
      const text = await figures.locator('dd').first().innerText();
      return Number(text.replaceAll(/[^\d]/g, ''));
    };
    await figures.waitFor();
    await expect.poll(() => figures.locator('dd').nth(2).innerText(), WAIT).not.toBe('…');
    await desk.choose(t('gap.area.label'), CLAIMS[language]);
    await expect.poll(gap, WAIT).toBeLessThan(60_000);
    await page.locator('[data-still]').waitFor();
    const before = await gap();
    expect(before).toBeGreaterThan(100);
    await shoot(desk, 'page', language);
    await desk.press('button', t('gap.try.best'));
    await desk.press('button', t('gap.try.here'));
    await expect.poll(gap, WAIT).toBeLessThan(before - 20);
    await page.locator('[data-still]').waitFor();
    await shoot(desk, 'tried', language);
    await desk.expectAccessible();
    await desk.press('button', t('gap.try.drop'));
    await expect.poll(gap, WAIT).toBe(before);
    desk.expectClean();
    await desk.context.close();
  });

  it('is looked at as it will be when nobody has confirmed anything', async () => {
    const desk = await sitDown(theatre, { party: 'krg', seat: 'planner' }, { language });
    const { page, t } = desk;
    await desk.goTo('/gap');
    const slider = page.getByRole('slider', { name: t('gap.moment.label') });
    await slider.waitFor();
    await slider.focus();
    await page.keyboard.press('End');
    await page.getByText(t('gap.not.faded'), { exact: true }).first().waitFor();
    await desk.press('button', t('gap.moment.back'));
    await expect
      .poll(() => page.getByText(t('gap.not.faded'), { exact: true }).count(), WAIT)
      .toBe(0);
    desk.expectClean();
    await desk.context.close();
  });

  it('has what is held recorded, changed and confirmed', async () => {
    const desk = await sitDown(theatre, { party: 'iraq', seat: 'planner' }, { language });
    const { page, t } = desk;
    await desk.goTo('/gap');
    await desk.press('button', t('gap.held.new'));
    await desk.press('button', t('gap.held.record'));
    await page.getByText(t('gap.missing.title')).waitFor();
    await shoot(desk, 'form', language);
    await desk.expectAccessible();
    desk.expectClean();
    await desk.context.close();
  });
});
