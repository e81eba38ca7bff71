import { useQuery } from '@tanstack/react-query';
import { useEffect, useMemo } from 'react';

import type { RecordView } from '../../contract/reports.ts';
import { useBook } from '../drafts.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { centreQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { Composer } from './composer.tsx';
import { correctionOf } from './draft-of-report.ts';
import { DraftKindContext, EMPTY_DRAFT } from './draft.ts';
import { boxAround } from './place-reading.ts';

type ReportRecord = Extract<NonNullable<RecordView['record']>, { type: 'report' }>;

/** The form with all that a report says, to say it anew to the same readers. [H6] */
export function CorrectSheet({
  view,
  record,
}: {
  readonly view: RecordView;
  readonly record: ReportRecord;
}) {
  const { t } = useWords();
  const go = useGo();
  const { zone } = useCentre();
  const { party: self } = useSession();
  const { draft, book } = useBook('correction', EMPTY_DRAFT);
  const area = useArea();
  const { hash } = view;
  const begin = useMemo(
    () => correctionOf(view, { report: record.body, tlp: record.marking.tlp }, { self, zone }),
    [view, record, self, zone],
  );
  // Another correction that was begun is not written over unasked.
  const isOther = draft.corrects !== undefined && draft.corrects !== hash;
  // Once, when what was kept is here: what is sent or thrown away does not begin again by itself.
  useEffect(() => {
    void book.brought().then(() => {
      if (book.read().corrects === undefined) book.write(begin);
    });
    // oxlint-disable-next-line react/exhaustive-deps
  }, [book, hash]);
  const close = () => go(`/reports/${hash}`);
  if (isOther) {
    return (
      <div className="mx-auto max-w-2xl p-4">
        <Notice tone="need" title={t('correct.begun')}>
          <div className="mt-2 flex flex-wrap gap-2">
            <Button onPress={() => go(`/reports/${draft.corrects ?? ''}/correct`)}>
              {t('correct.go-on')}
            </Button>
            <Button onPress={() => book.write(begin)}>{t('correct.drop')}</Button>
          </div>
        </Notice>
      </div>
    );
  }
  if (!area || draft.corrects !== hash) return null;
  return (
    <DraftKindContext value="correction">
      <div className="mx-auto h-full max-w-2xl border-x border-line bg-panel max-md:border-0">
        <Composer
          isCorrection
          area={area}
          onClose={close}
          onSent={(sent) => go(`/reports/${sent}`)}
        />
      </div>
    </DraftKindContext>
  );
}

/** A new report on a page of its own, for a narrow screen and for one line of text. */
export function NewReportSheet() {
  const go = useGo();
  const area = useArea();
  if (!area) return null;
  return (
    <div className="mx-auto h-full max-w-2xl border-x border-line bg-panel max-md:border-0">
      <Composer
        area={area}
        onClose={() => history.back()}
        onPick={() => go('/picture?new=1')}
        onSent={(hash) => go(`/reports/${hash}`)}
      />
    </div>
  );
}

function useArea() {
  const centre = useQuery(centreQuery);
  return useMemo(
    () => (centre.data ? boxAround([centre.data.charter.area.coordinates]) : undefined),
    [centre.data],
  );
}
