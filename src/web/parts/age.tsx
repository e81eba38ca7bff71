import { useCentre } from '../centre.ts';
import { instantOf, useNow } from '../now.ts';
import { formatAge, formatDtg, formatOffset, formatShortDtg, offsetAt } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { Mono } from './mono.tsx';

/** A moment on the centre's clock: `091405C NOV 26`, or `091405C` where `short`. */
export function Dtg({
  at,
  short = false,
  className = '',
}: {
  readonly at: string | number;
  readonly short?: boolean;
  readonly className?: string;
}) {
  const { zone } = useCentre();
  const moment = instantOf(at);
  const offset = offsetAt(moment, zone);
  const shown = short ? formatShortDtg(moment, zone) : formatDtg(moment, zone);
  return (
    <time dateTime={new Date(moment * 1000).toISOString()}>
      <Mono className={className} title={`${formatDtg(moment, zone)} (${formatOffset(offset)})`}>
        {shown}
      </Mono>
    </time>
  );
}

/** A moment and how long ago it was: the age stands beside the DTG, never instead of it. */
export function Age({
  at,
  short = false,
}: {
  readonly at: string | number;
  readonly short?: boolean;
}) {
  const { language } = useWords();
  const now = useNow(20);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-1.5">
      <Dtg at={at} short={short} />
      <span className="text-xs text-muted">{formatAge(instantOf(at), now, language)}</span>
    </span>
  );
}
