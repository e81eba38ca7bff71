import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import type { RecallView } from '../../src/contract/recalls.ts';
import type { Scorecard, ThirdActScore } from '../../src/node/exercise/scorecard.ts';
import { newScorecard } from '../../src/node/exercise/story.ts';
import { playThirdAct } from '../../src/node/exercise/third-act.ts';
import { RECALLED_WORD, hasWords } from '../../src/node/exercise/third-lines.ts';
import type { Stage } from './stage.ts';
import { openStage, tansiq, until } from './stage.ts';

describe('the third act, on a stage where nothing else was played', () => {
  let stage: Stage;
  let card: Scorecard;
  let score: ThirdActScore;
  /** Another machine: an empty folder with the observer's cards, and nothing else. */
  let elsewhere: string;
  /** What the commands said of the logs and a record before the log was forked. */
  const verified: { party: string; code: number; whole: boolean }[] = [];
  let shown: { code: number; is: { whole: boolean; storedBy: readonly { party: string }[] } };

  beforeAll(async () => {
    elsewhere = await mkdtemp(path.join(tmpdir(), 'tansiq-elsewhere-'));
    stage = await openStage(undefined, 'krg');
    for (const party of ['iraq', 'krg', 'turkiye']) {
      const desk = await stage.desk(party, 'analyst');
      await until(
        async () => (await desk.get<readonly unknown[]>('/api/claims')).length === 3,
        'the claims of all are known',
      );
    }
    const { lower, raise } = stage;
    const cast = { ...(await stage.secondCast()), dir: stage.dir, lower, raise };
    const tell = (step: string, ok: boolean, detail?: string) => {
      if (!ok) console.log(`FAIL ${step} ${detail ?? ''}`);
    };
    card = await playThirdAct(cast, newScorecard(), tell, async (chapter) => {
      if (chapter === 'proof') await lookFromOutside();
    });
    if (!card.thirdAct) throw new Error('the third act was not played');
    score = card.thirdAct;
  }, 240_000);
  afterAll(async () => {
    await stage.close();
    await rm(elsewhere, { recursive: true, force: true });
  });

  async function lookFromOutside(): Promise<void> {
    for (const party of ['iraq', 'krg', 'turkiye']) {
      const { code, out } = await tansiq(['verify', stage.folder(party), '--json']);
      verified.push({ party, code, whole: (JSON.parse(out) as { whole: boolean }).whole });
    }
    const cards = path.join(stage.folder('coalition'), 'cards');
    await cp(cards, path.join(elsewhere, 'cards'), { recursive: true });
    const kept = await keptReport();
    const file = path.join(elsewhere, 'record.proof');
    const data = ['--data', stage.folder('turkiye'), '--out', file];
    expect((await tansiq(['proof', 'record', kept, ...data])).code).toBe(0);
    const args = ['verify', file, '--record', `${file}.record`, '--cards', 'cards', '--json'];
    const { code, out } = await tansiq(args, elsewhere);
    shown = { code, is: JSON.parse(out) as (typeof shown)['is'] };
  }

  /** The report of the third party that stays. */
  async function keptReport(): Promise<string> {
    const desk = await stage.desk('turkiye', 'analyst');
    const page = await desk.get<{ reports: { hash: string; author: string }[] }>('/api/reports');
    return page.reports.find(({ author }) => author === 'turkiye')?.hash ?? '';
  }

  const evidenceAt = async (party: string) =>
    (await (await stage.desk(party, 'analyst')).get<IntegrityView>('/api/logs')).evidence;

  it('goes on to its end, one line for each step', () => {
    expect(card.steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(card.passed).toBe(true);
    expect(card.steps.length).toBeGreaterThanOrEqual(14);
  });

  it('[B9] [B10] [B12] carries what somebody missed in two bundles, opened early, twice and late', () => {
    expect(score.away).toMatchObject({ party: 'krg', days: 3 });
    expect(score.away?.entries).toBeGreaterThanOrEqual(5);
    expect(score.away?.seconds).toBeGreaterThan(0);
    expect(score.opened.map(({ bundle }) => bundle)).toEqual([2, 1, 1, 2]);
    const [early, first, again, late] = score.opened;
    expect(early?.needs).toContainEqual(expect.stringMatching(/^iraq from \d+, held \d+$/));
    expect(first?.kept).toBeGreaterThan(0);
    expect(late?.kept).toBeGreaterThan(0);
    for (const opened of [first, again, late]) expect(opened?.needs).toEqual([]);
    expect(again?.kept).toBe(0);
    // Each entry that was missed came just once.
    expect(score.opened.reduce((sum, { kept }) => sum + kept, 0)).toBe(score.away?.entries);
    expect(score.opened.every(({ sameWords }) => sameWords)).toBe(true);
  });

  it('[X7] [X12] [X22] leaves it with nothing lost and nothing doubled once the links are back', () => {
    expect(score.caughtUp).toMatchObject({ lost: 0, doubled: 0 });
  });

  it('[W4] [W7] [W8] names who has not erased a recalled report, until it comes back and has', async () => {
    expect(score.recall).toEqual({
      erasedBefore: ['iraq', 'turkiye'],
      wordsBefore: ['krg'],
      erasedAfter: expect.arrayContaining(['iraq', 'krg', 'turkiye']) as unknown,
      wordsAfter: [],
    });
    for (const party of ['iraq', 'krg', 'turkiye', 'coalition']) {
      expect([party, await hasWords(stage.folder(party), RECALLED_WORD)]).toEqual([party, false]);
    }
    const [recall] = await (await stage.desk('krg', 'analyst')).get<RecallView[]>('/api/recalls');
    expect(recall?.standings.every(({ erasedAt }) => erasedAt !== undefined)).toBe(true);
  });

  it('[L31] [X23] proves elsewhere who had a record and since when, by the observer’s cards', () => {
    expect(score.proof?.storedBy.map(({ party }) => party)).toEqual(['iraq', 'krg']);
    expect(score.proof?.witnesses.length).toBe(1);
    expect(score.proof?.refused).toBe(score.proof?.changed);
    expect([shown.code, shown.is.whole]).toEqual([0, true]);
    expect(shown.is.storedBy.map(({ party }) => party).toSorted()).toEqual(['iraq', 'krg']);
  });

  it('[N5] [W5] leaves folders that verify whole, with what was recalled counted apart', () => {
    expect(score.proof?.folders.map(({ party, whole }) => [party, whole])).toEqual([
      ['iraq', true],
      ['krg', true],
      ['turkiye', true],
    ]);
    expect(score.proof?.folders.every(({ recalled }) => recalled === 1)).toBe(true);
    expect(verified.map(({ code, whole }) => [code, whole])).toEqual(Array(3).fill([0, true]));
  });

  it('[X10] [X11] finds out two lives of one party, keeps both notes, and goes on with the rest', async () => {
    expect(score.fork?.party).toBe('turkiye');
    expect(score.fork?.foundBy.map(({ party }) => party)).toEqual(['iraq', 'krg']);
    for (const { sizes, isShown } of score.fork?.foundBy ?? []) {
      expect([sizes.length, isShown]).toEqual([2, true]);
    }
    expect(score.fork?.goesOn).toEqual([
      'iraq to krg',
      'iraq to turkiye',
      'krg to iraq',
      'krg to turkiye',
    ]);
    for (const party of ['iraq', 'krg']) {
      const evidence = await evidenceAt(party);
      expect(evidence.map(({ kind, party: by }) => [kind, by])).toEqual([['fork', 'turkiye']]);
    }
  });

  it('[X11] [F18] keeps the evidence, and since when, through a restart of who found it', async () => {
    const before = await evidenceAt('iraq');
    await stage.lower('iraq');
    await stage.raise('iraq');
    expect(await evidenceAt('iraq')).toEqual(before);
  });

  it('[F17] shows the fork elsewhere, with the cards and nothing else', async () => {
    const [{ id } = { id: '' }] = await evidenceAt('krg');
    const file = path.join(elsewhere, 'evidence.txt');
    await writeFile(file, await (await stage.desk('krg', 'analyst')).bytes(`/api/evidence/${id}`));
    const cards = ['--cards', path.join(elsewhere, 'cards')];
    const { code, out } = await tansiq(['verify', file, ...cards]);
    expect([code, out]).toEqual([0, expect.stringContaining('turkiye signed two states')]);
    await writeFile(file, (await readFile(file, 'utf8')).replace('"later":"', '"later":"x'));
    expect((await tansiq(['verify', file, ...cards, '--json'])).code).toBe(1);
  });
});
