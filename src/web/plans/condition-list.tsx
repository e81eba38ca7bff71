import { Plus, X } from 'lucide-react';
import { Button as AriaButton, FieldError, Input, TextField } from 'react-aria-components';

import { CONDITIONS_MAX } from '../../accord/operation/schema.ts';
import { Button } from '../parts/button.tsx';
import { INPUT_CLASS } from '../parts/field.tsx';
import { useWords } from '../words/words.ts';
import { hasTurningMarks, plainText } from './plain-text.ts';

/** The conditions of a consent, one line each; the proposer must take them all. */
export function ConditionList({
  conditions,
  onChange,
}: {
  readonly conditions: readonly string[];
  readonly onChange: (conditions: readonly string[]) => void;
}) {
  const { t } = useWords();
  return (
    <div className="flex flex-col gap-1">
      <p className="text-sm font-medium">{t('plans.conditions.label')}</p>
      <ol className="flex flex-col gap-1">
        {conditions.map((condition, i) => (
          // A condition is its place in the list: nothing else tells two empty ones apart.
          // oxlint-disable-next-line react/no-array-index-key
          <li key={i} className="flex items-center gap-1.5">
            <span aria-hidden className="w-5 shrink-0 text-end text-sm text-muted tabular-nums">
              {i + 1}
            </span>
            <TextField
              aria-label={t('plans.conditions.one', { number: i + 1 })}
              value={condition}
              maxLength={200}
              isInvalid={hasTurningMarks(condition)}
              onChange={(text) => onChange(conditions.map((held, at) => (at === i ? text : held)))}
              className="min-w-0 flex-1"
            >
              <Input dir="auto" autoComplete="off" className={INPUT_CLASS} />
              <FieldError className="text-xs text-bad">
                {t('plan-parts.marks.refused')}
                <Button onPress={() => onChange(conditions.map(plainText))}>
                  {t('plan-parts.marks.remove')}
                </Button>
              </FieldError>
            </TextField>
            <AriaButton
              aria-label={t('plans.conditions.remove', { number: i + 1 })}
              onPress={() => onChange(conditions.filter((_, at) => at !== i))}
              className="flex size-7 shrink-0 items-center justify-center rounded-sm data-[hovered]:bg-raised"
            >
              <X aria-hidden size={15} />
            </AriaButton>
          </li>
        ))}
      </ol>
      {conditions.length >= CONDITIONS_MAX ? null : (
        <div>
          <Button onPress={() => onChange([...conditions, ''])}>
            <Plus aria-hidden size={15} />
            {t('plans.conditions.add')}
          </Button>
        </div>
      )}
    </div>
  );
}
