import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { useId } from 'react';

import { useKeys } from '../keys.ts';
import { useGo } from '../go.ts';
import { GoLink } from '../parts/go-link.tsx';
import { useWords } from '../words/words.ts';

/** A page of one plan: its words at the line's start, its map beside them, above them when narrow. */
export function PlanPage({
  title,
  back = '/plans',
  map,
  over,
  children,
}: {
  readonly title: ReactNode;
  readonly back?: string;
  readonly map: ReactNode;
  /** What must be seen together with the map; it lies in the map's corner, below it when narrow. */
  readonly over?: ReactNode;
  readonly children: ReactNode;
}) {
  const { t } = useWords();
  const go = useGo();
  useKeys({ Escape: () => go(back) });
  return (
    <div className="grid h-full min-h-0 grid-cols-[minmax(0,36rem)_minmax(0,1fr)] grid-rows-[auto_minmax(0,1fr)] max-lg:block max-lg:overflow-auto">
      <div className="flex items-center gap-2 border-e border-b border-line bg-panel px-4 py-2 max-lg:border-e-0 max-sm:px-3">
        <GoLink
          to={back}
          className="flex size-7 shrink-0 items-center justify-center rounded-sm hover:bg-raised"
        >
          <ArrowLeft aria-hidden size={17} className="rtl:-scale-x-100" />
          <span className="sr-only">{t('plans.page.back')}</span>
        </GoLink>
        <h1 className="min-w-0 text-2xl wrap-anywhere">{title}</h1>
      </div>
      <div className="relative col-start-2 row-span-2 row-start-1">
        <div className="h-full max-lg:h-64">{map}</div>
        {over === undefined ? null : (
          <div
            role="region"
            aria-label={t('plans.asked.title')}
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a scrolling box must take the keyboard
            tabIndex={0}
            className="absolute start-3 bottom-24 max-h-[60%] w-84 overflow-auto rounded-md shadow-md max-lg:static max-lg:max-h-none max-lg:w-auto max-lg:bg-panel max-lg:p-3 max-lg:shadow-none"
          >
            {over}
          </div>
        )}
      </div>
      {/* Hidden inputs of the form are placed within it, or the page itself would scroll to them. */}
      <div className="relative flex min-h-0 flex-col gap-4 overflow-auto border-e border-line bg-panel p-4 max-lg:overflow-visible max-lg:border-0 max-sm:p-3">
        {children}
      </div>
    </div>
  );
}

/** A titled group inside a page. */
export function Part({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="flex flex-col gap-1.5">
      <h2 id={id} className="border-b border-line pb-0.5 text-lg">
        {title}
      </h2>
      {children}
    </section>
  );
}
