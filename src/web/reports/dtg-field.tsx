import { useEffect, useRef } from 'react';

import { useCentre } from '../centre.ts';
import { useNow } from '../now.ts';
import { Field } from '../parts/field.tsx';
import { Mono } from '../parts/mono.tsx';
import { formatAge, formatDay, formatDtg } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { readDtg } from './dtg-reading.ts';

/**
 * A time, typed as a duty officer writes it. What was understood stands below in full, with its
 * weekday and age; on leaving the field it takes the place of the short form, so that `-30` does
 * not drift.
 */
export function DtgField({
  label,
  value,
  onChange,
  onSettle,
  fault,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  /** The field was left, or its form closed: this is what was meant, in full. */
  readonly onSettle: (value: string) => void;
  /** Shown where nothing that can be read was typed. */
  readonly fault?: string | undefined;
}) {
  const { t, rich, language } = useWords();
  const { zone } = useCentre();
  const now = useNow(20);
  const at = readDtg(value, now, zone);
  const settle = () => {
    if (at.ok) onSettle(formatDtg(at.value, zone).replaceAll('\u00a0', ' '));
  };
  const latest = useRef(settle);
  useEffect(() => {
    latest.current = settle;
  });
  // Also when the form is closed with the focus still in the field.
  useEffect(() => () => latest.current(), []);
  const isEmpty = value.trim() === '';
  const wrong = isEmpty || at.ok ? fault : t(`reports.dtg.${at.fault.kind}`);
  return (
    <Field
      mono
      label={label}
      value={value}
      onChange={onChange}
      onBlur={settle}
      placeholder="1405 · 091405C · now · -30"
      fault={wrong}
      hint={
        at.ok
          ? rich('reports.dtg.echo', {
              dtg: <Mono className="text-text">{formatDtg(at.value, zone)}</Mono>,
              day: formatDay(at.value, zone, language),
              age: formatAge(at.value, now, language),
            })
          : undefined
      }
    />
  );
}
