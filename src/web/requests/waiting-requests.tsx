import { useQuery } from '@tanstack/react-query';

import { Dtg } from '../parts/age.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { requestsQuery } from './request-queries.ts';

/** How many requests are named in the inbox; the page of requests has all. */
const NAMED_MAX = 5;

/** Requests that wait for this party's answer, in the inbox; nothing where there are none. */
export function WaitingRequests() {
  const { t } = useWords();
  const { isObserver } = useSession();
  const { data } = useQuery({ ...requestsQuery, enabled: !isObserver });
  const waiting = (data?.requests ?? []).filter(({ waitsForUs }) => waitsForUs);
  if (waiting.length === 0) return null;
  return (
    <section aria-label={t('requests.list.waits')} className="max-h-60 shrink-0 overflow-auto p-2">
      <Notice tone="need" title={t('requests.inbox.title', { count: waiting.length })}>
        <ul className="mt-1 flex flex-col gap-1 text-sm">
          {waiting.slice(0, NAMED_MAX).map((view) => (
            <li key={view.hash} className="flex flex-wrap items-center gap-x-2">
              <Dtg at={view.request.due} short /> <PartyMark party={view.author} bare />
              <GoLink to={`/requests/${view.hash}`} className="min-h-6 underline">
                <Written lang={view.request.language}>{view.request.title}</Written>
              </GoLink>
            </li>
          ))}
        </ul>
        <GoLink to="/requests" className="text-sm underline">
          {t('requests.inbox.all')}
        </GoLink>
      </Notice>
    </section>
  );
}
