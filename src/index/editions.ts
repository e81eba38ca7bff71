import type { PartyId, RecordHash } from '../base/ids.ts';
import { hashBytes, hashOf, understood } from './meaning.ts';
import type { AboutReport, ReleaseRow } from './port.ts';
import type { Titled } from './subjects.ts';
import type { Row, Tables } from './tables.ts';

/** The author of each log that may be read, by its number. */
type Authors = ReadonlyMap<number, { readonly author: string }>;

/**
 * The later version of a report and the releases that it is an end of, as the readers of `logs` may
 * know them; `titleOf` gives the title of a record that they may read. [H6] [H7] [H8]
 */
export function editionsOf(
  tables: Tables,
  hash: RecordHash,
  logs: Authors,
  titleOf: Titled,
): Pick<AboutReport, 'correctedBy' | 'releases'> {
  const nos = JSON.stringify([...logs.keys()]);
  const [later] = tables.all(
    `SELECT c.hash FROM entries o JOIN mentions m ON m.hash = o.hash
       JOIN entries c ON c.no = m.entry
     WHERE o.hash = ? AND o.log IN (SELECT value FROM json_each(?)) AND ${IS_CORRECTION}
     ORDER BY c.place DESC LIMIT 1`,
    hashBytes(hash),
    nos,
  );
  const rows = tables.all(
    `SELECT e.hash, e.log, e.bytes FROM mentions m JOIN entries e ON e.no = m.entry
     WHERE m.hash = ? AND e.type = 'release' AND e.log IN (SELECT value FROM json_each(?))
     ORDER BY e.no`,
    hashBytes(hash),
    nos,
  );
  const releases = rows.flatMap((row) => releaseRow(hash, row, logs, titleOf));
  return {
    ...(later === undefined ? {} : { correctedBy: hashOf(later[0]) }),
    ...(releases.length === 0 ? {} : { releases }),
  };
}

/** Marks what the report of entry `no`, which names `corrected`, is the new version of. [H6] [H8] */
export function markCorrected(tables: Tables, corrected: RecordHash): void {
  tables.run(
    `UPDATE reports SET corrected = EXISTS (
       SELECT 1 FROM entries o JOIN mentions m ON m.hash = o.hash JOIN entries c ON c.no = m.entry
       WHERE o.no = reports.entry AND ${IS_CORRECTION}
     ) WHERE key IN (SELECT key FROM entries WHERE hash = ? AND key IS NOT NULL)`,
    hashBytes(corrected),
  );
}

/** [H6] Only a report on the same log, after the old one, is a new version of it. */
export const IS_CORRECTION = `c.type = 'report' AND c.log = o.log AND c.place > o.place`;

/** A release of which `hash` is an end, from its row: hash, log, bytes. */
export function releaseRow(
  hash: RecordHash,
  [record, no, bytes]: Row,
  logs: Authors,
  titleOf: Titled,
): readonly ReleaseRow[] {
  const said = understood(bytes as Uint8Array);
  const log = logs.get(no as number);
  if (said.type !== 'release' || log === undefined) return [];
  const side = said.body.of === hash ? 'of' : 'as';
  const report = side === 'of' ? said.body.as : said.body.of;
  const title = titleOf(report);
  return [
    {
      side,
      report,
      ...(title === undefined ? {} : { title }),
      form: said.body.form,
      by: log.author as PartyId,
      at: said.at,
      record: hashOf(record),
    },
  ];
}
