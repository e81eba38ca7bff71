import type { PartyId } from '../../base/ids.ts';
import { Acting } from './acting.ts';
import type { Scorecard, TellStep, ThirdActScore, ThirdCast, ThirdChapter } from './scorecard.ts';
import { Absence } from './third-absence.ts';
import { Fork } from './third-fork.ts';
import { Outside } from './third-outside.ts';

/** Who leads two lives at the end. */
export const TWICE = 'turkiye' as PartyId;

/**
 * Plays the third act on the stage of those before, or on one whose nodes have met, and puts it on
 * the same scorecard: how the record travels without a link, and what is done about it when somebody
 * errs or lies. `after` may disturb it. Its last chapter leaves a log that no node goes on with.
 */
export async function playThirdAct(
  cast: ThirdCast,
  card: Scorecard,
  tell: TellStep,
  after: (chapter: ThirdChapter) => Promise<void> = () => Promise.resolve(),
): Promise<Scorecard> {
  const acting = new Acting(cast, card, tell);
  const score: ThirdActScore = { opened: [] };
  card.thirdAct = score;
  try {
    const absence = new Absence(acting, score, cast);
    const missed = await absence.begin();
    await after('absence');
    await absence.carry(missed);
    await after('courier');
    await absence.recall(missed);
    await after('recall');
    await absence.end(missed);
    await after('return');
    await new Outside(acting, score, cast).prove(missed.kept, TWICE);
    await after('proof');
    await new Fork(acting, score, cast).play(TWICE);
    await after('fork');
    card.passed = card.steps.every((each) => each.ok);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    acting.mark('third act ended early', false, why);
  } finally {
    cast.wire.mend();
  }
  return card;
}
