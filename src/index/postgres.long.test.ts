import { spawnSync } from 'node:child_process';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TroubleError } from '../base/result.ts';
import { report, teller } from './cast.suite.ts';
import { indexSuite } from './index.suite.ts';
import type { Index, IndexedEntry } from './port.ts';
import { openPostgresIndex } from './postgres.ts';
import { findReports } from './postgres/find.ts';
import { WORK_MILLIS_MAX, openLink } from './postgres/link.ts';
import { parsePostgresUrl } from './postgres/place.ts';
import { QUESTION } from './postgres/readers.ts';
import type { PostgresServer } from './postgres/server.suite.ts';
import { makePostgresServer, whyNoPostgres } from './postgres/server.suite.ts';
import { searchSuite } from './search.suite.ts';

const why = process.env['CI'] === 'true' ? undefined : whyNoPostgres();

let server: PostgresServer;
let schemas = 0;
const fresh = (): string => `tansiq_${(schemas += 1)}`;
const placeOf = (schema: string) => parsePostgresUrl(server.url(schema))!;
const silent = {
  say: () => undefined,
  onServer: () => undefined,
  folder: '01890000-0000-7000-8000-000000000001',
};
const open = (schema = fresh()): Promise<Index> => openPostgresIndex(placeOf(schema), silent);

describe.skipIf(why)(`an index on a PostgreSQL server${why ? ` (${why})` : ''}`, () => {
  beforeAll(async () => {
    server = await makePostgresServer();
    await server.raise();
  }, 60_000);
  afterAll(() => server?.close());

  indexSuite(() => open());
  searchSuite(() => open());

  const qamar = teller('qamar', 'nahr');
  const entries = Array.from({ length: 60 }, (_, n) => qamar.say('report', report(`r${n}`, n)));
  const logs = [qamar.log];
  const reachedBy = async (index: Index) => (await index.reached()).get(qamar.log) ?? 0;
  const count = async (index: Index, text = 'r') =>
    (await index.findReports({ logs, text, limit: 5 })).count;
  const told = () => {
    const heard: string[] = [];
    return {
      heard,
      folder: silent.folder,
      say: (line: string) => void heard.push(line),
      onServer: (trouble: TroubleError | undefined) => void heard.push(trouble?.message ?? 'there'),
    };
  };
  const bySql = async (schema: string, sql: string) => {
    const link = await openLink(placeOf(schema), WORK_MILLIS_MAX);
    const rows = await link.all(sql).finally(() => link.close());
    return rows;
  };
  const untilBack = (index: Index) => new Promise<void>((then) => index.onBack!(then));

  it('[I1] goes on where it was', async () => {
    const schema = fresh();
    const index = await open(schema);
    expect(index.rebuilt).toBe(true);
    await index.follow(entries);
    await index.close();
    await expect(index.reached()).rejects.toMatchObject({ code: 'index-away' });
    const again = await open(schema);
    expect([again.rebuilt, await reachedBy(again), await count(again)]).toEqual([false, 60, 0]);
    expect(await count(again, 'r59')).toBe(1);
    await again.close();
  });

  const spoilt: readonly (readonly [string, string])[] = [
    ['of another version', 'UPDATE about SET version = 0'],
    ['of another folder', "UPDATE about SET folder = 'another'"],
    ['without one of its tables', 'DROP TABLE judgements'],
    ['without one of its indexes', 'DROP INDEX reports_by_token'],
  ];
  it.each(spoilt)('[I1] is made anew where it is %s', async (_, sql) => {
    const schema = fresh();
    const index = await open(schema);
    await index.follow(entries.slice(0, 5));
    await index.close();
    await bySql(schema, sql);
    const { heard, ...options } = told();
    const again = await openPostgresIndex(placeOf(schema), options);
    expect([again.rebuilt, await reachedBy(again), heard.length]).toEqual([true, 0, 1]);
    await again.follow(entries);
    expect(await count(again, 'r59')).toBe(1);
    await again.close();
  });

  it('[I1] is made anew where it is found broken while it runs, and is told from where', async () => {
    const schema = fresh();
    const index = await open(schema);
    await index.follow(entries.slice(0, 5));
    await bySql(schema, 'DROP TABLE reports');
    const mended = untilBack(index);
    await expect(count(index)).rejects.toMatchObject({ code: 'index-damaged' });
    await mended;
    const gap = index.follow(entries.slice(5, 10));
    await expect(gap).rejects.toMatchObject({ code: 'index-damaged' });
    expect(await reachedBy(index)).toBe(0);
    await index.follow(entries);
    expect(await count(index, 'r59')).toBe(1);
    await index.close();
  });

  it('[I51] lets one node write a schema, and others write theirs', async () => {
    const schema = fresh();
    const index = await open(schema);
    await expect(open(schema)).rejects.toMatchObject({ code: 'index-held' });
    const other = await open();
    await other.close();
    await index.close();
    await (await open(schema)).close();
  }, 30_000);

  it('[I50] says no password where it is let in by none', async () => {
    const { password } = placeOf(fresh());
    const wrong = server.url(fresh()).replace(encodeURIComponent(password), 'something-else');
    const refused: unknown = await openPostgresIndex(parsePostgresUrl(wrong)!, silent).catch(
      (thrown: unknown) => thrown,
    );
    expect(refused).toMatchObject({ code: 'store-unwritable', details: { reason: '28P01' } });
    const all = [refused, (refused as Error).cause].map((each) => inspect(each, { depth: 9 }));
    for (const text of all) expect(text).not.toMatch(/something-else|only us/);
  });

  it('[I54] shows one moment to one question, while the tables are made anew under it', async () => {
    const schema = fresh();
    const [shown, hidden] = [teller('qamar'), teller('nahr')];
    const index = await open(schema);
    await index.follow([shown.say('report', report('to be read'))]);
    await index.close();
    const link = await openLink(placeOf(schema), WORK_MILLIS_MAX);
    let other: Promise<Index> | undefined;
    const query = { logs: [shown.log], limit: 5 };
    const titles = async () => (await findReports(link, query)).rows.map(({ title }) => title);
    await link.within(async () => {
      expect(await titles()).toEqual(['to be read']);
      let isOpen = false;
      // Another folder's logs get the same numbers.
      const folder = silent.folder.replace('1', '2');
      other = openPostgresIndex(placeOf(schema), { ...silent, folder }).then((opened) => {
        isOpen = true;
        return opened;
      });
      await link.all('SELECT pg_sleep(0.3)');
      expect([await titles(), isOpen]).toEqual([['to be read'], false]);
    }, QUESTION);
    const opened = await other!;
    await opened.follow([hidden.say('report', report('not to be read'))]);
    expect([opened.rebuilt, await titles()]).toEqual([true, []]);
    await link.close();
    await opened.close();
  });

  it('drops a question that nobody waits for, and asks on', async () => {
    const index = await open();
    await index.follow(entries);
    const stop = new AbortController();
    const asked = Array.from({ length: 12 }, () =>
      index
        .findReports({ logs, limit: 5 }, { signal: stop.signal })
        .catch((cause: unknown) => cause),
    );
    stop.abort();
    for (const given of await Promise.all(asked)) expect(String(given)).toContain('Abort');
    expect(await count(index, 'r59')).toBe(1);
    await index.close();
  });

  it('asks again where its connections were cut without a word', async () => {
    const schema = fresh();
    const index = await open(schema);
    await index.follow(entries);
    expect(await count(index, 'r59')).toBe(1);
    const back = untilBack(index);
    await bySql(
      schema,
      `SELECT pg_terminate_backend(pid) FROM pg_stat_activity
       WHERE application_name = 'tansiq' AND pid <> pg_backend_pid()`,
    );
    await back;
    expect([await reachedBy(index), await count(index, 'r59')]).toEqual([60, 1]);
    await index.close();
  });

  it.each(['lower', 'kill'] as const)(
    '[I52] says that its server is away (%s), and takes in what is missing when it is back',
    async (end) => {
      const { heard, ...options } = told();
      const index = await openPostgresIndex(placeOf(fresh()), options);
      await index.follow(entries.slice(0, 30));
      await server[end]();
      await expect(count(index, 'r29')).rejects.toMatchObject({ code: 'index-away' });
      await expect(index.follow(entries.slice(30))).rejects.toMatchObject({ code: 'index-away' });
      const back = untilBack(index);
      await server.raise();
      await back;
      const reached = await reachedBy(index);
      await index.follow(entries.slice(reached));
      expect([await reachedBy(index), await count(index, 'r59')]).toEqual([60, 1]);
      expect([heard[0]?.startsWith('index-away'), heard.at(-1)]).toEqual([true, 'there']);
      expect(heard.join('\n')).not.toContain(server.password);
      await index.close();
    },
    60_000,
  );

  it('[I52] opens where its server is away, and is there when that is', async () => {
    const schema = fresh();
    await server.lower();
    const index = await open(schema);
    expect(index.rebuilt).toBe(false);
    await expect(index.reached()).rejects.toMatchObject({ code: 'index-away' });
    const back = untilBack(index);
    await server.raise();
    await back;
    expect(await reachedBy(index)).toBe(0);
    await index.follow(entries);
    expect(await count(index, 'r59')).toBe(1);
    await index.close();
  }, 60_000);

  const gone = ({ index, hash }: IndexedEntry) => ({ index, hash });
  const bears = async (schema: string, words: string): Promise<boolean> => {
    await bySql(schema, 'CHECKPOINT');
    const found = spawnSync('grep', ['-rlaF', words, `${server.folder}/base`]);
    return found.status === 0;
  };

  it('[W4] [I53] bears nothing more in its tables of a report that is erased', async () => {
    const schema = fresh();
    const index = await open(schema);
    const named = { ...report('The wryneck quarry'), text: 'lapwing by the bridge' };
    const nahr = teller('nahr', 'qamar');
    const recalled = qamar.say('report', named);
    const grade = nahr.say('grade', {
      report: recalled.hash,
      grade: { reliability: 'B', credibility: '2' },
      reason: 'seen by the ferryman',
    });
    const both = [qamar.log, nahr.log];
    const matter = nahr.say('matter', { title: 'The sandpiper', language: 'en', text: 'dunlin' });
    await index.follow([...entries, recalled, grade, matter]);
    for (const words of ['wryneck', 'lapwing', 'sandpiper', 'dunlin'])
      expect(await bears(schema, words)).toBe(true);
    await index.erase(qamar.log, [gone(recalled)]);
    await index.erase(nahr.log, [gone(grade), gone(matter)]);
    for (const words of ['wryneck', 'lapwing', 'ferryman', 'sandpiper', 'dunlin']) {
      expect([words, await bears(schema, words)]).toEqual([words, false]);
      expect(await index.findReports({ logs: both, text: words, limit: 5 })).toMatchObject({
        rows: [],
        count: 0,
      });
    }
    expect(await count(index, 'r59')).toBe(1);
    const [line] = (await index.lines({ logs: both, hidden: [], limit: 3 })).lines;
    expect(line).toMatchObject({ hash: recalled.hash, type: 'erased', subject: '' });
    expect(await index.record(recalled.hash, both)).toMatchObject({ type: 'erased', index: 60 });
    expect((await index.about([recalled.hash], both)).get(recalled.hash)?.grades).toEqual([]);
    await index.erase(qamar.log, [gone(recalled)]);
    await index.close();
  });

  it('[W4] waits with what it erases for those who may still see it', async () => {
    const schema = fresh();
    const index = await open(schema);
    const heron = teller('qamar');
    const recalled = heron.say('report', report('The bittern reed'));
    await index.follow([recalled]);
    const other = await openLink(placeOf(schema), WORK_MILLIS_MAX);
    let erased: Promise<void> | undefined;
    await other.within(async () => {
      await other.all('SELECT count(*) FROM entries');
      erased = index.erase(heron.log, [gone(recalled)]);
      await other.all('SELECT pg_sleep(0.2)');
    }, 'BEGIN ISOLATION LEVEL REPEATABLE READ');
    await other.close();
    await erased;
    expect(await bears(schema, 'bittern')).toBe(false);
    await index.close();
  });
});
