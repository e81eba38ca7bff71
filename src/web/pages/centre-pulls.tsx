import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';

import type { PullView } from '../../contract/pulls.ts';
import { get, post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** How often the list is read anew while something is pulled, in milliseconds. */
const RUNNING_MILLIS = 1_000;

const pullsQuery = queryOptions({
  queryKey: ['pulls'],
  queryFn: ({ signal }) => get<readonly PullView[]>('/api/pulls', signal),
  refetchInterval: ({ state }) =>
    state.data?.some(({ isRunning }) => isRunning) === true ? RUNNING_MILLIS : false,
});

/** What this node pulls from other systems, for an office that administers; nothing where it pulls nothing. */
export function PullsPanel() {
  const { t } = useWords();
  const pulls = useQuery(pullsQuery);
  const client = useQueryClient();
  const pull = useMutation({
    mutationFn: (name: string) => post<void>(`/api/pulls/${name}`),
    onSuccess: () => void client.invalidateQueries({ queryKey: pullsQuery.queryKey }),
  });
  if (!pulls.error && (pulls.data ?? []).length === 0) return null;
  return (
    <Panel title={t('pulls.panel.title')}>
      <FaultNotice fault={pulls.error} onRetry={() => void pulls.refetch()} />
      <ul className="flex flex-col gap-4">
        {(pulls.data ?? []).map((each) => (
          <PullLine key={each.name} pull={each} onPull={() => pull.mutate(each.name)} />
        ))}
      </ul>
      <FaultNotice fault={pull.error} />
    </Panel>
  );
}

function PullLine({ pull, onPull }: { readonly pull: PullView; readonly onPull: () => void }) {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const names = pull.audience.map((id) => parties.find((each) => each.id === id)?.name ?? id);
  const { counts } = pull;
  return (
    <li className="flex flex-col gap-1">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <span className="font-medium">
          <bdi>{pull.name}</bdi>
        </span>
        <bdi dir="ltr" className="mono text-xs break-all text-muted">
          {pull.url}
        </bdi>
        <Button onPress={onPull} isDisabled={pull.isRunning}>
          {t(pull.isRunning ? 'pulls.line.running' : 'pulls.line.now')}
        </Button>
      </div>
      <p className="text-sm text-muted">
        {t('pulls.line.every', { minutes: pull.everyMinutes })} ·{' '}
        {t('pulls.line.readers', { parties: formatList(names, language) })} ·{' '}
        <bdi dir="ltr">TLP:{pull.tlp}</bdi>
      </p>
      <p className="text-sm" aria-live="polite">
        {pull.lastAt === undefined ? (
          t('pulls.line.never')
        ) : (
          <>
            {t('pulls.line.last')} <Age at={pull.lastAt} />
            {counts ? ` · ${t('pulls.line.counts', counts)}` : null}
          </>
        )}
      </p>
      {pull.fault === undefined ? null : (
        <Notice tone="need">{t(`pulls.fault.${pull.fault}`)}</Notice>
      )}
    </li>
  );
}
