import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { KeyView } from '../../src/contract/keys.ts';
import { CHARTER } from '../../src/node/exercise/cast.ts';
import type { MapShape } from '../../src/web/map/marks.ts';
import type { Desk, Look } from './desk.ts';
import { approach, sitDown } from './desk.ts';
import { SHOTS } from './evidence.ts';
import { drawByMouse, giveKey } from './officer.ts';
import type { RunningScene } from './running-scene.ts';
import { setRunningScene } from './running-scene.ts';
import type { Scene } from './scene.ts';
import { setScene, untilState } from './scene.ts';
import type { Theatre } from './theatre.ts';
import { openBrowser, openTheatre } from './theatre.ts';

const NARROW = { width: 390, height: 844 };

let theatre: Theatre;
let scene: Scene;
let running: RunningScene;

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  theatre = await openTheatre();
  scene = await setScene(theatre);
  running = await setRunningScene(theatre);
});

afterAll(async () => {
  await theatre.close();
});

// Each light is tried in one language: what four pairs would find, two do. With TANSIQ_LOOKS=all
// all four are drawn, for the eye.
const LOOKS = (
  [
    { language: 'ar', scheme: 'light', drawsMaps: true },
    { language: 'en', scheme: 'dark', drawsMaps: true },
    { language: 'ar', scheme: 'dark', drawsMaps: true },
    { language: 'en', scheme: 'light', drawsMaps: true },
  ] as const
).slice(0, process.env['TANSIQ_LOOKS'] === 'all' ? 4 : 2);

describe.each(LOOKS)('The screens in $language, $scheme', (look) => {
  it('show the way in', async () => {
    const door = await approach(theatre, 'krg', look);
    await door.page.getByText(door.t('signin.desk.text')).waitFor();
    await shoot(door, 'signin', look);
    await leave(door);
  });

  it('show the picture, a new report, the inbox and a report', () => showReports(look));

  it('show the log, the record, the centre and the situation report', () => showRoom(look));

  it('show plans, a plan and a plan being drawn', () => showPlans(look));

  it('show the words of a consent before they are signed', () => showConsent(look));
});

// These pages are drawn in English and Arabic at a telephone's width too, where they are tried as well.
describe.each(LOOKS.filter((_, at) => at !== 1))('More screens in $language, $scheme', (look) => {
  it('show an operation that runs, its stop, agreements, incursions and posts', () =>
    showRunning(look));
});

describe('Other looks', () => {
  it.each(['tr', 'ckb'] as const)('show the picture in %s', async (language) => {
    const look = { language, drawsMaps: true } as const;
    const desk = await sitDown(theatre, { party: 'krg', seat: 'duty-officer' }, look);
    await showPicture(desk, look);
    await leave(desk);
  });

  it.each(['ar', 'en'] as const)('fit a narrow screen, in %s', async (language) => {
    const look = { language, drawsMaps: language === 'ar', ...NARROW };
    const desk = await sitDown(theatre, { party: 'krg', seat: 'liaison-officer' }, look);
    await desk.goTo('/inbox');
    await desk.page.getByText('NAHR-14').first().waitFor();
    await shoot(desk, 'narrow-inbox', look);
    await expectNoSidewaysScroll(desk);
    await desk.goTo('/log');
    await desk.page.getByText('NAHR-14').first().waitFor();
    await shoot(desk, 'narrow-log', look);
    await expectNoSidewaysScroll(desk);
    await openConsent(desk);
    await shoot(desk, 'narrow-consent', look);
    await expectNoSidewaysScroll(desk);
    for (const [name, address] of runningPages()) {
      await desk.goTo(address);
      await desk.page.locator('main h1').first().waitFor();
      await shoot(desk, `narrow-${name}`, look);
      await expectNoSidewaysScroll(desk);
    }
    await leave(desk);
  });
});

describe('A machine without fonts of its own', () => {
  it('shows every Sorani letter in the fonts that the desk brings', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tansiq-fonts-'));
    const file = path.join(dir, 'fonts.conf');
    // Chromium does not start without any font at all, so it is left one that knows Latin best.
    const one = '/usr/share/fonts/truetype/dejavu';
    writeFileSync(file, `<fontconfig><dir>${one}</dir><cachedir>${dir}</cachedir></fontconfig>`);
    const browser = await openBrowser({ FONTCONFIG_FILE: file });
    const bare = { ...theatre, browser };
    const look = { language: 'ckb' } as const;
    const desk = await sitDown(bare, { party: 'krg', seat: 'duty-officer' }, look);
    await desk.goTo('/centre');
    await desk.page.getByText(desk.t('centre.claims.title')).waitFor();
    await shoot(desk, 'bare-centre', look);
    for (const part of ['h1', 'h2', 'nav', 'main li']) {
      expect(await foreignFontsOf(desk, part), part).toEqual([]);
    }
    await leave(desk);
    await browser.close();
    rmSync(dir, { recursive: true, force: true });
  });
});

// Last, since a plan loses its consent by it.
it('show what goes with a lost key before it ends [N21]', async () => {
  const look = { language: 'ar', drawsMaps: true } as const;
  const desk = await sitDown(theatre, { party: 'krg', seat: 'administrator' }, look);
  const { page, t } = desk;
  await desk.goTo('/centre');
  await page.locator('summary').filter({ hasText: /./u }).last().click();
  const keys = await (
    await theatre.clientAt('krg', 'administrator')
  ).get<readonly KeyView[]>('/api/keys');
  const lost = keys.find(({ seat, kind }) => seat === 'liaison-officer' && kind === 'exercise');
  const line = page.getByRole('listitem').filter({ hasText: lost?.id.slice(0, 6) ?? 'none' });
  await line.getByRole('button', { name: t('centre.keys.end') }).click();
  await page.getByText(t('centre.end.nothing')).waitFor();
  await desk.write(t('centre.end.since'), '-60');
  await page.getByText(t('centre.end.undone')).waitFor();
  await page.getByText(t('centre.end.stands')).first().waitFor();
  await shoot(desk, 'key-end', look);
  await desk.button(t('centre.end.confirm')).click();
  await line.getByText(t('centre.keys.ended')).waitFor();
  const seen = await theatre.clientAt('iraq', 'planner');
  await untilState(seen, scene.plans.active, 'proposed');
  await leave(desk);
});

/** Fonts that draw a part of the page and did not come from our own host. */
async function foreignFontsOf(desk: Desk, part: string): Promise<readonly string[]> {
  const session = await desk.context.newCDPSession(desk.page);
  await session.send('DOM.enable');
  await session.send('CSS.enable');
  const { root } = await session.send('DOM.getDocument');
  const { nodeId } = await session.send('DOM.querySelector', {
    nodeId: root.nodeId,
    selector: part,
  });
  const { fonts } = await session.send('CSS.getPlatformFontsForNode', { nodeId });
  await session.detach();
  return fonts.filter((font) => !font.isCustomFont).map((font) => font.familyName);
}

async function showReports(look: Look): Promise<void> {
  const desk = await sitDown(theatre, { party: 'krg', seat: 'duty-officer' }, look);
  const { page, t } = desk;
  await showPicture(desk, look);
  await desk.goTo('/picture?new=1');
  await desk.write(t('reports.part.where'), '38N LE 7003 5520');
  await desk.write(t('reports.part.when'), '-30');
  await shoot(desk, 'composer', look);
  await desk.button(t('reports.compose.discard')).click();
  await desk.goTo('/inbox');
  await page.getByText('NAHR-14').first().waitFor();
  await shoot(desk, 'inbox', look);
  await desk.goTo(`/reports/${scene.reports.lights}`);
  await page.getByText(t('parts.check.shown')).first().waitFor();
  await desk.untilMap();
  await shoot(desk, 'report', look);
  await leave(desk);
}

async function showRoom(look: Look): Promise<void> {
  const desk = await sitDown(theatre, { party: 'krg', seat: 'duty-officer' }, look);
  const { page, t } = desk;
  await desk.goTo('/log');
  await page.getByText('NAHR-14').first().waitFor();
  await shoot(desk, 'log', look);
  await desk.goTo('/record');
  await desk.button(t('record.audit.run')).click();
  const [whole = ''] = t('record.audit.whole', { entries: 5, logs: 5 }).split(':');
  await page.getByText(`${whole}:`).first().waitFor();
  await shoot(desk, 'record', look);
  await desk.goTo('/centre');
  await page.getByText(t('centre.claims.title')).waitFor();
  await shoot(desk, 'centre', look);
  await desk.goTo('/sitrep');
  await page.getByText('DIJLA-2').first().waitFor();
  await shoot(desk, 'sitrep', look);
  await leave(desk);
}

async function showPicture(desk: Desk, look: Look): Promise<void> {
  await desk.goTo(`/picture?sel=${encodeURIComponent(scene.reports.lights)}`);
  await desk.untilMap();
  await shoot(desk, 'picture', look);
}

async function showPlans(look: Look): Promise<void> {
  const desk = await sitDown(theatre, { party: 'iraq', seat: 'duty-officer' }, look);
  const { page, t } = desk;
  await desk.goTo(`/inbox/${scene.reports.tractor}`);
  await page.getByText(t('inbox.contradiction.text')).waitFor();
  await shoot(desk, 'inbox-contradiction', look);
  await desk.goTo('/plans');
  await page.getByText('NAHR-14').first().waitFor();
  await shoot(desk, 'plans', look);
  await desk.goTo(`/plans/${scene.plans.suspended}`);
  await page.getByText('DIJLA-2').first().waitFor();
  await desk.untilMap();
  await shoot(desk, 'plan', look);
  await desk.goTo('/plans/new');
  await desk.untilMap();
  await desk.write(t('plans.new.name'), 'KARA-7');
  await desk.write(t('plans.new.from'), '+2H');
  await desk.write(t('plans.new.upto'), '+4H');
  await desk.button(t('plans.new.draw-area')).click();
  await drawByMouse(desk, CHARTER.area as unknown as MapShape, [
    [43.4, 35.6],
    [44.2, 35.3],
    [44.4, 35.9],
    [43.5, 36.1],
  ]);
  await page.locator('[data-asked]').waitFor();
  await shoot(desk, 'plan-new', look);
  await leave(desk);
}

/** Every page of what runs, by the name of its picture. */
function runningPages(): readonly (readonly [name: string, address: string])[] {
  return [
    ['board', '/plans'],
    ['running', `/plans/${running.sweep}`],
    ['agreements', '/agreements'],
    ['agreement', `/agreements/${running.agreement}`],
    ['agreement-new', '/agreements/new'],
    ['incursions', '/incursions'],
    ['incursion', `/incursions/${running.incursion}`],
    ['incursion-new', '/incursions/new'],
    ['presence', '/presence'],
    ['post-new', '/presence/post/new'],
    ['handover', `/presence/handovers/${running.handover}`],
  ];
}

async function showRunning(look: Look): Promise<void> {
  const desk = await sitDown(theatre, { party: 'krg', seat: 'duty-officer' }, look);
  for (const [name, address] of runningPages()) {
    await desk.goTo(address);
    await desk.page.locator('main h1').first().waitFor();
    await shoot(desk, name, look);
  }
  await desk.goTo(`/plans/${running.sweep}`);
  await desk.page.getByText('SAYF-9').first().waitFor();
  await desk.page.keyboard.press('s');
  await desk.page.getByRole('dialog', { name: desk.t('stop.window.title') }).waitFor();
  await shoot(desk, 'stop', look);
  await leave(desk);
}

async function showConsent(look: Look): Promise<void> {
  const desk = await sitDown(theatre, { party: 'krg', seat: 'liaison-officer' }, look);
  await openConsent(desk);
  await desk.untilMap();
  await shoot(desk, 'consent', look);
  await leave(desk);
}

async function leave(desk: Desk): Promise<void> {
  desk.expectClean();
  await desk.context.close();
}

/** The consent page with the words that would be signed; nobody signs. */
async function openConsent(desk: Desk): Promise<void> {
  const { page, t } = desk;
  await giveKey(desk);
  await desk.goTo(`/plans/${scene.plans.waiting}/decide`);
  const form = page.getByRole('region', { name: t('plans.decide.label') });
  const make = desk.button(t('plans.key.make'));
  await form.or(make).first().waitFor();
  if (await make.isVisible()) await make.click();
  await desk.mark('radio', t('plans.choice.consent'));
  await page.getByText(t('plans.statement.checked')).waitFor();
}

async function shoot(desk: Desk, name: string, look: Look): Promise<void> {
  const { language, scheme = 'light' } = look;
  await untilStill(desk);
  await desk.page.screenshot({ path: path.join(SHOTS, `${name}-${language}-${scheme}.png`) });
  // Both languages and both lights are tried once; four times would find nothing more.
  if ((language === 'ar') === (scheme === 'light')) await desk.expectAccessible();
  const text = await desk.page.locator('body').innerText();
  // A key that has no sentence shows itself: `plans.new.title`.
  expect(text).not.toMatch(
    /\b(?:shell|plans|plan-parts|board|running|stop|agreements|incursions|presence|reports|picture|inbox|parts|record|log|centre|sitrep)\.[a-z-]+\.[a-z-]+/,
  );
  expect(text).not.toMatch(/[\u0660-\u0669\u06f0-\u06f9]/);
  expect(text).not.toMatch(/undefined|NaN|\[object/);
}

/** Letters have come, and every map on the page is drawn whole. */
async function untilStill(desk: Desk): Promise<void> {
  await desk.page.evaluate(() => document.fonts.ready.then(() => undefined));
  await desk.page.waitForFunction(() => {
    const maps = [...document.querySelectorAll('[data-map]')];
    return maps.every(
      (map) => map.matches('[data-map="failed"]') || map.querySelector('[data-still]') !== null,
    );
  });
}

async function expectNoSidewaysScroll(desk: Desk): Promise<void> {
  const over = await desk.page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(over).toBeLessThanOrEqual(0);
}
