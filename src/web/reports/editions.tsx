import { useQuery } from '@tanstack/react-query';

import type { RecordView, ReleaseView } from '../../contract/reports.ts';
import { Dtg } from '../parts/age.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { recordQuery } from '../queries.ts';
import { useReaderName } from '../readers.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { PairTable, pairsOf, useReportRows } from './report-rows.tsx';

type ReportRecord = Extract<NonNullable<RecordView['record']>, { type: 'report' }>;

/** What an old version says first of all: that there is a new one. [H8] */
export function CorrectedNotice({ by }: { readonly by: string }) {
  const { t } = useWords();
  return (
    <Notice tone="need" title={t('correct.notice')}>
      <GoLink to={`/reports/${by}`}>{t('correct.newest')}</GoLink>
    </Notice>
  );
}

/** What a new version changed, row beside row; all rows of both can be shown. */
export function ChangesPanel({ record }: { readonly record: ReportRecord }) {
  const { t } = useWords();
  const rowsOf = useReportRows();
  const { corrects } = record.body;
  const old = useQuery({ ...recordQuery(corrects ?? ''), enabled: corrects !== undefined });
  if (corrects === undefined || !old.data) return null;
  const before = old.data.record;
  const link = <GoLink to={`/reports/${corrects}`}>{t('correct.old')}</GoLink>;
  if (before?.type !== 'report') {
    return (
      <Panel title={t('correct.changes')} actions={link}>
        <p className="text-muted">{t('correct.old-gone')}</p>
      </Panel>
    );
  }
  const pairs = pairsOf(rowsOf(before.body), rowsOf(record.body));
  const changed = pairs.filter(({ isSame }) => !isSame);
  return (
    <Panel title={t('correct.changes')} actions={link}>
      <p className="mb-2 text-sm text-muted">
        {t('correct.before')} <Dtg at={before.at} /> · {t('correct.after')} <Dtg at={record.at} />
      </p>
      {changed.length === 0 ? (
        <p className="text-muted">{t('correct.nothing')}</p>
      ) : (
        <PairTable
          pairs={changed}
          heads={[t('correct.before'), t('correct.after')]}
          absent={[t('correct.absent'), t('correct.absent')]}
        />
      )}
    </Panel>
  );
}

/** Which other readers have this report, or another form of it, as far as this reader may know. [H7] */
export function ReleasesPanel({ releases }: { readonly releases: readonly ReleaseView[] }) {
  const { t } = useWords();
  if (releases.length === 0) return null;
  return (
    <Panel title={t('widen.panel')}>
      <ul className="flex flex-col gap-2">
        {releases.map((release) => (
          <li key={release.record}>
            <OneRelease release={release} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}

function OneRelease({ release }: { readonly release: ReleaseView }) {
  const { t, language } = useWords();
  const { side, form, report, other, at } = release;
  const names = (other?.audience ?? []).map(useReaderName());
  return (
    <p className="flex flex-wrap items-baseline gap-x-2">
      <span>
        {t(`widen.${side}.${form}`, { parties: formatList(names, language) })}{' '}
        <span className="text-muted">
          <Dtg at={at} short />
        </span>
      </span>
      {other === undefined ? (
        <span className="text-muted">{t('reports.relation.unread')}</span>
      ) : (
        <GoLink to={`/reports/${report}`}>
          <Written>{other.title}</Written>
        </GoLink>
      )}
    </p>
  );
}
