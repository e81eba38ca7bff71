import { queryOptions } from '@tanstack/react-query';

import type { HoldingsView, HoldingView } from '../../contract/holdings.ts';
import type { PartyFace } from '../centre.ts';
import { get, queryOf } from '../api.ts';
import type { HeldGround } from './gap-task.ts';

/** What stood at a moment, as far as this desk may read it; now where none is given. */
export const holdingsQuery = (at: string | undefined) =>
  queryOptions({
    queryKey: ['holdings', at ?? 'now'],
    queryFn: ({ signal }) => get<HoldingsView>(`/api/holdings${queryOf({ at })}`, signal),
    placeholderData: (before) => before,
  });

/** The holdings that count, with the place of their party in the list. */
export function countingGround(
  holdings: readonly HoldingView[],
  parties: readonly PartyFace[],
): readonly HeldGround[] {
  return holdings.flatMap(({ hash, party, holding: { ground, covers }, not }) => {
    const place = parties.findIndex(({ id }) => id === party);
    return not !== undefined || place < 0 ? [] : [{ id: hash, party: place, ground, covers }];
  });
}

/** A number of hours before or after now as the moment that is asked for; whole hours, so that answers are kept. */
export function momentAt(hours: number, nowSeconds: number): string | undefined {
  if (hours === 0) return undefined;
  const whole = Math.floor(nowSeconds / 3600) * 3600 + hours * 3600;
  return new Date(whole * 1000).toISOString().replace('.000', '');
}
