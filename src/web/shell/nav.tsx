import { useQuery } from '@tanstack/react-query';
import { useRouterState } from '@tanstack/react-router';

import { agreementsQuery, waitsForOurs } from '../agreements/agreement-queries.ts';
import { incursionsQuery, waitsForAccount } from '../incursions/incursion-queries.ts';
import { mattersQuery } from '../matters/matter-queries.ts';
import { GoLink } from '../parts/go-link.tsx';
import type { Place } from '../places.ts';
import { BRANCHES, placesFor } from '../places.ts';
import { plansQuery } from '../queries.ts';
import { passagesQuery } from '../passages/passage-queries.ts';
import { requestsQuery } from '../requests/request-queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** The places of the desk: a column at the line's start, on a narrow screen a bar at the foot. */
export function Nav() {
  const { t } = useWords();
  const { isObserver, party } = useSession();
  const plans = useQuery({ ...plansQuery, enabled: !isObserver });
  const agreements = useQuery({ ...agreementsQuery, enabled: !isObserver });
  const incursions = useQuery({ ...incursionsQuery, enabled: !isObserver });
  const requests = useQuery({ ...requestsQuery, enabled: !isObserver });
  const matters = useQuery({ ...mattersQuery, enabled: !isObserver });
  const passages = useQuery({ ...passagesQuery, enabled: !isObserver });
  const asked = [...(requests.data?.requests ?? []), ...(passages.data?.asks ?? [])];
  const waiting: Readonly<Record<string, number>> = {
    inbox: asked.filter((each) => each.waitsForUs).length,
    matters: (matters.data ?? []).filter((matter) => matter.waitsForUs).length,
    plans: (plans.data ?? []).filter((plan) => plan.waitsForUs).length,
    agreements: (agreements.data ?? []).filter((each) => waitsForOurs(each, party)).length,
    log: (incursions.data ?? []).filter((each) => waitsForAccount(each, party)).length,
  };
  return (
    <nav
      aria-label={t('shell.nav.label')}
      className="flex shrink-0 flex-col gap-0.5 border-e border-line bg-panel py-1.5 max-md:order-last max-md:flex-row max-md:justify-around max-md:overflow-x-auto max-md:border-e-0 max-md:border-t max-md:py-0 print:hidden"
    >
      {placesFor(isObserver).map((place) => (
        <NavEntry key={place.id} place={place} waiting={waiting[place.id] ?? 0} />
      ))}
    </nav>
  );
}

function NavEntry({ place, waiting }: { readonly place: Place; readonly waiting: number }) {
  const { t } = useWords();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [, first = ''] = path.split('/');
  const under = BRANCHES.find(({ id }) => id === first)?.under ?? first;
  const isHere = under === place.id;
  const { Icon } = place;
  return (
    <GoLink
      to={`/${place.id}`}
      current={isHere}
      className={`relative flex min-h-13 w-21 py-1 flex-col items-center justify-center gap-0.5 border-s-3 px-0.5 text-center text-xs max-md:w-auto max-md:min-w-11 max-md:border-s-0 max-md:border-t-3 ${
        isHere ? 'border-text bg-selected font-semibold' : 'border-transparent hover:bg-raised'
      }`}
    >
      <Icon aria-hidden size={19} strokeWidth={1.7} />
      <span className="leading-tight">{t(`shell.nav.${place.id}`)}</span>
      {waiting === 0 ? null : (
        <span className="absolute end-1 top-0.5 min-w-4.5 max-md:end-0 rounded-full bg-need px-1 text-center text-xs leading-4.5 font-semibold text-panel">
          <span aria-hidden>{waiting}</span>
          <span className="sr-only">{t('shell.nav.waiting', { count: waiting })}</span>
        </span>
      )}
    </GoLink>
  );
}
