import type { ReactNode } from 'react';

import { foldDigits } from '../../geo/digits.ts';
import { Field } from '../parts/field.tsx';

/** A number as it is typed, in any digits; its unit stands in the label. */
export function NumberField({
  label,
  value,
  onChange,
  hint,
  fault,
  isDecimal = false,
  className = 'w-40',
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly hint?: ReactNode;
  readonly fault?: ReactNode;
  readonly isDecimal?: boolean;
  readonly className?: string;
}) {
  const kept = isDecimal ? /[^\d.]/g : /[^\d-]/g;
  return (
    <Field
      mono
      label={label}
      value={value}
      inputMode={isDecimal ? 'decimal' : 'numeric'}
      className={className}
      onChange={(text) => onChange(foldDigits(text).replaceAll(',', '.').replaceAll(kept, ''))}
      {...(hint === undefined ? {} : { hint })}
      {...(fault === undefined ? {} : { fault })}
    />
  );
}
