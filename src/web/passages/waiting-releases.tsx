import { useQuery } from '@tanstack/react-query';

import { Age } from '../parts/age.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { passagesQuery } from './passage-queries.ts';

/** Releases of our reports that others ask for, in the inbox; nothing where there are none. */
export function WaitingReleases() {
  const { t } = useWords();
  const { isObserver } = useSession();
  const { data } = useQuery({ ...passagesQuery, enabled: !isObserver });
  const waiting = (data?.asks ?? []).filter(({ waitsForUs }) => waitsForUs);
  if (waiting.length === 0) return null;
  return (
    <section aria-label={t('passages.list.waits')} className="max-h-48 shrink-0 overflow-auto p-2">
      <Notice tone="need" title={t('passages.inbox.title', { count: waiting.length })}>
        <ul className="mt-1 flex flex-col gap-1 text-sm">
          {waiting.map((ask) => (
            <li key={ask.hash} className="flex flex-wrap items-center gap-x-2">
              <Age at={ask.at} short /> <PartyMark party={ask.party} bare />
              <GoLink to="/passages" className="min-h-6 underline">
                <Written>{ask.title ?? ''}</Written>
              </GoLink>
            </li>
          ))}
        </ul>
      </Notice>
    </section>
  );
}
