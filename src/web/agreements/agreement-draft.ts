import type { Agreement, Rule } from '../../accord/agreement/schema.ts';
import type { Language, Names } from '../../accord/party/names.ts';
import type { PlanKind } from '../../accord/operation/kinds.ts';
import type { PartyId } from '../../base/ids.ts';
import type { Outline } from '../plans/outline.ts';
import { geometryOf, openOutline } from '../plans/outline.ts';
import { plainText } from '../plans/plain-text.ts';

/** A rule as it is being written. */
export interface RuleDraft {
  readonly effect: Rule['effect'] | undefined;
  readonly parties: readonly string[];
  readonly kinds: readonly PlanKind[];
  /** Without an area it holds everywhere. */
  readonly area: Outline | undefined;
  /** RFC 3339 in UTC. */
  readonly from: string | undefined;
  readonly upto: string | undefined;
}

/** An article as it is being written. */
export interface ArticleDraft {
  readonly key: number;
  readonly text: string;
  readonly rule: RuleDraft | undefined;
}

/** An agreement as it is being written. */
export interface AgreementDraft {
  readonly names: Readonly<Record<Language, string>>;
  readonly parties: readonly string[];
  readonly language: Language | undefined;
  readonly articles: readonly ArticleDraft[];
}

/** What is missing from an agreement; each has a sentence. */
export type AgreementFault = 'name' | 'parties' | 'articles' | 'rule';

/** An agreement of which nothing is written. */
export const EMPTY_AGREEMENT: AgreementDraft = {
  names: { ar: '', ckb: '', tr: '', en: '' },
  parties: [],
  language: undefined,
  articles: [{ key: 1, text: '', rule: undefined }],
};

/** A rule of which nothing is written. */
export const EMPTY_RULE: RuleDraft = {
  effect: undefined,
  parties: [],
  kinds: [],
  area: undefined,
  from: undefined,
  upto: undefined,
};

/** An outline for a rule's area. */
export function openArea(): Outline {
  return openOutline('polygon');
}

/** A name in every language: where one was left empty the writer's stands, marked as copied. */
export function namesOf(
  names: Readonly<Record<Language, string>>,
  language: Language,
): Names | undefined {
  const clean = (text: string) => plainText(text).replaceAll(/\s+/g, ' ').trim();
  const own = clean(names[language]);
  if (own === '') return undefined;
  const of = (each: Language) => (clean(names[each]) === '' ? own : clean(names[each]));
  return { ar: of('ar'), ckb: of('ckb'), tr: of('tr'), en: of('en') };
}

/** What is still missing, in the order of the form. */
export function agreementFaults(
  draft: AgreementDraft,
  language: Language,
): readonly AgreementFault[] {
  const written = draft.articles.filter(({ text }) => text.trim() !== '');
  return [
    ...(namesOf(draft.names, language) ? [] : ['name' as const]),
    ...(draft.parties.length < 2 ? ['parties' as const] : []),
    ...(written.length === draft.articles.length && written.length > 0
      ? []
      : ['articles' as const]),
    ...(draft.articles.every(({ rule }) => !rule || ruleOf(rule)) ? [] : ['rule' as const]),
  ];
}

/** The rule that is written, or nothing while a part of it is missing. */
export function ruleOf({ effect, parties, kinds, area, from, upto }: RuleDraft): Rule | undefined {
  const drawn = area ? geometryOf(area) : null;
  if (!effect || parties.length === 0 || kinds.length === 0 || from === undefined) return undefined;
  if (drawn === undefined || (upto !== undefined && upto <= from)) return undefined;
  return {
    effect,
    parties: [...parties] as PartyId[],
    kinds: [...kinds],
    area: drawn,
    from,
    upto: upto ?? null,
  };
}

/** The agreement that is written, or nothing while anything is missing. */
export function agreementOf(draft: AgreementDraft, spoken: Language): Agreement | undefined {
  const language = draft.language ?? spoken;
  const names = namesOf(draft.names, language);
  if (!names || agreementFaults(draft, language).length > 0) return undefined;
  return {
    names,
    parties: [...draft.parties] as PartyId[],
    language,
    articles: draft.articles.map(({ text, rule }, i) => {
      const whole = rule && ruleOf(rule);
      return {
        id: String(i + 1),
        text: plainText(text).trim(),
        ...(whole ? { rule: whole } : {}),
      };
    }),
  };
}
