import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Limit } from '../../accord/operation/schema.ts';
import type { ConflictView, PreviewView } from '../../contract/api.ts';
import { formatList, formatNumber } from '../words/format.ts';
import type { Geometry } from './outline.ts';
import type { Speaking } from './phrase.tsx';
import { nameOf } from './phrase.tsx';
import { inOwnOrder, plainText } from './plain-text.ts';
import { areaPhrase, spanOf } from './plan-phrases.ts';
import { formatLength } from './shape-size.ts';

/** The name of what a plan is in conflict with. */
export function conflictTitle({ title, names }: ConflictView, { words }: Speaking): string {
  return plainText(names?.[words.language] ?? title);
}

/** What a plan comes too near to, whose it is, and when. [C47] */
export function conflictPhrase(conflict: ConflictView, speaking: Speaking): string {
  const { words } = speaking;
  return words.t(`plan-parts.conflict.${conflict.kind}`, {
    title: inOwnOrder(conflictTitle(conflict, speaking), words.direction),
    party: nameOf(conflict.of, speaking),
    metres: formatLength(conflict.distanceMetres, words.language),
    ...spanOf(conflict.during, speaking),
  });
}

/** Who has seen a conflict and lets both stand; nothing where nobody has. [C48] */
export function clearedPhrase(conflict: ConflictView, speaking: Speaking): string | undefined {
  const { words } = speaking;
  if (conflict.clearedBy.length === 0) return undefined;
  const parties = conflict.clearedBy.map((party) => nameOf(party, speaking));
  return words.t('plan-parts.conflict.cleared', { parties: formatList(parties, words.language) });
}

/** Which article keeps whom from taking part. [C26] */
export function forbiddenPhrase(
  { article, party }: PreviewView['forbidden'][number],
  speaking: Speaking,
): string {
  return speaking.words.t('plans.state.forbidden-rule', {
    article,
    party: nameOf(party, speaking),
  });
}

/** What a limit of a consent allows, in one line. [C31] */
export function limitPhrase(
  limit: Limit,
  { sectors = [] }: Pick<Plan, 'sectors'>,
  speaking: Speaking,
): string {
  const { words } = speaking;
  const { t, language } = words;
  switch (limit.kind) {
    case 'time':
      return t('plan-parts.limit.say-time', spanOf(limit, speaking));
    case 'area': {
      const form = JSON.stringify(limit.area);
      const sector = sectors.find(({ area }) => JSON.stringify(area) === form);
      return sector
        ? t('plan-parts.limit.say-sector', { sector: inOwnOrder(sector.name, words.direction) })
        : t('plan-parts.limit.say-area', { area: areaPhrase(limit.area as Geometry, words) });
    }
    case 'forces': {
      const kinds = limit.forces.map((kind) => t(`plans.force.${kind}`));
      return t('plan-parts.limit.say-forces', { kinds: formatList(kinds, language) });
    }
    case 'count':
      return t('plan-parts.limit.say-count', {
        max: formatNumber(limit.max, language),
        what:
          limit.force === undefined
            ? t('plan-parts.limit.any-force')
            : t(`plans.force.${limit.force}`),
        who:
          limit.party === undefined
            ? t('plan-parts.limit.all-parties')
            : nameOf(limit.party, speaking),
      });
  }
}
