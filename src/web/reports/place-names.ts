import { queryOptions, useQuery } from '@tanstack/react-query';
import { useMemo } from 'react';

import { toGrid } from '../../geo/grid.ts';
import type { GroundPlace } from '../../contract/gazetteer.ts';
import { openGazetteer } from '../../contract/gazetteer.ts';
import { get } from '../api.ts';
import { useWords } from '../words/words.ts';
import type { ReadPlace } from './place-reading.ts';
import { placeAt } from './place-reading.ts';

/** A place of the ground by its name in the language in use. */
export interface NamedPlace extends ReadPlace {
  readonly id: string;
  readonly name: string;
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
  const wanted = typed.trim();
  const isName = wanted.length >= LETTERS_MIN && !/\p{N}/u.test(wanted);
  const places = useQuery({ ...groundPlacesQuery, enabled: isName });
  const gazetteer = useMemo(() => openGazetteer(places.data ?? []), [places.data]);
  if (!isName) return [];
  return gazetteer.begun(wanted, NAMES_MAX).flatMap((place) => {
    const at = toGrid(place.lon, place.lat);
    if (!at.ok) return [];
    return [{ ...placeAt(at.value, NAME_METRES), id: place.id, name: place[language] }];
  });
}
