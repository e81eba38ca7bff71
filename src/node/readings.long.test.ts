import { mkdtemp, readFile, readdir, rm, stat, truncate } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { RecordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { instant } from '../base/instant.ts';
import { READING_DAYS_MAX, openReadings } from './readings.ts';

const DAY = 86_400;
const NOW = 1_800_000_000;
const hashOf = (n: number): RecordHash =>
  `sha256:${n.toString(16).padStart(64, '0')}` as RecordHash;

describe('what a person has read', () => {
  let dir: string;
  let now = NOW;
  const open = () => openReadings(path.join(dir, 'readings'), { now: () => now as Instant });
  beforeEach(async () => {
    now = NOW;
    dir = await mkdtemp(path.join(tmpdir(), 'tansiq-readings-'));
  });
  afterEach(() => rm(dir, { recursive: true, force: true }));

  it('[I40] is theirs alone, and outlasts the node', async () => {
    const readings = open();
    const [one, two] = [hashOf(1), hashOf(2)];
    await readings.mark('passkey-a', 'read', [one, two]);
    await readings.mark('passkey-a', 'unread', [two]);
    for (const each of [readings, open()]) {
      const ours = await each.of('passkey-a');
      expect([one, two].map((hash) => ours.isUnread(hash, instant(NOW)))).toEqual([false, true]);
      expect((await each.of('passkey-b')).isUnread(one, instant(NOW))).toBe(true);
    }
    const names = await readdir(path.join(dir, 'readings'));
    expect(names.join()).not.toContain('passkey');
    const { mode } = await stat(path.join(dir, 'readings', names[0]!));
    expect(mode & 0o077).toBe(0);
  });

  it('[I41] takes all that was held before a moment for read, and what is older than the days kept', async () => {
    const readings = open();
    await readings.mark('a', 'all', []);
    const reading = await readings.of('a');
    expect(reading.isUnread(hashOf(1), instant(NOW - 1))).toBe(false);
    expect(reading.isUnread(hashOf(1), instant(NOW))).toBe(true);
    const fresh = await readings.of('b');
    const limit = NOW - READING_DAYS_MAX * DAY;
    expect(fresh.isUnread(hashOf(1), instant(limit - 1))).toBe(false);
    expect(fresh.isUnread(hashOf(1), instant(limit))).toBe(true);
  });

  it('[I40] is not written twice, and an end that a crash has cut spoils nothing after it', async () => {
    const readings = open();
    for (let twice = 0; twice < 2; twice += 1) await readings.mark('a', 'read', [hashOf(1)]);
    const [name = ''] = await readdir(path.join(dir, 'readings'));
    const file = path.join(dir, 'readings', name);
    expect((await readFile(file)).length).toBe(37);
    await readings.mark('a', 'read', [hashOf(2)]);
    await truncate(file, 37 + 5);
    const again = open();
    await again.mark('a', 'read', [hashOf(3)]);
    const reading = await open().of('a');
    const unread = [1, 2, 3].map((n) => reading.isUnread(hashOf(n), instant(NOW)));
    expect(unread).toEqual([false, true, false]);
  });
});
