import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

import type { Browser } from 'playwright-core';
import { chromium } from 'playwright-core';

import { findChromium } from '../../bin/chromium.mjs';
import { PLAYERS } from '../../src/node/exercise/cast.ts';
import type { PartyId } from '../../src/base/ids.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import { lower, officerOf, raise, setStage } from '../../src/node/exercise/stage.ts';
import type { Signer } from '../../src/proof/primitives.ts';

const ROOT = path.resolve(import.meta.dirname, '../..');

/** A map is drawn by software here, so a picture of it may take this long, in milliseconds. */
const PATIENCE_MILLIS = 60_000;

/**
 * What a browser without a screen loads for nothing. The windows that it keeps ready for its own
 * address bar cost more than our pages; the others are those that Playwright turns off by itself,
 * named again because only the last such list counts.
 */
const UNUSED = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxFullPopup', 'WebUIOmniboxAimPopup'],
  ...['PreloadTopChromeWebUI', 'PreloadTopChromeWebUILessNavigations', 'Webium'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'PaintHolding'],
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'ThirdPartyStoragePartitioning'],
  ...['AvoidCorsURLLoaderRestartOnRedirect', 'LensOverlay', 'MediaRouter', 'OptimizationHints'],
  ...['NetworkTimeServiceQuerying', 'AimEnabled', 'PreconnectToSearch'],
];

/** The four nodes of the exercise, running, and a browser to look at them. */
export interface Theatre {
  readonly browser: Browser;
  /** The address of a party's node. */
  addressOf(party: string): string;
  /** A seat that is worked through the node's public interface, without a screen. */
  clientAt(party: string, seat: string): Promise<Client>;
  /** The software key with which a party's officer decides where nobody looks. */
  officerOf(party: string): Signer;
  /** Ends the nodes and the browser and throws their folder away. */
  close(): Promise<void>;
}

/** Raises the built nodes of the exercise in a folder of their own, and a browser with a fresh profile. */
export async function openTheatre(): Promise<Theatre> {
  expectBuilt();
  const dir = path.join(mkdtempSync(path.join(tmpdir(), 'tansiq-browser-')), 'exercise');
  await setStage(dir);
  const [browser, ...staged] = await Promise.all([
    openBrowser(),
    ...PLAYERS.map((player) => raise(dir, player)),
  ]);
  const clients: Client[] = [];
  const addressOf = (party: string): string => {
    const found = staged.find((each) => each.player.party === party);
    if (!found) throw new Error(`no party ${party} plays`);
    return found.address;
  };
  return {
    browser,
    addressOf,
    async clientAt(party, seat) {
      const client = await openDesk(addressOf(party), seat);
      clients.push(client);
      return client;
    },
    officerOf: (party) => officerOf(dir, party as PartyId),
    async close() {
      for (const client of clients) client.close();
      await browser.close();
      await Promise.all(staged.map(lower));
      rmSync(path.dirname(dir), { recursive: true, force: true });
    },
  };
}

/** Nodes run what was built: the test stands on dist, as a user does. */
function expectBuilt(): void {
  for (const file of ['dist/run/main.js', 'dist/web/index.html']) {
    if (existsSync(path.join(ROOT, file))) continue;
    throw new Error('nothing is built here: run "node bin/build.mjs" first');
  }
}

/** Opens a Chromium with a fresh profile; `env` is added to its surroundings. */
export async function openBrowser(env: Readonly<Record<string, string>> = {}): Promise<Browser> {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('no Chromium here: install one, or name it in $CHROMIUM');
  }
  return chromium.launch({
    executablePath,
    timeout: PATIENCE_MILLIS,
    env: { ...(process.env as Record<string, string>), ...env },
    args: [
      '--no-sandbox',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--use-gl=angle',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      // Only maps need WebGL: the pages themselves are drawn quicker without it.
      '--disable-gpu-rasterization',
      '--disable-gpu-compositing',
      `--disable-features=${UNUSED.join(',')}`,
    ],
  });
}
