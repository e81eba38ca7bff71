import { wordsOf } from '../base/fold.ts';
import { matchOfWord } from './beginnings.ts';
import type { Condition } from './sought.ts';
import type { Tables } from './tables.ts';

/* Conditions that the words' own tables answer alone. */

/** Conditions that must all hold, one by one. */
export function flat(condition: Condition): readonly Condition[] {
  return condition.kind === 'all' ? condition.parts.flatMap(flat) : [condition];
}

/** Whether the words' own table can answer it alone. */
export function isText(condition: Condition): boolean {
  if (condition.kind === 'words' || condition.kind === 'phrase') return true;
  const isGroup = condition.kind === 'any' || condition.kind === 'all';
  return isGroup && condition.parts.length > 0 && condition.parts.every(isText);
}

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
