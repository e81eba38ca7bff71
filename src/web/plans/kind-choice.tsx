import type { LucideIcon } from 'lucide-react';
import { Footprints, Handshake, MapPinned, OctagonMinus, Plane, Radar } from 'lucide-react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import type { PlanKind } from '../../accord/operation/kinds.ts';
import { PLAN_KINDS } from '../../accord/operation/kinds.ts';
import { useWords } from '../words/words.ts';

const ICONS: Readonly<Record<PlanKind, LucideIcon>> = {
  operation: MapPinned,
  sweep: Radar,
  patrol: Footprints,
  checkpoint: OctagonMinus,
  overflight: Plane,
  visit: Handshake,
};

/** Which of the six kinds of plan it is; the form below asks for what that kind needs. */
export function KindChoice({
  kind,
  onChange,
}: {
  readonly kind: PlanKind;
  readonly onChange: (kind: PlanKind) => void;
}) {
  const { t } = useWords();
  return (
    <RadioGroup
      value={kind}
      onChange={(value) => onChange(value as PlanKind)}
      className="flex flex-col gap-1"
    >
      <Label className="text-sm font-medium">{t('plan-parts.kind.label')}</Label>
      <div className="grid grid-cols-3 gap-1.5 max-sm:grid-cols-2">
        {PLAN_KINDS.map((each) => {
          const Icon = ICONS[each];
          return (
            <Radio
              key={each}
              value={each}
              className="flex min-h-10 items-center gap-2 rounded-sm border border-line px-2.5 py-1 data-[focus-visible]:outline-2 data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:bg-selected data-[selected]:font-semibold"
            >
              <Icon aria-hidden size={17} className="shrink-0 text-muted" />
              {t(`plan-parts.kind.${each}`)}
            </Radio>
          );
        })}
      </div>
      <p className="text-xs text-muted" aria-live="polite">
        {t(`plan-parts.kind-hint.${kind}`)}
      </p>
    </RadioGroup>
  );
}
