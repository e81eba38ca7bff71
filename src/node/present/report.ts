import type { RecordHash } from '../../base/ids.ts';
import { momentOf } from '../../accord/wire.ts';
import type { GradeView, LinkView, ReportLine, ReportPage } from '../../contract/reports.ts';
import type { Reader } from '../../accord/party/release.ts';
import type { AboutReport, GradeRow, LinkRow, ReportFilter, ReportRow } from '../../index/port.ts';
import type { House } from '../house.ts';

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
  page: { readonly limit: number; readonly after?: string | undefined },
): Promise<ReportPage> {
  const found = await house.index.findReports({
    ...filter,
    limit: page.limit,
    ...(page.after ? { after: page.after } : {}),
  });
  const hashes = found.rows.map((row) => row.hash);
  const about = await house.index.about(hashes, filter.logs);
  const { count, countedUpto, next } = found;
  const reports = found.rows.map((row) => presentReport(row, about.get(row.hash)));
  return { reports, count, countedUpto, ...(next ? { next } : {}) };
}

/** One line of a list of reports. */
export function presentReport(row: ReportRow, about: AboutReport | undefined): ReportLine {
  const { hash, author, seat, at, kind, title, language, point, precisionMetres, when } = row;
  const { corrects } = row;
  return {
    hash,
    author,
    seat,
    at,
    kind,
    title,
    language,
    point,
    precisionMetres,
    when,
    audience: row.audience,
    ...(corrects === undefined ? {} : { corrects }),
    grades: (about?.grades ?? []).map(presentGrade),
    contradicts: contradictionsOf(about?.links ?? []),
  };
}

/** A party's grade as a screen shows it. */
export function presentGrade(row: GradeRow): GradeView {
  const { party, seat, grade, at, record, reason } = row;
  return { party, seat, grade, at, record, ...(reason ? { reason } : {}) };
}

/** A relation as a screen shows it, from the report it was asked about. */
export function presentLink(row: LinkRow): LinkView {
  const { relation, report, title, by, record, reason } = row;
  return { relation, report, title: title ?? '', by, record, ...(reason ? { reason } : {}) };
}

function contradictionsOf(links: readonly LinkRow[]): readonly RecordHash[] {
  const against = links.filter((link) => link.relation === 'contradicts');
  return [...new Set(against.map((link) => link.report))];
}
