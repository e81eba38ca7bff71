import { Acting } from './acting.ts';
import type {
  Scorecard,
  SecondActScore,
  SecondCast,
  SecondChapter,
  TellStep,
} from './scorecard.ts';
import { After } from './second-after.ts';
import { Consents } from './second-consents.ts';
import { Law } from './second-law.ts';
import { Running } from './second-running.ts';
import { COMMANDING_SEAT, SIGNING_SEAT } from './seats.ts';

/**
 * Plays the second act on the stage of the first, and puts it on the same scorecard: a contested
 * area under an agreement, from the proposal of a sweep to the proof file of its life; `after` may
 * disturb it. Most of its time goes to the cut link, for nothing there is hurried.
 */
export async function playSecondAct(
  cast: SecondCast,
  card: Scorecard,
  tell: TellStep,
  after: (chapter: SecondChapter) => Promise<void> = () => Promise.resolve(),
): Promise<Scorecard> {
  const acting = new Acting(cast, card, tell);
  const score = newScore();
  card.secondAct = score;
  try {
    await playChapters(cast, acting, score, after);
    card.passed = card.steps.every((each) => each.ok);
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    acting.mark('second act ended early', false, why);
  } finally {
    cast.wire.mend();
  }
  return card;
}

/** Whether there are the offices that the second act needs; an older exercise has not all of them. */
export function hasSecondAct(desks: ReadonlyMap<string, unknown>): boolean {
  return [COMMANDING_SEAT, SIGNING_SEAT].every((seat) => desks.has(`iraq/${seat}`));
}

async function playChapters(
  cast: SecondCast,
  acting: Acting,
  score: SecondActScore,
  after: (chapter: SecondChapter) => Promise<void>,
): Promise<void> {
  const law = new Law(acting);
  const consents = new Consents(acting, score);
  const running = new Running(acting, score, cast);
  const ending = new After(acting, score, cast);
  const agreement = await law.agree();
  await after('agreement');
  const base = await law.groundBase(agreement);
  await law.previewUnderIt();
  await law.tellOfVisit();
  await after('notice');
  const first = await consents.propose();
  await after('sweep');
  await consents.consentWithLimits(first);
  await after('limits');
  const sweep = await consents.narrow(first);
  await after('narrowing');
  await consents.clear(sweep);
  await after('clearing');
  const flight = await consents.fly();
  await after('flight');
  await running.begin(sweep);
  await running.progress(sweep);
  await after('beginning');
  await running.stopAndResume(sweep);
  await after('stop');
  await running.cutLink(sweep, () => ending.handOver(base));
  await after('cut');
  const withdrawal = await running.withdraw(sweep);
  await ending.recordIncursion(sweep, withdrawal);
  await after('incursion');
  await ending.close(sweep, flight);
  await after('closing');
  await ending.prove(sweep, flight);
  await after('proof');
  await acting.auditLogs();
}

function newScore(): SecondActScore {
  return {
    asked: [],
    conflicts: [],
    changed: [],
    widened: [],
    secondsToStop: [],
    secondsToLostContact: 0,
    secondsToContact: 0,
    silent: {},
    proofs: [],
  };
}
