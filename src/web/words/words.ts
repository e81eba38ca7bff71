import { IntlMessageFormat } from 'intl-messageformat';
import type { ReactNode } from 'react';
import { createContext, createElement, Fragment, useContext } from 'react';

import type { Language } from '../../accord/party/names.ts';
import { invariant, InvariantError } from '../../base/result.ts';
import { formatNumber } from './format.ts';
import { directionOf, LOCALES } from './language.ts';

/** What may stand in a sentence's gaps. Text is set apart so that its direction stays its own. */
export type Values = Readonly<Record<string, string | number>>;

/** The words of one language, and how to say them. */
export interface Words {
  readonly language: Language;
  readonly direction: 'rtl' | 'ltr';
  /** The sentence of `key` with its gaps filled. */
  t(key: string, values?: Values): string;
  /** As `t`, with elements in the gaps: for sentences that hold a DTG or a link. */
  rich(key: string, values: Readonly<Record<string, ReactNode>>): ReactNode;
  /** Tells whether there is a sentence for `key`: for codes that another node may have made up. */
  has(key: string): boolean;
}

/** The sentences of a language by their key (`page.part.meaning`), in ICU MessageFormat. */
export type Catalogue = Readonly<Record<string, string>>;

/** The words that everything below speaks; a part of a page may be given another language. */
export const WordsContext = createContext<Words | undefined>(undefined);

/** The words of the language in use. */
export function useWords(): Words {
  const words = useContext(WordsContext);
  invariant(words !== undefined, 'every part stands inside WordsContext');
  return words;
}

// Every page brings its own file; only those of the language asked for are fetched.
const FILES = import.meta.glob<Catalogue>('./*/*.json', { import: 'default' });

/** Fetches the catalogues of one language. */
export async function loadWords(language: Language): Promise<Words> {
  const wanted = Object.entries(FILES).filter(([path]) => path.startsWith(`./${language}/`));
  const parts = await Promise.all(wanted.map(([, load]) => load()));
  return openWords(language, Object.assign({}, ...parts) as Catalogue);
}

/** Words over one catalogue. A key without a sentence shows itself, and a test refuses it. */
export function openWords(language: Language, catalogue: Catalogue): Words {
  const made = new Map<string, IntlMessageFormat>();
  const formatOf = (key: string) => {
    const known = made.get(key);
    if (known) return known;
    const sentence = catalogue[key];
    if (sentence === undefined) return undefined;
    const format = new IntlMessageFormat(sentence, LOCALES[language], undefined, {
      formatters: formattersFor(language),
    });
    made.set(key, format);
    return format;
  };
  return {
    language,
    direction: directionOf(language),
    has: (key) => key in catalogue,
    t(key, values = {}) {
      const format = formatOf(key);
      if (!format) return key;
      return String(format.format(isolated(values)));
    },
    rich(key, values) {
      const format = formatOf(key);
      if (!format) return key;
      return format
        .formatToParts<ReactNode>(values as Record<string, ReactNode & string>)
        .map((part, i) => createElement(Fragment, { key: i }, part.value as ReactNode));
    },
  };
}

function isolated(values: Values): Record<string, string | number> {
  return Object.fromEntries(
    Object.entries(values).map(([name, value]) => [
      name,
      typeof value === 'string' ? `\u2068${value}\u2069` : value,
    ]),
  );
}

type Formatters = NonNullable<
  NonNullable<ConstructorParameters<typeof IntlMessageFormat>[3]>['formatters']
>;

/** Ours instead of the browser's: Chromium would write Sorani numbers in American English. */
function formattersFor(language: Language): Formatters {
  const number = {
    format: (value: number) => formatNumber(value, language),
  } as unknown as Intl.NumberFormat;
  return {
    getNumberFormat: () => number,
    // Operational times are DTGs, which no locale may reorder.
    getDateTimeFormat: () => {
      throw new InvariantError('a sentence is given its times as DTGs');
    },
    getPluralRules: (_, options) =>
      language === 'ckb'
        ? ({ select: (n: number) => (n === 1 ? 'one' : 'other') } as Intl.PluralRules)
        : new Intl.PluralRules(LOCALES[language], options),
  };
}
