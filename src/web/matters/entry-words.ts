import type { MatterView } from '../../contract/matters.ts';

/** How a claim is called in a line: the column of its report and its words, or the report's title. */
export function entryWords(matter: MatterView, report: string, claim: number): string {
  const column = matter.parts.findIndex(({ hash }) => hash === report) + 1;
  const entries = matter.table.flatMap((row) => row.entries);
  const words = entries.find(
    (entry) => entry.report === report && entry.number === claim && entry.words !== undefined,
  )?.words;
  return `${column}: ${words ?? ''}`;
}
