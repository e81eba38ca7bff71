import type { ReactNode } from 'react';
import { useId } from 'react';

/** A titled part of a page. `flush` leaves no room inside, for lists that reach the edge. */
export function Panel({
  title,
  actions,
  flush = false,
  className = '',
  children,
}: {
  readonly title: ReactNode;
  readonly actions?: ReactNode;
  readonly flush?: boolean;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  const id = useId();
  return (
    <section
      aria-labelledby={id}
      className={`rounded-md border border-line bg-panel print:border-0 ${className}`}
    >
      <div className="flex min-h-9 flex-wrap items-center justify-between gap-2 border-b border-line px-3 py-1">
        <h2 id={id} className="text-lg">
          {title}
        </h2>
        {actions}
      </div>
      <div className={flush ? '' : 'p-3'}>{children}</div>
    </section>
  );
}

/** A page that scrolls under its own title, at most as wide as is well read. */
export function Sheet({
  title,
  actions,
  children,
}: {
  readonly title: string;
  readonly actions?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <div className="h-full overflow-auto print:overflow-visible">
      <div className="mx-auto flex max-w-5xl flex-col gap-3 p-4">
        <div className="flex flex-wrap items-center justify-between gap-2 print:hidden">
          <h1 className="text-2xl">{title}</h1>
          {actions}
        </div>
        {children}
      </div>
    </div>
  );
}

/**
 * Two parts side by side: `main` takes what is left, `side` (400 px) stands at the line's end. On a
 * narrow screen only one is seen: `side` when `sideFirst`, else `main`.
 */
export function SplitPage({
  main,
  side,
  sideFirst = false,
}: {
  readonly main: ReactNode;
  readonly side: ReactNode;
  readonly sideFirst?: boolean;
}) {
  return (
    <div className="flex h-full min-h-0">
      <div className={`min-w-0 flex-1 overflow-auto ${sideFirst ? 'max-md:hidden' : ''}`}>
        {main}
      </div>
      <aside
        className={`w-100 shrink-0 overflow-auto border-s border-line bg-panel max-md:w-full max-md:border-0 ${sideFirst ? '' : 'max-md:hidden'}`}
      >
        {side}
      </aside>
    </div>
  );
}
