import axe from 'axe-core';
import type { BrowserContext, Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

import type { Language } from '../../src/accord/party/names.ts';
import { PLAYERS } from '../../src/node/exercise/cast.ts';
import type { Words } from '../../src/web/words/words.ts';
import { loadWords } from '../../src/web/words/words.ts';
import { watchPage } from './evidence.ts';
import type { Theatre } from './theatre.ts';

/** How long anything is waited for on a busy machine, in milliseconds. */
export const PATIENCE_MILLIS = 60_000;

/** The locales that make the desk speak each language by itself. */
const LOCALES: Readonly<Record<Language, string>> = {
  ar: 'ar-IQ',
  ckb: 'ckb-IQ',
  tr: 'tr-TR',
  en: 'en-GB',
};

/** How a desk is looked at. */
export interface Look {
  readonly language: Language;
  readonly scheme?: 'light' | 'dark';
  readonly width?: number;
  readonly height?: number;
  /** Whether this machine can draw maps; drawing them by software takes most of a page's time. */
  readonly drawsMaps?: boolean;
}

/** One browser window at one seat, and what went wrong in it. */
export interface Desk {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly words: Words;
  readonly t: Words['t'];
  readonly address: string;
  /** Goes to an address of this desk anew. */
  goTo(path: string): Promise<void>;
  button(name: string): Locator;
  /** Chooses one of a list by the words that it shows. */
  choose(label: string, choice: string): Promise<void>;
  /** Ticks the square, or marks the choice, that bears these words, unless it is marked already. */
  mark(kind: 'checkbox' | 'radio', name: string): Promise<void>;
  /** Presses the tile, or the button, of just these words. */
  press(role: 'radio' | 'button', name: string): Promise<void>;
  write(label: string, text: string): Promise<void>;
  /** Waits until the map is drawn whole. */
  untilMap(): Promise<void>;
  /** Fails unless every request stayed here, no policy was breached and no script failed. */
  expectClean(): void;
  /** Fails where the screen shown shuts somebody out (WCAG 2.2 A and AA). */
  expectAccessible(): Promise<void>;
}

/** Opens a window in a profile of its own at the sign-in page of a party's node. */
export async function approach(theatre: Theatre, party: string, look: Look): Promise<Desk> {
  const { language, scheme = 'light', width = 1280, height = 800, drawsMaps = false } = look;
  const words = await loadWords(language);
  const context = await theatre.browser.newContext({
    locale: LOCALES[language],
    colorScheme: scheme,
    viewport: { width, height },
    reducedMotion: 'reduce',
  });
  context.setDefaultTimeout(PATIENCE_MILLIS);
  if (!drawsMaps) await context.addInitScript(forbidDrawing);
  const faults = watch(context);
  const page = await context.newPage();
  watchPage(page, `${party}, ${language}`);
  const address = theatre.addressOf(party);
  await page.goto(address);
  return deskOf({ page, context, words, address, faults });
}

/** As {@link approach}, then sits down at a seat through the sign-in page. */
export async function sitDown(
  theatre: Theatre,
  at: { readonly party: string; readonly seat: string },
  look: Look,
): Promise<Desk> {
  const desk = await approach(theatre, at.party, look);
  await desk.button(seatName(at.party, at.seat, look.language)).click();
  await desk.page.getByRole('navigation', { name: desk.t('shell.nav.label') }).waitFor();
  return desk;
}

/** The name of a seat as the screens say it. */
export function seatName(party: string, seat: string, language: Language): string {
  const seats = PLAYERS.find((player) => player.party === party)?.seats ?? [];
  const found = seats.find((each) => each.seat === seat);
  if (!found) throw new Error(`${party} has no seat ${seat}`);
  return found.names[language];
}

/** The name of a party as the screens say it. */
export function partyName(party: string, language: Language): string {
  const found = PLAYERS.find((player) => player.party === party);
  if (!found) throw new Error(`no party ${party} plays`);
  return found.names[language];
}

/** Makes a page's machine one of those that have no WebGL. */
function forbidDrawing(): void {
  const { getContext } = HTMLCanvasElement.prototype;
  Object.assign(HTMLCanvasElement.prototype, {
    getContext(this: HTMLCanvasElement, kind: string, ...rest: unknown[]) {
      return kind.startsWith('webgl') ? null : Reflect.apply(getContext, this, [kind, ...rest]);
    },
  });
}

function watch(context: BrowserContext): string[] {
  const faults: string[] = [];
  context.on('request', (request) => {
    const { protocol, hostname } = new URL(request.url());
    const isHere = hostname === 'localhost' || protocol === 'data:' || protocol === 'blob:';
    if (!isHere) faults.push(`asked another host: ${request.url()}`);
  });
  context.on('weberror', (error) => faults.push(`failed: ${String(error.error().stack)}`));
  context.on('console', (line) => {
    if (/content security policy/i.test(line.text())) faults.push(`breached: ${line.text()}`);
  });
  return faults;
}

interface Parts {
  readonly page: Page;
  readonly context: BrowserContext;
  readonly words: Words;
  readonly address: string;
  readonly faults: readonly string[];
}

function deskOf({ page, context, words, address, faults }: Parts): Desk {
  const button = (name: string) => page.getByRole('button', { name }).first();
  return {
    page,
    context,
    words,
    t: words.t,
    address,
    button,
    async goTo(path) {
      await page.goto(`${address}${path}`);
      await page.getByRole('navigation', { name: words.t('shell.nav.label') }).waitFor();
    },
    async choose(label, choice) {
      await page.getByRole('button', { name: label }).first().click();
      await page.getByRole('option', { name: choice }).first().click();
    },
    async mark(kind, name) {
      const box = page.getByRole(kind, { name }).first();
      if (await box.isChecked()) return;
      await page.locator('label').filter({ has: box }).first().click();
      await expect.poll(() => box.isChecked(), WAIT).toBe(true);
    },
    async press(role, name) {
      await page.getByRole(role, { name, exact: true }).first().click();
    },
    async write(label, text) {
      await page.getByRole('textbox', { name: label }).first().fill(text);
    },
    async untilMap() {
      await page.locator('[data-map="open"] [data-still]').first().waitFor();
    },
    expectClean() {
      expect(faults).toEqual([]);
    },
    async expectAccessible() {
      expect(await barriersOn(page)).toEqual([]);
    },
  };
}

/** How a condition is polled for. */
export const WAIT = { timeout: PATIENCE_MILLIS, interval: 100 } as const;

const STANDARDS = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'];

async function barriersOn(page: Page): Promise<readonly string[]> {
  await page.evaluate(axe.source);
  const found = await page.evaluate(async (standards) => {
    const tester = (window as unknown as { axe: typeof axe }).axe;
    const { violations } = await tester.run(document, {
      runOnly: standards,
      resultTypes: ['violations'],
      preload: false,
    });
    return violations.map(({ id, impact, nodes }) => {
      return { id, impact, at: nodes.map((node) => `${node.html} ${node.failureSummary}`) };
    });
  }, STANDARDS);
  return found
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, at }) => `${id}: ${at.slice(0, 4).join('\n')}`);
}
