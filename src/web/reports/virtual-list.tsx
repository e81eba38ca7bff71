import { useVirtualizer } from '@tanstack/react-virtual';
import type { KeyboardEvent, ReactNode } from 'react';
import { useEffect, useRef } from 'react';

/** How far from the end the next page is asked for, in rows. */
const END_ROWS = 12;

/**
 * A long list of which only what is seen is drawn. Arrow keys move the selection while the list has
 * the focus; the selected row is brought into view and, if the list had the focus, takes it.
 */
export function VirtualList<T>({
  items,
  keyOf,
  label,
  selectedIndex,
  rowHeight = 84,
  onMove,
  onOpen,
  onEnd,
  children,
}: {
  readonly items: readonly T[];
  readonly keyOf: (item: T) => string;
  readonly label: string;
  /** -1 where nothing in the list is selected. */
  readonly selectedIndex: number;
  /** Expected height in pixels, until a row was measured. */
  readonly rowHeight?: number;
  readonly onMove: (by: 1 | -1) => void;
  readonly onOpen?: () => void;
  readonly onEnd?: () => void;
  readonly children: (item: T, index: number) => ReactNode;
}) {
  const frame = useRef<HTMLDivElement>(null);
  const rows = useVirtualizer({
    count: items.length,
    getScrollElement: () => frame.current,
    estimateSize: () => rowHeight,
    getItemKey: (index) => {
      const item = items[index];
      return item === undefined ? index : keyOf(item);
    },
    overscan: 8,
  });
  const shown = rows.getVirtualItems();
  const isNearEnd = (shown.at(-1)?.index ?? -1) >= items.length - END_ROWS;
  useEffect(() => {
    if (isNearEnd && items.length > 0) onEnd?.();
  }, [isNearEnd, items.length, onEnd]);
  const selectedKey = items[selectedIndex] === undefined ? '' : keyOf(items[selectedIndex]);
  useEffect(() => {
    if (selectedKey === '') return;
    rows.scrollToIndex(selectedIndex, { align: 'auto' });
    if (!frame.current?.contains(document.activeElement)) return;
    frame.current.querySelector<HTMLElement>('[aria-current="true"]')?.focus({
      preventScroll: true,
    });
    // The rows are measured anew all the time; only another selection moves the view.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [selectedKey]);
  const move = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    if (event.key === 'Enter' && onOpen) onOpen();
    else if (event.key === 'ArrowDown') onMove(1);
    else if (event.key === 'ArrowUp') onMove(-1);
    else return;
    event.preventDefault();
  };
  return (
    <div ref={frame} className="h-full min-h-0 overflow-auto" data-list>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- keys of the links in it */}
      <div
        role="list"
        aria-label={label}
        onKeyDown={move}
        className="relative"
        style={{ height: rows.getTotalSize() }}
      >
        {shown.map((row) => {
          const item = items[row.index];
          if (item === undefined) return null;
          return (
            <div
              key={row.key}
              ref={rows.measureElement}
              data-index={row.index}
              role="listitem"
              aria-setsize={items.length}
              aria-posinset={row.index + 1}
              className="absolute inset-x-0 top-0"
              style={{ transform: `translateY(${row.start}px)` }}
            >
              {children(item, row.index)}
            </div>
          );
        })}
      </div>
    </div>
  );
}
