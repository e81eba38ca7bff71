import type { Language } from '../../accord/party/names.ts';
import { distanceMetres } from '../../geo/measure.ts';
import type { Shape } from '../../geo/shape.ts';
import { formatNumber } from '../words/format.ts';

/** Below this many metres a length is said in metres. */
const KM_METRES_MIN = 1000;

/** A length in metres or kilometres, in a language's own marks. */
export function formatLength(metres: number, language: Language): string {
  const isShort = metres < KM_METRES_MIN;
  const unit = isShort
    ? { ar: 'م', ckb: 'م', tr: 'm', en: 'm' }[language]
    : { ar: 'كم', ckb: 'کم', tr: 'km', en: 'km' }[language];
  const number = isShort
    ? formatNumber(Math.round(metres), language)
    : formatNumber(metres / 1000, language, { maximumFractionDigits: 1 });
  return `${number}\u00a0${unit}`;
}

/** How long a line is. */
export function lengthOf(shape: Extract<Shape, { kind: 'line' }>, language: Language): string {
  const metres = shape.points.reduce((sum, point, i) => {
    const before = shape.points[i - 1];
    return before ? sum + distanceMetres(before, point) : sum;
  }, 0);
  return formatLength(metres, language);
}
