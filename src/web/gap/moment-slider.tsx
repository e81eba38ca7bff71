import { Slider, SliderOutput, SliderThumb, SliderTrack } from 'react-aria-components';
import { Label } from 'react-aria-components';

import type { Instant } from '../../base/instant.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.ts';
import { momentAt } from './gap-queries.ts';

/** How many hours back and ahead one can look: two weeks each. */
const HOURS_MAX = 336;

/** Moves the picture back and ahead in time, hour by hour. */
export function MomentSlider({
  hours,
  now,
  onChange,
}: {
  readonly hours: number;
  readonly now: Instant;
  readonly onChange: (hours: number) => void;
}) {
  const { t } = useWords();
  const at = momentAt(hours, now);
  return (
    <Slider
      value={hours}
      minValue={-HOURS_MAX}
      maxValue={HOURS_MAX}
      step={1}
      onChange={(value) => onChange(Number(value))}
      className="flex flex-col gap-1"
    >
      <div className="flex items-center gap-2">
        <Label className="me-auto text-sm font-medium">{t('gap.moment.label')}</Label>
        <SliderOutput className="text-sm">
          {at === undefined ? t('gap.moment.now') : <Dtg at={at} />}
        </SliderOutput>
        {hours === 0 ? null : (
          <Button tone="quiet" onPress={() => onChange(0)}>
            {t('gap.moment.back')}
          </Button>
        )}
      </div>
      <SliderTrack className="relative h-6 w-full before:absolute before:inset-x-0 before:top-1/2 before:h-1 before:-translate-y-1/2 before:rounded-xs before:bg-line">
        <SliderThumb className="top-1/2 size-4 rounded-full border-2 border-text bg-panel data-[dragging]:bg-selected" />
      </SliderTrack>
    </Slider>
  );
}
