import type { Report } from '../../accord/knowledge/schema.ts';
import type { NewRequest } from '../../contract/information-requests.ts';
import type { Language } from '../../accord/party/names.ts';
import type { PartyId } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { parseInstant } from '../../base/instant.ts';
import { plainText } from '../plans/plain-text.ts';
import type { Tlp } from '../reports/kinds.ts';
import type { DegreeBox } from '../reports/place-reading.ts';
import { readPlace } from '../reports/place-reading.ts';

/** A request as far as it has been written; the place as it was typed. */
export interface RequestDraft {
  /** Who reads it besides our own party. */
  readonly audience: readonly string[];
  readonly to: readonly string[];
  /** RFC 3339 in UTC. */
  readonly due: string | undefined;
  readonly title: string;
  readonly text: string;
  readonly language: Language | undefined;
  readonly kind: Report['kind'] | undefined;
  readonly place: string;
  readonly confirmedPlace: string;
  readonly tlp: Tlp;
}

/** What is missing; each has a sentence `requests.missing.…`. */
export type RequestFault = 'audience' | 'to' | 'due' | 'title' | 'place';

/** What a draft is read against. */
export interface RequestGround {
  readonly self: string;
  readonly language: Language;
  readonly now: Instant;
  readonly area: DegreeBox;
}

/** A request of which nothing is written. */
export const EMPTY_REQUEST: RequestDraft = {
  audience: [],
  to: [],
  due: undefined,
  title: '',
  text: '',
  language: undefined,
  kind: undefined,
  place: '',
  confirmedPlace: '',
  tlp: 'AMBER',
};

/** The request that a draft says, and what is still missing, in the order of the form. */
export function requestOf(
  draft: RequestDraft,
  ground: RequestGround,
): { readonly request: NewRequest | undefined; readonly faults: readonly RequestFault[] } {
  const title = plainText(draft.title).replaceAll(/\s+/g, ' ').trim();
  const to = draft.to.filter((party) => draft.audience.includes(party));
  const due = draft.due === undefined ? undefined : parseInstant(draft.due);
  const hasPlace = draft.place.trim() !== '';
  const reading = readPlace(draft.place, ground.area);
  const isFar = reading.kind === 'far' && draft.confirmedPlace !== draft.place;
  const place =
    (reading.kind === 'read' || reading.kind === 'far') && !isFar ? reading.place : undefined;
  const faults: RequestFault[] = [
    ...(draft.audience.length === 0 ? ['audience' as const] : []),
    ...(to.length === 0 ? ['to' as const] : []),
    ...(due?.ok === true && due.value > ground.now ? [] : ['due' as const]),
    ...(title === '' || title.length > 200 ? ['title' as const] : []),
    ...(hasPlace && !place ? ['place' as const] : []),
  ];
  if (faults.length > 0 || draft.due === undefined) return { request: undefined, faults };
  const request: NewRequest = {
    audience: [ground.self, ...draft.audience] as PartyId[],
    tlp: draft.tlp,
    request: {
      title,
      text: plainText(draft.text).trim(),
      language: draft.language ?? ground.language,
      to: to as PartyId[],
      due: draft.due,
      ...(draft.kind ? { kind: draft.kind } : {}),
      ...(hasPlace && place
        ? {
            place: {
              geometry: { type: 'Point', coordinates: [...place.point] },
              precisionMetres: Math.round(place.precisionMetres),
            },
          }
        : {}),
    },
  };
  return { request, faults };
}
