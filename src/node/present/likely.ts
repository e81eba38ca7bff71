import type { RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { wordsOf } from '../../base/fold.ts';
import { GRID_PER_DEGREE } from '../../geo/grid.ts';
import { boundsOf } from '../../geo/shape.ts';
import { boundsWithin } from '../../geo/strip.ts';
import { prepare } from '../../geo/touch.ts';
import type { EventFacts } from '../../accord/knowledge/likely.ts';
import {
  LIKELY_METRES_MAX,
  LIKELY_SECONDS_MAX,
  likelySame,
} from '../../accord/knowledge/likely.ts';
import { commonAudience } from '../../accord/party/audience.ts';
import { shapeOf } from '../../accord/operation/ground.ts';
import { momentOf } from '../../accord/wire.ts';
import type { LikelyView } from '../../contract/matters.ts';
import { LIKELY_MAX } from '../../contract/matters.ts';
import type { ReportRow } from '../../index/port.ts';
import type { Knowing, ReadReport, Weighing } from './judging.ts';
import { presentReport } from './report.ts';

/** How many reports near in time and place are held against one. */
const CANDIDATES_MAX = 120;

/** How far around a report others are looked for at most, in metres. */
const LOOKED_METRES_MAX = 45_000;

/** The shortest word that says anything of an event, in letters. */
const WORD_LETTERS_MIN = 3;

/** Reports that this reader may read and that may be of the same event, the likeliest first. */
export async function presentLikely(
  house: Knowing,
  weighing: Weighing,
  read: ReadReport,
): Promise<readonly LikelyView[]> {
  const logs = house.logs.readable(weighing.reader).map((log) => log.id);
  const facts = factsOf(read);
  const found = await house.index.findReports({
    logs,
    box: boxAround(read),
    from: (facts.from - LIKELY_SECONDS_MAX) as Instant,
    upto: (facts.upto + LIKELY_SECONDS_MAX) as Instant,
    limit: CANDIDATES_MAX,
  });
  const joined = joinedWith(weighing, read.hash);
  const likely: { row: ReportRow; likeness: NonNullable<ReturnType<typeof likelySame>> }[] = [];
  for (const row of found.rows) {
    if (joined.has(row.hash)) continue;
    const other = await weighing.report(row.hash);
    // [R10] What nobody reads both of cannot be joined, so it is not offered.
    if (!other || !commonAudience(read.audience, other.audience)) continue;
    const likeness = likelySame(facts, factsOf(other));
    if (likeness) likely.push({ row, likeness });
  }
  const best = likely
    .toSorted(
      (one, other) =>
        other.likeness.points - one.likeness.points || (one.row.hash < other.row.hash ? -1 : 1),
    )
    .slice(0, LIKELY_MAX);
  const about = await house.index.about(
    best.map(({ row }) => row.hash),
    logs,
  );
  return best.map(({ row, likeness }) => ({
    report: presentReport(row, about.get(row.hash)),
    ...likeness,
  }));
}

/** Itself, what a party has already linked with it in any way, and its own versions. */
function joinedWith({ judgements, may }: Weighing, hash: RecordHash): ReadonlySet<RecordHash> {
  const links = judgements.about('link', hash, may);
  return new Set([hash, ...links.flatMap(({ record: { body } }) => [body.from, body.to])]);
}

function factsOf({ report }: ReadReport): EventFacts {
  const { kind, when, place, title, text } = report;
  const words = wordsOf(`${title}\n${text}`).filter((word) => [...word].length >= WORD_LETTERS_MIN);
  return {
    kind,
    from: momentOf(when.from),
    upto: momentOf(when.upto),
    ground: prepare(shapeOf(place.geometry)),
    precisionMetres: place.precisionMetres,
    words: new Set(words),
  };
}

function boxAround({ report: { place } }: ReadReport): readonly [number, number, number, number] {
  const metres = Math.min(LOOKED_METRES_MAX, place.precisionMetres + LIKELY_METRES_MAX);
  const bounds = boundsOf(shapeOf(place.geometry));
  // Past the 180th meridian there are two boxes; what lies beyond it is then not looked for.
  const [{ west, south, east, north } = bounds] = boundsWithin(bounds, metres);
  return [west, south, east, north].map((each) => each / GRID_PER_DEGREE) as unknown as readonly [
    number,
    number,
    number,
    number,
  ];
}
