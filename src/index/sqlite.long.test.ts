import { copyFileSync, mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Database from 'libsql';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { TroubleError } from '../base/result.ts';
import { report, teller } from './cast.suite.ts';
import { indexSuite } from './index.suite.ts';
import { searchSuite } from './search.suite.ts';
import type { Index } from './port.ts';
import { openIndex, openInlineIndex } from './sqlite.ts';

const folder = mkdtempSync(join(tmpdir(), 'tansiq-index-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const silent = { say: () => undefined };
let files = 0;
const path = (): string => join(folder, `${(files += 1)}.db`);

describe('an index in this thread', () => {
  indexSuite(async () => openInlineIndex(':memory:', silent));
  searchSuite(async () => openInlineIndex(':memory:', silent));
});

describe('an index in a file', () => {
  const qamar = teller('qamar', 'nahr');
  const entries = Array.from({ length: 300 }, (_, n) => qamar.say('report', report(`r${n}`, n)));
  const logs = [qamar.log];
  const held = path();
  beforeAll(async () => {
    const index = openInlineIndex(held, silent);
    await index.follow(entries);
    await index.close();
  });
  const filled = (): string => {
    const at = path();
    copyFileSync(held, at);
    return at;
  };

  it('[I1] goes on where it was', async () => {
    const at = filled();
    const index = openInlineIndex(at, silent);
    expect(index.rebuilt).toBe(false);
    expect([...(await index.reached())]).toEqual([[qamar.log, 300]]);
    await index.close();
  });

  const spoilt: readonly (readonly [string, (at: string) => void])[] = [
    ['not a database', (at) => writeFileSync(at, 'no database at all. '.repeat(500))],
    ['empty', (at) => writeFileSync(at, '')],
    ['cut short', (at) => writeFileSync(at, readFileSync(at).subarray(0, statSync(at).size / 2))],
    [
      'overwritten in its middle',
      (at) => {
        const bytes = readFileSync(at);
        writeFileSync(at, bytes.fill(0xa5, 8192, bytes.length - 4096));
      },
    ],
    ['of another version', (at) => void new Database(at).exec('PRAGMA user_version = 99')],
  ];
  it.each(spoilt)('[I1] is made anew where it is %s', async (_, spoil) => {
    const at = filled();
    spoil(at);
    const index = openInlineIndex(at, silent);
    expect(index.rebuilt).toBe(true);
    expect((await index.reached()).size).toBe(0);
    await index.follow(entries.slice(0, 20));
    expect((await index.findReports({ logs, text: 'r19', limit: 5 })).count).toBe(1);
    await index.close();
  });

  it('[I1] throws trouble, not a broken belief, where its folder cannot be written', () => {
    const trouble = (): Index => openInlineIndex(join(folder, 'none', 'x.db'), silent);
    expect(trouble).toThrow(TroubleError);
  });

  it('works in a thread of its own, drops what nobody waits for, and ends', async () => {
    const index = await openIndex(path(), silent);
    expect(index.rebuilt).toBe(true);
    const stop = new AbortController();
    const asked = index.reached();
    const dropped = index.findReports({ logs, limit: 5 }, { signal: stop.signal });
    stop.abort();
    await expect(dropped).rejects.toThrow('aborted');
    expect((await asked).size).toBe(0);
    await index.follow(entries);
    const found = await index.findReports({ logs, text: 'r29', limit: 5 });
    expect(found.count).toBe(11);
    expect(found.rows[0]?.title).toBe('r299');
    expect(await index.record(entries[3]!.hash, logs)).toMatchObject({ index: 3, type: 'report' });
    expect(await index.reached()).toEqual(new Map([[qamar.log, 300]]));
    await index.close();
    await expect(index.reached()).rejects.toBeInstanceOf(TroubleError);
  });
});
