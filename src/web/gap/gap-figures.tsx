import type { ReactNode } from 'react';

import { Notice } from '../parts/notice.tsx';
import { formatArea, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { Tried } from './try-post.tsx';
import type { GapKnown } from './use-gap.ts';

/** The gap in three figures: how large, which share of the area, how deep; and what of it is tried. */
export function GapFigures({
  known,
  tried,
  cellMetres,
}: {
  readonly known: GapKnown;
  readonly tried: Tried | undefined;
  readonly cellMetres: number;
}) {
  const { t, language } = useWords();
  const { gap, pieces, refused } = known;
  if (refused) {
    return (
      <Notice tone="bad" title={t(`gap.refused.${refused.fault}`)}>
        {refused.fault === 'too-many-cells'
          ? t('gap.refused.cells', { metres: refused.cellMetres })
          : null}
      </Notice>
    );
  }
  if (!gap) return <p className="text-muted">{t('gap.reckoning')}</p>;
  const share = gap.areaSquareMetres === 0 ? 0 : gap.gapSquareMetres / gap.areaSquareMetres;
  const deepest = Math.max(0, ...(pieces?.pieces ?? []).map(({ depthMetres }) => depthMetres));
  return (
    <section aria-label={t('gap.figures.label')} aria-live="polite" className="flex flex-col gap-1">
      <dl className="grid grid-cols-3 gap-2">
        <Figure name={t('gap.figures.gap')}>
          {formatArea(gap.gapSquareMetres / 1e6, language)}
        </Figure>
        <Figure name={t('gap.figures.share')}>
          {formatNumber(share, language, { style: 'percent', maximumFractionDigits: 1 })}
        </Figure>
        <Figure name={t('gap.figures.depth')}>
          {pieces
            ? t('gap.km', {
                km: formatNumber(deepest / 1000, language, { maximumFractionDigits: 1 }),
              })
            : '…'}
        </Figure>
      </dl>
      {tried?.at ? <p className="text-sm font-medium text-need">{t('gap.figures.tried')}</p> : null}
      <p className="text-xs text-muted">
        {t('gap.figures.means', {
          area: formatArea(gap.areaSquareMetres / 1e6, language),
          metres: cellMetres,
        })}
      </p>
    </section>
  );
}

function Figure({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <div className="rounded-sm border border-line bg-raised px-2 py-1.5">
      <dt className="text-xs text-muted">{name}</dt>
      <dd>
        <span className="text-xl font-semibold tabular-nums">{children}</span>
      </dd>
    </div>
  );
}
