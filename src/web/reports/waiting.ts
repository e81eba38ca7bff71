import type { PlanLine } from '../../contract/api.ts';
import type { ReportLine } from '../../contract/reports.ts';

/** Something that waits for this seat. */
export type Waiting =
  | { readonly kind: 'consent'; readonly id: string; readonly plan: PlanLine }
  | {
      readonly kind: 'contradiction';
      readonly id: string;
      /** The newer of the two, then the one that it cannot be true together with. */
      readonly pair: readonly [ReportLine, ReportLine];
    }
  | ReportItem;

/** A report in an inbox, under its matter where the list is told by matter. */
export interface ReportItem {
  readonly kind: 'report';
  readonly id: string;
  readonly report: ReportLine;
  readonly matter?: ReportLine['partOf'][number];
}

/**
 * What waits for a party: plans that ask its consent; pairs of reports that contradict each other
 * until it has graded both; reports of others that it has not graded. A report in a pair is not
 * listed once more. Each kind newest first, in the order of `reports`.
 */
export function waitingFor(
  party: string,
  plans: readonly PlanLine[],
  reports: readonly ReportLine[],
): readonly Waiting[] {
  const consents = plans
    .filter((plan) => plan.waitsForUs)
    .map((plan): Waiting => ({ kind: 'consent', id: plan.hash, plan }));
  const known = new Map<string, ReportLine>(reports.map((report) => [report.hash, report]));
  const pairs = new Map<string, Waiting>();
  const paired = new Set<string>();
  for (const report of reports) {
    for (const hash of report.contradicts) {
      const other = known.get(hash);
      if (!other || (isGradedBy(party, report) && isGradedBy(party, other))) continue;
      const id = [report.hash, hash].toSorted().join('+');
      if (!pairs.has(id)) pairs.set(id, { kind: 'contradiction', id, pair: [report, other] });
      paired.add(report.hash).add(hash);
    }
  }
  const ungraded = reports
    .filter((report) => isUngraded(party, report) && !paired.has(report.hash))
    .map((report): Waiting => ({ kind: 'report', id: report.hash, report }));
  return [...consents, ...pairs.values(), ...ungraded];
}

/**
 * What came, in its order. By matter, all reports of one matter that were read so far stand together
 * where the newest of them stands; a report of several stands under the one that comes first.
 */
export function arrivedItems(
  lines: readonly ReportLine[],
  byMatter: boolean,
): readonly ReportItem[] {
  const plain = lines.map((report): ReportItem => ({ kind: 'report', id: report.hash, report }));
  if (!byMatter) return plain;
  const groups = new Map<string, ReportItem[]>();
  for (const item of plain) {
    const { partOf } = item.report;
    const matter = partOf.find(({ record }) => groups.has(record)) ?? partOf[0];
    const group = groups.get(matter?.record ?? item.id) ?? [];
    group.push(matter ? { ...item, matter } : item);
    groups.set(matter?.record ?? item.id, group);
  }
  return [...groups.values()].flat();
}

/** Tells whether a party has said how it grades a report. */
export function isGradedBy(party: string, report: Pick<ReportLine, 'grades'>): boolean {
  return report.grades.some((grade) => grade.party === party);
}

/** Tells whether a report is another's and still without the party's grade. */
export function isUngraded(party: string, report: ReportLine): boolean {
  return report.author !== party && !isGradedBy(party, report);
}

/** The reports that an item shows. */
export function reportsOf(item: Waiting): readonly ReportLine[] {
  if (item.kind === 'consent') return [];
  return item.kind === 'report' ? [item.report] : item.pair;
}
