import { ArrowLeft, ArrowRight } from 'lucide-react';
import type { ReactNode } from 'react';

import type { ReportLine } from '../../contract/reports.ts';
import { Button, buttonClass } from '../parts/button.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { ConsentWords } from './consent-card.tsx';
import { Side } from './relations.tsx';
import { ReportCard } from './report-card.tsx';
import type { Waiting } from './waiting.ts';
import { isGradedBy } from './waiting.ts';

/** What can be done from the sheet; a hash says with which report. */
export interface SheetActs {
  readonly grade: (hash: string) => void;
  readonly link: (hash: string) => void;
  readonly showOnMap: (hash: string) => void;
}

/** The item that is read: a plan that asks consent, two reports side by side, or one report. */
export function InboxSheet({
  item,
  hash,
  isNarrowShown,
  onBack,
  acts,
}: {
  readonly item: Waiting | undefined;
  /** A report that was asked for by its address and no longer waits. */
  readonly hash: string | undefined;
  readonly isNarrowShown: boolean;
  readonly onBack: () => void;
  readonly acts: SheetActs;
}) {
  const { t, direction } = useWords();
  const Back = direction === 'rtl' ? ArrowRight : ArrowLeft;
  return (
    <section
      aria-label={t('inbox.sheet.label')}
      className={`min-w-0 flex-1 overflow-auto ${isNarrowShown ? '' : 'max-md:hidden'}`}
    >
      <div className="mx-auto flex max-w-3xl flex-col gap-3 p-4">
        <Button onPress={onBack} className="self-start md:hidden">
          <Back aria-hidden size={15} />
          {t('inbox.sheet.back')}
        </Button>
        <Content item={item} hash={hash} acts={acts} />
      </div>
    </section>
  );
}

function Content({
  item,
  hash,
  acts,
}: {
  readonly item: Waiting | undefined;
  readonly hash: string | undefined;
  readonly acts: SheetActs;
}): ReactNode {
  const { t } = useWords();
  if (!item) {
    return hash === undefined ? (
      <p className="text-muted">{t('inbox.sheet.nothing')}</p>
    ) : (
      <Card hash={hash} acts={acts} />
    );
  }
  switch (item.kind) {
    case 'report':
      return <Card hash={item.report.hash} acts={acts} />;
    case 'contradiction':
      return (
        <>
          <h2 className="text-xl">{t('inbox.contradiction.title')}</h2>
          <p className="text-muted">{t('inbox.contradiction.text')}</p>
          <div className="grid grid-cols-2 divide-x divide-line rounded-md border border-strong-line bg-panel">
            {item.pair.map((report) => (
              <div key={report.hash} className="flex min-w-0 flex-col">
                <Side hash={report.hash} />
                <Ours report={report} onGrade={() => acts.grade(report.hash)} />
              </div>
            ))}
          </div>
        </>
      );
    case 'consent':
      return (
        <div className="flex flex-col gap-3 rounded-md border border-need bg-panel p-4">
          <h2 className="text-xl text-need">{t('inbox.consent.title')}</h2>
          <p className="flex flex-wrap items-center gap-2">
            {t('inbox.consent.by')} <PartyMark party={item.plan.author} />
          </p>
          <div>
            <ConsentWords plan={item.plan} />
          </div>
          <Written lang={item.plan.plan.language}>{item.plan.plan.purpose}</Written>
          <GoLink to={`/plans/${item.plan.hash}`} className={`${buttonClass('main')} self-start`}>
            {t('inbox.consent.read')}
          </GoLink>
          <p className="text-sm text-muted">{t('inbox.consent.never-here')}</p>
        </div>
      );
  }
}

function Card({ hash, acts }: { readonly hash: string; readonly acts: SheetActs }) {
  return (
    <div className="rounded-md border border-line bg-panel p-4">
      <ReportCard
        hash={hash}
        acts={{
          onGrade: () => acts.grade(hash),
          onLink: () => acts.link(hash),
          onMap: () => acts.showOnMap(hash),
        }}
      />
    </div>
  );
}

function Ours({ report, onGrade }: { readonly report: ReportLine; readonly onGrade: () => void }) {
  const { t } = useWords();
  const { party, seat } = useSession();
  if (!seat.duties.includes('grade')) return null;
  return (
    <div className="mt-auto border-t border-line p-2.5">
      <Button tone={isGradedBy(party, report) ? 'plain' : 'need'} onPress={onGrade}>
        {t(isGradedBy(party, report) ? 'inbox.contradiction.again' : 'inbox.contradiction.grade')}
      </Button>
    </div>
  );
}
