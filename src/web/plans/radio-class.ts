/** The classes of one choice of several: a ring that fills, its words beside it. */
export const RADIO_CLASS =
  'flex min-h-9 items-center gap-2.5 rounded-sm border border-line bg-panel px-3 py-1 ' +
  'before:size-4 before:shrink-0 before:rounded-full before:border-2 before:border-strong-line ' +
  'data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:bg-selected ' +
  'data-[selected]:before:border-5 data-[selected]:before:border-text ' +
  'data-[focus-visible]:outline-2 data-[disabled]:opacity-45';
