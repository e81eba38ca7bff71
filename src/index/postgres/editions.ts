import type { RecordHash } from '../../base/ids.ts';
import { IS_CORRECTION, releaseRow } from '../editions.ts';
import { hashBytes, hashOf } from '../meaning.ts';
import type { AboutReport } from '../port.ts';
import type { Titled } from '../subjects.ts';
import type { Link, Row } from './link.ts';
import { bytesText, numbersText } from './link.ts';
import type { Logs } from './logs.ts';

/** Marks what the report that names `corrected` is the new version of, or was. [H6] [H8] */
export async function markCorrected(link: Link, corrected: RecordHash): Promise<void> {
  await link.all(
    `UPDATE reports r SET corrected = EXISTS (
       SELECT 1 FROM entries o JOIN mentions m ON m.hash = o.hash JOIN entries c ON c.no = m.entry
       WHERE o.no = r.entry AND ${IS_CORRECTION}
     ) WHERE key IN (SELECT key FROM entries WHERE hash = $1::bytea AND key IS NOT NULL)`,
    [hashBytes(corrected)],
  );
}

/** The later version of each report, and the releases that each is an end of. */
export interface EditionsRead {
  readonly later: ReadonlyMap<RecordHash, RecordHash>;
  readonly releases: ReadonlyMap<RecordHash, readonly Row[]>;
}

/** Reads the editions of all of these at once, as the readers of `logs` may know them. [I3] */
export async function editionsRead(
  link: Link,
  hashes: readonly RecordHash[],
  logs: Logs,
): Promise<EditionsRead> {
  const bound = [bytesText(hashes.map(hashBytes)), numbersText(logs.keys())];
  const later = await link.all(
    `SELECT DISTINCT ON (o.hash) o.hash, c.hash
     FROM entries o JOIN mentions m ON m.hash = o.hash JOIN entries c ON c.no = m.entry
     WHERE o.hash = ANY($1::text::bytea[]) AND o.log = ANY($2::text::int4[]) AND ${IS_CORRECTION}
     ORDER BY o.hash, c.place DESC`,
    bound,
  );
  const rows = await link.all(
    `SELECT m.hash, e.hash, e.log, e.bytes FROM mentions m JOIN entries e ON e.no = m.entry
     WHERE m.hash = ANY($1::text::bytea[]) AND e.type = 'release'
       AND e.log = ANY($2::text::int4[]) ORDER BY e.no`,
    bound,
  );
  const releases = new Map<RecordHash, Row[]>();
  for (const [named, ...row] of rows) {
    const hash = hashOf(named);
    releases.set(hash, [...(releases.get(hash) ?? []), row]);
  }
  return { later: new Map(later.map(([old, next]) => [hashOf(old), hashOf(next)])), releases };
}

/** The editions of one report; `titled` gives the title of a record that may be read. [H6] [H7] [H8] */
export function editionsOf(
  hash: RecordHash,
  read: EditionsRead,
  logs: Logs,
  titled: Titled,
): Pick<AboutReport, 'correctedBy' | 'releases'> {
  const later = read.later.get(hash);
  const rows = read.releases.get(hash) ?? [];
  const releases = rows.flatMap((row) => releaseRow(hash, row, logs, titled));
  return {
    ...(later === undefined ? {} : { correctedBy: later }),
    ...(releases.length === 0 ? {} : { releases }),
  };
}
