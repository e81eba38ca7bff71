import { useQuery } from '@tanstack/react-query';
import { ArrowLeft } from 'lucide-react';
import { useState } from 'react';

import type { MatterView } from '../../contract/matters.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { HashMark, Written } from '../parts/mono.tsx';
import { Empty, Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useReaderName } from '../readers.ts';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { AddReports } from './add-reports.tsx';
import { ClaimGrid } from './claim-grid.tsx';
import { MatterMark } from './matter-mark.tsx';
import { matterQuery } from './matter-queries.ts';
import { MatterTimeline } from './matter-timeline.tsx';
import { ResolutionCard } from './resolution-card.tsx';
import { ResolveForm } from './resolve-form.tsx';

/** One matter: where it stands, its claims side by side, its resolutions, and what happened when. */
export function MatterDetail({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const matter = useQuery(matterQuery(hash));
  if (matter.data) return <Shown view={matter.data} />;
  return (
    <div className="mx-auto max-w-2xl p-4">
      <FaultNotice fault={matter.error} onRetry={() => void matter.refetch()} />
      {matter.isPending ? <p className="text-muted">{t('plans.page.opening')}</p> : null}
    </div>
  );
}

function Shown({ view }: { readonly view: MatterView }) {
  const { t } = useWords();
  const go = useGo();
  const { seat } = useSession();
  const [isAdding, setAdding] = useState(false);
  const [isResolving, setResolving] = useState(false);
  const mayGrade = seat.duties.includes('grade');
  const mayResolve = mayGrade || seat.duties.includes('decide');
  const add = () => (mayGrade ? setAdding(true) : undefined);
  const resolve = () => (mayResolve ? setResolving(true) : undefined);
  useKeys({ KeyX: add, KeyE: resolve, Escape: () => go('/matters') });
  return (
    <div className="h-full overflow-auto">
      <div className="mx-auto flex max-w-7xl flex-col gap-3 p-4 max-sm:p-3">
        <Head view={view} />
        <div className="flex flex-wrap gap-2">
          {mayGrade ? (
            <Button keys="X" onPress={add}>
              {t('matters.add.act')}
            </Button>
          ) : null}
          {mayResolve ? (
            <Button tone={view.state === 'open' ? 'main' : 'plain'} keys="E" onPress={resolve}>
              {t('matters.resolve.act')}
            </Button>
          ) : null}
        </div>
        {view.isCut ? (
          <Notice>{t('matters.table.cut', { count: view.parts.length })}</Notice>
        ) : null}
        <Panel title={t('matters.table.title')} flush>
          {view.parts.length === 0 ? (
            <Empty>{t('matters.table.empty')}</Empty>
          ) : (
            <ClaimGrid view={view} />
          )}
        </Panel>
        <div className="grid grid-cols-[minmax(0,1fr)_24rem] items-start gap-3 max-lg:grid-cols-1">
          <Panel title={t('matters.resolution.title')}>
            {view.resolutions.length === 0 ? (
              <p className="text-muted">{t('matters.resolution.none')}</p>
            ) : (
              <div className="grid grid-cols-[repeat(auto-fit,minmax(17rem,1fr))] gap-3">
                {view.resolutions.map((resolution) => (
                  <ResolutionCard key={resolution.hash} resolution={resolution} matter={view} />
                ))}
              </div>
            )}
          </Panel>
          <Panel title={t('matters.timeline.title')}>
            {view.parts.length === 0 ? (
              <p className="text-muted">{t('matters.table.empty')}</p>
            ) : (
              <MatterTimeline parts={view.parts} />
            )}
          </Panel>
        </div>
        <p className="text-xs text-muted">
          {t('matters.page.means')} <HashMark hash={view.hash} />
        </p>
      </div>
      <AddReports matter={view} isOpen={isAdding} onClose={() => setAdding(false)} />
      <Dialog
        title={t('matters.resolve.title')}
        isOpen={isResolving}
        onClose={() => setResolving(false)}
        wide
      >
        <ResolveForm matter={view} onDone={() => setResolving(false)} />
      </Dialog>
    </div>
  );
}

function Head({ view }: { readonly view: MatterView }) {
  const { t, language } = useWords();
  const names = view.audience.map(useReaderName());
  return (
    <header className="flex flex-col gap-1.5">
      <div className="flex items-start gap-2">
        <GoLink
          to="/matters"
          className="mt-0.5 flex size-7 shrink-0 items-center justify-center rounded-sm hover:bg-raised"
        >
          <ArrowLeft aria-hidden size={17} className="rtl:-scale-x-100" />
          <span className="sr-only">{t('matters.page.back')}</span>
        </GoLink>
        <h1 className="min-w-0 text-2xl leading-snug wrap-anywhere">
          <Written lang={view.language}>{view.title}</Written>
        </h1>
      </div>
      <MatterMark matter={view} />
      <p className="flex flex-wrap items-center gap-x-2 text-sm text-muted">
        {t('matters.list.by')} <PartyMark party={view.author} /> <Age at={view.at} />
        <span>{t('matters.page.readers', { parties: formatList(names, language) })}</span>
      </p>
      {view.text ? (
        <p className="max-w-3xl">
          <Written lang={view.language}>{view.text}</Written>
        </p>
      ) : null}
    </header>
  );
}
