import type { Rule } from '../../accord/agreement/schema.ts';
import type { JsonObject } from '../../base/json.ts';
import { areaKm2 } from '../../geo/measure.ts';
import { parseShape } from '../../geo/shape.ts';
import { instantOf } from '../now.ts';
import type { Speaking } from '../plans/phrase.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { formatArea, formatDtg, formatList } from '../words/format.ts';

/** What a rule does, where and when, in three sentences; the rule itself is what every node applies. */
export function ruleWords(rule: Rule, speaking: Speaking): readonly string[] {
  const { words, centre } = speaking;
  const { t, language } = words;
  const dtg = (at: string) => formatDtg(instantOf(at), centre.zone);
  const parties = formatList(
    rule.parties.map((party) => nameOf(party, { centre })),
    language,
  );
  const kinds = formatList(
    rule.kinds.map((kind) => t(`plan-parts.kind.${kind}`)),
    language,
  );
  return [
    t(`agreements.rule.${rule.effect}`, { parties, kinds }),
    wherePhrase(rule, speaking),
    rule.upto === null
      ? t('agreements.rule.from', { from: dtg(rule.from) })
      : t('agreements.rule.span', { from: dtg(rule.from), upto: dtg(rule.upto) }),
  ];
}

function wherePhrase({ area }: Rule, { words }: Speaking): string {
  if (area === null) return words.t('agreements.rule.everywhere');
  const shape = parseShape(area as unknown as JsonObject);
  const size = shape.ok ? formatArea(areaKm2(shape.value), words.language) : '';
  return words.t('agreements.rule.within', { size });
}
