import { NARROWING_CHECKS } from '../../accord/operation/versions.ts';
import type { ChangeView, NewStatement, PlanView, SessionView } from '../../contract/api.ts';
import { instantOf } from '../now.ts';
import { formatDtg, formatList } from '../words/format.ts';
import { conflictPhrase, clearedPhrase, limitPhrase } from './beside-phrases.ts';
import type { Speaking } from './phrase.tsx';
import { nameOf, stancePhrase } from './phrase.tsx';
import { inOwnOrder, leftToRight } from './plain-text.ts';
import { factLines } from './plan-phrases.ts';

/** What an officer may say to a plan, as far as the words and the record need it. */
export type Answer = Pick<NewStatement, 'verdict' | 'upto' | 'conditions' | 'limits' | 'reason'>;

/**
 * What the officer reads and signs, in the officer's language: who says what to which plan, on what
 * ground, when, with whom, what changed and what conflicts, until when and on which conditions. One
 * fact a line.
 */
export function statementWords(
  plan: PlanView,
  answer: Answer,
  session: SessionView,
  speaking: Speaking,
): string {
  const { words, centre } = speaking;
  const { t } = words;
  const dtg = (at: string) => leftToRight(formatDtg(instantOf(at), centre.zone), words.direction);
  const asked = plan.asked.map((each) =>
    t('plans.words.stance', {
      party: nameOf(each.party, speaking),
      stance: stancePhrase(plan, each, speaking),
    }),
  );
  const lines = [
    ...(plan.exercise ? [t('plans.words.exercise')] : []),
    t(`plans.words.${answer.verdict}`, {
      seat: session.seat.names[words.language],
      party: nameOf(session.party, speaking),
      name: inOwnOrder(plan.plan.name, words.direction),
      author: nameOf(plan.author, speaking),
      time: dtg(plan.at),
    }),
    ...NARROWING_CHECKS.flatMap((check) => factLines(plan.plan, check, speaking)),
    ...(plan.change ? changeLines(plan.change, speaking) : []),
    t('plans.words.asked', { list: asked.join(t('plans.words.semicolon')) }),
    ...conflictLines(plan, speaking),
    ...answerLines(plan, answer, speaking),
    t('plans.words.record', { hash: leftToRight(shortHash(plan.hash), words.direction) }),
  ];
  // The marks that set a gap apart on the screen may not stand in a record.
  return lines
    .join('\n')
    .replaceAll(/[\u2066-\u2069]/g, '')
    .normalize('NFC');
}

/** The first and last digits of a hash: enough to read over a telephone. */
export function shortHash(hash: string): string {
  const digits = hash.replace(/^sha256:/, '');
  return `${digits.slice(0, 6)}…${digits.slice(-4)}`;
}

function changeLines(
  { from, changed, widens }: ChangeView,
  { words }: Speaking,
): readonly string[] {
  const { t, language } = words;
  const named = (checks: ChangeView['changed']): string =>
    formatList(
      checks.map((check) => t(`plan-parts.check.${check}`)),
      language,
    );
  const hash = leftToRight(shortHash(from), words.direction);
  if (changed.length === 0) return [t('plan-parts.change.say-nothing', { hash })];
  return [
    t('plan-parts.change.say', { hash, parts: named(changed) }),
    widens.length === 0
      ? t('plan-parts.change.say-narrows')
      : t('plan-parts.change.say-widens', { parts: named(widens) }),
  ];
}

function conflictLines({ conflicts }: PlanView, speaking: Speaking): readonly string[] {
  const { t } = speaking.words;
  if (conflicts.length === 0) return [t('plan-parts.conflict.say-none')];
  return [
    t('plan-parts.conflict.say', { count: conflicts.length }),
    ...conflicts.map((conflict) => {
      const cleared = clearedPhrase(conflict, speaking);
      const phrase = conflictPhrase(conflict, speaking);
      return `– ${cleared === undefined ? phrase : `${phrase} ${cleared}`}`;
    }),
  ];
}

function answerLines(plan: PlanView, answer: Answer, speaking: Speaking): readonly string[] {
  const { words, centre } = speaking;
  const { t } = words;
  const reason = inOwnOrder(answer.reason ?? '', words.direction);
  if (answer.verdict === 'question') return [t('plan-parts.question.say', { question: reason })];
  if (answer.verdict !== 'consent') return [t('plans.words.reason', { reason })];
  const last = formatDtg(instantOf(answer.upto ?? plan.plan.window.upto), centre.zone);
  const time = leftToRight(last, words.direction);
  const { conditions, limits = [] } = answer;
  const numbered = conditions.map(
    (condition, i) => `${i + 1}. ${inOwnOrder(condition, words.direction)}`,
  );
  return [
    t(answer.upto === null ? 'plans.words.upto-end' : 'plans.words.upto', { time }),
    ...(conditions.length + limits.length === 0 ? [t('plans.words.no-conditions')] : []),
    ...(limits.length > 0 ? [t('plan-parts.limit.say')] : []),
    ...limits.map((limit) => `– ${limitPhrase(limit, plan.plan, speaking)}`),
    ...(conditions.length > 0
      ? [t('plans.words.conditions', { author: nameOf(plan.author, speaking) })]
      : []),
    ...numbered,
  ];
}
