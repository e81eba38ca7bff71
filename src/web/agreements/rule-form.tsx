import { X } from 'lucide-react';

import type { Rule } from '../../accord/agreement/schema.ts';
import type { PlanKind } from '../../accord/operation/kinds.ts';
import { useCentre } from '../centre.ts';
import { instantOf, useNow } from '../now.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import { AheadField } from '../plans/ahead-field.tsx';
import type { Draw } from '../plans/hand.ts';
import { OutlineField } from '../plans/outline-field.tsx';
import { PLAN_KINDS } from '../../accord/operation/kinds.ts';
import { useWords } from '../words/words.ts';
import type { RuleDraft } from './agreement-draft.ts';
import { openArea } from './agreement-draft.ts';

const EFFECTS = ['consent', 'notify', 'forbidden'] as const satisfies readonly Rule['effect'][];

/** What an article does to plans: to whom, to which kinds, where and when. */
export function RuleForm({
  rule,
  isAsked,
  onDraw,
  onChange,
  onRemove,
}: {
  readonly rule: RuleDraft;
  readonly isAsked: boolean;
  readonly onDraw: Draw;
  readonly onChange: (rule: RuleDraft) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useWords();
  const { parties } = useCentre();
  const now = useNow(60);
  const change = (part: Partial<RuleDraft>) => onChange({ ...rule, ...part });
  return (
    <div className="flex flex-col gap-2.5 rounded-md border border-strong-line bg-raised p-3">
      <Select<Rule['effect']>
        label={t('agreements.rule.effect')}
        placeholder={t('agreements.rule.choose')}
        value={rule.effect}
        onChange={(effect) => change({ effect })}
        choices={EFFECTS.map((id) => ({
          id,
          text: t(`agreements.effect.${id}`),
          hint: t(`agreements.effect.${id}-means`),
        }))}
      />
      <CheckboxGroup
        label={t('agreements.rule.who')}
        value={rule.parties}
        onChange={(chosen) => change({ parties: chosen })}
      >
        {parties
          .filter((party) => !party.observer)
          .map((party) => (
            <Checkbox key={party.id} value={party.id}>
              <PartyMark party={party.id} />
            </Checkbox>
          ))}
      </CheckboxGroup>
      <CheckboxGroup
        label={t('agreements.rule.kinds')}
        value={rule.kinds}
        onChange={(chosen) => change({ kinds: chosen as PlanKind[] })}
      >
        <div className="grid grid-cols-3 gap-x-3 max-sm:grid-cols-2">
          {PLAN_KINDS.map((kind) => (
            <Checkbox key={kind} value={kind}>
              {t(`plan-parts.kind.${kind}`)}
            </Checkbox>
          ))}
        </div>
      </CheckboxGroup>
      <Checkbox
        isSelected={rule.area !== undefined}
        onChange={(is) => change({ area: is ? openArea() : undefined })}
      >
        {t('agreements.rule.in-area')}
      </Checkbox>
      {rule.area ? (
        <OutlineField
          outline={rule.area}
          modes={['polygon']}
          isAsked={isAsked}
          missing={t('plans.fault.shape')}
          onDraw={onDraw}
          onChange={(area) => change({ area })}
        />
      ) : null}
      <div className="flex items-start gap-3 max-sm:flex-col max-sm:items-stretch">
        <AheadField
          label={t('agreements.rule.begins')}
          value={rule.from}
          base={now}
          onChange={(from) => change({ from })}
        />
        <AheadField
          label={t('agreements.rule.ends')}
          value={rule.upto}
          base={rule.from === undefined ? now : instantOf(rule.from)}
          onChange={(upto) => change({ upto })}
          hint={t('agreements.rule.no-end')}
        />
      </div>
      <div>
        <Button tone="quiet" onPress={onRemove}>
          <X aria-hidden size={14} />
          {t('agreements.rule.remove')}
        </Button>
      </div>
    </div>
  );
}
