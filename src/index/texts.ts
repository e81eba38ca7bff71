import { wordsOf } from '../base/fold.ts';
import { matchOfWord } from './beginnings.ts';
import type { Condition } from './sought.ts';
import type { Tables } from './tables.ts';

/* Conditions that the words' own tables answer alone. */

/** A condition of words as their table is asked for it. */
export function matchOf(tables: Tables, condition: Condition): string {
  switch (condition.kind) {
    case 'words':
      return `(${wordsOf(condition.text)
        .map((word) => matchOfWord(tables, word))
        .join(' AND ')})`;
    case 'phrase':
      return `"${wordsOf(condition.text).join(' ')}"${condition.isOpen ? '*' : ''}`;
    case 'any':
    case 'all': {
      const word = condition.kind === 'any' ? ' OR ' : ' AND ';
      return `(${condition.parts.map((part) => matchOf(tables, part)).join(word)})`;
    }
    default:
      return '""';
  }
}
