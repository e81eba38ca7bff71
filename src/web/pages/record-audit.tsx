import { useRef, useState } from 'react';

import type { LogView } from '../../contract/record-room.ts';
import { useCentre } from '../centre.ts';
import { nowOf } from '../now.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { ProgressBar } from '../parts/progress-bar.tsx';
import type { LogVerdict } from '../proving-task.ts';
import type { Audit } from '../proving.ts';
import { auditLogs } from '../proving.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';

const VERDICT_KEY = 'tansiq.audit';

/** What the last audit at this desk came to; it stays until the next. */
interface Kept {
  readonly at: number;
  readonly wanted: number;
  readonly verdicts: readonly LogVerdict[];
}

/** Checks every log in this browser, with progress, and keeps the result in a dated sentence. */
export function AuditPanel({
  logs,
  witnessKeys,
}: {
  readonly logs: readonly LogView[];
  readonly witnessKeys: readonly string[];
}) {
  const { t } = useWords();
  const [kept, setKept] = useState(readKept);
  const [done, setDone] = useState<number | undefined>(undefined);
  const [fault, setFault] = useState<unknown>(undefined);
  const audit = useRef<Audit>(undefined);
  const total = logs.reduce((sum, log) => sum + log.size, 0);
  const run = async () => {
    setFault(undefined);
    setDone(0);
    try {
      audit.current = auditLogs(
        logs.map((log) => ({ ...taskOf(log), witnessKeys })),
        setDone,
      );
      const verdicts = await audit.current.verdicts;
      const result = { at: nowOf(), wanted: logs.length, verdicts };
      localStorage.setItem(VERDICT_KEY, JSON.stringify(result));
      setKept(result);
    } catch (caught) {
      setFault(caught);
    } finally {
      setDone(undefined);
    }
  };
  return (
    <Panel
      title={t('record.audit.title')}
      actions={
        <Button
          tone="main"
          isDisabled={done !== undefined || logs.length === 0}
          onPress={() => void run()}
        >
          {t('record.audit.run')}
        </Button>
      }
    >
      <div className="flex flex-col gap-2">
        <p className="text-muted">{t('record.audit.what')}</p>
        {done === undefined ? null : (
          <ProgressBar
            label={t('record.audit.running')}
            done={Math.min(done, total)}
            total={total}
            onStop={() => audit.current?.stop()}
          />
        )}
        <FaultNotice fault={fault} />
        {kept === undefined ? null : <Verdict kept={kept} logs={logs} />}
      </div>
    </Panel>
  );
}

function Verdict({ kept, logs }: { readonly kept: Kept; readonly logs: readonly LogView[] }) {
  const words = useWords();
  const { t, language } = words;
  const { parties } = useCentre();
  const broken = kept.verdicts.filter((verdict) => verdict.kind === 'broken');
  const cosigned = kept.verdicts.filter((verdict) => verdict.cosigned).length;
  const entries = kept.verdicts.reduce((sum, verdict) => sum + verdict.entries, 0);
  const recalled = kept.verdicts.reduce((sum, verdict) => sum + (verdict.recalled ?? 0), 0);
  // What this desk may not read was checked by its signatures alone, and no more is said of it.
  const unread = kept.verdicts.filter(({ origin }) =>
    logs.some((log) => log.origin === origin && log.path === undefined),
  ).length;
  const nameOf = (origin: string) => {
    const author = logs.find((log) => log.origin === origin)?.author;
    return parties.find((party) => party.id === author)?.name ?? origin;
  };
  const isStopped = kept.verdicts.length < kept.wanted;
  const sentence =
    broken.length > 0
      ? 'record.audit.broken'
      : isStopped
        ? 'record.audit.stopped'
        : entries === 0
          ? 'record.audit.signed'
          : 'record.audit.whole';
  const values = {
    logs: kept.verdicts.length - (sentence === 'record.audit.whole' ? unread : 0),
    entries,
    wanted: formatNumber(kept.wanted, language),
  };
  return (
    <Notice
      tone={broken.length > 0 ? 'bad' : isStopped ? 'plain' : 'ok'}
      title={t(sentence, values)}
    >
      <ul>
        {broken.map((verdict) => (
          <li key={verdict.origin}>
            <bdi className="font-medium">{nameOf(verdict.origin)}</bdi>
            {': '}
            {verdict.findings
              .map(({ kind, index }) => {
                const key = `record.finding.${kind}`;
                const text = t(words.has(key) ? key : 'record.finding.other');
                return index === undefined
                  ? text
                  : `${text} ${t('record.finding.entry', { index: formatNumber(index + 1, language) })}`;
              })
              .join(' ')}
          </li>
        ))}
      </ul>
      {sentence === 'record.audit.whole' && unread > 0 ? (
        <p>{t('record.audit.signed', { logs: unread })}</p>
      ) : null}
      {recalled > 0 ? <p>{t('record.audit.recalled', { count: recalled })}</p> : null}
      <p>{t('record.audit.cosigned', { cosigned, logs: kept.verdicts.length })}</p>
      <p className="text-sm text-muted">
        {t('record.audit.checked')} <Age at={kept.at} />
      </p>
    </Notice>
  );
}

function taskOf(log: LogView) {
  const { origin, size, checkpoint, verifierKey, path } = log;
  return { origin, size, checkpoint, logKey: verifierKey, ...(path === undefined ? {} : { path }) };
}

function readKept(): Kept | undefined {
  const text = localStorage.getItem(VERDICT_KEY);
  return text === null ? undefined : (JSON.parse(text) as Kept);
}
