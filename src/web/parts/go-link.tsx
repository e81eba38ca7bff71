import type { MouseEvent, ReactNode } from 'react';

import { useGo } from '../go.ts';

/** A link inside the desk: a plain address that can be copied, opened without leaving the page. */
export function GoLink({
  to,
  children,
  current = false,
  className = 'underline decoration-strong-line underline-offset-3 hover:decoration-text',
}: {
  readonly to: string;
  readonly children: ReactNode;
  /** Whether this is the page that is shown. */
  readonly current?: boolean;
  readonly className?: string;
}) {
  const go = useGo();
  const follow = (event: MouseEvent) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey) return;
    event.preventDefault();
    go(to);
  };
  return (
    <a href={to} onClick={follow} className={className} aria-current={current ? 'page' : undefined}>
      {children}
    </a>
  );
}
