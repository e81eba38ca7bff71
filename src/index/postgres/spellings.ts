import { wordsOf } from '../../base/fold.ts';
import type { SpellingsQuery } from '../port.ts';
import { QUERY_WORDS_MAX } from '../port.ts';
import { BEGUN_MAX, MISSPELT_LETTERS_MIN, SPELLINGS_MAX, oneLetterFrom } from '../spellings.ts';
import type { Link } from './link.ts';
import { numbersText } from './link.ts';
import { openLogs } from './logs.ts';
import { termsFor } from './terms.ts';
import { wellFormed } from './tokens.ts';

/**
 * For each word of `text` that begins no word on the logs that may be read, the words there that are
 * one letter away from it. What stands on other logs neither adds a word nor keeps one out. [I3] [I22]
 */
export async function spellingsFor(
  link: Link,
  { text, logs: ids }: SpellingsQuery,
): Promise<ReadonlyMap<string, readonly string[]>> {
  const logs = numbersText((await openLogs(link, ids)).keys());
  const typed = [...new Set(wordsOf(text).slice(0, QUERY_WORDS_MAX))];
  const words = typed.filter((word) => [...word].length >= MISSPELT_LETTERS_MIN);
  const terms = await termsFor(link, words, []);
  const found = new Map<string, readonly string[]>();
  for (const word of words) {
    const tokens = terms.beginning(word);
    if (tokens.length > 0 && (await isThere(link, tokens, logs))) continue;
    found.set(word, await near(link, word, logs));
  }
  return found;
}

/** Whether a report or what is found beside one, on the logs that may be read, is so. */
const stands = (test: (tokens: string) => string): string =>
  `(EXISTS (SELECT 1 FROM reports r WHERE ${test('r.tokens')}
      AND r.log = ANY($2::text::int4[]) AND NOT r.corrected)
    OR EXISTS (SELECT 1 FROM others o WHERE ${test('o.tokens')} AND o.log = ANY($2::text::int4[])))`;

async function isThere(link: Link, tokens: readonly number[], logs: string): Promise<boolean> {
  const [row] = await link.all(`SELECT ${stands((tokens) => `${tokens} && $1::text::int4[]`)}`, [
    numbersText(tokens),
    logs,
  ]);
  return row?.[0] === true;
}

async function near(link: Link, word: string, logs: string): Promise<readonly string[]> {
  const others = [...oneLetterFrom(wellFormed(word))];
  const ranges = others.map((lo, at) => ({ at, lo, hi: `${lo}\u{10ffff}` }));
  // The words themselves before those that only begin so.
  const terms = await link.all(
    `SELECT t.no FROM json_to_recordset($1::text::json) AS x(at int4, lo text, hi text)
     CROSS JOIN LATERAL (
       SELECT word, no FROM terms WHERE NOT begins AND word >= x.lo COLLATE "C"
         AND word < x.hi COLLATE "C" ORDER BY word LIMIT ${BEGUN_MAX}
     ) t ORDER BY t.word <> x.lo, x.at, t.word`,
    [JSON.stringify(ranges)],
  );
  const numbers = new Set(terms.map(([no]) => no as number));
  const rows = await link.all(
    `SELECT t.word FROM unnest($1::text::int4[]) WITH ORDINALITY AS x(no, at)
     JOIN terms t ON t.no = x.no
     WHERE ${stands((tokens) => `${tokens} @> ARRAY[x.no]`)}
     ORDER BY x.at LIMIT ${SPELLINGS_MAX}`,
    [numbersText(numbers), logs],
  );
  return rows.map(([term]) => term as string);
}
