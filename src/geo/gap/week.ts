import type { Coverage } from './coverage.ts';
import { addCoverage } from './coverage.ts';
import { eachRun } from './counts.ts';
import type { Ground } from './ground.ts';
import { Spans } from './spans.ts';

/** The hours of a week, from Monday 0000 on. */
export const WEEK_HOURS = 168;

/** A coverage and the hours of the week in which it stands, {@link WEEK_HOURS} of them. */
export interface Manned {
  readonly coverage: Coverage;
  readonly hours: readonly boolean[];
}

/** How many rows are reckoned between two words about the progress. */
const ROWS_AT_ONCE = 64;

/**
 * What nobody covers in each hour of a week, in square metres. Row by row the coverages' beginnings
 * and ends are gone through from west to east: between two of them the same coverages stand, whose
 * hours are counted once for all cells between. It yields the share that is done and may be left at
 * any time; what it returns is whole.
 */
export function* gapByHour(
  ground: Ground,
  manned: readonly Manned[],
): Generator<number, Float64Array> {
  const rows = marksByRow(ground, manned);
  const gap = new Float64Array(WEEK_HOURS);
  const standing = new Int32Array(WEEK_HOURS);
  const openSince = new Int32Array(WEEK_HOURS);
  const hoursOf = manned.map(({ hours }) =>
    Int32Array.from(hours.flatMap((is, hour) => (is ? [hour] : []))),
  );
  for (let row = 0; row < ground.rows; row += 1) {
    const first = ground.cellOf[ground.firstOf[row] as number] as number;
    const past = ground.cellOf[ground.firstOf[row + 1] as number] as number;
    const area = ground.squareMetres[row] as number;
    standing.fill(0);
    openSince.fill(first);
    for (const mark of rows.marksOf(row)) {
      for (const hour of hoursOf[mark.manned] as Int32Array) {
        const now = (standing[hour] as number) + (mark.isBegin ? 1 : -1);
        standing[hour] = now;
        if (mark.isBegin && now === 1) {
          gap[hour] = (gap[hour] as number) + (mark.cell - (openSince[hour] as number)) * area;
        } else if (!mark.isBegin && now === 0) openSince[hour] = mark.cell;
      }
    }
    // Whatever was begun in a row has ended in it.
    for (let hour = 0; hour < WEEK_HOURS; hour += 1) {
      gap[hour] = (gap[hour] as number) + (past - (openSince[hour] as number)) * area;
    }
    if (row % ROWS_AT_ONCE === ROWS_AT_ONCE - 1) yield (row + 1) / ground.rows;
  }
  return gap;
}

/** Where a coverage begins or ends in a row. */
interface Mark {
  readonly cell: number;
  readonly manned: number;
  readonly isBegin: boolean;
}

function marksByRow(
  ground: Ground,
  manned: readonly Manned[],
): { marksOf(row: number): readonly Mark[] } {
  const spans = new Spans();
  const counts = new Int32Array(ground.rows + 1);
  const each = (tell: (row: number, from: number, upto: number, i: number) => void): void => {
    for (const [i, { coverage }] of manned.entries()) {
      spans.clear();
      addCoverage(coverage, ground, spans);
      eachRun(ground, spans, (row, from, upto) => tell(row, from, upto, i));
    }
  };
  each((row) => {
    counts[row + 1]! += 2;
  });
  for (let row = 0; row < ground.rows; row += 1) counts[row + 1]! += counts[row] as number;
  // Cell, then begin before end, then whose: one number, so that sorting is fast.
  const keys = new Float64Array(counts[ground.rows] as number);
  const next = counts.slice();
  const size = manned.length;
  each((row, from, upto, i) => {
    const k = next[row] as number;
    keys[k] = (from * 2 + 0) * size + i;
    keys[k + 1] = (upto * 2 + 1) * size + i;
    next[row] = k + 2;
  });
  return {
    marksOf(row) {
      const own = keys.subarray(counts[row], counts[row + 1]).sort();
      return Array.from(own, (key) => {
        const rest = Math.floor(key / size);
        return { cell: rest >>> 1, manned: key % size, isBegin: rest % 2 === 0 };
      });
    },
  };
}
