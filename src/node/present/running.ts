import type { PartyId } from '../../base/ids.ts';
import { formatInstant } from '../../base/instant.ts';
import type { ResultView, RunningView } from '../../contract/api.ts';
import {
  lineage,
  linesOf,
  phasesAt,
  sectorsOf,
  standingStops,
} from '../../accord/operation/running.ts';
import { turnAt } from '../../accord/operation/turns.ts';
import type { Version } from '../../accord/operation/versions.ts';
import { isSameAudience } from '../../accord/party/audience.ts';
import { lastSign } from '../signs.ts';
import type { Look } from './look.ts';

/** How a running operation is: stops, phases, sectors, lines, signs of life, the turn. */
export function presentRunning(
  { known, now }: Look,
  version: Version,
  asked: readonly PartyId[],
): RunningView {
  const versions = lineage(known, version);
  const { body } = version.plan.record;
  const turn = turnAt(body, known.charter.timeZone, now);
  return {
    stops: standingStops(versions),
    phases: phasesAt(versions, now),
    sectors: sectorsOf(versions),
    lines: linesOf(versions),
    contacts: body.lostContact
      ? asked.map((party) => ({ party, at: lastSign(versions, party) ?? null }))
      : [],
    ...(turn ? { turn: { from: formatInstant(turn.from), upto: formatInstant(turn.upto) } } : {}),
  };
}

/** What each asked party and the author say came of an operation, the earliest first. [C46] */
export function presentResults(
  { file, plan }: Version,
  asked: readonly PartyId[],
): readonly ResultView[] {
  return file.closings
    .filter(
      ({ author, audience }) =>
        (author === plan.author || asked.includes(author)) &&
        isSameAudience(audience, plan.audience),
    )
    .toSorted((ours, theirs) => (ours.record.at < theirs.record.at ? -1 : 1))
    .map(({ hash, author, record }) => {
      const { outcome, language, result, lessons } = record.body;
      const { at } = record;
      return { hash, party: author, at, outcome, language, result, lessons: lessons ?? null };
    });
}
