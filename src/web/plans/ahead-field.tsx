import { useState } from 'react';

import type { Instant } from '../../base/instant.ts';
import { formatInstant } from '../../base/instant.ts';
import { useCentre } from '../centre.ts';
import { instantOf } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { Field } from '../parts/field.tsx';
import { formatDay, formatDtg } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { readAhead } from './ahead-reading.ts';

/**
 * A time to come, typed as a DTG or a part of one; it echoes the whole of it with the weekday. What
 * was typed and not understood is kept.
 */
export function AheadField({
  label,
  value,
  base,
  onChange,
  fault,
  hint,
}: {
  readonly label: string;
  /** RFC 3339 in UTC. */
  readonly value: string | undefined;
  /** What a time without its day follows on. */
  readonly base: Instant;
  readonly onChange: (value: string | undefined) => void;
  readonly fault?: string | undefined;
  readonly hint?: string;
}) {
  const { t, language } = useWords();
  const { zone } = useCentre();
  const [typed, setTyped] = useState<string>();
  const whole =
    value === undefined ? '' : formatDtg(instantOf(value), zone).replaceAll('\u00a0', ' ');
  // Until something is typed the field says what it was given, which may come later than the page.
  const text = typed ?? whole;
  const read = text.trim() === '' ? undefined : readAhead(text, base, zone);
  const change = (next: string) => {
    setTyped(next);
    const moment = next.trim() === '' ? undefined : readAhead(next, base, zone);
    onChange(moment?.ok === true ? formatInstant(moment.value) : undefined);
  };
  const wrong = read && !read.ok ? t(`plans.time.${read.fault.kind}`) : fault;
  return (
    <div className="flex min-w-0 flex-1 flex-col gap-0.5">
      <Field
        label={label}
        mono
        value={text}
        onChange={change}
        onBlur={() => {
          // Written out, so that a count like +30 does not wander with the clock.
          if (value !== undefined) setTyped(undefined);
        }}
        placeholder="091800C"
        {...(wrong === undefined ? {} : { fault: wrong })}
        {...(hint === undefined || wrong !== undefined || value !== undefined ? {} : { hint })}
      />
      {value === undefined ? null : (
        <p className="text-sm" aria-live="polite">
          {text === whole ? null : (
            <>
              <Dtg at={value} />{' '}
            </>
          )}
          <span className="text-muted">{formatDay(instantOf(value), zone, language)}</span>
        </p>
      )}
    </div>
  );
}
