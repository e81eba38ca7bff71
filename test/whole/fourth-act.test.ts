import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { playFourthAct } from '../../src/node/exercise/fourth-act.ts';
import type {
  FourthActScore,
  FourthChapter,
  Scorecard,
} from '../../src/node/exercise/scorecard.ts';
import { newScorecard } from '../../src/node/exercise/story.ts';
import type { Stage } from './stage.ts';
import { openStage, until } from './stage.ts';

describe('the fourth act, on a stage where nothing else was played', () => {
  let stage: Stage;
  let card: Scorecard;
  let score: FourthActScore;
  const chapters: FourthChapter[] = [];

  beforeAll(async () => {
    stage = await openStage();
    for (const party of ['iraq', 'krg', 'turkiye']) {
      const desk = await stage.desk(party, 'analyst');
      await until(
        async () => (await desk.get<readonly unknown[]>('/api/claims')).length === 3,
        'the claims of all are known',
      );
    }
    const tell = (step: string, ok: boolean, detail?: string) => {
      if (!ok) console.log(`FAIL ${step} ${detail ?? ''}`);
    };
    card = await playFourthAct(await stage.cast(), newScorecard(), tell, async (chapter) => {
      chapters.push(chapter);
      // A power cut between two words of the story changes nothing of it.
      if (chapter !== 'matter') return;
      await stage.kill('turkiye');
      await stage.raise('turkiye');
    });
    if (!card.fourthAct) throw new Error('the fourth act was not played');
    score = card.fourthAct;
  }, 240_000);
  afterAll(() => stage.close());

  it('comes out as it must, step by step', () => {
    expect(card.steps.filter(({ ok }) => !ok)).toEqual([]);
    expect(card.passed).toBe(true);
    expect(chapters).toEqual(['words', 'grades', 'matter', 'resolution', 'release', 'request']);
  });

  it('[M5] [M6] keeps three grades of each word side by side and marks what does not fit', () => {
    expect(score.grades.map((each) => each.split(' ').length)).toEqual([3, 3, 3, 3]);
    expect(new Set(score.grades).size).toBe(4);
    expect(score.differences).toBe(2);
  });

  it('[U1] reckons the same tracks at every node', () => {
    expect(score.sameTracks).toBe(true);
  });

  it('[H13] [H14] tells a neighbour less, and nothing of the rest', () => {
    expect(score.release).toMatchObject({ found: 0, isLinked: true });
    expect(score.release?.precisionMetres).toBeGreaterThan(5_000);
  });

  it('[J4] shows who answered late, and by how much', () => {
    const late = Object.fromEntries(score.answered.map((each) => [each.party, each.lateSeconds]));
    expect(late['krg']).toBe(0);
    expect(late['iraq']).toBeGreaterThan(0);
  });
});
