import { queryOptions, useQuery } from '@tanstack/react-query';

import type { EarlyLine, EarlyView } from '../../contract/early.ts';
import { get } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Dtg } from '../parts/age.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { integrityQuery } from '../queries.ts';
import { useWords } from '../words/words.ts';
import { phraseOf } from './log-words.ts';

/** How often it is asked what came ahead, while records are on their way, in milliseconds. */
const ASK_MILLIS = 5_000;

const earlyQuery = queryOptions({
  queryKey: ['early'],
  queryFn: ({ signal }) => get<EarlyView>('/api/early', signal),
  refetchInterval: ASK_MILLIS,
});

/** The newest records of logs that are still on their way, apart from all that counts. [X40] */
export function EarlyPanel() {
  const { t } = useWords();
  const { parties } = useCentre();
  const { data: integrity } = useQuery(integrityQuery);
  const isComing = (integrity?.peers ?? []).some(({ arriving }) => arriving !== undefined);
  const { data } = useQuery({ ...earlyQuery, enabled: isComing });
  const logs = isComing ? (data?.logs ?? []) : [];
  if (logs.length === 0) return null;
  const hasStop = logs.some(({ records }) => records.some(({ type }) => type === 'stop'));
  const nameOf = (party: string): string => parties.find(({ id }) => id === party)?.name ?? party;
  return (
    <section aria-label={t('links.early.title')} className="max-h-72 shrink-0 overflow-auto p-2">
      {hasStop ? <Notice tone="bad">{t('links.early.stop')}</Notice> : null}
      {logs.map(({ author, audience, held, of, records }) => (
        <Notice key={`${author} ${audience.join(' ')}`} tone="need" title={t('links.early.title')}>
          <p className="text-sm">{t('links.early.from', { party: nameOf(author), held, of })}</p>
          <ul className="mt-1 flex flex-col gap-1 text-sm">
            {records.map((line) => (
              <EarlyRow key={line.hash} line={line} />
            ))}
          </ul>
        </Notice>
      ))}
    </section>
  );
}

function EarlyRow({ line }: { readonly line: EarlyLine }) {
  const words = useWords();
  return (
    <li className={line.type === 'stop' ? 'font-semibold text-bad' : ''}>
      <Dtg at={line.at} short /> {phraseOf(line, words)} <Written>{line.subject}</Written>
    </li>
  );
}
