import { useQuery } from '@tanstack/react-query';

import type { ProofView } from '../../contract/reports.ts';
import { get } from '../api.ts';
import { useCentre } from '../centre.ts';
import { nowOf } from '../now.ts';
import { proveRecord } from '../proving.ts';
import { recordQuery } from '../queries.ts';
import { formatDtg, formatList, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { FaultNotice } from './fault-notice.tsx';
import { Notice } from './notice.tsx';

/**
 * Whether a record is on its author's signed log and cosigned, checked in this browser and said in a
 * sentence that stays, with the time of the check.
 */
export function RecordCheck({ hash }: { readonly hash: string }) {
  const { t, has, language } = useWords();
  const { zone, parties } = useCentre();
  const record = useQuery(recordQuery(hash));
  const check = useQuery({
    queryKey: ['records', hash, 'check', record.data?.place.cosigned],
    enabled: record.data !== undefined,
    queryFn: async ({ signal }) => {
      if (!record.data) return undefined;
      const path = `/api/records/${encodeURIComponent(hash)}/proof`;
      const proof = await get<ProofView>(path, signal);
      return { verdict: await proveRecord(record.data, proof), at: nowOf() };
    },
    staleTime: Infinity,
  });
  if (check.error) return <FaultNotice fault={check.error} onRetry={() => void check.refetch()} />;
  if (!check.data || !record.data) {
    return <p className="text-sm text-muted">{t('parts.check.running')}</p>;
  }
  const { verdict, at } = check.data;
  const time = formatDtg(at, zone);
  const author = record.data.place.author;
  const party = parties.find((each) => each.id === author)?.name ?? author;
  if (verdict.kind === 'broken') {
    const key = `record.finding.${verdict.why}`;
    return (
      <Notice tone="bad" title={t('parts.check.broken')}>
        <p>
          {t(has(key) ? key : 'record.finding.other')} {t('parts.check.at', { time })}
        </p>
      </Notice>
    );
  }
  const values = {
    party,
    index: formatNumber(verdict.index + 1, language),
    size: formatNumber(verdict.size, language),
  };
  const witnesses = verdict.cosignedBy.map(
    ({ name, at: when }) =>
      `${parties.find((each) => each.cosigner === name)?.name ?? name} ${formatDtg(when as typeof at, zone)}`,
  );
  const storers = verdict.storedBy.map(
    ({ party: id, at: when }) =>
      `${parties.find((each) => each.id === id)?.name ?? id} ${formatDtg(when as typeof at, zone)}`,
  );
  return (
    <Notice
      tone={witnesses.length > 0 ? 'ok' : 'plain'}
      title={t(witnesses.length > 0 ? 'parts.check.shown' : 'parts.check.waiting')}
    >
      <p>{t('parts.check.place', values)}</p>
      <p>
        {witnesses.length > 0
          ? t('parts.check.cosigned', { witnesses: formatList(witnesses, language) })
          : t('parts.check.not-cosigned')}
      </p>
      {storers.length === 0 ? null : (
        <p>{t('parts.check.stored', { parties: formatList(storers, language) })}</p>
      )}
      <p className="text-sm text-muted">{t('parts.check.at', { time })}</p>
    </Notice>
  );
}
