import { Mono } from '../parts/mono.tsx';
import { useWords } from '../words/words.ts';

/** How many letters of a handle people tell sources apart by. */
const MARK_LETTERS = 8;

/** The short mark of a source: the same in every report of it to the same readers. [H10] */
export function SourceMark({ handle }: { readonly handle: string }) {
  const { t } = useWords();
  const half = MARK_LETTERS / 2;
  const mark = `${handle.slice(0, half)}-${handle.slice(half, MARK_LETTERS)}`;
  return (
    <span className="inline-flex items-baseline gap-1 rounded-xs border border-line px-1 text-sm">
      <span className="text-xs text-muted">{t('sources.mark')}</span>
      <Mono title={handle}>{mark}</Mono>
    </span>
  );
}
