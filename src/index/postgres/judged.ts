import { MARKS } from '../grade-number.ts';
import type { By } from '../judged.ts';
import type { Put } from './link.ts';

/**
 * The number of the grade of report `r` that stands by a party, or 0: its latest on the logs that may
 * be read, whose numbers `all` gives, else what the report itself gives where the party wrote it; as
 * in the other form. [I3] [I8] [I17]
 */
export function gradeBy(put: Put, by: By, all: string): string {
  const among = (column: string, nos: string) => `${column} = ANY(${put(nos)}::text::int4[])`;
  const given =
    by === 'author' ? 'r.own' : `CASE WHEN ${among('r.log', by.own)} THEN r.own ELSE 0 END`;
  const logs =
    by === 'author'
      ? `${among('j.log', all)} AND l.author = (SELECT author FROM logs WHERE no = r.log)`
      : among('j.log', by.own);
  return `(CASE WHEN (r.marks & ${MARKS.judged}) <> 0 THEN coalesce((
      SELECT j.grade FROM judgements j JOIN logs l ON l.no = j.log
      WHERE j.report = r.hash AND ${logs} ORDER BY j.at DESC, l.id DESC, j.place DESC LIMIT 1
    ), ${given}) ELSE ${given} END)`;
}
