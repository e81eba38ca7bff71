import type { JudgedReport, Tracked } from '../../accord/knowledge/track.ts';
import { suggestedReliability, tracksOf } from '../../accord/knowledge/track.ts';
import type { Reader } from '../../accord/party/release.ts';
import type { SuggestedTrack, TracksView } from '../../contract/matters.ts';
import type { Knowing } from './judging.ts';
import { weighingFor } from './judging.ts';

/** How many readers' tracks are remembered until something new is known. */
const REMEMBERED_MAX = 64;

/** How many reports are read between two breaths. */
const READ_AT_ONCE = 200;

/** Reckons tracks anew only once something was learnt that may change them. */
export interface TrackRoom {
  /** The tracks as this reader may know them. */
  of(reader: Reader): Promise<TracksView>;
}

/** Opens the room; `breathe` lets others be served between many reports. */
export function openTrackRoom(house: Knowing, breathe: () => Promise<void>): TrackRoom {
  const held = new Map<string, { readonly version: number; readonly view: TracksView }>();
  return {
    async of(reader) {
      // What was learnt can be found only then: a report may come after what was said of it.
      await house.office.settled();
      const { version } = house.office.judgements;
      const name = JSON.stringify(reader);
      const known = held.get(name);
      if (known?.version === version) return known.view;
      const view = await reckon(house, reader, breathe);
      if (held.size >= REMEMBERED_MAX) held.clear();
      held.set(name, { version, view });
      return view;
    },
  };
}

async function reckon(
  house: Knowing,
  reader: Reader,
  breathe: () => Promise<void>,
): Promise<TracksView> {
  const weighing = weighingFor(house, reader);
  const { judgements, may } = weighing;
  const reports: JudgedReport[] = [];
  for (const hash of judgements.judged(may)) {
    const read = await weighing.report(hash);
    if (reports.length % READ_AT_ONCE === 0) await breathe();
    if (!read) continue;
    const { handle } = read.report.source;
    reports.push({
      hash,
      author: read.author,
      at: read.at,
      ...(handle === undefined ? {} : { handle }),
      ...(read.report.grade ? { grade: read.report.grade } : {}),
      claims: read.report.claims?.length ?? 0,
      grades: judgements.about('grade', hash, may),
      outcomes: judgements.about('outcome', hash, may),
    });
  }
  const { parties, handles, graders } = tracksOf(reports);
  return {
    parties: parties.map(suggested),
    handles: handles.map(suggested),
    graders,
    judged: reports.length,
  };
}

function suggested(track: Tracked): SuggestedTrack {
  const { reliability, reason } = suggestedReliability(track);
  return { ...track, suggested: reliability, reason };
}
