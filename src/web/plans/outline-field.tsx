import { MapPin, Pentagon, Spline } from 'lucide-react';
import { useMemo } from 'react';

import { areaKm2 } from '../../geo/measure.ts';
import type { OutlineMode } from '../map/drawing.ts';
import { Button } from '../parts/button.tsx';
import { Notice } from '../parts/notice.tsx';
import { formatArea } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { Draw } from './hand.ts';
import type { Outline, OutlineFault } from './outline.ts';
import { openOutline, outlineDrawn, shapeOfOutline } from './outline.ts';
import { PointList } from './point-list.tsx';
import { lengthOf } from './shape-size.ts';

const PENCILS = {
  polygon: [Pentagon, 'plans.new.draw-area'],
  line: [Spline, 'plans.new.draw-line'],
  point: [MapPin, 'plan-parts.shape.draw-point'],
} as const;

const TYPED = {
  polygon: 'plans.new.typed-area',
  line: 'plans.new.typed-line',
  point: 'plan-parts.shape.typed-point',
} as const;

/** A shape to be drawn or typed corner by corner; both can be mixed. */
export function OutlineField({
  outline,
  modes,
  isAsked,
  missing,
  onDraw,
  onChange,
}: {
  readonly outline: Outline;
  /** How the shape may be given, the usual way first. */
  readonly modes: readonly OutlineMode[];
  /** Whether what is missing is to be pointed out. */
  readonly isAsked: boolean;
  /** What is said where there is no shape. */
  readonly missing: string;
  readonly onDraw: Draw;
  readonly onChange: (outline: Outline) => void;
}) {
  const { t, language } = useWords();
  const shape = useMemo(() => shapeOfOutline(outline), [outline]);
  const size = shape.ok
    ? shape.value.kind === 'area'
      ? t('plans.new.size', { area: formatArea(areaKm2(shape.value), language) })
      : shape.value.kind === 'line'
        ? t('plan-parts.shape.length', { length: lengthOf(shape.value, language) })
        : undefined
    : undefined;
  return (
    <div className="flex flex-col gap-1.5">
      <div className="flex flex-wrap gap-2">
        {modes.map((mode) => {
          const [Icon, name] = PENCILS[mode];
          return (
            <Button
              key={mode}
              onPress={() => {
                if (mode !== outline.mode) onChange(openOutline(mode));
                onDraw({ mode, take: (drawn) => onChange(outlineDrawn(drawn)) });
              }}
            >
              <Icon aria-hidden size={15} />
              {t(name)}
            </Button>
          );
        })}
      </div>
      {outline.kept && outline.points.length === 0 ? (
        <p className="text-sm text-muted">{t('plan-parts.shape.kept')}</p>
      ) : (
        <>
          <p className="text-xs text-muted">{t(TYPED[outline.mode])}</p>
          <PointList
            points={outline.points}
            most={outline.mode === 'point' ? 1 : undefined}
            onChange={(points) => onChange({ ...outline, points, kept: undefined })}
          />
        </>
      )}
      {size === undefined ? null : <p className="text-sm">{size}</p>}
      {shape.ok ? null : <Trouble fault={shape.fault} missing={isAsked ? missing : undefined} />}
    </div>
  );
}

function Trouble({
  fault,
  missing,
}: {
  readonly fault: OutlineFault;
  readonly missing: string | undefined;
}) {
  const words = useWords();
  if (fault.kind === 'no-shape') {
    return missing === undefined ? null : <p className="text-sm text-bad">{missing}</p>;
  }
  if (fault.kind === 'unread-point') return null;
  const key = `plans.shape.${fault.kind}`;
  return <Notice tone="bad">{words.t(words.has(key) ? key : 'plans.shape.other')}</Notice>;
}
