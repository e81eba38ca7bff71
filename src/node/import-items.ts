import { parse } from 'csv-parse/sync';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { readItems } from '../gateway/file.ts';
import { parseGedRow } from '../gateway/ged.ts';
import { featuresIn, propertiesOf, withChoices } from '../gateway/geojson.ts';
import type { Choices, FileFault, Outcome } from '../gateway/items.ts';
import { objectIn, outcomeOf } from '../gateway/items.ts';
import type { OutsideRow, ReportRow, RowFault } from '../gateway/outside.ts';
import { lineFrom } from '../gateway/outside.ts';
import type { Format } from '../gateway/recognise.ts';
import { WHOLE_FILE_BYTES_MAX, recognise } from '../gateway/recognise.ts';
import { guessMapping, guessPreset } from '../gateway/table-guess.ts';
import type { TableMapping } from '../gateway/table.ts';
import { columnsOf, parseTableRow } from '../gateway/table.ts';
import { isGzip, unpackGzip, unpackRaw } from './unpacking.ts';

/** How many rows of a table are read whole; longer ones come in by command. */
export const IMPORT_TABLE_ROWS_MAX = 200_000;

/** After how many rows that are none a text is taken for no table. */
const UNREADABLE_ROWS_MAX = 1_000;

/** The columns of a table or the properties of features, and which of them gives what. */
export interface TableProposal {
  readonly columns: readonly string[];
  readonly mapping: TableMapping;
  readonly preset?: 'ucdp-ged';
}

/** A file of others, read. */
export interface ReadFile {
  readonly format: Format;
  readonly outcomes: readonly Outcome[];
  readonly table?: TableProposal;
}

/** Reads a file whole, packed with gzip or not; what it is, is told by its content. [O5] */
export function readImport(bytes: Uint8Array, choices: Choices): Result<ReadFile, FileFault> {
  const limit = WHOLE_FILE_BYTES_MAX;
  const plain = isGzip(bytes) ? unpackGzip(bytes, limit + 1) : bytes;
  if (plain === undefined) return err({ kind: 'bad-zip', reason: 'damaged' });
  const known = recognise(plain, unpackRaw);
  if (!known.ok) return known;
  const file = known.value;
  if (file.format === 'csv') return readTable(file.text, choices);
  const root = file.format === 'geojson' ? objectIn(file.json) : undefined;
  const columns = root && propertiesOf(featuresIn(root) ?? []);
  const table = columns && tableOf(columns, choices);
  const by = table?.preset ? { ...choices, preset: table.preset } : choices;
  const items = readItems(file, by);
  if (!items.ok) return items;
  return ok({ format: file.format, outcomes: items.value, ...(table ? { table } : {}) });
}

function tableOf(columns: readonly string[], choices: Choices): TableProposal {
  const preset = choices.mapping ? undefined : (choices.preset ?? guessPreset(columns));
  return {
    columns,
    mapping: choices.mapping ?? guessMapping(columns),
    ...(preset ? { preset } : {}),
  };
}

function readTable(text: string, choices: Choices): Result<ReadFile, FileFault> {
  const bad: { readonly at: number; readonly reason: string }[] = [];
  let rows: readonly (readonly string[])[];
  try {
    rows = parse(text, {
      delimiter: delimiterOf(text),
      relax_column_count: true,
      skip_empty_lines: true,
      skip_records_with_error: true,
      to: IMPORT_TABLE_ROWS_MAX + 2,
      on_skip: (fault) => {
        if (bad.length >= UNREADABLE_ROWS_MAX) throw fault ?? new Error('no table');
        bad.push({ at: Number(fault?.['records'] ?? 0), reason: fault?.code ?? 'unknown' });
        return undefined;
      },
    }) as readonly (readonly string[])[];
  } catch {
    return err({ kind: 'unknown-format', found: 'text' });
  }
  const columns = (rows[0] ?? []).map((name) => name.trim());
  if (columns.length < 2) return err({ kind: 'unknown-format', found: 'text' });
  if (rows.length - 1 > IMPORT_TABLE_ROWS_MAX) {
    return err({ kind: 'too-many-parts', limit: IMPORT_TABLE_ROWS_MAX });
  }
  const table = tableOf(columns, choices);
  const missing = columnsOf(table.mapping).filter((column) => !columns.includes(column));
  if (missing.length > 0) return err({ kind: 'missing-columns', columns: missing.join(', ') });
  const seen = new Set<string>();
  const outcomes = rows.slice(1).map((cells, i): Outcome => {
    const fields = Object.fromEntries(
      cells.map((cell, k) => [columns[k] ?? `column ${k + 1}`, cell]),
    );
    const name = lineFrom(fields[table.mapping.title ?? ''] ?? '');
    const item = { number: i + 1, type: 'row', name };
    const isWhole = cells.length === columns.length;
    const made = isWhole ? rowOf(fields, table, choices) : unreadable(cells, columns);
    if (made.ok && seen.has(made.value.id)) {
      return { ...item, outcome: 'refused', fault: { kind: 'repeated-row' }, fields };
    }
    if (made.ok) seen.add(made.value.id);
    const outcome = outcomeOf(item, made);
    return outcome.outcome === 'refused' ? { ...outcome, fields } : outcome;
  });
  const unread = bad.map(({ at, reason }): Outcome => {
    const fault = { kind: 'unreadable-row', reason } as const;
    return { number: at, type: 'row', name: '', outcome: 'refused', fault };
  });
  return ok({ format: 'csv', outcomes: [...outcomes, ...unread], table });
}

function rowOf(
  fields: OutsideRow,
  { mapping, preset }: TableProposal,
  choices: Choices,
): Result<ReportRow, RowFault> {
  if (preset === 'ucdp-ged') return parseGedRow(fields);
  const by = withChoices(mapping, choices);
  return parseTableRow(fields, by, {
    ...(choices.place ? { place: choices.place } : {}),
    ...(choices.when ? { when: choices.when } : {}),
  });
}

function unreadable(
  cells: readonly string[],
  columns: readonly string[],
): Result<ReportRow, RowFault> {
  return err({ kind: 'unreadable-row', reason: `${cells.length} fields, not ${columns.length}` });
}

/** What stands most often between the names of columns; tables of some countries use semicolons. */
function delimiterOf(text: string): string {
  const [line = ''] = text.split('\n', 1);
  const bare = line.replaceAll(/"[^"]*"/g, '');
  const counts = [',', ';', '\t'].map((mark) => [bare.split(mark).length, mark] as const);
  return counts.reduce((most, each) => (each[0] > most[0] ? each : most))[1];
}
