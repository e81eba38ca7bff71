import type { LogId, RecordHash } from '../../base/ids.ts';
import { momentOf } from '../../accord/wire.ts';
import type { GradeView, LinkView, ReportLine, ReportPage } from '../../contract/reports.ts';
import type { Reader } from '../../accord/party/release.ts';
import type { AboutReport, GradeRow, LinkRow, ReportFilter, ReportRow } from '../../index/port.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { Reading } from '../readings.ts';

/** What a desk may ask of the list of reports. */
export interface ReportAsk {
  readonly text?: string | undefined;
  readonly box?: readonly [number, number, number, number] | undefined;
  readonly from?: string | undefined;
  readonly upto?: string | undefined;
  readonly party?: ReportFilter['party'] | undefined;
  readonly kind?: ReportFilter['kind'] | undefined;
}

/** The filter for the index: only logs that the reader may read are looked into. */
export function filterOf(house: House, reader: Reader, ask: ReportAsk): ReportFilter {
  return {
    logs: house.logs.readable(reader).map((log) => log.id),
    ...(ask.text ? { text: ask.text } : {}),
    ...(ask.box ? { box: ask.box } : {}),
    ...(ask.from ? { from: momentOf(ask.from) } : {}),
    ...(ask.upto ? { upto: momentOf(ask.upto) } : {}),
    ...(ask.party ? { party: ask.party } : {}),
    ...(ask.kind ? { kind: ask.kind } : {}),
  };
}

/** A page of reports with what was said about each. */
export async function presentReports(
  house: House,
  filter: ReportFilter,
  page: {
    readonly limit: number;
    readonly after?: string | undefined;
    /** What the person who asks has read. */
    readonly reading: Reading;
  },
): Promise<ReportPage> {
  const found = await house.index.findReports({
    ...filter,
    limit: page.limit,
    ...(page.after ? { after: page.after } : {}),
  });
  const { count, countedUpto, next } = found;
  const { reading } = page;
  const reports = await presentLines(house, found.rows, { logs: filter.logs, reading });
  return { reports, count, countedUpto, ...(next ? { next } : {}) };
}

/** Lines of a list of reports, with what was said about each on the logs that may be read. */
export async function presentLines(
  house: House,
  rows: readonly ReportRow[],
  { logs, reading }: { readonly logs: readonly LogId[]; readonly reading: Reading },
): Promise<readonly ReportLine[]> {
  const about = await house.index.about(
    rows.map((row) => row.hash),
    logs,
  );
  return rows.map((row) => presentReport(row, about.get(row.hash), isNewTo(house, reading, row)));
}

/** Whether a report is new to somebody at this node; the word of one's own party is no news. [I40] */
export function isNewTo(
  house: House,
  reading: Reading,
  { author, hash, heldSince }: Pick<ReportRow, 'author' | 'hash' | 'heldSince'>,
): boolean {
  return author !== selfOf(house) && reading.isUnread(hash, heldSince);
}

/** One line of a list of reports. */
export function presentReport(
  row: ReportRow,
  about: AboutReport | undefined,
  isUnread = false,
): ReportLine {
  const { hash, author, seat, at, kind, title, language, point, precisionMetres, when } = row;
  const { corrects, tlp } = row;
  return {
    hash,
    author,
    seat,
    at,
    kind,
    title,
    language,
    tlp,
    point,
    precisionMetres,
    when,
    audience: row.audience,
    ...(corrects === undefined ? {} : { corrects }),
    isUnread,
    grades: (about?.grades ?? []).map(presentGrade),
    contradicts: contradictionsOf(about?.links ?? []),
    partOf: wholesOf(about?.links ?? []),
  };
}

/** A party's grade as a screen shows it. */
export function presentGrade(row: GradeRow): GradeView {
  const { party, seat, grade, at, record, reason } = row;
  return { party, seat, grade, at, record, ...(reason ? { reason } : {}) };
}

/** A relation as a screen shows it, from the report it was asked about. */
export function presentLink(row: LinkRow): LinkView {
  const { relation, side, report, title, by, record, fromClaim, toClaim, reason } = row;
  return {
    relation,
    side,
    report,
    title: title ?? '',
    by,
    record,
    ...(fromClaim === undefined ? {} : { fromClaim }),
    ...(toClaim === undefined ? {} : { toClaim }),
    ...(reason ? { reason } : {}),
  };
}

function contradictionsOf(links: readonly LinkRow[]): readonly RecordHash[] {
  const against = links.filter((link) => link.relation === 'contradicts');
  return [...new Set(against.map((link) => link.report))];
}

/** What it is part of, each once, where its title may be read. */
function wholesOf(links: readonly LinkRow[]): ReportLine['partOf'] {
  const wholes = new Map<RecordHash, string>();
  for (const { relation, side, report, title } of links) {
    if (relation === 'part-of' && side === 'from' && title !== undefined) wholes.set(report, title);
  }
  return [...wholes].map(([record, title]) => ({ record, title }));
}
