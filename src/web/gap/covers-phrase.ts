import type { Holding } from '../../accord/holding/holding-schema.ts';
import { turnsPhrase } from '../plans/plan-phrases.ts';
import { formatNumber } from '../words/format.ts';
import type { Words } from '../words/words.ts';

/** What a holding covers and when, in one line. */
export function coversPhrase({ covers, hours }: Holding, words: Words): string {
  const { t, language } = words;
  const km =
    'metres' in covers
      ? formatNumber(covers.metres / 1000, language, { maximumFractionDigits: 2 })
      : '';
  const what =
    covers.kind === 'sector'
      ? t('gap.covers.sector', { km, from: covers.from, upto: covers.upto })
      : t(`gap.covers.${covers.kind}`, { km });
  const when =
    hours.length === 0
      ? t('gap.covers.always')
      : hours.map((turn) => turnsPhrase(turn, words)).join(' · ');
  return `${what} · ${when}`;
}
