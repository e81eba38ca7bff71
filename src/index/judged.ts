import type { RecordOf } from '../accord/record.ts';
import { momentOf } from '../accord/wire.ts';
import { MARKS, gradeNumber } from './grade-number.ts';
import { hashBytes } from './meaning.ts';
import type { Bound, Tables } from './tables.ts';

/* What was said of reports, so that they can be found by it. [I17] [I18] */

/** The entry that says something of reports. */
export interface Saying {
  readonly no: number;
  readonly log: number;
  readonly index: number;
  readonly record: RecordOf<'grade'> | RecordOf<'link'>;
}

/** Keeps what a grade or a link says. A grade of one claim is not one of the report. [M11] */
export function keepJudgement(tables: Tables, { no, log, index, record }: Saying): void {
  if (record.type === 'grade') {
    const { report, grade } = record.body;
    if (record.body.claim !== undefined) return;
    tables.run(
      // Within a log its order counts, whatever the times that its author gives.
      `INSERT INTO judgements SELECT ?1, ?2, ?3, max(?4, coalesce(max(at), ?4)), ?5, ?6
       FROM judgements WHERE report = ?1 AND log = ?3`,
      hashBytes(report),
      no,
      log,
      momentOf(record.at),
      index,
      gradeNumber(grade),
    );
    mark(tables, hashBytes(report), MARKS.judged);
    return;
  }
  const { from, to, relation } = record.body;
  const isAgainst = relation === 'contradicts';
  for (const report of new Set([from, to])) {
    tables.run(
      'INSERT OR IGNORE INTO links VALUES (?, ?, ?, ?)',
      hashBytes(report),
      no,
      log,
      Number(isAgainst),
    );
    mark(tables, hashBytes(report), MARKS.linked | (isAgainst ? MARKS.contradicted : 0));
  }
}

/** Forgets what an entry said of a report. [W4] */
export function dropJudgement(tables: Tables, report: Uint8Array, no: number): void {
  tables.run('DELETE FROM judgements WHERE report = ? AND entry = ?', report, no);
  tables.run('DELETE FROM links WHERE report = ? AND entry = ?', report, no);
}

/** The marks of a report of which something may have been said before it came. */
export function marksBefore(tables: Tables, report: Uint8Array): number {
  const [row] = tables.all(
    `SELECT EXISTS (SELECT 1 FROM judgements WHERE report = ?1) * ${MARKS.judged}
       | (SELECT count(*) > 0 FROM links WHERE report = ?1) * ${MARKS.linked}
       | coalesce((SELECT max(against) FROM links WHERE report = ?1), 0) * ${MARKS.contradicted}`,
    report,
  );
  return row?.[0] as number;
}

function mark(tables: Tables, report: Uint8Array, marks: number): void {
  tables.run(
    `UPDATE reports SET marks = marks | ?
     WHERE key IN (SELECT key FROM entries WHERE hash = ? AND key IS NOT NULL)`,
    marks,
    report,
  );
}

/** A piece of SQL with what is bound to it, in order. */
export interface Piece {
  readonly sql: string;
  readonly bound: readonly Bound[];
}

/** Whose grade: that of each report's author, or of the party whose own logs have these numbers (JSON). */
export type By = { readonly own: string } | 'author';

/**
 * The number of the grade of report `r` that stands by a party, or 0: its latest on the logs that may
 * be read, whose numbers `all` gives as JSON, else what the report itself gives where the party wrote
 * it. [I3] [I8] [I17]
 */
export function gradeBy(by: By, all: string): Piece {
  const [given, givenBound] =
    by === 'author'
      ? ['r.own', []]
      : [`CASE WHEN ${among('r.log')} THEN r.own ELSE 0 END`, [by.own]];
  const [logs, logsBound] =
    by === 'author'
      ? [`${among('j.log')} AND l.author = (SELECT author FROM logs WHERE no = r.log)`, [all]]
      : [among('j.log'), [by.own]];
  return {
    sql: `(CASE WHEN r.marks & ${MARKS.judged} THEN coalesce((
        SELECT j.grade FROM judgements j JOIN logs l ON l.no = j.log
        WHERE j.report = r.hash AND ${logs} ORDER BY j.at DESC, l.id DESC, j.place DESC LIMIT 1
      ), ${given}) ELSE ${given} END)`,
    bound: [...logsBound, ...givenBound, ...givenBound],
  };
}

/** A test that a log's number is among those of a JSON text that is bound. */
export function among(column: string): string {
  return `${column} IN (SELECT value FROM json_each(?))`;
}
