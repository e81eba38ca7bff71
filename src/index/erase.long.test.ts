import { afterAll, expect, it } from 'vitest';
import { readFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { report, teller } from './cast.suite.ts';
import type { IndexedEntry } from './port.ts';
import { HASH_UNKNOWN } from './port.ts';
import { openInlineIndex } from './sqlite.ts';

const root = await mkdtemp(join(tmpdir(), 'tansiq-index-'));
let files = 0;

afterAll(() => rm(root, { recursive: true }));

function open(file: string) {
  return openInlineIndex(file, { say: () => undefined });
}

function fresh(): string {
  files += 1;
  return join(root, `${files}.sqlite`);
}

/** Whether the words stand anywhere in the index's files. */
async function bears(file: string, words: string): Promise<boolean> {
  const parts = await Promise.all(
    ['', '-wal'].map((end) => readFile(file + end).catch(() => Buffer.alloc(0))),
  );
  return parts.some((part) => part.includes(words));
}

const gone = ({ index, hash }: IndexedEntry) => ({ index, hash });

it.each([1, 400])(
  '[W4] bears nothing more of a report beside %i others, and keeps what was said of it',
  async (count) => {
    const [qamar, nahr] = [teller('qamar', 'nahr'), teller('nahr', 'qamar')];
    const logs = [qamar.log, nahr.log];
    const named = { ...report('The zebrafish quarry'), text: 'quagmire by the bridge' };
    const recalled = qamar.say('report', named);
    const others = Array.from({ length: count }, (_, n) =>
      qamar.say('report', report(`bridge ${n}`)),
    );
    const grade = nahr.say('grade', {
      report: recalled.hash,
      grade: { reliability: 'B', credibility: '2' },
    });
    const file = fresh();
    const index = open(file);
    await index.follow([recalled, ...others, grade]);
    expect(await bears(file, 'zebrafish')).toBe(true);
    await index.erase(qamar.log, [gone(recalled)]);
    for (const words of ['zebrafish', 'quagmire']) {
      expect(await bears(file, words)).toBe(false);
      const found = await index.findReports({ logs, text: words, limit: 5 });
      expect(found).toMatchObject({ rows: [], count: 0 });
    }
    expect((await index.findReports({ logs, text: 'bridge', limit: 5 })).count).toBe(count);
    expect((await index.points({ logs }, 500)).points).toHaveLength(count);
    const [line] = (await index.lines({ logs, hidden: [], limit: 500, after: '0.0' })).lines;
    expect(line).toMatchObject({ hash: recalled.hash, type: 'erased', subject: '' });
    const record = await index.record(recalled.hash, logs);
    expect(record).toMatchObject({ type: 'erased', index: 0, bytes: new Uint8Array() });
    expect((await index.about([recalled.hash], logs)).get(recalled.hash)?.grades).toHaveLength(1);
    await index.erase(qamar.log, [gone(recalled)]);
    await index.close();
    const said: string[] = [];
    const again = openInlineIndex(file, { say: (line) => said.push(line) });
    expect([again.rebuilt, said]).toEqual([false, []]);
    await again.close();
  },
);

it('[W4] bears nothing more of a matter', async () => {
  const qamar = teller('qamar', 'nahr');
  const said = qamar.say('matter', { title: 'The zebrafish', language: 'en', text: 'quagmire' });
  const file = fresh();
  const index = open(file);
  await index.follow([said, qamar.say('matter', { title: 'quarry', language: 'en' })]);
  expect(await bears(file, 'zebrafish')).toBe(true);
  await index.erase(qamar.log, [gone(said)]);
  for (const words of ['zebrafish', 'quagmire']) expect(await bears(file, words)).toBe(false);
  await index.close();
});

it('[W4] lets go of a grade and a link as well', async () => {
  const qamar = teller('qamar', 'nahr');
  const logs = [qamar.log];
  const [one, two] = [qamar.say('report', report('one')), qamar.say('report', report('two'))];
  const grade = qamar.say('grade', {
    report: one.hash,
    grade: { reliability: 'A', credibility: '1' },
    reason: 'seen by the ferryman',
  });
  const link = qamar.say('link', { relation: 'supports', from: one.hash, to: two.hash });
  const file = fresh();
  const index = open(file);
  await index.follow([one, two, grade, link]);
  await index.erase(qamar.log, [gone(grade), gone(link)]);
  const about = await index.about([one.hash, two.hash], logs);
  expect(about.get(one.hash)).toEqual({ grades: [], links: [] });
  expect(about.get(two.hash)).toEqual({ grades: [], links: [] });
  expect(await bears(file, 'ferryman')).toBe(false);
  await index.close();
});

it('[W4] takes an entry without bytes, and its hash when the recall is known', async () => {
  const qamar = teller('qamar', 'nahr');
  const said = qamar.say('report', report('never read here'));
  const later = qamar.say('report', report('read here'));
  const index = open(fresh());
  await index.follow([{ ...said, hash: HASH_UNKNOWN, bytes: new Uint8Array() }, later]);
  expect(await index.record(said.hash, [qamar.log])).toBeUndefined();
  await index.erase(qamar.log, [gone(said)]);
  expect(await index.record(said.hash, [qamar.log])).toMatchObject({ type: 'erased', index: 0 });
  expect((await index.findReports({ logs: [qamar.log], limit: 5 })).count).toBe(1);
  await index.close();
});

it('[W4] is not led by a false word about a place to hide what proves itself', async () => {
  const [qamar, nahr] = [teller('qamar', 'nahr'), teller('nahr', 'qamar')];
  const [false1, true1] = [qamar.say('report', report('x')), nahr.say('report', report('true'))];
  const index = open(fresh());
  await index.follow([{ ...false1, hash: HASH_UNKNOWN, bytes: new Uint8Array() }, true1]);
  await index.erase(qamar.log, [{ index: 0, hash: true1.hash }]);
  const logs = [qamar.log, nahr.log];
  expect(await index.record(true1.hash, logs)).toMatchObject({ type: 'report', author: 'nahr' });
  await index.close();
});
