import { useQuery } from '@tanstack/react-query';

import { useCentre } from '../centre.ts';
import { groundPlacesQuery } from '../reports/place-names.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** A party and a place that are known here, for examples that can be taken as they are. */
export function useKnown(): { readonly party: string; readonly place: string } {
  const { language } = useWords();
  const { parties } = useCentre();
  const { party } = useSession();
  const places = useQuery(groundPlacesQuery);
  const other = parties.find((each) => each.id !== party && !each.observer);
  return {
    party: other?.id ?? party,
    place: places.data?.[0]?.[language] ?? '38S LE 70 55',
  };
}
