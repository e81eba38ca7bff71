import type { ReactNode } from 'react';

import { Panel } from './panel.tsx';

/** A part of a list under its own heading, with how many stand there; nothing where none does. */
export function GroupPanel<T>({
  title,
  items,
  isWaiting = false,
  children,
}: {
  readonly title: string;
  readonly items: readonly T[];
  /** Whether these wait for this desk, so that they must be seen first. */
  readonly isWaiting?: boolean;
  readonly children: (item: T) => ReactNode;
}) {
  if (items.length === 0) return null;
  return (
    <Panel
      flush
      className={isWaiting ? 'border-need!' : ''}
      title={
        <span className={isWaiting ? 'text-need' : ''}>
          {title} <span className="text-sm font-normal text-muted">{items.length}</span>
        </span>
      }
    >
      <ul>{items.map(children)}</ul>
    </Panel>
  );
}
