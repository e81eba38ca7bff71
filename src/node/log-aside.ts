import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { formatInstant } from '../base/instant.ts';
import { TroubleError } from '../base/result.ts';
import type { Shelf } from '../ledger/ports.ts';
import { troubleOf } from './safe-file.ts';
import { isShownBeyond } from './succession.ts';

/** What is known of a log besides its entries, and rests on the copy of it that is here. */
const RESTING = ['cosigned/', 'receipts/'] as const;

/**
 * Sets our copy of another party's log aside, where it does not stand beside that party's renewed
 * card: nothing is thrown away, and the node fetches the log anew from its first entry. The index
 * is made anew at the next start. Gives where the copy is now. [D6]
 * Trouble: `log-not-beyond`, where nothing speaks against the copy.
 */
export async function setAside(
  dir: string,
  shelf: Shelf,
  { log, now }: { readonly log: LogId; readonly now: Instant },
): Promise<string> {
  const held = path.join(dir, 'logs', log);
  if (!existsSync(held) || !(await isShownBeyond(shelf, log))) {
    throw new TroubleError('log-not-beyond', { log });
  }
  const place = path.join(dir, 'aside', `${log}-${formatInstant(now).replaceAll(':', '')}`);
  try {
    mkdirSync(place, { recursive: true, mode: 0o700 });
    for (const name of await restingOn(shelf, log)) {
      const text = (await shelf.get(name)) ?? '';
      writeFileSync(path.join(place, name.replaceAll('/', '.')), text, { flush: true });
      // What was cosigned and acknowledged of the old copy says nothing of the new one.
      await shelf.put(name, '');
    }
    for (const part of ['.sqlite', '.sqlite-wal', '.sqlite-shm', '.sqlite-journal', '.postgres']) {
      rmSync(path.join(dir, `index${part}`), { force: true });
    }
    // The last step: ended before it, the copy is still here, and to do it again is to do it once.
    renameSync(held, path.join(place, 'log'));
  } catch (thrown) {
    if (thrown instanceof TroubleError) throw thrown;
    throw troubleOf(thrown, place);
  }
  return place;
}

async function restingOn(shelf: Shelf, log: LogId): Promise<readonly string[]> {
  const names = await Promise.all(RESTING.map((prefix) => shelf.names(`${prefix}${log}`)));
  return names.flat();
}
