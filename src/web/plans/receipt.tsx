import { useQuery } from '@tanstack/react-query';

import type { PlanView } from '../../contract/api.ts';
import { Dtg } from '../parts/age.tsx';
import { HashMark, Mono } from '../parts/mono.tsx';
import { RecordCheck } from '../parts/record-check.tsx';
import { recordQuery } from '../queries.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { Fold, Statement } from './timeline.tsx';

/**
 * What our party has on record here: the receipt of its latest decision. It is read from the record
 * each time, so it stays for as long as the record does.
 */
export function Receipt({ plan, party }: { readonly plan: PlanView; readonly party: string }) {
  const { t, language } = useWords();
  const ours = plan.decisions.filter((decision) => decision.party === party).at(-1);
  const record = useQuery({ ...recordQuery(ours?.hash ?? ''), enabled: ours !== undefined });
  if (!ours) return null;
  const kind =
    ours.verdict === 'consent' && ours.conditions.length > 0 ? 'conditions' : ours.verdict;
  return (
    <section
      aria-label={t('plans.receipt.title')}
      className="flex flex-col gap-2 rounded-md border-2 border-ok bg-panel px-3 py-2"
      data-receipt={ours.hash}
    >
      <h2 className="text-lg text-ok">{t('plans.receipt.title')}</h2>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-4 gap-y-0.5">
        <dt className="text-muted">{t('plans.receipt.what')}</dt>
        <dd>{t(`plans.timeline.${kind}`)}</dd>
        <dt className="text-muted">{t('plans.receipt.at')}</dt>
        <dd>
          <Dtg at={ours.at} />
        </dd>
        <dt className="text-muted">{t('plans.receipt.hash')}</dt>
        <dd>
          <HashMark hash={ours.hash} />
        </dd>
        <dt className="text-muted">{t('plans.receipt.place')}</dt>
        <dd>
          {record.data ? <Mono>{formatNumber(record.data.place.index + 1, language)}</Mono> : '…'}
        </dd>
      </dl>
      {ours.void ? (
        <p className="font-medium text-bad">
          {t('plans.timeline.void', { why: t(`plans.void.${ours.void}`) })}
        </p>
      ) : null}
      <RecordCheck hash={ours.hash} />
      <Fold title={t('plans.timeline.words')}>
        <Statement lang={ours.language}>{ours.words}</Statement>
      </Fold>
    </section>
  );
}
