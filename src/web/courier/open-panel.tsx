import { useMutation, useQueryClient } from '@tanstack/react-query';
import { FileInput } from 'lucide-react';
import { Button as AriaButton, FileTrigger } from 'react-aria-components';

import type { OpenedLog, OpenedView } from '../../contract/courier.ts';
import { buttonClass } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { HashMark } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useWords } from '../words/words.ts';
import { openBundle } from './courier-queries.ts';
import { Slip } from './slip.tsx';

/** Takes in a bundle that was carried here, and says what came in. */
export function OpenPanel() {
  const { t } = useWords();
  const client = useQueryClient();
  const open = useMutation({
    mutationFn: openBundle,
    onSuccess: () => client.invalidateQueries(),
  });
  return (
    <Panel title={t('courier.open.title')} className="print:hidden">
      <div className="flex flex-col gap-3">
        <p className="text-sm text-muted">{t('courier.open.what')}</p>
        <FileTrigger
          onSelect={(files) => {
            const file = files?.[0];
            if (file) open.mutate(file);
          }}
        >
          <AriaButton className={`${buttonClass('main')} self-start`} isDisabled={open.isPending}>
            <FileInput aria-hidden size={15} />
            {t(open.isPending ? 'courier.open.opening' : 'courier.open.do')}
          </AriaButton>
        </FileTrigger>
        <FaultNotice fault={open.error} />
        {open.data ? <Opened opened={open.data} /> : null}
      </div>
    </Panel>
  );
}

function Opened({ opened }: { readonly opened: OpenedView }) {
  const { t } = useWords();
  const isWhole = opened.fault === undefined && opened.logs.every(isWell);
  return (
    <div className="flex flex-col gap-3" data-opened={opened.kept}>
      {opened.fault === undefined ? null : <Notice tone="bad">{t(`fault.${opened.fault}`)}</Notice>}
      <Notice tone={isWhole ? 'ok' : 'need'} title={t('courier.open.kept', { count: opened.kept })}>
        {t('courier.open.compare')}
      </Notice>
      <ul className="flex flex-col gap-1.5">
        {opened.logs.map((log) => (
          <li key={log.log} className="grid grid-cols-[12rem_1fr_auto] items-center gap-x-3">
            <PartyMark party={log.author} />
            <span className={isWell(log) ? '' : 'font-medium text-need'}>
              {t(`courier.outcome.${log.outcome}`, {
                kept: log.kept,
                held: log.held,
                from: log.from,
              })}
            </span>
            <HashMark hash={log.log} />
          </li>
        ))}
      </ul>
      <Slip bundle={opened} />
    </div>
  );
}

function isWell({ outcome }: OpenedLog): boolean {
  return outcome === 'kept' || outcome === 'held-already';
}
