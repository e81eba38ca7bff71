import type { Incursion } from '../../accord/incursion/schema.ts';
import type { Language } from '../../accord/party/names.ts';
import type { PartyId } from '../../base/ids.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { plainText } from '../plans/plain-text.ts';
import { readDtg } from '../reports/dtg-reading.ts';
import type { Tlp } from '../reports/kinds.ts';
import type { DegreeBox } from '../reports/place-reading.ts';
import { readPlace } from '../reports/place-reading.ts';
import type { Zone } from '../words/format.ts';
import type { IncursionKind } from './incursion-queries.ts';

/** An incursion as far as it has been written; place and times as they were typed. */
export interface IncursionDraft {
  readonly kind: IncursionKind | undefined;
  readonly title: string;
  readonly text: string;
  readonly language: Language | undefined;
  readonly place: string;
  readonly confirmedPlace: string;
  readonly from: string;
  readonly upto: string;
  /** A party, `unknown` where nobody can be named, nothing while not said. */
  readonly by: string | undefined;
  readonly audience: readonly string[];
  readonly tlp: Tlp;
}

/** What is missing; each has a sentence `incursions.missing.…`. */
export type IncursionFault = 'kind' | 'title' | 'place' | 'from' | 'upto' | 'by' | 'audience';

/** What a draft is read against. */
export interface IncursionGround {
  readonly language: Language;
  readonly now: Instant;
  readonly zone: Zone;
  readonly area: DegreeBox;
}

/** An account of which nothing is written. */
export const EMPTY_INCURSION: IncursionDraft = {
  kind: undefined,
  title: '',
  text: '',
  language: undefined,
  place: '',
  confirmedPlace: '',
  from: '',
  upto: '',
  by: undefined,
  audience: [],
  tlp: 'AMBER',
};

/** What `by` holds where nobody can be named. */
export const NOBODY_NAMED = 'unknown';

/** The incursion that a draft says, and what is still missing, in the order of the form. */
export function incursionOf(
  draft: IncursionDraft,
  ground: IncursionGround,
): { readonly incursion: Incursion | undefined; readonly faults: readonly IncursionFault[] } {
  const title = plainText(draft.title).replaceAll(/\s+/g, ' ').trim();
  const reading = readPlace(draft.place, ground.area);
  const isFar = reading.kind === 'far' && draft.confirmedPlace !== draft.place;
  const place =
    (reading.kind === 'read' || reading.kind === 'far') && !isFar ? reading.place : undefined;
  const from = readDtg(draft.from, ground.now, ground.zone);
  const until = draft.upto.trim() === '' ? undefined : readDtg(draft.upto, ground.now, ground.zone);
  const begins = draft.from.trim() !== '' && from.ok ? from.value : undefined;
  const ends = until ? (until.ok ? until.value : undefined) : begins && instant(begins + 1);
  const isBackwards = begins !== undefined && (ends === undefined || ends <= begins);
  const faults: IncursionFault[] = [
    ...(draft.kind ? [] : ['kind' as const]),
    ...(title === '' || title.length > 200 ? ['title' as const] : []),
    ...(place ? [] : ['place' as const]),
    ...(begins === undefined || begins > ground.now ? ['from' as const] : []),
    ...(isBackwards ? ['upto' as const] : []),
    ...(draft.by === undefined ? ['by' as const] : []),
    ...(draft.audience.length === 0 ? ['audience' as const] : []),
  ];
  if (faults.length > 0 || !draft.kind || !place || begins === undefined || ends === undefined) {
    return { incursion: undefined, faults };
  }
  const incursion: Incursion = {
    kind: draft.kind,
    title,
    language: draft.language ?? ground.language,
    text: plainText(draft.text).trim(),
    place: {
      geometry: { type: 'Point', coordinates: [...place.point] },
      precisionMetres: Math.round(place.precisionMetres),
    },
    when: { from: formatInstant(begins), upto: formatInstant(ends) },
    by: draft.by === NOBODY_NAMED ? null : (draft.by as PartyId),
  };
  return { incursion, faults };
}
