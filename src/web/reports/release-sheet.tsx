import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { Saved } from '../../contract/api.ts';
import type { NewRelease, RecordView } from '../../contract/reports.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useBook } from '../drafts.ts';
import { useGo } from '../go.ts';
import { useRaise } from '../notices.ts';
import { instantOf } from '../now.ts';
import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { ChoiceTiles } from '../parts/choice-tiles.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { Select } from '../parts/select.tsx';
import { useSession } from '../session.ts';
import { formatList, offsetAt } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { Faulty } from './faulty.tsx';
import { TLP_LEVELS } from './kinds.ts';
import type { Tlp } from './kinds.ts';
import type { ReleaseDraft, ReleaseFault } from './release-draft.ts';
import { EMPTY_RELEASE, releaseOf, releasedBy } from './release-draft.ts';
import { CoarserParts, FileTicks } from './release-parts.tsx';
import { PairTable, pairsOf, useReportRows } from './report-rows.tsx';

type ReportRecord = Extract<NonNullable<RecordView['record']>, { type: 'report' }>;

/** To whom else a report of ours goes, and how much of it: what goes stands beside what stays. [H13] */
export function ReleaseSheet({
  view,
  record,
}: {
  readonly view: RecordView;
  readonly record: ReportRecord;
}) {
  const { t, language } = useWords();
  const go = useGo();
  const raise = useRaise();
  const client = useQueryClient();
  const { parties, zone } = useCentre();
  const { party: self } = useSession();
  const { draft, book } = useBook('release', EMPTY_RELEASE);
  const [wasTried, setTried] = useState(false);
  const rowsOf = useReportRows();
  const { hash, place } = view;
  const report = record.body;
  useEffect(() => {
    void book.brought().then(() => {
      // What was chosen for another report is no choice for this one.
      if (book.read().of !== hash) book.write(begin(hash, record, compartmentIn(place.audience)));
    });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [book, hash]);
  const send = useMutation({
    mutationFn: (release: NewRelease) => post<Saved>('/api/releases', release),
    onSuccess: (saved) => {
      book.clear();
      void client.invalidateQueries({ queryKey: ['reports'] });
      void client.invalidateQueries({ queryKey: ['records'] });
      raise({ tone: 'ok', text: t('widen.sent'), to: `/reports/${saved.hash}` });
      go(`/reports/${saved.hash}`);
    },
  });
  if (draft.of !== hash) return null;
  const release = releaseOf(draft, { hash, audience: place.audience, self });
  const faults = wasTried && !release.ok ? release.fault : [];
  const faultOf = (...kinds: ReleaseFault[]) => {
    const found = kinds.find((kind) => faults.includes(kind));
    return found === undefined ? undefined : t(`widen.missing.${found}`);
  };
  const trySend = () => {
    setTried(true);
    if (release.ok && !send.isPending) send.mutate(release.value);
  };
  const names = draft.audience.map((id) => parties.find((each) => each.id === id)?.name ?? id);
  const { minutes } = offsetAt(instantOf(report.when.from), zone);
  const shown = releasedBy(draft, report, minutes);
  return (
    <Sheet title={t('widen.title')}>
      <div className="grid grid-cols-[22rem_1fr] items-start gap-3 max-lg:grid-cols-1">
        <Panel title={t('widen.choose')}>
          <div className="flex flex-col gap-3">
            <AudiencePicker
              ours={self}
              value={draft.audience}
              onChange={(audience) => book.write({ audience, isOwnOnly: false })}
              fault={faultOf('audience', 'same')}
            />
            {draft.within === undefined || draft.audience.length > 0 ? null : (
              <Checkbox
                isSelected={draft.isOwnOnly}
                onChange={(isOwnOnly) => book.write({ isOwnOnly })}
              >
                {t('reports.compose.own-only')}
              </Checkbox>
            )}
            <Faulty fault={faultOf('form')}>
              <ChoiceTiles
                isNeeded
                label={t('widen.form')}
                value={draft.form}
                onChange={(form) => book.write({ form })}
                choices={(['whole', 'coarser'] as const).map((id) => ({
                  id,
                  text: t(`widen.form.${id}`),
                }))}
              />
            </Faulty>
            {draft.form === 'coarser' ? (
              <CoarserParts report={report} draft={draft} book={book} faultOf={faultOf} />
            ) : null}
            <FileTicks report={report} draft={draft} book={book} />
            <Select<Tlp>
              label={t('reports.part.tlp')}
              value={draft.tlp}
              onChange={(tlp) => book.write({ tlp })}
              choices={TLP_LEVELS.map((id) => ({ id, text: `TLP:${id}` }))}
            />
            <FaultNotice fault={send.error} />
            <Button tone="main" className="min-h-11" onPress={trySend} isDisabled={send.isPending}>
              {names.length > 0
                ? t('widen.send', { parties: formatList(names, language) })
                : t(draft.isOwnOnly ? 'compartments.release-own' : 'widen.send-nobody')}
            </Button>
            <Button
              onPress={() => {
                book.clear();
                go(`/reports/${hash}`);
              }}
            >
              {t('widen.leave')}
            </Button>
          </div>
        </Panel>
        <Panel title={t('widen.preview')}>
          <p className="mb-2 text-sm text-muted">{t('widen.never')}</p>
          <PairTable
            pairs={pairsOf(rowsOf(report), draft.form === undefined ? [] : rowsOf(shown))}
            heads={[t('widen.before'), t('widen.after')]}
            absent={[t('correct.absent'), t('widen.stays')]}
          />
        </Panel>
      </div>
    </Sheet>
  );
}

function begin(
  hash: RecordView['hash'],
  record: ReportRecord,
  within: string | undefined,
): ReleaseDraft {
  const { title } = record.body;
  return { ...EMPTY_RELEASE, of: hash, within, title, tlp: record.marking.tlp };
}
