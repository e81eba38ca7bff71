import { wordsOf } from '../../base/fold.ts';
import { partiesIn } from '../../accord/party/audience.ts';
import type { OpenLog } from '../open-logs.ts';
import type { OthersFound, OthersQuery } from '../other.ts';
import { OTHERS_PAGE_MAX } from '../other.ts';
import { asksWords, otherRow } from '../others.ts';
import { COUNT_MAX } from '../port.ts';
import type { Condition } from '../sought.ts';
import type { Bound, Link, Put } from './link.ts';
import { numbersText } from './link.ts';
import type { Logs } from './logs.ts';
import { openLogs } from './logs.ts';
import type { Terms } from './terms.ts';
import { termsFor } from './terms.ts';
import { among, phrasePiece, someOf, whole } from './where.ts';

/**
 * Matters, requests and passages that have the words, the newest first. What only a report can have,
 * a kind, a grade, a place, a link, never holds of them; without words none is found. [I3] [I44]
 */
export async function othersOf(
  link: Link,
  query: OthersQuery,
  signal?: AbortSignal,
): Promise<OthersFound> {
  const logs = await openLogs(link, query.logs);
  if (logs.size === 0 || !query.where.some(asksWords)) {
    return { rows: [], count: 0, countedUpto: COUNT_MAX };
  }
  const terms = await termsFor(link, [], query.where);
  const bound: Bound[] = [];
  const put: Put = (value) => `$${bound.push(value)}`;
  const piece = pieceOf({ put, logs, terms }, { kind: 'all', parts: query.where });
  const where = `r.log = ANY(${put(numbersText(logs.keys()))}::text::int4[]) AND ${piece}`;
  const limit = Math.max(1, Math.min(OTHERS_PAGE_MAX, Math.floor(query.limit) || 1));
  const how = { signal, isOnce: true } as const;
  const [counted] = await link.all(
    `SELECT count(*)::int4 FROM (SELECT 1 FROM others r WHERE ${where} LIMIT ${COUNT_MAX}) m`,
    bound,
    how,
  );
  const rows = await link.all(
    `SELECT r.log, e.place, e.held::float8, e.hash, e.bytes
     FROM others r JOIN entries e ON e.no = r.no
     WHERE ${where} ORDER BY r.at DESC, r.no DESC LIMIT ${limit}`,
    bound,
    how,
  );
  return {
    rows: rows.map((row) => otherRow(row, logs, query.excerptFor)),
    count: counted?.[0] as number,
    countedUpto: COUNT_MAX,
  };
}

interface Asked {
  readonly put: Put;
  readonly logs: Logs;
  readonly terms: Terms;
}

/** A condition as a test of one row, which is called `r` as a report is. */
function pieceOf(asked: Asked, condition: Condition): string {
  const { put, logs, terms } = asked;
  const within = (isWanted: (log: OpenLog) => boolean): string =>
    among(
      put,
      'r.log',
      [...logs.values()].filter(isWanted).map(({ no }) => no),
    );
  switch (condition.kind) {
    case 'words': {
      const words = wordsOf(condition.text);
      if (words.length === 0) return 'TRUE';
      return `(${words.map((word) => someOf(put, terms.beginning(word))).join(' AND ')})`;
    }
    case 'phrase':
      return phrasePiece(asked, condition, (sought) => `strpos(r.words, ${sought}) > 0`);
    case 'all':
    case 'any': {
      if (condition.parts.length === 0) return condition.kind === 'all' ? 'TRUE' : 'FALSE';
      const pieces = condition.parts.map((part) => pieceOf(asked, part));
      return `(${pieces.join(condition.kind === 'any' ? ' OR ' : ' AND ')})`;
    }
    case 'not':
      return `NOT ${pieceOf(asked, condition.part)}`;
    case 'parties':
      return within(({ author }) => condition.parties.some((party) => party === author));
    case 'readers':
      return within(({ audience }) =>
        condition.parties.every((party) => partiesIn(audience).includes(party)),
      );
    case 'seat': {
      const beginning = condition.text.toLowerCase();
      if (beginning.includes('\u0000')) return 'FALSE';
      return `starts_with(r.seat, ${put(beginning)}::text)`;
    }
    case 'window': {
      const { from, upto } = condition;
      const tests = [
        'TRUE',
        ...(from === undefined ? [] : [`r.at >= ${put(whole(Math.ceil(from)))}::int8`]),
        ...(upto === undefined ? [] : [`r.at < ${put(whole(Math.ceil(upto)))}::int8`]),
      ];
      return `(${tests.join(' AND ')})`;
    }
    default:
      return 'FALSE';
  }
}
