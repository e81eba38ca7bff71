import { queryOptions } from '@tanstack/react-query';

import type { AgreementView } from '../../contract/beside-plans.ts';
import { get } from '../api.ts';

/** Agreements with their signatures and whether they are in force, newest first. */
export const agreementsQuery = queryOptions({
  queryKey: ['agreements'],
  queryFn: ({ signal }) => get<readonly AgreementView[]>('/api/agreements', signal),
});

/** One agreement. */
export function agreementQuery(hash: string) {
  return queryOptions({
    queryKey: ['agreements', hash],
    queryFn: ({ signal }) =>
      get<AgreementView>(`/api/agreements/${encodeURIComponent(hash)}`, signal),
  });
}

/** Whether our party's signature is asked and does not stand. */
export function waitsForOurs(view: AgreementView, self: string): boolean {
  return (
    view.agreement.parties.some((party) => party === self) &&
    !view.signed.some((party) => party === self)
  );
}
