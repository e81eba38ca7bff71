import { formatInstant, instant } from '../../base/instant.ts';
import type { Names } from '../../accord/party/names.ts';
import type {
  Facet,
  FoundLine,
  OtherLine,
  OthersPage,
  SearchFacets,
  SearchPage,
} from '../../contract/search.ts';
import type { OthersFound } from '../../index/other.ts';
import type { AboutReport, FacetCount, FacetsFound, ReportRow } from '../../index/port.ts';
import type { House } from '../house.ts';
import type { Found, Meant, Searching } from '../searching.ts';
import { passageStanding } from './passage.ts';
import { presentReport } from './report.ts';

/** A page of what was found, with what was said about each on the same logs. */
export async function presentFound(
  house: Pick<House, 'index' | 'clock' | 'office'>,
  { filter, marks, respelt, found, others }: Meant & Found,
): Promise<SearchPage> {
  const { rows, count, countedUpto, next } = found;
  const about = await house.index.about(
    rows.map((row) => row.hash),
    filter.logs,
  );
  return {
    reports: rows.map((row) => foundLine(row, about.get(row.hash))),
    asOf: formatInstant(house.clock.now()),
    count,
    countedUpto,
    marks,
    respelt,
    ...(next === undefined ? {} : { next }),
    ...(others ? { others: presentOthers(house, others) } : {}),
  };
}

/** What was found beside reports; of a passage, whether its author stands by it. [Q15] */
function presentOthers(
  house: Pick<House, 'office'>,
  { rows, count, countedUpto }: OthersFound,
): OthersPage {
  const lines = rows.map((row): OtherLine => {
    const { hash, type, author, seat, at, title, language, tlp, audience } = row;
    const passed = type === 'passage' ? house.office.passages.passed(hash) : undefined;
    return {
      ...{ hash, type, author, seat, at, title, language, tlp, audience },
      ...(row.excerpt === undefined ? {} : { excerpt: row.excerpt }),
      ...(row.origin === undefined ? {} : { origin: row.origin }),
      ...(passed ? { standing: passageStanding(house, passed) } : {}),
    };
  });
  return { lines, count, countedUpto };
}

/** How what matches is divided, with places by their names and days gathered into months. */
export function presentFacets(found: FacetsFound, gazetteer: Searching['gazetteer']): SearchFacets {
  const { count, countedUpto, kinds, parties, readers, byAuthor, byReader } = found;
  const months = new Map<string, number>();
  for (const { value, count: days } of found.days) {
    const month = formatInstant(instant(value * 86_400)).slice(0, 7);
    months.set(month, (months.get(month) ?? 0) + days);
  }
  return {
    ...{ count, countedUpto, kinds, parties, readers, byAuthor, byReader },
    months: [...months]
      .toSorted(([a], [b]) => (a < b ? 1 : -1))
      .map(([value, times]) => ({ value, count: times })),
    places: placesOf(found.cells, gazetteer),
  };
}

function foundLine(row: ReportRow, about: AboutReport | undefined): FoundLine {
  const { excerpt } = row;
  return { ...presentReport(row, about), ...(excerpt === undefined ? {} : { excerpt }) };
}

function placesOf(
  cells: readonly FacetCount<readonly [number, number]>[],
  gazetteer: Searching['gazetteer'],
): readonly Facet<Names>[] {
  const places = new Map<string, { readonly value: Names; count: number }>();
  for (const { value, count } of cells) {
    const place = gazetteer.around(value[0], value[1]);
    if (place === undefined) continue;
    const { id, ar, ckb, tr, en } = place;
    const held = places.get(id) ?? { value: { ar, ckb, tr, en }, count: 0 };
    held.count += count;
    places.set(id, held);
  }
  return [...places.values()].toSorted((a, b) => b.count - a.count);
}
