import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

import { foldDigits } from '../../geo/digits.ts';
import { Field } from '../parts/field.tsx';
import { useWords } from '../words/words.ts';
import type { PlanDraft } from './draft.ts';
import { scheduleOf } from './draft-plan.ts';
import { NumberField } from './number-field.tsx';
import { turnsPhrase } from './plan-phrases.ts';

const DAYS = [1, 2, 3, 4, 5, 6, 7] as const;

/** Turns as far as they are written. */
type Turning = Pick<PlanDraft, 'days' | 'turnFrom' | 'turnHours'>;

/** On which days a plan recurs within its window, when a turn begins and how long it lasts. [C22] */
export function TurnsField({
  draft,
  isAsked,
  onChange,
}: {
  readonly draft: Turning;
  readonly isAsked: boolean;
  readonly onChange: (part: Partial<Turning>) => void;
}) {
  const words = useWords();
  const { t } = words;
  const schedule = scheduleOf(draft);
  return (
    <>
      <p className="text-xs text-muted">{t('plan-parts.turns.hint')}</p>
      <ToggleButtonGroup
        aria-label={t('plan-parts.turns.days')}
        selectionMode="multiple"
        selectedKeys={draft.days.map(String)}
        onSelectionChange={(keys) => onChange({ days: [...keys].map(Number) })}
        className="flex flex-wrap gap-1"
      >
        {DAYS.map((day) => (
          <ToggleButton
            key={day}
            id={String(day)}
            className="min-h-8 min-w-12 rounded-sm border border-strong-line bg-panel px-2 text-sm data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:bg-text data-[selected]:text-panel"
          >
            {t(`plan-parts.day.${day}`)}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      {draft.days.length === 0 ? null : (
        <div className="flex flex-wrap items-start gap-3">
          <Field
            mono
            label={t('plan-parts.turns.from')}
            className="w-40"
            placeholder="0600"
            value={draft.turnFrom}
            onChange={(text) => onChange({ turnFrom: foldDigits(text) })}
          />
          <NumberField
            isDecimal
            label={t('plan-parts.turns.hours')}
            value={draft.turnHours}
            onChange={(turnHours) => onChange({ turnHours })}
          />
        </div>
      )}
      {schedule ? (
        <p className="text-sm" aria-live="polite">
          {turnsPhrase(schedule, words)}
        </p>
      ) : isAsked && draft.days.length > 0 ? (
        <p className="text-xs text-bad">{t('plan-parts.fault.turns')}</p>
      ) : null}
    </>
  );
}
