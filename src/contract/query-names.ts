import { fold } from '../base/fold.ts';
import { REPORT_KINDS } from '../accord/knowledge/schema.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import type { Language } from '../accord/party/names.ts';
import { LANGUAGES } from '../accord/party/names.ts';
import type { FilterName, NamesOf } from './query.ts';
import { BELONGINGS, FILTERS, STATES } from './query.ts';

/* The names of the query language in the four languages. All of them are read everywhere. [Q2] */

const FILTER_NAMES: Readonly<Record<FilterName, NamesOf>> = {
  kind: { en: ['kind', 'type'], ar: ['نوع', 'النوع'], ckb: ['جۆر'], tr: ['tür'] },
  party: { en: ['party', 'by'], ar: ['طرف', 'الطرف'], ckb: ['لایەن'], tr: ['taraf'] },
  audience: {
    en: ['audience', 'readers'],
    ar: ['مطلعون', 'المطلعون'],
    ckb: ['خوێنەران'],
    tr: ['okuyanlar', 'okuyan'],
  },
  seat: { en: ['seat', 'desk'], ar: ['مكتب', 'المكتب'], ckb: ['مێز'], tr: ['masa'] },
  grade: {
    en: ['grade'],
    ar: ['تقييم', 'التقييم'],
    ckb: ['هەڵسەنگاندن'],
    tr: ['not', 'değerlendirme'],
  },
  from: { en: ['from', 'since'], ar: ['من', 'منذ'], ckb: ['لە'], tr: ['başlangıç'] },
  upto: { en: ['upto', 'until'], ar: ['حتى', 'إلى'], ckb: ['تا'], tr: ['bitiş'] },
  on: { en: ['on'], ar: ['يوم'], ckb: ['ڕۆژ'], tr: ['gün'] },
  near: { en: ['near'], ar: ['قرب'], ckb: ['نزیک'], tr: ['yakın'] },
  in: { en: ['in', 'place'], ar: ['في', 'مكان'], ckb: ['لەناو', 'شوێن'], tr: ['yer', 'içinde'] },
  area: { en: ['area', 'box'], ar: ['منطقة'], ckb: ['ناوچە'], tr: ['alan'] },
  along: { en: ['along', 'road'], ar: ['بمحاذاة'], ckb: ['بەدرێژایی'], tr: ['boyunca'] },
  is: { en: ['is'], ar: ['حالة'], ckb: ['دۆخ'], tr: ['durum'] },
  has: { en: ['has'], ar: ['فيه', 'مع'], ckb: ['هەیە', 'لەگەڵ'], tr: ['var'] },
};

const KIND_NAMES: Readonly<Record<Report['kind'], NamesOf>> = {
  incident: { en: ['incident'], ar: ['حادث'], ckb: ['ڕووداو'], tr: ['olay'] },
  observation: { en: ['observation'], ar: ['مشاهدة'], ckb: ['چاودێری'], tr: ['gözlem'] },
  'threat-warning': {
    en: ['threat-warning', 'threat', 'warning'],
    ar: ['إنذار بتهديد', 'تهديد', 'إنذار'],
    ckb: ['ئاگاداری هەڕەشە', 'هەڕەشە'],
    tr: ['tehdit uyarısı', 'tehdit'],
  },
  trafficking: {
    en: ['trafficking', 'smuggling'],
    ar: ['تهريب واتجار', 'تهريب'],
    ckb: ['قاچاخچێتی', 'قاچاخ'],
    tr: ['kaçakçılık'],
  },
  crossing: { en: ['crossing'], ar: ['عبور'], ckb: ['پەڕینەوە'], tr: ['geçiş'] },
  'civil-harm': {
    en: ['civil-harm', 'harm to civilians'],
    ar: ['ضرر بالمدنيين', 'ضرر'],
    ckb: ['زیان بە خەڵکی مەدەنی', 'زیان'],
    tr: ['sivillere zarar', 'zarar'],
  },
  'explosive-hazard': {
    en: ['explosive-hazard', 'explosive'],
    ar: ['خطر متفجرات', 'متفجرات'],
    ckb: ['مەترسی تەقەمەنی', 'تەقەمەنی'],
    tr: ['patlayıcı tehlikesi', 'patlayıcı'],
  },
  infrastructure: {
    en: ['infrastructure'],
    ar: ['بنية تحتية'],
    ckb: ['ژێرخان'],
    tr: ['altyapı'],
  },
  'media-claim': {
    en: ['media-claim', 'claim in the media', 'media'],
    ar: ['ادعاء إعلامي', 'إعلام'],
    ckb: ['بانگەشەی میدیا', 'میدیا'],
    tr: ['basın iddiası', 'basın'],
  },
};

const STATE_NAMES: Readonly<Record<(typeof STATES)[number], NamesOf>> = {
  ungraded: {
    en: ['ungraded'],
    ar: ['بلا تقييم', 'غير مقيم'],
    ckb: ['هەڵنەسەنگێنراو'],
    tr: ['notsuz'],
  },
  graded: { en: ['graded'], ar: ['مقيم'], ckb: ['هەڵسەنگێنراو'], tr: ['notlu'] },
  contradicted: {
    en: ['contradicted', 'disputed'],
    ar: ['متنازع عليه', 'متنازع'],
    ckb: ['ناکۆک'],
    tr: ['çelişkili'],
  },
  linked: { en: ['linked'], ar: ['مرتبط'], ckb: ['بەستراوە', 'بەستراو'], tr: ['bağlı'] },
};

const BELONGING_NAMES: Readonly<Record<(typeof BELONGINGS)[number], NamesOf>> = {
  attachment: {
    en: ['attachment', 'attachments', 'photo'],
    ar: ['مرفق', 'مرفقات'],
    ckb: ['هاوپێچ'],
    tr: ['ek'],
  },
};

const OR_NAMES: NamesOf = { en: ['OR'], ar: ['أو'], ckb: ['یان'], tr: ['VEYA'] };

const TODAY: NamesOf = { en: ['today'], ar: ['اليوم'], ckb: ['ئەمڕۆ'], tr: ['bugün'] };
const YESTERDAY: NamesOf = { en: ['yesterday'], ar: ['أمس'], ckb: ['دوێنێ'], tr: ['dün'] };

/** A table of names that is read in every language and written in one. */
export interface NameTable<T extends string> {
  /** What a typed name means, whatever its language, case and spelling. */
  read(text: string): T | undefined;
  write(name: T, language: Language): string;
  /** What it might have meant, one letter apart. */
  nearest(text: string): T | undefined;
  /** All that may be typed, in one language. */
  all(language: Language): readonly string[];
}

/** The names of the filters. */
export const filterNames = tableOf(FILTERS, FILTER_NAMES);

/** The names of the kinds of report. */
export const kindNames = tableOf(REPORT_KINDS, KIND_NAMES);

/** The names of the states that `is:` asks for. */
export const stateNames = tableOf(STATES, STATE_NAMES);

/** The names of what `has:` asks for. */
export const belongingNames = tableOf(BELONGINGS, BELONGING_NAMES);

/** Today and yesterday. */
export const dayNames = tableOf(['today', 'yesterday'] as const, {
  today: TODAY,
  yesterday: YESTERDAY,
});

/** Whether a bare word stands between two alternatives of a group. English is told by its capitals. */
export function isOr(text: string): boolean {
  return text === '|' || LANGUAGES.some((language) => OR_NAMES[language].includes(text));
}

/** The word that stands between alternatives, in a language. */
export function formatOr(language: Language): string {
  return OR_NAMES[language][0];
}

function tableOf<T extends string>(
  keys: readonly T[],
  names: Readonly<Record<T, NamesOf>>,
): NameTable<T> {
  const known = new Map<string, T>();
  for (const key of keys) {
    for (const language of LANGUAGES) {
      for (const name of names[key][language]) known.set(plain(name), key);
    }
  }
  return {
    read: (text) => known.get(plain(text)),
    write: (name, language) => names[name][language][0],
    nearest(text) {
      const wanted = plain(text);
      if (wanted.length < 2) return undefined;
      for (const [name, key] of known) {
        if (isOneApart(name, wanted)) return key;
      }
      for (const [name, key] of known) {
        if (wanted.length > 2 && name.startsWith(wanted)) return key;
      }
      return undefined;
    },
    all: (language) => keys.map((key) => names[key][language][0]),
  };
}

function plain(text: string): string {
  return fold(text).replaceAll(/[\s_-]+/g, '');
}

/** Whether two texts are one letter left out, put in, changed, or changed places apart. */
export function isOneApart(a: string, b: string): boolean {
  const [short, long] = a.length <= b.length ? [a, b] : [b, a];
  if (long.length - short.length > 1) return false;
  let at = 0;
  while (at < short.length && short[at] === long[at]) at += 1;
  if (short.length < long.length) return short.slice(at) === long.slice(at + 1);
  if (at === short.length) return false;
  if (short.slice(at + 1) === long.slice(at + 1)) return true;
  const isSwap = short[at] === long[at + 1] && short[at + 1] === long[at];
  return isSwap && short.slice(at + 2) === long.slice(at + 2);
}
