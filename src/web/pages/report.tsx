import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';

import type { GradeAxes } from '../../accord/knowledge/schema.ts';
import type { RecallView } from '../../contract/recalls.ts';
import type { RecordView } from '../../contract/reports.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { LazyMap } from '../map/lazy-map.tsx';
import { instantOf, useNow } from '../now.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Holders } from '../parts/holders.tsx';
import { Mono, Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { RecordCheck } from '../parts/record-check.tsx';
import { KnowledgePart } from '../matters/knowledge-part.tsx';
import { PassButton } from '../passages/pass-dialog.tsx';
import { recordQuery } from '../queries.ts';
import { partiesAmong } from '../readers.ts';
import { AttachmentsPanel } from '../reports/attachments-panel.tsx';
import { CorrectSheet, NewReportSheet } from '../reports/correct-sheet.tsx';
import { ChangesPanel, CorrectedNotice, ReleasesPanel } from '../reports/editions.tsx';
import { Byline, Facts, middleOf } from '../reports/facts.tsx';
import { GradeDialog } from '../reports/grade-dialog.tsx';
import { Grades } from '../reports/grades.tsx';
import { useLight } from '../reports/light.ts';
import { LinkDialog } from '../reports/link-dialog.tsx';
import { markAge } from '../reports/marks-of-reports.ts';
import { Relations } from '../reports/relations.tsx';
import { RecallDialog } from '../reports/recall-dialog.tsx';
import { RecallAccount, RecalledNotice } from '../reports/recalled.tsx';
import { ReleaseSheet } from '../reports/release-sheet.tsx';
import { Acts } from '../reports/report-card.tsx';
import { Details } from '../reports/says-panel.tsx';
import { useSession } from '../session.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** A report as its author sent it, what each party holds of it, and whether it is really on the log. */
export function Page() {
  const { t } = useWords();
  // Asked of the router itself: the routes already name this page.
  const params: Readonly<Record<string, string | undefined>> = useParams({ strict: false });
  const hash = params['item'] ?? '';
  const part = params['part'];
  const view = useQuery({ ...recordQuery(hash), enabled: hash !== 'new' });
  const record = view.data?.record;
  const { party, seat } = useSession();
  if (hash === 'new') return <NewReportSheet />;
  const isOurs = view.data?.place.author === party && seat.duties.includes('report');
  if (view.data && record?.type === 'report' && isOurs) {
    if (part === 'correct') return <CorrectSheet key={hash} view={view.data} record={record} />;
    if (part === 'release') return <ReleaseSheet key={hash} view={view.data} record={record} />;
  }
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-6xl flex-col gap-3 p-4">
        <FaultNotice fault={view.error} onRetry={() => void view.refetch()} />
        {view.data?.recalled && record === undefined ? (
          <Recalled view={view.data} recall={view.data.recalled} />
        ) : null}
        {view.data && record?.type !== 'report' && !view.data.recalled ? (
          <Notice>
            {t('reports.page.other')}{' '}
            <GoLink to={`/record/${hash}`}>{t('reports.page.record')}</GoLink>
          </Notice>
        ) : null}
        {view.data && record?.type === 'report' ? (
          <Whole key={hash} view={view.data} record={record} />
        ) : null}
      </div>
    </div>
  );
}

/** What stands of a report that was recalled: its place, and what others said of it. */
function Recalled({ view, recall }: { readonly view: RecordView; readonly recall: RecallView }) {
  const { t } = useWords();
  return (
    <>
      <RecalledNotice recall={recall} />
      <div className="grid grid-cols-[1fr_25rem] items-start gap-3 max-lg:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-3">
          <Panel title={t('recall.account.title')}>
            <RecallAccount recall={recall} />
          </Panel>
          {view.links.length === 0 ? null : (
            <Panel title={t('reports.part.relations')}>
              <Relations view={view} />
            </Panel>
          )}
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          {view.grades.length === 0 ? null : (
            <Panel title={t('reports.part.grades')}>
              <Grades
                author={view.place.author}
                audience={view.place.audience}
                grades={view.grades}
              />
            </Panel>
          )}
          <Panel title={t('reports.part.proof')}>
            <InLog view={view} />
          </Panel>
        </div>
      </div>
    </>
  );
}

type ReportRecord = Extract<NonNullable<RecordView['record']>, { type: 'report' }>;

function Whole({ view, record }: { readonly view: RecordView; readonly record: ReportRecord }) {
  const { t } = useWords();
  const go = useGo();
  const { seat, party } = useSession();
  const [first, setFirst] = useState<GradeAxes['reliability'] | undefined>(undefined);
  const [isGrading, setGrading] = useState(false);
  const [claim, setClaim] = useState<number | undefined>(undefined);
  const [isLinking, setLinking] = useState(false);
  const [isRecalling, setRecalling] = useState(false);
  const { hash } = view;
  const report = record.body;
  const mayGrade = seat.duties.includes('grade');
  const grade = (letter?: GradeAxes['reliability'], of?: number) => {
    if (!mayGrade) return;
    setClaim(of);
    setFirst(letter);
    setGrading(true);
  };
  const link = () => (mayGrade ? setLinking(true) : undefined);
  const showOnMap = () => go(`/picture?sel=${encodeURIComponent(hash)}`);
  useKeys({
    KeyM: showOnMap,
    KeyX: link,
    Escape: () => history.back(),
    ...Object.fromEntries(LETTERS.map((letter) => [`Key${letter}`, () => grade(letter)])),
  });
  return (
    <>
      {view.correctedBy === undefined ? null : <CorrectedNotice by={view.correctedBy} />}
      <header className="flex flex-col gap-1.5">
        <Byline report={report} place={view.place} said={record.at} />
        <h1 className="text-2xl leading-snug">
          <Written lang={report.language}>{report.title}</Written>
        </h1>
        <div className="flex flex-wrap items-center gap-2">
          <Acts
            hash={hash}
            isOpen
            acts={{ onGrade: () => grade(), onLink: link, onMap: showOnMap }}
          />
          {view.place.author === party && seat.duties.includes('report') ? (
            <>
              {view.correctedBy === undefined ? (
                <>
                  <Button onPress={() => go(`/reports/${hash}/correct`)}>{t('correct.act')}</Button>
                  <Button onPress={() => go(`/reports/${hash}/release`)}>{t('widen.act')}</Button>
                </>
              ) : null}
              <Button onPress={() => setRecalling(true)}>{t('recall.act')}</Button>
            </>
          ) : null}
          <PassButton view={view} />
        </div>
      </header>
      <div className="grid grid-cols-[1fr_25rem] items-start gap-3 max-lg:grid-cols-1">
        <div className="flex min-w-0 flex-col gap-3">
          <Panel title={t('reports.part.text')}>
            {report.text === '' ? (
              <p className="text-muted">{t('reports.page.no-text')}</p>
            ) : (
              <Written lang={report.language} className="text-lg">
                {report.text}
              </Written>
            )}
          </Panel>
          {report.details === undefined ? null : (
            <Panel title={t('form.says')}>
              <Details report={report} />
            </Panel>
          )}
          <ChangesPanel record={record} />
          {report.attachments === undefined ? null : <AttachmentsPanel hash={hash} />}
          <ReleasesPanel releases={view.releases} />
          {view.links.length === 0 ? null : (
            <Panel title={t('reports.part.relations')}>
              <Relations view={view} />
            </Panel>
          )}
          <KnowledgePart
            hash={hash}
            report={report}
            onGrade={(number) => grade(undefined, number)}
          />
          <Panel title={t('reports.part.proof')} actions={<CheckAgain hash={hash} />}>
            <RecordCheck hash={hash} />
            <InLog view={view} tlp={record.marking.tlp} />
          </Panel>
        </div>
        <div className="flex min-w-0 flex-col gap-3">
          <Panel title={t('reports.part.grades')}>
            <Grades
              author={view.place.author}
              audience={view.place.audience}
              grades={view.grades}
            />
          </Panel>
          <Panel title={t('reports.part.facts')} flush>
            <div className="p-3">
              <Facts
                report={report}
                audience={view.place.audience}
                ownSource={view.ownSource?.label}
              />
            </div>
            <Spot view={view} record={record} />
          </Panel>
        </div>
      </div>
      <GradeDialog
        hash={isGrading ? hash : undefined}
        claim={claim}
        first={first}
        onClose={() => setGrading(false)}
      />
      <RecallDialog
        hash={isRecalling ? hash : undefined}
        readers={partiesAmong(view.place.audience).filter((each) => each !== party)}
        onClose={() => setRecalling(false)}
      />
      <LinkDialog hash={isLinking ? hash : undefined} onClose={() => setLinking(false)} />
    </>
  );
}

function CheckAgain({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const client = useQueryClient();
  return (
    <Button onPress={() => void client.refetchQueries({ queryKey: ['records', hash, 'check'] })}>
      {t('reports.page.check')}
    </Button>
  );
}

function InLog({ view, tlp }: { readonly view: RecordView; readonly tlp?: string }) {
  const { t, language } = useWords();
  const { place } = view;
  return (
    <dl className="mt-3 grid grid-cols-[9rem_1fr] gap-x-3 gap-y-1.5">
      <dt className="text-muted">{t('reports.page.entry')}</dt>
      <dd className="flex flex-wrap items-center gap-x-2">
        {t('reports.page.entry-of', { index: formatNumber(place.index + 1, language) })}
        <PartyMark party={place.author} />
      </dd>
      <dt className="text-muted">{t('reports.page.held')}</dt>
      <dd>
        <Age at={place.heldSince} />
      </dd>
      <Holders view={view} />
      {tlp === undefined ? null : (
        <>
          <dt className="text-muted">{t('reports.part.tlp')}</dt>
          <dd>
            <Mono>{`TLP:${tlp}`}</Mono>
          </dd>
        </>
      )}
      <dt className="text-muted">{t('reports.page.hash')}</dt>
      <dd className="min-w-0">
        <bdi dir="ltr" className="font-mono text-xs wrap-anywhere select-all">
          {view.hash}
        </bdi>
      </dd>
      <dt />
      <dd>
        <GoLink to={`/record/${view.hash}`}>{t('reports.page.record')}</GoLink>
      </dd>
    </dl>
  );
}

/** The place on a small map, as wide as it is known. */
function Spot({ view, record }: { readonly view: RecordView; readonly record: ReportRecord }) {
  const { parties, exercise } = useCentre();
  const theme = useLight();
  const now = useNow(300);
  const report = record.body;
  const [lon, lat] = middleOf(report);
  const { precisionMetres } = report.place;
  const zoom = precisionMetres > 20_000 ? 6.5 : precisionMetres > 2_000 ? 8.5 : 10;
  return (
    <div className="relative h-64 overflow-hidden rounded-b-md border-t border-line">
      <LazyMap
        theme={theme}
        parties={parties}
        areas={[]}
        points={[
          {
            id: view.hash,
            lon,
            lat,
            kind: report.kind,
            label: '',
            precisionMetres,
            age: markAge(instantOf(report.when.from), now),
          },
        ]}
        camera={{ lon, lat, zoom }}
        exercise={exercise}
      />
    </div>
  );
}
