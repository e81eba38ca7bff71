import { TLP_LEVELS } from '../accord/record.ts';
import type { Outcome } from './items.ts';
import type { ReportRow } from './outside.ts';
import type { TlpLevel } from './stix-names.ts';

/** Marks of what does not go beyond the party that was given it. */
const OWN_ALONE: readonly TlpLevel[] = ['AMBER+STRICT', 'RED'];

/** Refuses, for readers beyond our own party, what its source marked for us alone. [O7] */
export function boundByMarks(
  outcomes: readonly Outcome[],
  isForOwnAlone: boolean,
): readonly Outcome[] {
  if (isForOwnAlone) return outcomes;
  return outcomes.map((each): Outcome => {
    if (each.outcome !== 'taken') return each;
    const { number, type, name, row } = each;
    if (row.tlp === undefined || !OWN_ALONE.includes(row.tlp)) return each;
    const fault = { kind: 'marking-narrower', tlp: row.tlp } as const;
    return { number, type, name, outcome: 'refused', fault };
  });
}

/** The mark of a report: the stricter of its source's and of what the office chose. [O7] */
export function markFor({ tlp }: Pick<ReportRow, 'tlp'>, chosen: TlpLevel): TlpLevel {
  const of = (level: TlpLevel) => TLP_LEVELS.indexOf(level);
  return tlp !== undefined && of(tlp) > of(chosen) ? tlp : chosen;
}
