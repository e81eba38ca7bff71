import { Label, Radio, RadioGroup } from 'react-aria-components';

import { LOST_CONTACT_RULES } from '../../accord/operation/kinds.ts';
import { useWords } from '../words/words.ts';
import type { LostContactRule, PlanDraft } from './draft.ts';
import { NumberField } from './number-field.tsx';
import { RADIO_CLASS } from './radio-class.ts';

const NONE = 'none';

/** What is done once contact is lost, and after how long a silence. [C43] */
export function LostContactField({
  draft,
  isWrong,
  onChange,
}: {
  readonly draft: PlanDraft;
  readonly isWrong: boolean;
  readonly onChange: (part: Partial<PlanDraft>) => void;
}) {
  const { t } = useWords();
  const choose = (value: string) =>
    onChange(
      value === NONE
        ? { lostThen: undefined, lostMinutes: '' }
        : { lostThen: value as LostContactRule },
    );
  return (
    <>
      <RadioGroup value={draft.lostThen ?? NONE} onChange={choose} className="flex flex-col gap-1">
        <Label className="text-sm font-medium">{t('plan-parts.lost.then')}</Label>
        {[NONE, ...LOST_CONTACT_RULES].map((rule) => (
          <Radio key={rule} value={rule} className={RADIO_CLASS}>
            {t(`plan-parts.lost.${rule}`)}
          </Radio>
        ))}
      </RadioGroup>
      {draft.lostThen === undefined ? null : (
        <NumberField
          label={t('plan-parts.lost.minutes')}
          className="w-72"
          value={draft.lostMinutes}
          onChange={(lostMinutes) => onChange({ lostMinutes })}
          hint={t('plan-parts.lost.minutes-hint')}
          {...(isWrong ? { fault: t('plan-parts.fault.lost-contact') } : {})}
        />
      )}
    </>
  );
}
