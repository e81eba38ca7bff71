import { useInfiniteQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';

import type { ReportLine } from '../../contract/reports.ts';
import type { ReportAsk } from './report-queries.ts';
import { linesOf, reportsQuery } from './report-queries.ts';
import { ReportLines } from './report-row.tsx';

/** How many reports are offered at once; a search finds the rest. */
const OFFERED_MAX = 30;

/** The classes of a list out of which something is chosen, and of what may be. */
export const CHOICE_LIST_CLASS =
  'max-h-72 overflow-auto rounded-sm border border-line empty:hidden';
export const CHOICE_CLASS =
  'border-s-3 border-b border-s-transparent border-b-line px-3 py-1.5 -outline-offset-2 last:border-b-0 data-[hovered]:bg-raised data-[selected]:border-s-text data-[selected]:bg-selected';

/** Reports that are offered to be chosen from. */
export interface Offered {
  readonly lines: readonly ReportLine[];
  /** Whether it is known that there are none. */
  readonly isNone: boolean;
  /** A report that is or was offered here: what was chosen stays chosen under another search. */
  lineOf(hash: string): ReportLine | undefined;
}

/** The first of the reports that are asked for and fit. */
export function useOffered(
  ask: ReportAsk,
  fits: (line: ReportLine) => boolean,
  isEnabled = true,
): Offered {
  const found = useInfiniteQuery({ ...reportsQuery(ask), enabled: isEnabled });
  const seen = useRef(new Map<string, ReportLine>());
  const lines = linesOf(found.data?.pages).filter(fits).slice(0, OFFERED_MAX);
  useEffect(() => {
    for (const line of lines) seen.current.set(line.hash, line);
  }, [lines]);
  return {
    lines,
    isNone: found.data !== undefined && lines.length === 0,
    lineOf: (hash) => lines.find((line) => line.hash === hash) ?? seen.current.get(hash),
  };
}

/** A list out of which one report is chosen, or several. */
export function ReportChoice({
  label,
  offered,
  mode,
  chosen,
  onChoose,
}: {
  readonly label: string;
  readonly offered: Offered;
  readonly mode: 'single' | 'multiple';
  readonly chosen: readonly string[];
  readonly onChoose: (hashes: readonly string[]) => void;
}) {
  return (
    <ListBox
      aria-label={label}
      items={offered.lines}
      selectionMode={mode}
      selectedKeys={[...chosen]}
      onSelectionChange={(keys) =>
        onChoose(keys === 'all' ? offered.lines.map(({ hash }) => hash) : [...keys].map(String))
      }
      className={CHOICE_LIST_CLASS}
    >
      {(line) => (
        <ListBoxItem id={line.hash} textValue={line.title} className={CHOICE_CLASS}>
          <ReportLines report={line} />
        </ListBoxItem>
      )}
    </ListBox>
  );
}
