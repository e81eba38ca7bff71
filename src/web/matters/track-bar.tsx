import type { Track } from '../../accord/knowledge/track.ts';
import type { Words } from '../words/words.ts';
import { useWords } from '../words/words.ts';

/** The bar's measures in its own units: 1 is one thousandth. */
const WIDTH = 1000;
const HEIGHT = 120;

/** How often claims came true: the interval as a bar from 0 to 100 %, its middle as a mark. [U5] */
export function TrackBar({ track }: { readonly track: Track }) {
  const words = useWords();
  const { low, mean, high, of } = track;
  const isFaint = of < 3;
  return (
    <svg
      viewBox={`-20 0 ${WIDTH + 40} ${HEIGHT}`}
      role="img"
      aria-label={trackWords(track, words)}
      className="h-5 w-full min-w-32 text-text"
      preserveAspectRatio="none"
      direction="ltr"
    >
      <line x1={0} x2={WIDTH} y1={60} y2={60} className="stroke-line" strokeWidth={10} />
      {[0, 250, 500, 750, 1000].map((at) => (
        <line
          key={at}
          x1={at}
          x2={at}
          y1={at % 500 === 0 ? 10 : 30}
          y2={at % 500 === 0 ? 110 : 90}
          className="stroke-strong-line"
          strokeWidth={4}
        />
      ))}
      {of === 0 ? null : (
        <>
          <rect
            x={low}
            width={Math.max(8, high - low)}
            y={36}
            height={48}
            className={isFaint ? 'fill-transparent stroke-current' : 'fill-current'}
            strokeWidth={isFaint ? 8 : 0}
            strokeDasharray={isFaint ? '24 16' : undefined}
            opacity={isFaint ? 1 : 0.45}
          />
          <rect x={mean - 8} width={16} y={10} height={100} className="fill-current" />
        </>
      )}
    </svg>
  );
}

/** A track in words: how many of how many, and between what. */
export function trackWords(
  { came, of, low, high }: Track,
  { t, language }: Pick<Words, 't' | 'language'>,
): string {
  if (of === 0) return t('matters.track.nothing');
  const counts = { came, of };
  if (of < 3) return t('matters.track.too-few', counts);
  const percent = (thousandths: number) => formatPercent(thousandths, language);
  return t('matters.track.held', { ...counts, low: percent(low), high: percent(high) });
}

/** Thousandths as whole per cent; the sign touches its figure, or it would stray in a line from right to left. */
function formatPercent(thousandths: number, language: Words['language']): string {
  const share = Math.round(thousandths / 10);
  return language === 'tr' ? `%${share}` : `${share}%`;
}
