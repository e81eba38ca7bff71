import type { LogId } from '../../base/ids.ts';
import { TroubleError, invariant } from '../../base/result.ts';
import { momentOf } from '../../accord/wire.ts';
import { MARKS, gradeNumber } from '../grade-number.ts';
import type { Meaning, ReportMeaning } from '../meaning.ts';
import { hashBytes, meaningOf } from '../meaning.ts';
import { pack } from '../pack.ts';
import type { IndexedEntry } from '../port.ts';
import { markCorrected } from './editions.ts';
import type { Link } from './link.ts';
import { bytesText } from './link.ts';
import type { Tables } from './tables.ts';
import { beginningOf, keyOf, placeTokens, wellFormed, wordsFor } from './tokens.ts';

interface LogState {
  readonly no: number;
  reached: number;
}

/** How many entries there are of each log. */
export async function reachedOf(link: Link): Promise<ReadonlyMap<LogId, number>> {
  const rows = await link.all('SELECT id, reached FROM logs');
  return new Map(rows.map(([id, reached]) => [id as LogId, reached as number]));
}

/**
 * Takes in `entries` with how far each log got, all or nothing. [I1] [I2] A gap breaks the belief
 * that the caller knows how far it got, unless `isForgetful`: then the tables were lost under it.
 */
export async function followEntries(
  tables: Tables,
  entries: readonly IndexedEntry[],
  isForgetful: boolean,
): Promise<void> {
  const { link, terms } = tables;
  const work = link.within(async () => {
    const logs = await logsOf(link, entries);
    const fresh: IndexedEntry[] = [];
    for (const entry of entries) {
      const log = logs.get(entry.log)!;
      if (entry.index < log.reached) continue; // [I2]
      if (entry.index > log.reached && isForgetful) throw new TroubleError('index-damaged');
      invariant(entry.index === log.reached, 'the index is given each log without a gap');
      log.reached += 1;
      fresh.push(entry);
    }
    const count = await write(tables, logs, fresh);
    for (const { no, reached } of logs.values()) {
      await link.all('UPDATE logs SET reached = $2::int4 WHERE no = $1::int4', [no, reached]);
    }
    return count;
  });
  tables.unseen += await work.catch((thrown: unknown) => {
    // Words that were new in it have no numbers after all.
    terms.clear();
    throw thrown;
  });
}

async function logsOf(
  link: Link,
  entries: readonly IndexedEntry[],
): Promise<ReadonlyMap<LogId, LogState>> {
  const logs = new Map<LogId, LogState>();
  for (const { log, author, audience } of entries) {
    if (logs.has(log)) continue;
    await link.all(
      `INSERT INTO logs (id, author, audience, reached)
       VALUES ($1::text, $2::text, $3::text, 0) ON CONFLICT DO NOTHING`,
      [log, author, JSON.stringify(audience)],
    );
    const [row] = await link.all('SELECT no, reached FROM logs WHERE id = $1::text', [log]);
    logs.set(log, { no: row?.[0] as number, reached: row?.[1] as number });
  }
  return logs;
}

interface Numbered {
  readonly no: number;
  readonly log: number;
  readonly entry: IndexedEntry;
  readonly meaning: Meaning;
}

/** Writes entries and what they mean; gives how many reports are among them. */
async function write(
  tables: Tables,
  logs: ReadonlyMap<LogId, LogState>,
  entries: readonly IndexedEntry[],
): Promise<number> {
  if (entries.length === 0) return 0;
  const { link } = tables;
  const [row] = await link.all('SELECT coalesce(max(no), 0)::float8 FROM entries');
  const last = row?.[0] as number;
  const numbered = entries.map((entry, i) => ({
    no: last + 1 + i,
    log: logs.get(entry.log)!.no,
    entry,
    meaning: meaningOf(entry),
  }));
  await writeEntries(link, numbered);
  const said = await writeJudgements(link, numbered);
  const reports = numbered.flatMap((each) =>
    each.meaning.report ? [{ ...each, report: each.meaning.report }] : [],
  );
  if (reports.length > 0) await writeReports(tables, reports);
  await writeOthers(tables, numbered);
  await markSaid(link, [...said, ...reports.map(({ entry }) => hashBytes(entry.hash))]);
  // All that they can correct stands before them, in this call or an earlier one. [H6]
  for (const old of reports.flatMap(({ meaning }) => meaning.mentions)) {
    await markCorrected(link, old);
  }
  return reports.length;
}

async function writeEntries(link: Link, numbered: readonly Numbered[]): Promise<void> {
  const rows = numbered.map(({ no, log, entry, meaning: { type, id, report } }) => ({
    no,
    log,
    place: entry.index,
    held: entry.heldSince,
    type,
    hash: base64(hashBytes(entry.hash)),
    id: id ? base64(id) : null,
    key: report ? keyOf(report.from, no) : null,
    bytes: base64(pack(entry.bytes)),
  }));
  await link.all(
    `INSERT INTO entries (no, key, held, log, place, type, hash, id, bytes)
     SELECT no, key, held, log, place, type, decode(hash, 'base64'), decode(id, 'base64'),
       decode(bytes, 'base64')
     FROM json_to_recordset($1::text::json) AS x(no int8, key int8, held int8, log int4,
       place int4, type text, hash text, id text, bytes text)`,
    [JSON.stringify(rows)],
  );
  const named = numbered.flatMap(({ no, meaning }) =>
    meaning.mentions.map((hash) => ({ hash: base64(hashBytes(hash)), no })),
  );
  if (named.length === 0) return;
  await link.all(
    `INSERT INTO mentions SELECT decode(hash, 'base64'), no
     FROM json_to_recordset($1::text::json) AS x(hash text, no int8) ON CONFLICT DO NOTHING`,
    [JSON.stringify(named)],
  );
}

/** Keeps what grades and links say; gives what was spoken of. A grade of one claim is not one of the report. [M11] */
async function writeJudgements(
  link: Link,
  numbered: readonly Numbered[],
): Promise<readonly Uint8Array[]> {
  const spokenOf: Uint8Array[] = [];
  for (const { no, log, entry, meaning } of numbered) {
    const { judgement } = meaning;
    if (judgement?.type === 'grade' && judgement.body.claim === undefined) {
      const report = hashBytes(judgement.body.report);
      spokenOf.push(report);
      await link.all(
        // Within a log its order counts, whatever the times that its author gives.
        `INSERT INTO judgements SELECT $1::bytea, $2::int8, $3::int4,
           greatest($4::int8, max(at)), $5::int4, $6::int4
         FROM judgements WHERE report = $1::bytea AND log = $3::int4`,
        [report, no, log, momentOf(judgement.at), entry.index, gradeNumber(judgement.body.grade)],
      );
    } else if (judgement?.type === 'link') {
      const { from, to, relation } = judgement.body;
      for (const report of new Set([from, to])) {
        spokenOf.push(hashBytes(report));
        await link.all(
          `INSERT INTO links VALUES ($1::bytea, $2::int8, $3::int4, $4::bool)
           ON CONFLICT DO NOTHING`,
          [hashBytes(report), no, log, relation === 'contradicts'],
        );
      }
    }
  }
  return spokenOf;
}

/** Marks reports of which something was said, whichever came first. */
async function markSaid(link: Link, hashes: readonly Uint8Array[]): Promise<void> {
  if (hashes.length === 0) return;
  await link.all(
    `WITH said AS MATERIALIZED (
       SELECT report, ${MARKS.judged} AS mark FROM judgements
         WHERE report = ANY($1::text::bytea[])
       UNION ALL SELECT report, ${MARKS.linked} | against::int4 * ${MARKS.contradicted} FROM links
         WHERE report = ANY($1::text::bytea[])
     ), marked AS MATERIALIZED (
       SELECT e.key, bit_or(s.mark) AS marks FROM said s JOIN entries e ON e.hash = s.report
       WHERE e.key IS NOT NULL GROUP BY e.key
     )
     UPDATE reports r SET marks = r.marks | m.marks FROM marked m
     WHERE r.key = m.key AND r.marks | m.marks <> r.marks`,
    [bytesText(hashes)],
  );
}

type NumberedReport = Numbered & { readonly report: ReportMeaning };

async function writeReports(tables: Tables, numbered: readonly NumberedReport[]): Promise<void> {
  const { link } = tables;
  const seats = await seatsOf(link, new Set(numbered.map(({ report }) => report.seat)));
  const words = numbered.map(({ report }) => wordsFor(report));
  await knowTerms(tables, words);
  const rows = numbered.map(({ no, log, entry, report }, i) => {
    const { from, upto, kind, box, marks, own, seat } = report;
    const { west, south, east, north } = box;
    const tokens = new Set([...termsOf(words[i]!)].map((term) => tables.terms.get(term)!));
    for (const token of placeTokens(report)) tokens.add(token);
    return {
      ...{ key: keyOf(from, no), entry: no, upto, log, kind, west, south, east, north },
      ...{ marks, own, seat: seats.get(seat), hash: base64(hashBytes(entry.hash)) },
      tokens: `{${[...tokens].join(',')}}`,
      words: ` ${report.words.map(wellFormed).join(' ')} `,
    };
  });
  await link.all(
    `WITH x AS MATERIALIZED (
       SELECT * FROM json_to_recordset($1::text::json) AS x(key int8, entry int8, upto int8,
         log int4, kind int4, west int4, south int4, east int4, north int4, marks int4, own int4,
         seat int4, hash text, tokens text, words text)
     ), t AS (INSERT INTO texts SELECT key, words FROM x)
     INSERT INTO reports SELECT key, entry, upto, log, kind, west, south, east, north, false,
       marks, own, seat, decode(hash, 'base64'), tokens::int4[] FROM x`,
    [JSON.stringify(rows)],
  );
  const longest = numbered.reduce((most, { report }) => {
    return Math.max(most, report.upto - report.from);
  }, 0);
  await link.all('UPDATE about SET longest = $1::int8 WHERE longest < $1::int8', [longest]);
}

/** Keeps what is found beside reports. [I44] */
async function writeOthers(tables: Tables, numbered: readonly Numbered[]): Promise<void> {
  const others = numbered.flatMap(({ no, log, meaning: { other } }) =>
    other ? [{ no, log, other }] : [],
  );
  if (others.length === 0) return;
  const words = others.map(({ other }) => wordsFor(other));
  await knowTerms(tables, words);
  const rows = others.map(({ no, log, other: { at, seat, words: all } }, i) => {
    const tokens = new Set([...termsOf(words[i]!)].map((term) => tables.terms.get(term)!));
    const text = ` ${all.map(wellFormed).join(' ')} `;
    return { no, log, at, seat, tokens: `{${[...tokens].join(',')}}`, words: text };
  });
  await tables.link.all(
    `INSERT INTO others SELECT no, log, at, seat, tokens::int4[], words
     FROM json_to_recordset($1::text::json)
       AS x(no int8, log int4, at int8, seat text, tokens text, words text)`,
    [JSON.stringify(rows)],
  );
}

async function seatsOf(
  link: Link,
  names: ReadonlySet<string>,
): Promise<ReadonlyMap<string, number>> {
  const all = JSON.stringify([...names]);
  const named = 'FROM json_array_elements_text($1::text::json) v';
  await link.all(`INSERT INTO seats (name) SELECT v ${named} ON CONFLICT DO NOTHING`, [all]);
  const rows = await link.all(`SELECT name, no FROM seats WHERE name IN (SELECT v ${named})`, [
    all,
  ]);
  return new Map(rows.map(([name, no]) => [name as string, no as number]));
}

/** How many words are remembered as written. */
const TERMS_KNOWN_MAX = 300_000;

/** What stands before a beginning among words, so that one that is also a word is told apart. */
const BEGINS = '*';

/** A report's words, and the beginnings that are tokens of their own. */
function termsOf(words: ReadonlySet<string>): ReadonlySet<string> {
  const all = new Set(words);
  for (const word of words) {
    const beginning = beginningOf(word);
    if (beginning !== undefined) all.add(BEGINS + beginning);
  }
  return all;
}

async function knowTerms(
  { link, terms }: Tables,
  words: readonly ReadonlySet<string>[],
): Promise<void> {
  if (terms.size >= TERMS_KNOWN_MAX) terms.clear();
  const wanted = new Set(words.flatMap((each) => [...termsOf(each)]));
  const fresh = [...wanted].filter((term) => !terms.has(term)).toSorted();
  if (fresh.length === 0) return;
  const begins = (term: string): boolean => term.startsWith(BEGINS);
  const rows = JSON.stringify(
    fresh.map((term) => ({ w: begins(term) ? term.slice(1) : term, b: begins(term) })),
  );
  const asked = 'json_to_recordset($1::text::json) AS x(w text, b bool)';
  // Those that are known already must use up no number, of which there are two thousand million.
  await link.all(
    `INSERT INTO terms (word, begins) SELECT w, b FROM ${asked}
     WHERE NOT EXISTS (SELECT 1 FROM terms t WHERE t.word = w AND t.begins = b)`,
    [rows],
  );
  const known = await link.all(
    `SELECT t.word, t.begins, t.no FROM ${asked} JOIN terms t ON t.word = w AND t.begins = b`,
    [rows],
  );
  for (const [word, isBeginning, no] of known) {
    terms.set(`${isBeginning === true ? BEGINS : ''}${String(word)}`, no as number);
  }
}

function base64(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString('base64');
}
