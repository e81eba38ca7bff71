import type { TableField, TableMapping } from './table.ts';

/** What columns are called in the four languages of the screens, folded; the likeliest first. */
const NAMES: Readonly<Partial<Record<TableField, readonly string[]>>> = {
  id: ['id', 'uuid', 'eventid', 'key', 'objectid', 'fid', 'no', 'رقم', 'ژمارە', 'numara'],
  title: [
    ...['title', 'headline', 'name', 'subject', 'event', 'incident', 'eventtype', 'type'],
    ...['عنوان', 'العنوان', 'الاسم', 'اسم', 'ناونیشان', 'ناو', 'başlık', 'baslik', 'ad', 'adı'],
  ],
  text: [
    ...['text', 'description', 'desc', 'notes', 'note', 'details', 'remarks', 'summary', 'comment'],
    ...['الوصف', 'وصف', 'النص', 'ملاحظات', 'وەسف', 'دەق', 'تێبینی', 'açıklama', 'aciklama', 'metin'],
  ],
  lat: ['lat', 'latitude', 'y', 'ycoord', 'latdd', 'عرض', 'خطالعرض', 'هێڵیپانی', 'enlem'],
  lon: ['lon', 'long', 'lng', 'longitude', 'x', 'xcoord', 'طول', 'خطالطول', 'هێڵیدرێژی', 'boylam'],
  place: [
    ...['place', 'location', 'placename', 'locality', 'address', 'wherecoordinates', 'village'],
    ...['المكان', 'مكان', 'الموقع', 'موقع', 'شوێن', 'yer', 'konum', 'mevki'],
  ],
  precision: ['precision', 'precisionmetres', 'accuracy', 'radius', 'الدقة', 'وردی', 'hassasiyet'],
  from: [
    ...['from', 'date', 'datetime', 'time', 'timestamp', 'when', 'eventdate', 'start', 'startdate'],
    ...['datestart', 'begin', 'التاريخ', 'تاريخ', 'الوقت', 'بەروار', 'کات', 'tarih', 'zaman'],
  ],
  upto: ['upto', 'to', 'until', 'end', 'enddate', 'dateend', 'حتى', 'إلى', 'تا', 'bitiş', 'bitis'],
  reference: ['reference', 'url', 'link', 'source', 'sourceurl', 'المصدر', 'سەرچاوە', 'kaynak'],
  language: ['language', 'lang', 'اللغة', 'زمان', 'dil'],
};

/** Proposes which of `columns` gives what, by their names; the office decides. [O8] */
export function guessMapping(columns: readonly string[]): TableMapping {
  const folded = new Map<string, string>();
  for (const column of columns) {
    const plain = foldName(column);
    if (plain !== '' && !folded.has(plain)) folded.set(plain, column);
  }
  const mapping: Partial<Record<TableField, string>> = {};
  for (const [field, names] of Object.entries(NAMES)) {
    const found = names
      .map((name) => folded.get(foldName(name)))
      .find((each) => each !== undefined);
    if (found !== undefined) mapping[field as TableField] = found;
  }
  return mapping;
}

/** The columns by which a known data set is told. */
const GED_COLUMNS = ['type_of_violence', 'where_prec', 'date_prec', 'best'];

/** The known data set whose columns these are, if any. [O8] */
export function guessPreset(columns: readonly string[]): 'ucdp-ged' | undefined {
  return GED_COLUMNS.every((column) => columns.includes(column)) ? 'ucdp-ged' : undefined;
}

function foldName(name: string): string {
  return name
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[\s_.:()[\]-]+/g, '');
}
