import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { partyName, sitDown } from './desk.ts';
import { SHOTS } from './evidence.ts';
import type { Theatre } from './theatre.ts';
import { openTheatre } from './theatre.ts';

let theatre: Theatre;
let dir: string;

beforeAll(async () => {
  mkdirSync(SHOTS, { recursive: true });
  dir = mkdtempSync(path.join(tmpdir(), 'tansiq-slip-'));
  theatre = await openTheatre();
});

afterAll(async () => {
  await theatre.close();
  rmSync(dir, { recursive: true, force: true });
});

describe('A courier', () => {
  it.each(['ar', 'en'] as const)(
    'takes a file from one desk to another, and both read the same words, in %s',
    async (language) => {
      const from = await sitDown(theatre, { party: 'iraq', seat: 'administrator' }, { language });
      await from.goTo('/courier');
      await from.choose(from.t('courier.pack.to'), partyName('krg', language));
      await from.mark('checkbox', from.t('courier.pack.all'));
      const packed = from.page.waitForResponse((answer) => answer.url().endsWith('/api/bundles'));
      await from.button(from.t('courier.pack.do')).click();
      const { sha256 } = (await (await packed).json()) as { readonly sha256: string };
      const slip = from.page.locator(`[data-slip="${sha256}"]`);
      await slip.waitFor();
      const fetched = from.page.waitForEvent('download');
      await from.page.getByRole('link', { name: from.t('courier.pack.fetch') }).click();
      const file = path.join(dir, `${language}.age`);
      await (await fetched).saveAs(file);
      await from.page.screenshot({
        path: path.join(SHOTS, `courier-pack-${language}.png`),
        fullPage: true,
      });
      await from.expectAccessible();

      const to = await sitDown(theatre, { party: 'krg', seat: 'administrator' }, { language });
      await to.goTo('/courier');
      await to.page.locator('input[type=file]').setInputFiles(file);
      await to.page.locator('[data-opened]').waitFor();
      const words = (root: typeof slip) => root.locator(`[data-words=${language}]`).innerText();
      expect(await words(to.page.locator('[data-opened] [data-slip]'))).toBe(await words(slip));
      await to.page.screenshot({ path: path.join(SHOTS, `courier-open-${language}.png`) });
      await to.expectAccessible();
      for (const desk of [from, to]) {
        desk.expectClean();
        await desk.context.close();
      }
    },
  );
});
