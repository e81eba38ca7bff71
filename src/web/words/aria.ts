import type { Language } from '../../accord/party/names.ts';
import { LOCALES } from './language.ts';

type Strings = Record<string, Record<string, unknown>>;

/**
 * Gives the parts of the screen their own small words ("Dismiss", "Suggestions") in the language in
 * use. It must run before the first part is drawn, since they read it once.
 */
export async function supplyAriaStrings(language: Language): Promise<void> {
  const root = window as unknown as Record<symbol, unknown>;
  root[Symbol.for('react-aria.i18n.locale')] = LOCALES[language];
  root[Symbol.for('react-aria.i18n.strings')] = await ariaStrings(language);
}

async function ariaStrings(language: Language): Promise<Strings> {
  switch (language) {
    case 'ar':
      return stringsIn(await import('react-aria-components/i18n/ar-AE'));
    case 'tr':
      return stringsIn(await import('react-aria-components/i18n/tr-TR'));
    case 'en':
      return stringsIn(await import('react-aria-components/i18n/en-US'));
    case 'ckb':
      return withSorani(stringsIn(await import('react-aria-components/i18n/en-US')));
  }
}

// The package's own types do not tell that its strings are the default export.
function stringsIn(file: unknown): Strings {
  return (file as { readonly default: Strings }).default;
}

// The library has no Sorani: these are the strings of the parts that we use.
function withSorani(floor: Strings): Strings {
  const layered = Object.entries(floor).map(([part, strings]) => [
    part,
    { ...strings, ...SORANI[part] },
  ]);
  return Object.fromEntries(layered) as Strings;
}

type Given = Readonly<Record<string, string | number>>;

const SORANI: Strings = {
  '@react-aria/tree': { expand: 'کردنەوە', collapse: 'داخستن' },
  '@react-aria/toast': {
    close: 'داخستن',
    notifications: (given: Given) => `${given['count']} ئاگاداری.`,
  },
  '@react-aria/tag': {
    removeDescription: 'بۆ لابردنی نیشان، Delete دابگرە.',
    removeButtonLabel: 'لابردن',
  },
  '@react-aria/table': {
    select: 'هەڵبژاردن',
    selectAll: 'هەڵبژاردنی هەموو',
    sortable: 'ستوونی ڕیزکراو',
    ascending: 'سەرەوژوور',
    descending: 'سەرەوخوار',
    ascendingSort: (given: Given) => `بە ستوونی ${given['columnName']} سەرەوژوور ڕیز کراوە`,
    descendingSort: (given: Given) => `بە ستوونی ${given['columnName']} سەرەوخوار ڕیز کراوە`,
    columnSize: (given: Given) => `${given['value']} پیکسڵ`,
    resizerDescription: 'بۆ گۆڕینی قەبارە، Enter دابگرە',
    expand: 'کردنەوە',
    collapse: 'داخستن',
  },
  '@react-aria/spinbutton': { Empty: 'بەتاڵ' },
  '@react-aria/searchfield': { 'Clear search': 'سڕینەوەی گەڕان' },
  '@react-aria/overlays': { dismiss: 'داخستن' },
  '@react-aria/numberfield': {
    decrease: (given: Given) => `کەمکردنەوەی ${given['fieldLabel']}`,
    increase: (given: Given) => `زیادکردنی ${given['fieldLabel']}`,
    numberField: 'خانەی ژمارە',
  },
  '@react-aria/menu': {
    longPressMessage: 'بۆ کردنەوەی لیستە، درێژ دابگرە یان Alt + ArrowDown دابگرە',
  },
  '@react-aria/gridlist': {
    hasActionAnnouncement: 'ڕیزەکە کردارێکی هەیە',
    hasLinkAnnouncement: (given: Given) => `ڕیزەکە بەستەرێکی هەیە: ${given['link']}`,
  },
  '@react-aria/grid': {
    deselectedItem: (given: Given) => `${given['item']} هەڵنەبژێردراوە.`,
    select: 'هەڵبژاردن',
    selectedCount: (given: Given) =>
      given['count'] === 0 ? 'هیچ هەڵنەبژێردراوە.' : `${given['count']} هەڵبژێردراوە.`,
    selectedAll: 'هەموو هەڵبژێردراون.',
    selectedItem: (given: Given) => `${given['item']} هەڵبژێردرا.`,
    longPressToSelect: 'بۆ چوونە دۆخی هەڵبژاردن، درێژ دابگرە.',
  },
  '@react-aria/combobox': {
    focusAnnouncement: (given: Given) => `${given['optionText']}`,
    countAnnouncement: (given: Given) => `${given['optionCount']} هەڵبژاردە بەردەستە.`,
    selectedAnnouncement: (given: Given) => `${given['optionText']}، هەڵبژێردراوە`,
    buttonLabel: 'پیشاندانی پێشنیارەکان',
    listboxLabel: 'پێشنیارەکان',
  },
  '@react-aria/autocomplete': { collectionLabel: 'پێشنیارەکان' },
  '@react-aria/breadcrumbs': { breadcrumbs: 'ڕێڕەو' },
  '@react-aria/calendar': {
    previous: 'پێشوو',
    next: 'دواتر',
    selectedDateDescription: (given: Given) => `ڕێکەوتی هەڵبژێردراو: ${given['date']}`,
    todayDate: (given: Given) => `ئەمڕۆ، ${given['date']}`,
    dateSelected: (given: Given) => `${given['date']} هەڵبژێردراوە`,
    minimumDate: 'یەکەم ڕێکەوتی بەردەست',
    maximumDate: 'دوایین ڕێکەوتی بەردەست',
    dateRange: (given: Given) => `${given['startDate']} تا ${given['endDate']}`,
  },
  '@react-aria/datepicker': {
    year: 'ساڵ',
    month: 'مانگ',
    day: 'ڕۆژ',
    hour: 'کاتژمێر',
    minute: 'خولەک',
    second: 'چرکە',
    calendar: 'ڕۆژژمێر',
    startDate: 'ڕێکەوتی دەستپێک',
    endDate: 'ڕێکەوتی کۆتایی',
    weekday: 'ڕۆژی هەفتە',
    timeZoneName: 'ناوچەی کاتی',
  },
  'react-aria-components': {
    selectPlaceholder: 'یەکێک هەڵبژێرە',
    tableResizer: 'گۆڕینی قەبارە',
    dropzoneLabel: 'شوێنی دانان',
  },
};
