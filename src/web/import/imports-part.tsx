import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Download } from 'lucide-react';

import type { ImportView } from '../../contract/imports.ts';
import { buttonClass } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Empty } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { ProgressBar } from '../parts/progress-bar.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { importsQuery, stopImport } from './import-queries.ts';

/** What this desk brought in, how far it is, and what was refused of it. [O12] */
export function ImportsPart() {
  const { t } = useWords();
  const imports = useQuery(importsQuery);
  const list = imports.data ?? [];
  return (
    <Panel title={t('import.list.title')} flush>
      <FaultNotice fault={imports.error} onRetry={() => void imports.refetch()} />
      {list.length === 0 ? (
        <Empty>{t('import.list.empty')}</Empty>
      ) : (
        <ul>
          {list.map((each) => (
            <li
              key={each.id}
              className="flex flex-col gap-1.5 border-b border-line px-3 py-2 last:border-0"
              data-import={each.state}
            >
              <Import view={each} />
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

function Import({ view }: { readonly view: ImportView }) {
  const { t, language, has } = useWords();
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: () => stopImport(view.id),
    onSuccess: () => client.invalidateQueries({ queryKey: ['imports'] }),
  });
  const { id, name, state, all, saved, passedOver, refused, leftOut, fault } = view;
  const say = (count: number) => formatNumber(count, language);
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <bdi className="font-medium wrap-anywhere">{name}</bdi>
        <span className="text-sm text-muted">{t(`import.format.${view.format}`)}</span>
        <span className="flex flex-wrap gap-1">
          {view.audience.map((party) => (
            <PartyMark key={party} party={party} bare />
          ))}
        </span>
      </div>
      {state === 'running' ? (
        <ProgressBar
          label={t('import.list.running', { name })}
          done={saved + passedOver}
          total={all}
          {...(stop.isPending ? {} : { onStop: () => stop.mutate() })}
        />
      ) : (
        <p className={`text-sm ${state === 'done' ? '' : 'font-medium text-need'}`}>
          {t(`import.list.${state}`)}
          {fault === undefined || !has(`fault.${fault}`) ? '' : ` ${t(`fault.${fault}`)}`}
        </p>
      )}
      <p className="text-sm text-muted">
        {t('import.list.counts', {
          saved: say(saved),
          passed: say(passedOver),
          refused: say(refused),
          left: say(leftOut),
        })}
      </p>
      {refused === 0 ? null : (
        <a
          href={`/api/imports/${id}/refused`}
          download={`${name}.refused.csv`}
          className={`${buttonClass()} self-start`}
        >
          <Download aria-hidden size={15} />
          {t('import.list.save')}
        </a>
      )}
    </>
  );
}
