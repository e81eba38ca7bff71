import { instantOf } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { formatDay, formatOffset, offsetAt } from '../words/format.ts';
import type { Zone } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** A moment as a date-time group of the centre and, beside it, as the reader's own clock has it. */
export function BothTimes({ at }: { readonly at: string | number }) {
  const { language } = useWords();
  const moment = instantOf(at);
  const zone = readerZone();
  const local = new Date((moment + offsetAt(moment, zone).minutes * 60) * 1000);
  const clock = local.toISOString().slice(11, 16);
  return (
    <span className="inline-flex flex-wrap items-baseline gap-x-2">
      <Dtg at={at} />
      <span className="text-sm text-muted">
        {formatDay(moment, zone, language)}{' '}
        <bdi dir="ltr" className="whitespace-nowrap">
          {clock} {formatOffset(offsetAt(moment, zone))}
        </bdi>
      </span>
    </span>
  );
}

/** The zone in which the reader's machine keeps its clock. */
function readerZone(): Zone {
  return { kind: 'named', name: Intl.DateTimeFormat().resolvedOptions().timeZone };
}
