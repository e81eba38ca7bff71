import type { LogLine } from '../../contract/record-room.ts';
import type { Words } from '../words/words.ts';

/** What a line of the log says was done, without its subject: `proposed`, `consented to`. */
export function phraseOf(line: Pick<LogLine, 'type' | 'verdict'>, words: Words): string {
  const isTold = line.type === 'decision' || line.verdict === 'ends';
  const key = `log.did.${isTold ? (line.verdict ?? line.type) : line.type}`;
  return words.t(words.has(key) ? key : 'log.did.unknown');
}

const SAME_LETTER: Readonly<Record<string, string>> = {
  أ: 'ا',
  إ: 'ا',
  آ: 'ا',
  ى: 'ی',
  ي: 'ی',
  ك: 'ک',
  ة: 'ه',
  ھ: 'ه',
  ە: 'ه',
  ı: 'i',
};

/** Text for comparing: letters that are written in two ways become one, marks and digits alike. */
export function foldText(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[\u0300-\u036f\u064b-\u065f\u0670\u0640\u2066-\u2069]/g, '')
    .toLowerCase()
    .replaceAll(/[أإآىيكةھەı]/g, (letter) => SAME_LETTER[letter] ?? letter)
    .replaceAll(/[٠-٩]/g, (digit) => String('٠١٢٣٤٥٦٧٨٩'.indexOf(digit)))
    .replaceAll(/[۰-۹]/g, (digit) => String('۰۱۲۳۴۵۶۷۸۹'.indexOf(digit)));
}
