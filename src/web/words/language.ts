import type { Language } from '../../accord/party/names.ts';

/** The four languages, each by its own name, in the order in which they are offered. */
export const LANGUAGES: readonly { readonly id: Language; readonly name: string }[] = [
  { id: 'ar', name: 'العربية' },
  { id: 'ckb', name: 'کوردی' },
  { id: 'tr', name: 'Türkçe' },
  { id: 'en', name: 'English' },
];

/** The locale that parts and plural rules are asked in; digits are Latin unless chosen otherwise. */
export const LOCALES: Readonly<Record<Language, string>> = {
  ar: 'ar-IQ-u-nu-latn',
  ckb: 'ckb-IQ',
  tr: 'tr-TR',
  en: 'en-GB',
};

const LANGUAGE_KEY = 'tansiq.language';

/** Tells whether `text` names one of the four languages. */
export function isLanguage(text: unknown): text is Language {
  return LANGUAGES.some((language) => language.id === text);
}

/** The side on which a line of this language begins. */
export function directionOf(language: Language): 'rtl' | 'ltr' {
  return language === 'ar' || language === 'ckb' ? 'rtl' : 'ltr';
}

/** The language that this desk chose, else the first of the machine's that we speak, else English. */
export function readLanguage(): Language {
  const kept = localStorage.getItem(LANGUAGE_KEY);
  if (isLanguage(kept)) return kept;
  for (const tag of navigator.languages) {
    const [language = ''] = tag.toLowerCase().split('-');
    const spoken = language === 'ku' ? 'ckb' : language;
    if (isLanguage(spoken)) return spoken;
  }
  return 'en';
}

/** Remembers the choice and reads the page anew at the same address, since words load once. */
export function chooseLanguage(language: Language): void {
  localStorage.setItem(LANGUAGE_KEY, language);
  location.reload();
}
