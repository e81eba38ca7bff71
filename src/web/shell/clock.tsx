import { useCentre } from '../centre.ts';
import { useNow } from '../now.ts';
import { Mono } from '../parts/mono.tsx';
import { formatDay, formatDtg, formatOffset, formatZulu, offsetAt } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** The centre's clock, large, and the clock that all share, small. */
export function Clock() {
  const { zone } = useCentre();
  const { t, language } = useWords();
  const now = useNow(5);
  const offset = formatOffset(offsetAt(now, zone));
  return (
    <div
      role="group"
      aria-label={t('shell.clock.label')}
      title={`${formatDay(now, zone, language)} · ${offset}`}
      className="flex items-baseline gap-2.5"
    >
      <Mono className="text-lg font-semibold">{formatDtg(now, zone)}</Mono>
      <Mono className="text-sm text-muted max-lg:hidden">{formatZulu(now)}</Mono>
    </div>
  );
}
