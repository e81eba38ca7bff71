import { queryOptions, useQuery } from '@tanstack/react-query';

import { toGrid } from '../../geo/grid.ts';
import { get } from '../api.ts';
import { foldText } from '../pages/log-words.ts';
import { useWords } from '../words/words.ts';
import type { ReadPlace } from './place-reading.ts';
import { placeAt } from './place-reading.ts';

/** A place of the ground by its name in the language in use. */
export interface NamedPlace extends ReadPlace {
  readonly id: string;
  readonly name: string;
}

interface GroundPlace {
  readonly id: string;
  readonly lon: number;
  readonly lat: number;
  readonly ar: string;
  readonly ckb: string;
  readonly tr: string;
  readonly en: string;
}

/** A town's name says no more than this of where something was, in metres. */
const NAME_METRES = 1000;

/** How many names are offered, and from how many letters on. */
const NAMES_MAX = 4;
const LETTERS_MIN = 2;

/** The places of the ground with their names. */
export const groundPlacesQuery = queryOptions({
  queryKey: ['ground', 'places'],
  queryFn: ({ signal }) => get<readonly GroundPlace[]>('/ground/places.json', signal),
  staleTime: Number.POSITIVE_INFINITY,
  retry: false,
});

/** Places whose name in any of the four languages begins as was typed. */
export function usePlaceNames(typed: string): readonly NamedPlace[] {
  const { language } = useWords();
  const wanted = foldText(typed.trim());
  const isName = wanted.length >= LETTERS_MIN && !/\d/.test(wanted);
  const places = useQuery({ ...groundPlacesQuery, enabled: isName });
  if (!isName) return [];
  return (places.data ?? [])
    .filter((place) =>
      [place.ar, place.ckb, place.tr, place.en].some((name) => foldText(name).startsWith(wanted)),
    )
    .slice(0, NAMES_MAX)
    .flatMap((place) => {
      const at = toGrid(place.lon, place.lat);
      if (!at.ok) return [];
      return [{ ...placeAt(at.value, NAME_METRES), id: place.id, name: place[language] }];
    });
}
