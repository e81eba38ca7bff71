import type { ComponentProps } from 'react';

import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { useWords } from '../words/words.ts';
import { hasTurningMarks, plainText } from './plain-text.ts';

/**
 * A {@link Field} for words that will be signed or sent: marks that turn the order of letters around
 * are refused, with a way to be rid of them.
 */
export function PlainField({
  value,
  onChange,
  fault,
  ...rest
}: Omit<ComponentProps<typeof Field>, 'value' | 'onChange'> & {
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t } = useWords();
  const wrong = hasTurningMarks(value) ? (
    <span className="flex flex-wrap items-center gap-2 py-0.5">
      {t('plan-parts.marks.refused')}
      <Button onPress={() => onChange(plainText(value))}>{t('plan-parts.marks.remove')}</Button>
    </span>
  ) : (
    fault
  );
  return (
    <Field
      {...rest}
      value={value}
      onChange={onChange}
      {...(wrong === undefined ? {} : { fault: wrong })}
    />
  );
}
