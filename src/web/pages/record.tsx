import { useQuery } from '@tanstack/react-query';
import { Download } from 'lucide-react';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { EvidenceView, LogView } from '../../contract/record-room.ts';
import { useCosigner } from '../centre.ts';
import { Age } from '../parts/age.tsx';
import { buttonClass } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { HashMark } from '../parts/mono.tsx';
import { Empty, Notice } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { integrityQuery } from '../queries.ts';
import { RecallsPanel } from '../reports/recalls-panel.tsx';
import { useItem } from '../routes.tsx';
import { useSession } from '../session.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { AuditPanel } from './record-audit.tsx';
import { RecordDetail } from './record-detail.tsx';
import { PeersPanel } from './record-peers.tsx';

/** Whether the record is whole: every log's figures, who cosigned, whom we hear, and evidence. */
export function Page() {
  const item = useItem();
  return item === undefined ? <Integrity /> : <RecordDetail hash={item} />;
}

function Integrity() {
  const { t } = useWords();
  const { isObserver } = useSession();
  const integrity = useQuery(integrityQuery);
  const { logs = [], witnessKeys = [], peers = [], evidence = [] } = integrity.data ?? {};
  return (
    <Sheet title={t('record.page.title')}>
      <FaultNotice fault={integrity.error} onRetry={() => void integrity.refetch()} />
      {isObserver ? <Notice>{t('record.page.observer')}</Notice> : null}
      {evidence.map((each) => (
        <Evidence key={each.id} evidence={each} />
      ))}
      <AuditPanel logs={logs} witnessKeys={witnessKeys} />
      <Panel title={t('record.logs.title')} flush>
        {logs.length === 0 ? (
          <Empty>{t('record.logs.empty')}</Empty>
        ) : (
          <div className="overflow-hidden">
            <table className="w-full text-start">
              <thead className="text-xs text-muted">
                <tr className="border-b border-line">
                  {['author', 'readers', 'size', 'checkpoint', 'cosigned'].map((column) => (
                    <th key={column} scope="col" className="px-3 py-1 text-start font-medium">
                      {t(`record.logs.${column}`)}
                    </th>
                  ))}
                </tr>
              </thead>
              <tbody>
                {logs.map((log) => (
                  <LogRow key={log.log} log={log} />
                ))}
              </tbody>
            </table>
          </div>
        )}
      </Panel>
      {isObserver ? null : <RecallsPanel />}
      <PeersPanel peers={peers} />
    </Sheet>
  );
}

function Cosigner({ name }: { readonly name: string }) {
  const party = useCosigner(name);
  return party ? <PartyMark party={party.id} /> : <bdi className="wrap-anywhere">{name}</bdi>;
}

function LogRow({ log }: { readonly log: LogView }) {
  const { t, language } = useWords();
  const behind = log.cosigned ? log.size - log.cosigned.size : log.size;
  const isPrivate = log.audience?.length === 1 && compartmentIn(log.audience) === undefined;
  return (
    <tr className="border-b border-line last:border-0">
      <td className="px-3 py-1.5">
        <PartyMark party={log.author} />
        <div className="text-xs text-muted">
          <bdi dir="ltr" className="font-mono wrap-anywhere">
            {log.origin}
          </bdi>
        </div>
      </td>
      <td className="px-3 py-1.5">
        {isPrivate ? (
          <span className="block min-w-28 text-muted">{t('record.logs.private')}</span>
        ) : (
          <span className="flex min-w-28 flex-wrap gap-1">
            {(log.audience ?? []).map((party) => (
              <PartyMark key={party} party={party} bare />
            ))}
            {log.audience === undefined ? t('record.logs.unseen') : null}
          </span>
        )}
      </td>
      <td className="px-3 py-1.5 tabular-nums">{formatNumber(log.size, language)}</td>
      <td className="px-3 py-1.5">
        <HashMark hash={log.root} />
      </td>
      <td className="px-3 py-1.5">
        {log.cosigned ? (
          <>
            <Cosigner name={log.cosigned.by} /> <Age at={log.cosigned.at} short />
            <div className={`text-xs ${behind > 0 ? 'text-need' : 'text-ok'}`}>
              {behind > 0
                ? t('record.logs.behind', { count: behind })
                : t('record.logs.all-cosigned')}
            </div>
          </>
        ) : (
          <span className="text-muted">
            {t(isPrivate ? 'record.logs.own-only' : 'record.logs.never')}
          </span>
        )}
      </td>
    </tr>
  );
}

/** Two statements that cannot both be true, shown side by side with both signatures. */
function Evidence({ evidence }: { readonly evidence: EvidenceView }) {
  const words = useWords();
  const { t } = words;
  const key = `record.evidence.${evidence.kind}`;
  return (
    <Notice tone="bad" title={t('record.evidence.title')}>
      <p className="flex flex-wrap items-center gap-2">
        <PartyMark party={evidence.party} /> <Age at={evidence.at} />
      </p>
      <p>{t(words.has(key) ? key : 'record.evidence.other')}</p>
      <details className="mt-1">
        <summary className="text-sm underline">{t('record.evidence.notes')}</summary>
        <div className="grid grid-cols-2 gap-2 max-md:grid-cols-1">
          {evidence.notes.map((note) => (
            <pre
              key={note}
              dir="ltr"
              className="mono overflow-x-auto rounded-sm bg-raised p-2 text-xs whitespace-pre!"
            >
              {note}
            </pre>
          ))}
        </div>
      </details>
      <a href={`/api/evidence/${evidence.id}`} download className={`mt-2 ${buttonClass()}`}>
        <Download aria-hidden size={15} />
        {t('record.evidence.file')}
      </a>
      <p className="mt-1 text-sm text-muted">{t('record.evidence.file-means')}</p>
    </Notice>
  );
}
