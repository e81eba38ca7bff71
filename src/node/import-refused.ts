import type { Outcome } from '../gateway/items.ts';

type Refused = Extract<Outcome, { readonly outcome: 'refused' }>;

/** Refused items as a table: their own columns, then number, kind, name and why. [I14] */
export function refusedTable(refused: readonly Refused[]): string {
  const columns = [...new Set(refused.flatMap(({ fields = {} }) => Object.keys(fields)))];
  const head = [...columns, 'refused_number', 'refused_type', 'refused_name', 'refused_why'];
  const lines = refused.map(({ number, type, name, fault, fields = {} }) => [
    ...columns.map((column) => fields[column] ?? ''),
    String(number),
    type,
    name,
    Object.values(fault).map(String).join(' '),
  ]);
  return [head, ...lines].map((cells) => `${cells.map(cellOf).join(',')}\r\n`).join('');
}

/** A cell of a table. What a spreadsheet would take for a formula is made a text. */
export function cellOf(text: string): string {
  const plain = /^[=+\-@\t]/.test(text) && !/^-?\d/.test(text) ? `'${text}` : text;
  return quotedCell(plain);
}

/** A cell of a table, to the letter. */
export function quotedCell(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
