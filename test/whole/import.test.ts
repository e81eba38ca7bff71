import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { ReportPage, ReportPoints } from '../../src/contract/reports.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import type { Stage } from './stage.ts';
import { openStage, sizesAt, tansiq, until } from './stage.ts';

const EVENTS = path.resolve('../shared/data/04-events');
const FILE = path.join(EVENTS, 'ucdp_ged_iraq_1989-2014_2016.csv.gz');

/** How many real events the file holds. */
const ROWS = 5_933;

const isHere = existsSync(FILE);
if (!isHere) console.log(`skipped: the real events are not at ${FILE}`);

describe.runIf(isHere || process.env['CI'] === 'true')('the real events', () => {
  let stage: Stage;
  let desk: Client;
  beforeAll(async () => {
    stage = await openStage(['iraq', 'krg', 'coalition']);
    desk = await stage.desk('iraq', 'analyst');
  });
  afterAll(() => stage.close());

  const importing = (...where: readonly string[]) =>
    tansiq(
      ['import', FILE, '--as', 'reports', '--preset', 'ucdp-ged', '--audience', 'krg', ...where],
      stage.dir,
    );
  const figuresIn = (out: string): readonly number[] =>
    /(\d+) rows read, (\d+) saved, (\d+) there already, (\d+) refused\.\n/
      .exec(out)
      ?.slice(1)
      .map(Number) ?? [];

  it('[I9] [I13] [I14] are reports of the importing party, each saved or refused with its reason', async () => {
    const { code, out, err } = await importing('--data', stage.folder('iraq'), '--seat', 'analyst');
    expect([code, err]).toEqual([0, '']);
    console.log(out.trim().split('\n').at(-1));
    const [read, saved = 0, there, refused = 0] = figuresIn(out);
    expect([read, there, saved + refused]).toEqual([ROWS, 0, ROWS]);
    if (refused > 0) {
      const rows = await readFile(
        path.join(stage.dir, `${path.basename(FILE)}.refused.csv`),
        'utf8',
      );
      expect(rows).toContain('refused_why');
    }
    const page = await desk.get<ReportPage>('/api/reports?limit=1');
    expect(page.count).toBe(saved);
    const { points, cut } = await desk.get<ReportPoints>('/api/reports/points');
    expect([points.length, cut]).toEqual([saved, false]);
  });

  it('[I4] are found by their words, place and time', async () => {
    for (const query of ['text=mosul', 'text=makhmur', 'box=43,35,45,36.5', 'kind=incident']) {
      const page = await desk.get<ReportPage>(`/api/reports?${query}`);
      expect(page.count, query).toBeGreaterThan(0);
    }
    const years = 'from=2003-01-01T00:00:00Z&upto=2004-01-01T00:00:00Z';
    const page = await desk.get<ReportPage>(`/api/reports?${years}&limit=500`);
    expect(page.count).toBeGreaterThan(0);
    expect(page.reports.every(({ when }) => when.from < '2004-01-01')).toBe(true);
  });

  it('[I13] are passed over when they are imported again', async () => {
    const before = await sizesAt(desk);
    const { code, out } = await importing('--url', desk.address, '--token', desk.token);
    expect(code).toBe(0);
    const [read, saved, there = 0, refused = 0] = figuresIn(out);
    expect([read, saved, there + refused]).toEqual([ROWS, 0, ROWS]);
    expect(await sizesAt(desk)).toEqual(before);
  });

  it('are at the partner’s desk too, and the log that carries them is whole', async () => {
    const krg = await stage.desk('krg', 'analyst');
    const { count } = await desk.get<ReportPage>('/api/reports?limit=1');
    await until(
      async () => (await krg.get<ReportPage>('/api/reports?limit=1')).count === count,
      'all events are at the partner',
    );
    const { code, out } = await tansiq(['verify', stage.folder('krg')]);
    expect([code, out]).toEqual([0, expect.stringContaining('All that was checked is whole')]);
  });

  it('[N14] are refused at the door in a sentence where something is missing', async () => {
    const stranger = await importing('--url', desk.address, '--token', 'x'.repeat(43));
    expect(stranger).toMatchObject({ code: 1, err: expect.stringContaining('The token is not') });
    const administrator = await stage.desk('iraq', 'administrator');
    const idle = await importing('--url', desk.address, '--token', administrator.token);
    expect(idle).toMatchObject({ code: 1, err: expect.stringContaining('may not do that') });
    const nobody = await importing('--data', stage.folder('turkiye'), '--seat', 'analyst');
    expect(nobody).toMatchObject({ code: 1, err: expect.stringContaining('No node answers') });
    const unseated = await importing('--data', stage.folder('iraq'), '--seat', 'cook');
    expect(unseated).toMatchObject({ code: 2, err: expect.stringContaining('duty-officer') });
    const nowhere = await importing();
    expect(nowhere).toMatchObject({ code: 2, err: expect.stringContaining('Usage:') });
  });
});
