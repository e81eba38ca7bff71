import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { Link, Report } from '../../accord/knowledge/schema.ts';
import { RELATIONS } from '../../accord/knowledge/schema.ts';
import type { Saved } from '../../contract/api.ts';
import { post } from '../api.ts';
import { readKnowledgeAnew } from '../matters/matter-queries.ts';
import { useRaise } from '../notices.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { Select } from '../parts/select.tsx';
import { recordQuery } from '../queries.ts';
import { commonReaders, useReaderName } from '../readers.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { middleOf } from './facts.tsx';
import { ReportChoice, useOffered } from './report-choice.tsx';

/** How far around a report others are offered first, in degrees. */
const NEAR_DEGREES = 0.3;

/** Says that a report stands in a relation to another, which is picked from those near it or found. */
export function LinkDialog({
  hash,
  onClose,
}: {
  /** The report that is linked; undefined closes the dialog. */
  readonly hash: string | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  return (
    <Dialog title={t('reports.link.title')} isOpen={hash !== undefined} onClose={onClose} wide>
      {hash === undefined ? null : <Picking key={hash} hash={hash} onDone={onClose} />}
    </Dialog>
  );
}

function Picking({ hash, onDone }: { readonly hash: string; readonly onDone: () => void }) {
  const { t, language } = useWords();
  const client = useQueryClient();
  const raise = useRaise();
  const [text, setText] = useState('');
  const [relation, setRelation] = useState<Link['relation']>('contradicts');
  const [other, setOther] = useState<string | undefined>(undefined);
  const [reason, setReason] = useState('');
  const [fromClaim, setFromClaim] = useState(0);
  const [toClaim, setToClaim] = useState(0);
  const view = useQuery(recordQuery(hash));
  const record = view.data?.record;
  const report = record?.type === 'report' ? record.body : undefined;
  const [lon, lat] = report ? middleOf(report) : [0, 0];
  const box = [lon - NEAR_DEGREES, lat - NEAR_DEGREES, lon + NEAR_DEGREES, lat + NEAR_DEGREES];
  const ask = text.trim() === '' ? { box: box.map((each) => each.toFixed(5)).join(',') } : { text };
  const offered = useOffered(ask, (each) => each.hash !== hash, report !== undefined);
  const picked = other === undefined ? undefined : offered.lineOf(other);
  const otherView = useQuery({ ...recordQuery(other ?? ''), enabled: picked !== undefined });
  const otherRecord = picked ? otherView.data?.record : undefined;
  const send = useMutation({
    mutationFn: (to: string) =>
      post<Saved>('/api/links', {
        relation,
        from: hash,
        to,
        ...(fromClaim === 0 ? {} : { fromClaim }),
        ...(toClaim === 0 ? {} : { toClaim }),
        ...(reason.trim() === '' ? {} : { reason: reason.trim() }),
      }),
    onSuccess: () => {
      readKnowledgeAnew(client);
      raise({ tone: 'ok', text: t('reports.link.sent'), to: `/reports/${hash}` });
      onDone();
    },
  });
  const common = commonReaders(view.data?.place.audience ?? [], picked?.audience ?? []);
  const readers = common.map(useReaderName());
  return (
    <div className="flex flex-col gap-3">
      {report ? (
        <p className="border-s-3 border-line ps-3">
          <Written lang={report.language} className="font-medium">
            {report.title}
          </Written>
        </p>
      ) : null}
      <Select
        label={t('reports.link.relation')}
        value={relation}
        onChange={setRelation}
        choices={RELATIONS.map((id) => ({ id, text: t(`reports.relation.${id}`) }))}
      />
      <Field
        label={t('reports.link.search')}
        hint={t('reports.link.search-hint')}
        value={text}
        onChange={setText}
        autoFocus
      />
      {offered.isNone ? <Empty>{t('reports.link.none')}</Empty> : null}
      <ReportChoice
        label={t('reports.link.other')}
        offered={offered}
        mode="single"
        chosen={other === undefined ? [] : [other]}
        onChoose={([chosen]) => {
          setOther(chosen);
          setToClaim(0);
        }}
      />
      <ClaimChoice
        label={t('matters.claims.of-this')}
        report={report}
        value={fromClaim}
        onChange={setFromClaim}
      />
      <ClaimChoice
        label={t('matters.claims.of-other')}
        report={otherRecord?.type === 'report' ? otherRecord.body : undefined}
        value={toClaim}
        onChange={setToClaim}
      />
      <Field label={t('reports.link.reason')} value={reason} onChange={setReason} rows={2} />
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap items-center justify-between gap-3">
        <p className="min-w-0 flex-1 text-sm text-muted">
          {picked
            ? t('parts.audience.readers', { parties: formatList(readers, language) })
            : t('reports.link.pick')}
        </p>
        <Button
          tone="main"
          isDisabled={!picked || send.isPending}
          onPress={() => (picked ? send.mutate(picked.hash) : undefined)}
        >
          {t(`reports.link.say-${relation}`)}
        </Button>
      </div>
    </div>
  );
}

/** Which claim of a report is meant, or the report as a whole; nothing to choose where it makes none. */
function ClaimChoice({
  label,
  report,
  value,
  onChange,
}: {
  readonly label: string;
  readonly report: Report | undefined;
  readonly value: number;
  readonly onChange: (claim: number) => void;
}) {
  const { t } = useWords();
  const claims = report?.claims ?? [];
  if (claims.length === 0) return null;
  return (
    <Select
      label={label}
      value={String(value)}
      onChange={(chosen) => onChange(Number(chosen))}
      choices={[
        { id: '0', text: t('matters.outcome.whole') },
        ...claims.map(({ words }, i) => ({ id: String(i + 1), text: `${i + 1}: ${words}` })),
      ]}
    />
  );
}
