import { useQuery } from '@tanstack/react-query';

import type { RequestView, RequestsView } from '../../contract/information-requests.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Age, Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { GroupPanel } from '../parts/group-panel.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { formatDuration, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { AskedMark } from './asked-mark.tsx';
import { groupOf, requestsQuery } from './request-queries.ts';

const GROUPS = ['waits', 'ours', 'others', 'over'] as const;

/** All requests that this desk may read by when they fall due, and how each party answers. */
export function RequestList() {
  const { t } = useWords();
  const go = useGo();
  const { party, seat } = useSession();
  const view = useQuery(requestsQuery);
  const mayAsk = seat.duties.some((duty) => ASKING.has(duty));
  useKeys({ KeyN: () => (mayAsk ? go('/requests/new') : undefined) });
  const requests = view.data?.requests ?? [];
  return (
    <Sheet
      title={t('requests.list.title')}
      actions={
        <div className="flex flex-wrap items-center gap-2">
          <PageTabs of="inbox" here="requests" />
          {mayAsk ? (
            <Button tone="main" keys="N" onPress={() => go('/requests/new')}>
              {t('requests.list.new')}
            </Button>
          ) : null}
        </div>
      }
    >
      <FaultNotice fault={view.error} onRetry={() => void view.refetch()} />
      {view.data?.requests.length === 0 ? (
        <Panel title={t('requests.list.none')}>
          <Empty>{t('requests.list.empty')}</Empty>
        </Panel>
      ) : null}
      {GROUPS.map((group) => {
        const those = requests.filter((each) => groupOf(each, party) === group);
        return (
          <GroupPanel
            key={group}
            title={t(`requests.list.${group}`)}
            items={group === 'over' ? those.toReversed() : those}
            isWaiting={group === 'waits'}
          >
            {(each) => <RequestLine key={each.hash} view={each} />}
          </GroupPanel>
        );
      })}
      {view.data && view.data.figures.length > 0 ? <Figures view={view.data} /> : null}
    </Sheet>
  );
}

/** The duties of offices that may ask; the node refuses all others. */
export const ASKING: ReadonlySet<string> = new Set(['report', 'grade', 'plan', 'decide']);

function RequestLine({ view }: { readonly view: RequestView }) {
  const { t } = useWords();
  const { request, hash, author } = view;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)_19rem] gap-x-6 gap-y-1 border-b border-line px-3 py-2 last:border-0 max-md:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-0.5">
        <GoLink to={`/requests/${hash}`} className="min-h-6 text-lg font-semibold hover:underline">
          <Written lang={request.language}>{request.title}</Written>
        </GoLink>
        <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
          {t('requests.list.by')} <PartyMark party={author} /> <Age at={view.at} short />
        </p>
      </div>
      <div className="flex flex-col gap-0.5 text-sm">
        <p className="flex flex-wrap items-center gap-x-2">
          {t('requests.part.due')} <Dtg at={request.due} />
        </p>
        <ul className="flex flex-col gap-0.5">
          {view.asked.map((asked) => (
            <li key={asked.party}>
              <AskedMark asked={asked} due={request.due} />
            </li>
          ))}
        </ul>
      </div>
    </li>
  );
}

/** How each party answers what it is asked, as far as this desk may read. [J6] */
function Figures({ view }: { readonly view: RequestsView }) {
  const { t, language } = useWords();
  const number = (value: number) => formatNumber(value, language);
  return (
    <Panel title={t('requests.figures.title')} flush>
      <div className="overflow-x-auto">
        <table className="w-full text-sm">
          <thead>
            <tr className="border-b border-line text-start text-muted">
              {(['party', 'asked', 'answered', 'in-time', 'late', 'median'] as const).map(
                (each) => (
                  <th key={each} scope="col" className="px-3 py-1.5 text-start font-normal">
                    {t(`requests.figures.${each}`)}
                  </th>
                ),
              )}
            </tr>
          </thead>
          <tbody>
            {view.figures.map((each) => (
              <tr key={each.party} className="border-b border-line last:border-0">
                <th scope="row" className="px-3 py-1.5 text-start font-normal">
                  <PartyMark party={each.party} />
                </th>
                <td className="px-3 py-1.5">{number(each.asked)}</td>
                <td className="px-3 py-1.5">{number(each.answered)}</td>
                <td className="px-3 py-1.5">{number(each.inTime)}</td>
                <td className={`px-3 py-1.5 ${each.late > 0 ? 'font-medium text-need' : ''}`}>
                  {number(each.late)}
                </td>
                <td className="px-3 py-1.5">
                  {each.medianSeconds === undefined
                    ? '–'
                    : formatDuration(each.medianSeconds, language)}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="px-3 py-2 text-xs text-muted">{t('requests.figures.means')}</p>
    </Panel>
  );
}
