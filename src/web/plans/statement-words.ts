import type { NewStatement, PlanView, SessionView } from '../../contract/api.ts';
import type { JsonObject } from '../../base/json.ts';
import type { GridPoint } from '../../geo/grid.ts';
import { areaKm2, distanceMetres } from '../../geo/measure.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import { parseShape, pathsOf } from '../../geo/shape.ts';
import type { Shape } from '../../geo/shape.ts';
import { instantOf } from '../now.ts';
import { formatArea, formatDtg, formatNumber, unbroken } from '../words/format.ts';
import type { Speaking } from './phrase.tsx';
import { leftToRight, plainText } from './plain-text.ts';
import { forcesPhrase, nameOf, stancePhrase } from './phrase.tsx';

/** How many corners the words name before they point to the record for the rest. */
export const CORNERS_NAMED_MAX = 24;

/** What an officer may say to a plan, as far as the words and the record need it. */
export type Answer = Pick<NewStatement, 'verdict' | 'upto' | 'conditions' | 'reason'>;

/**
 * What the officer reads and signs, in the officer's language: who says what to which operation, on
 * what ground, when, with whom, until when and on which conditions. One fact a line.
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
  const party = nameOf(session.party, speaking);
  const semicolon = t('plans.words.semicolon');
  const asked = plan.asked.map((each) =>
    t('plans.words.stance', {
      party: nameOf(each.party, speaking),
      stance: stancePhrase(plan, each, speaking),
    }),
  );
  const forces = plan.plan.contributions.map((each) =>
    t('plans.words.contribution', {
      party: nameOf(each.party, speaking),
      forces: forcesPhrase(each.forces, words),
    }),
  );
  const lines = [
    ...(plan.exercise ? [t('plans.words.exercise')] : []),
    t(`plans.words.${answer.verdict}`, {
      seat: session.seat.names[words.language],
      party,
      name: plainText(plan.plan.name),
      author: nameOf(plan.author, speaking),
      time: dtg(plan.at),
    }),
    ...groundLines(plan, speaking),
    t('plans.words.window', { from: dtg(plan.plan.window.from), upto: dtg(plan.plan.window.upto) }),
    forces.length > 0
      ? t('plans.words.contributions', { list: forces.join(semicolon) })
      : t('plans.words.no-contributions'),
    t('plans.words.asked', { list: asked.join(semicolon) }),
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

function answerLines(plan: PlanView, answer: Answer, speaking: Speaking): readonly string[] {
  const { words, centre } = speaking;
  const { t } = words;
  if (answer.verdict !== 'consent') {
    return [t('plans.words.reason', { reason: plainText(answer.reason ?? '') })];
  }
  const last = formatDtg(instantOf(answer.upto ?? plan.plan.window.upto), centre.zone);
  const end = leftToRight(last, words.direction);
  const upto = t(answer.upto === null ? 'plans.words.upto-end' : 'plans.words.upto', { time: end });
  if (answer.conditions.length === 0) return [upto, t('plans.words.no-conditions')];
  const author = nameOf(plan.author, speaking);
  const numbered = answer.conditions.map((condition, i) => `${i + 1}. ${plainText(condition)}`);
  return [upto, t('plans.words.conditions', { author }), ...numbered];
}

function groundLines(plan: PlanView, { words }: Speaking): readonly string[] {
  const shape = parseShape(plan.plan.shape as unknown as JsonObject);
  if (!shape.ok) return [];
  const corners = cornersOf(shape.value);
  const named = corners
    .slice(0, CORNERS_NAMED_MAX)
    .map((corner) => leftToRight(unbroken(formatMgrs(corner, 1)), words.direction));
  const list = named.join(words.t('plans.words.semicolon'));
  const more = corners.length - named.length;
  const rest = more > 0 ? [words.t('plans.words.more-corners', { count: more })] : [];
  const key = `plans.words.ground-${shape.value.kind}`;
  return [words.t(key, { size: sizeOf(shape.value, words), corners: list }), ...rest];
}

/** The corners of a shape; a ring's closing point is not said twice. */
function cornersOf(shape: Shape): readonly GridPoint[] {
  const paths = pathsOf(shape);
  return shape.kind === 'area' ? paths.flatMap((ring) => ring.slice(0, -1)) : paths.flat();
}

function sizeOf(shape: Shape, { language }: Speaking['words']): string {
  if (shape.kind !== 'line') return formatArea(areaKm2(shape), language);
  const metres = shape.points.reduce((sum, point, i) => {
    const before = shape.points[i - 1];
    return before ? sum + distanceMetres(before, point) : sum;
  }, 0);
  const unit = { ar: 'كم', ckb: 'کم', tr: 'km', en: 'km' }[language];
  return `${formatNumber(metres / 1000, language, { maximumFractionDigits: 1 })}\u00a0${unit}`;
}
