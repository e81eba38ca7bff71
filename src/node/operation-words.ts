import { formatInstant } from '../base/instant.ts';
import type { DecisionShown, OperationAccount, Reach } from '../ledger/operation-account.ts';
import type { OperationShown, OperationVerdictFault, Seal } from '../ledger/operation-verdict.ts';

/** What the program says of a proof file that shows nothing: what is wrong with it. */
export function sentenceOfUnsound(fault: OperationVerdictFault): string {
  switch (fault.kind) {
    case 'proof-too-large':
      return `It has more than ${fault.limit} bytes; no proof file is so large.`;
    case 'not-utf8':
    case 'no-proof-file':
      return 'It is no proof file of an operation, or a byte of its head or end was changed.';
    case 'digest-differs':
      return 'It is not the file that was written: at least one byte of it was changed.';
    case 'not-json':
    case 'proof-malformed':
    case 'not-canonical':
      return `It does not have the one form of a proof file (${fault.kind}${'path' in fault ? ` at ${fault.path}` : ''}).`;
    case 'no-card':
      return `The card of ${fault.party} is needed: give it with --card.`;
    case 'wrong-origin':
      return `The log ${fault.origin} is not that of the author and readers that it names, by the cards.`;
    case 'note-bad':
      return `A checkpoint of ${fault.origin} is not signed as it must be (${fault.why}).`;
    case 'notes-out-of-order':
      return `The checkpoints of ${fault.origin} do not stand in their order.`;
    case 'root-differs':
      return `The entries of ${fault.origin} are not those that were signed: one of the first ${fault.size} was changed, dropped or put in.`;
    case 'size-differs':
      return `The entries of ${fault.origin} are more or fewer than its checkpoint counts.`;
    case 'plan-missing':
      return 'The plan that it is about is not in it.';
    case 'charter-missing':
      return 'No charter of the centre is in it.';
    case 'charter-differs':
      return `${fault.party} founded the centre with another charter than the author of the plan.`;
    case 'exercise-differs':
      return 'It says of an exercise that it was none, or the other way round.';
    case 'other-audience':
      return `The log ${fault.origin} is towards neither the centre nor the readers of the plan.`;
  }
}

/** What a sound proof file says of its operation, in lines. [F10] */
export function linesOfOperation(
  shown: OperationShown,
  account: OperationAccount,
): readonly string[] {
  const { plan, exercise, logs } = shown;
  const { life } = account;
  const sum = (part: 'given' | 'withheld' | 'unknown') =>
    logs.reduce((all, log) => all + log[part], 0);
  const [given, withheld, unknown] = [sum('given'), sum('withheld'), sum('unknown')];
  const { name, kind, window } = plan.record.body;
  return [
    `${kind} "${name}" of ${plan.author}${exercise ? ', an exercise' : ''}`,
    `  plan       ${shown.operation}`,
    `  window     ${window.from} to ${window.upto}`,
    `  checked    ${logs.length} logs: signatures, roots, and ${entries(given)}`,
    ...(withheld > 0
      ? [
          `  withheld   ${entries(withheld)} of these logs: given as hashes only; the maker of this file says`,
          '             they are about something else. A file made with --whole gives them all.',
        ]
      : []),
    ...(unknown > 0
      ? [`  unknown    ${entries(unknown)} in a form that this program does not know`]
      : []),
    ...shown.absent.map(
      ({ party, audience }) =>
        `  absent     ${party} has no log towards ${audience.join(', ')} here: it said nothing there, or it was left out`,
    ),
    ...life.spans.map(({ from, upto, state, missing }) =>
      [
        `  life       ${formatInstant(from)} to ${formatInstant(upto)}  ${state}`,
        ...(missing.length > 0 ? [`without the consent of ${missing.join(', ')}`] : []),
      ].join(', '),
    ),
    life.begun
      ? `  begun      ${formatInstant(life.begun)}, as ${plan.author} announced`
      : '  begun      never announced',
    `  ended      ${formatInstant(life.ended)}`,
    ...account.decisions.map(lineOfDecision),
    ...account.reaches.map(lineOfReach),
    ...sentencesOfCover(account),
  ];
}

/** A verdict on a proof file as JSON. */
export function presentOperation(shown: OperationShown, account: OperationAccount): object {
  const { life, uncovered, decisions, reaches, short } = account;
  const span = ({ from, upto, state, missing }: (typeof uncovered)[number]) => {
    return { from: formatInstant(from), upto: formatInstant(upto), state, missing };
  };
  const shownOf = (reach: Reach) => {
    const { log, size, given, withheld, unknown } = reach.shown;
    const { origin, author, audience } = log;
    const upto = reach.upto ? presentSeal(reach.upto) : null;
    return { origin, author, audience, size, given, withheld, unknown, upto };
  };
  return {
    sound: true,
    covered: life.covered,
    /** Whether the file shows every log up to the operation's end. */
    toTheEnd: short.length === 0 && shown.absent.length === 0,
    operation: shown.operation,
    exercise: shown.exercise,
    name: shown.plan.record.body.name,
    author: shown.plan.author,
    begun: life.begun === undefined ? null : formatInstant(life.begun),
    ended: formatInstant(life.ended),
    spans: life.spans.map(span),
    uncovered: uncovered.map(span),
    decisions: decisions.map(({ said, isVoid, since, isBefore }) => ({
      hash: said.hash,
      party: said.author,
      seat: said.record.by.seat,
      at: said.record.at,
      verdict: said.record.body.verdict,
      void: isVoid ?? null,
      since: since ? presentSeal(since) : null,
      beforeItBegan: isBefore,
    })),
    logs: reaches.map(shownOf),
    absent: shown.absent,
  };
}

function lineOfDecision({ said, isVoid, since, isBefore }: DecisionShown): string {
  const { record, author } = said;
  const when = since ? `on the record by ${told(since)}` : 'cosigned by nobody';
  const order = isBefore ? 'before it began' : 'NOT before it began';
  const count = isVoid ? `; does not count (${isVoid})` : '';
  return `  decision   ${author}: ${record.body.verdict} at ${record.at}, ${when}, ${order}${count}`;
}

function lineOfReach({ shown, upto }: Reach): string {
  const { author, audience } = shown.log;
  const until = upto ? `up to ${told(upto)}` : 'its last entries cosigned by nobody';
  return `  shown      ${author} to ${audience.join(', ')}: ${entries(shown.size)}, ${until}`;
}

function sentencesOfCover({ life, uncovered, short, begins }: OperationAccount): readonly string[] {
  const logs = [...new Set(short.map(({ shown }) => shown.log.author))].join(', ');
  const reach =
    short.length > 0
      ? [
          `  This holds as far as the file reaches: what ${logs} may have said after the times above is not in it.`,
        ]
      : [];
  if (life.covered) {
    const span = `${formatInstant(begins)} to ${formatInstant(life.ended)}`;
    return [`COVERED at every moment from ${span}.`, ...reach];
  }
  const why = uncovered.length > 0 ? ' at every moment:' : ': it ended in the second it began.';
  return [
    `NOT COVERED${life.begun === undefined ? ': it was never announced to have begun.' : why}`,
    ...uncovered.map(
      ({ from, upto, missing }) =>
        `  from ${formatInstant(from)} to ${formatInstant(upto)} without the consent of ${missing.join(', ')}.`,
    ),
    ...reach,
  ];
}

function entries(count: number): string {
  return count === 1 ? '1 entry' : `${count} entries`;
}

function told({ at, by }: Seal): string {
  return `${formatInstant(at)} (${by})`;
}

function presentSeal({ at, by, size }: Seal): object {
  return { at: formatInstant(at), by, size };
}
