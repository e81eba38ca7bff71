import type { Position } from '../map/drawing.ts';
import { Button } from '../parts/button.tsx';
import { Place } from '../parts/place.tsx';
import { Part } from '../plans/plan-page.tsx';
import { formatArea, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { GapKnown } from './use-gap.ts';

/** How many pieces stand in the list; the rest is counted. */
const PIECES_SHOWN = 8;

/** The pieces of the gap, the largest first. */
export function PieceList({
  known,
  onGo,
}: {
  readonly known: GapKnown;
  readonly onGo: (at: Position) => void;
}) {
  const { t, language } = useWords();
  const { pieces } = known;
  if (!pieces || pieces.count === 0) return null;
  const rest = pieces.count - Math.min(pieces.pieces.length, PIECES_SHOWN);
  return (
    <Part title={t('gap.pieces.title', { count: pieces.count })}>
      <ol className="flex flex-col">
        {pieces.pieces.slice(0, PIECES_SHOWN).map((piece) => (
          <li
            key={piece.deepest.join()}
            className="flex flex-wrap items-center gap-x-3 gap-y-0.5 border-b border-line py-1.5 text-sm last:border-0"
          >
            <span className="w-24 font-medium">
              {formatArea(piece.squareMetres / 1e6, language)}
            </span>
            <span className="text-muted">
              {t('gap.pieces.depth', {
                km: formatNumber(piece.depthMetres / 1000, language, { maximumFractionDigits: 1 }),
              })}
            </span>
            <Place point={piece.deepest} precisionMetres={1000} />
            <Button tone="quiet" className="ms-auto" onPress={() => onGo(piece.deepest)}>
              {t('gap.pieces.show')}
            </Button>
          </li>
        ))}
      </ol>
      {rest > 0 ? (
        <p className="text-xs text-muted">{t('gap.pieces.rest', { count: rest })}</p>
      ) : null}
    </Part>
  );
}
