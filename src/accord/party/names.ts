/** The languages every word of the product exists in (BCP 47). */
export const LANGUAGES = ['ar', 'ckb', 'tr', 'en'] as const;

/** A language of the screens: Arabic, Sorani Kurdish, Turkish, English. */
export type Language = (typeof LANGUAGES)[number];

/** A name in each of the languages. */
export type Names = Readonly<Record<Language, string>>;
