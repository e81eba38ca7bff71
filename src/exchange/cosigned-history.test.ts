import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sha256, utf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Shelf } from '../ledger/ports.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import { seededSigner } from '../proof/primitives.ts';
import { memoryShelf } from '../store/memory.ts';
import type { Cosigned } from './cosigned-history.ts';
import {
  COSIGNED_PER_TEXT,
  COSIGNED_TEXTS_MAX,
  COSIGNED_WHOLE_DAYS,
  readCosigned,
  rememberCosigned,
  thinCosigned,
} from './cosigned-history.ts';

const LOG = 'ab'.repeat(16) as LogId;
const DAY = 86_400;

const signer = seededSigner(sha256(utf8('qamar')));
const { note } = await signCheckpoint(signer, {
  origin: 'qamar.example/log/0',
  size: 1_000_001,
  root: new Uint8Array(32),
});

/** A checkpoint of this size; its signature is not looked at here. */
function cosigned(size: number, at = size): Cosigned {
  return { size, at: at as Instant, note: note.replace('1000001', String(size)) };
}

async function firstOver(shelf: Shelf, index: number): Promise<number | undefined> {
  return (await (await readCosigned(shelf, LOG)).firstCovering(index))?.size;
}

/** A shelf whose history holds these lines as they are. */
async function shelfWith(kept: readonly Cosigned[]): Promise<Shelf> {
  const shelf = memoryShelf();
  for (let at = 0; at * COSIGNED_PER_TEXT < kept.length; at += 1) {
    const part = kept.slice(at * COSIGNED_PER_TEXT, (at + 1) * COSIGNED_PER_TEXT);
    const name = `cosigned/${LOG}/${String(at).padStart(4, '0')}`;
    await shelf.put(name, part.map((each) => `${JSON.stringify(each)}\n`).join(''));
  }
  return shelf;
}

describe('the history of cosigned checkpoints', () => {
  it('[F11] gives the smallest that covers an entry, whatever order they came in', async () => {
    const sizes = fc.uniqueArray(fc.integer({ min: 1, max: 400 }), { minLength: 1, maxLength: 90 });
    const law = fc.asyncProperty(sizes, fc.nat(400), async (came, index) => {
      const shelf = memoryShelf();
      for (const size of came) await rememberCosigned(shelf, LOG, cosigned(size));
      const covering = came.filter((size) => size > index);
      const wanted = covering.length > 0 ? Math.min(...covering) : undefined;
      expect(await firstOver(shelf, index)).toBe(wanted);
    });
    await fc.assert(law, { numRuns: 12 });
  });

  it('[F11] keeps of one size the one that was cosigned first', async () => {
    const shelf = memoryShelf();
    for (const at of [30, 10, 20]) await rememberCosigned(shelf, LOG, cosigned(5, at));
    expect(await shelf.get(`cosigned/${LOG}/0000`)).toBe(`${JSON.stringify(cosigned(5, 10))}\n`);
  });

  it('[F11] goes on where another process left it, past a line that is damaged', async () => {
    const shelf = memoryShelf();
    for (let size = 1; size <= COSIGNED_PER_TEXT + 2; size += 1) {
      await rememberCosigned(shelf, LOG, cosigned(size));
    }
    const later = shelf.copy();
    const name = `cosigned/${LOG}/0001`;
    await later.put(name, `${(await later.get(name)) ?? ''}{"size":\n`);
    await rememberCosigned(later, LOG, cosigned(500));
    expect(await firstOver(later, COSIGNED_PER_TEXT + 1)).toBe(COSIGNED_PER_TEXT + 2);
    expect(await firstOver(later, COSIGNED_PER_TEXT + 2)).toBe(500);
    expect(await later.names(`cosigned/${LOG}/`)).toHaveLength(2);
    expect(await firstOver(memoryShelf(), 0)).toBeUndefined();
  });

  it('[F11] keeps all that are told at once', async () => {
    const shelf = memoryShelf();
    const sizes = Array.from({ length: 70 }, (_, i) => i + 1);
    await Promise.all(sizes.map((size) => rememberCosigned(shelf, LOG, cosigned(size))));
    for (const size of sizes) expect(await firstOver(shelf, size - 1)).toBe(size);
  });

  it('[F12] has a named end, at which about half is thinned out', async () => {
    const whole = COSIGNED_PER_TEXT * COSIGNED_TEXTS_MAX;
    // One every four minutes for 45 days, so that there is an older part and a part to be left whole.
    const kept = Array.from({ length: whole }, (_, i) => cosigned(i + 1, i * 240));
    const shelf = await shelfWith(kept);
    await rememberCosigned(shelf, LOG, cosigned(whole + 1, whole * 240));
    expect(await firstOver(shelf, whole)).toBe(whole + 1);
    const last = await shelf.get(`cosigned/${LOG}/0255`);
    expect(last).toBe('');
    // Whatever was thinned out, no entry lost its proof, only some exactness of its time.
    for (const index of [0, 1, 59, 60, 4_000, 10_000, whole - 1]) {
      expect(await firstOver(shelf, index)).toBeGreaterThan(index);
    }
    await rememberCosigned(shelf, LOG, cosigned(whole + 2, whole * 240 + 60));
    expect(await firstOver(shelf, whole + 1)).toBe(whole + 2);
  });

  it('[F12] leaves the last days whole while there is something older to thin out', () => {
    const old = Array.from({ length: 1_000 }, (_, i) => cosigned(i + 1, i * 60));
    const recent = Array.from({ length: 1_000 }, (_, i) => cosigned(2_000 + i, 60 * DAY + i));
    const thinned = thinCosigned([...old, ...recent], 1_200);
    expect(thinned.slice(-1_000)).toEqual(recent);
    expect(thinned.length).toBeLessThanOrEqual(1_200);
    expect(COSIGNED_WHOLE_DAYS).toBeLessThan(60);
    // Each record of the older part is covered within ten minutes of when it was.
    for (const each of old) {
      const covering = thinned.find(({ size }) => size >= each.size);
      expect((covering?.at ?? 0) - each.at).toBeLessThan(600);
    }
    for (const wanted of [500, 10, 1]) {
      const few = thinCosigned([...old, ...recent], wanted);
      expect(few.length).toBeLessThanOrEqual(wanted);
      expect(few.at(-1)).toEqual(recent.at(-1));
    }
  });
});
