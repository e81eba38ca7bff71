import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { TroubleError, err, ok } from '../base/result.ts';
import type { Shape } from '../geo/shape.ts';
import { parseFeature } from '../gateway/features.ts';
import type { OutsideRow, ReportRow, RowFault } from '../gateway/outside.ts';
import { featuresIn } from './import-scan.ts';

/** The largest file that is read, in bytes as unpacked. */
export const IMPORT_FILE_BYTES_MAX = 4 * 1024 * 1024 * 1024;

/** The largest row of a file, in bytes. */
export const IMPORT_ROW_BYTES_MAX = 1024 * 1024;

/** How many rows of one file are read. */
export const IMPORT_ROWS_MAX = 1_000_000;

/** What can be wrong with a row before its meaning is looked at. */
export type ReadFault = RowFault | { readonly kind: 'unreadable-row'; readonly reason: string };

/** A row as the file has it. */
export interface FileRow {
  /** Its number in the file, from 1, the names of columns not counted. */
  readonly number: number;
  /** Its fields as text, as far as they could be read. */
  readonly row: OutsideRow;
  /** Its place, where the file gives it as a geometry. */
  readonly shape: Result<Shape | undefined, ReadFault>;
}

/** Why a row does not come in. */
export type ImportFault = ReadFault | { readonly kind: 'repeated-row' };

/** A row of a file with the report that it becomes, or why not. */
export interface SourceRow extends Pick<FileRow, 'number' | 'row'> {
  readonly made: Result<ReportRow, ImportFault>;
  /** Of a kind that is never taken, whatever it says. */
  readonly leftOut?: string;
}

/** A file of rows that is being read. */
export interface RowFile {
  /** The names of its columns; of GeoJSON none is known before. */
  readonly columns: readonly string[] | undefined;
  readonly rows: AsyncIterable<FileRow>;
}

/** Opens a `.csv`, `.geojson` or `.json` file, packed with gzip (`.gz`) or not; it is read as it is asked for. */
export async function openRows(file: string): Promise<RowFile> {
  const [, kind, packed] = /\.(csv|geojson|json)(\.gz)?$/i.exec(file) ?? [];
  if (kind === undefined) throw new TroubleError('import-file-kind', { file });
  const found = await stat(file).catch((cause: unknown) => {
    throw new TroubleError('import-file-missing', { file }, cause);
  });
  if (!found.isFile()) throw new TroubleError('import-file-missing', { file });
  const bytes = bytesOf(file, packed !== undefined);
  return kind.toLowerCase() === 'csv' ? openTable(file, bytes) : openFeatures(file, bytes);
}

/** The bytes of the file, unpacked and counted, so that a small file cannot unpack to a huge one. */
function bytesOf(file: string, isPacked: boolean): Readable {
  let count = 0;
  const counted = new Transform({
    transform(chunk: Buffer, _encoding, done) {
      count += chunk.length;
      const isTooLarge = count > IMPORT_FILE_BYTES_MAX;
      const limit = IMPORT_FILE_BYTES_MAX;
      done(isTooLarge ? new TroubleError('import-file-too-large', { file, limit }) : null, chunk);
    },
  });
  const source = createReadStream(file);
  const done = isPacked ? pipeline(source, createGunzip(), counted) : pipeline(source, counted);
  // What breaks here is met by whoever reads `counted`.
  done.catch((thrown: unknown) => counted.destroy(thrown as Error));
  return counted;
}

async function openTable(file: string, bytes: Readable): Promise<RowFile> {
  // What cannot be read as a row at all is skipped by the parser and kept here with its reason.
  const bad: FileRow[] = [];
  const parser = parse({
    bom: true,
    max_record_size: IMPORT_ROW_BYTES_MAX,
    relax_column_count: true,
    skip_empty_lines: true,
    skip_records_with_error: true,
    on_skip: (fault, text) => {
      const reason = fault?.code ?? 'unknown';
      const row = { row: typeof text === 'string' ? text : '' };
      const where = Number(fault?.['records'] ?? 0);
      bad.push({ number: where, row, shape: err({ kind: 'unreadable-row', reason }) });
      return undefined;
    },
  });
  const done = pipeline(bytes, parser).catch((thrown: unknown) => {
    parser.destroy(thrown as Error);
  });

  const read = parser[Symbol.asyncIterator]() as AsyncIterator<readonly string[], undefined>;
  const columns = await read
    .next()
    .then(({ value }) => (value ?? []).map((name) => name.trim()))
    .catch((thrown: unknown) => {
      throw troubleIn(file, thrown);
    });

  async function* rows(): AsyncGenerator<FileRow> {
    try {
      for (let number = 1; ; number += 1) {
        const { value: cells } = await read.next();
        yield* bad.splice(0);
        if (cells === undefined) break;
        yield tableRow(number, columns, cells);
      }
    } catch (thrown) {
      throw troubleIn(file, thrown);
    } finally {
      parser.destroy();
      await done;
    }
  }
  return { columns, rows: rows() };
}

function tableRow(number: number, columns: readonly string[], cells: readonly string[]): FileRow {
  const row = Object.fromEntries(cells.map((cell, i) => [columns[i] ?? `column ${i + 1}`, cell]));
  if (cells.length === columns.length) return { number, row, shape: ok(undefined) };
  const reason = `${cells.length} fields, not ${columns.length}`;
  return { number, row, shape: err({ kind: 'unreadable-row', reason }) };
}

function openFeatures(file: string, bytes: Readable): RowFile {
  async function* rows(): AsyncGenerator<FileRow> {
    try {
      let number = 0;
      for await (const text of featuresIn(bytes, IMPORT_ROW_BYTES_MAX)) {
        number += 1;
        yield featureRow(number, text);
      }
    } catch (thrown) {
      throw troubleIn(file, thrown);
    } finally {
      bytes.destroy();
    }
  }
  return { columns: undefined, rows: rows() };
}

function featureRow(number: number, text: string): FileRow {
  const json = parseJson(text);
  if (!json.ok) {
    const shape = err({ kind: 'unreadable-row' as const, reason: json.fault.kind });
    return { number, row: { feature: text }, shape };
  }
  const feature = parseFeature(json.value);
  if (!feature.ok) return { number, row: { feature: text }, shape: feature };
  return { number, row: feature.value.row, shape: ok(feature.value.shape) };
}

function troubleIn(file: string, thrown: unknown): TroubleError {
  if (thrown instanceof TroubleError) return thrown;
  const { code } = (thrown ?? {}) as { readonly code?: unknown };
  const cause = typeof code === 'string' ? code : String(thrown);
  return new TroubleError('import-file-damaged', { file, cause }, thrown);
}
