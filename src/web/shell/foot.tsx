import { useCentre } from '../centre.ts';
import { useNow } from '../now.ts';
import { Mono } from '../parts/mono.tsx';
import { useReaderName } from '../readers.ts';
import { useStatus } from '../status.ts';
import { formatDtg, formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { Links } from './links.tsx';

/** The bottom line: whom we hear, where the cursor is, who would read the draft, and as of when all this is. */
export function Foot() {
  const { t, rich, language } = useWords();
  const { zone } = useCentre();
  const status = useStatus();
  const now = useNow(20);
  const readers = (status.audience ?? []).map(useReaderName());
  return (
    <footer className="flex min-h-7.5 shrink-0 items-center gap-5 border-t border-line bg-panel px-3 text-xs text-muted max-md:hidden print:hidden">
      <Links />
      <span className="ms-auto">
        {status.cursor === undefined
          ? null
          : rich('shell.foot.cursor', {
              place: <Mono className="text-text">{status.cursor}</Mono>,
            })}
      </span>
      <span className="truncate text-need">
        {readers.length === 0
          ? null
          : t('shell.foot.audience', { parties: formatList(readers, language) })}
      </span>
      <span className="whitespace-nowrap">
        {rich('shell.foot.asof', { time: <Mono>{formatDtg(now, zone)}</Mono> })}
      </span>
    </footer>
  );
}
