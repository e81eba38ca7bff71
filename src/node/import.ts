import { createWriteStream } from 'node:fs';
import type { WriteStream } from 'node:fs';
import { basename } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { finished } from 'node:stream/promises';
import { once } from 'node:events';
import type { PartyId } from '../base/ids.ts';
import type { Result } from '../base/result.ts';
import { TroubleError, err } from '../base/result.ts';
import type { Problem } from '../contract/api.ts';
import type { BatchView, NewReportBatch } from '../contract/reports.ts';
import { parseGedRow } from '../gateway/ged.ts';
import type { ReportRow } from '../gateway/outside.ts';
import { markFor } from '../gateway/marking.ts';
import type { TlpLevel } from '../gateway/stix-names.ts';
import type { TableMapping } from '../gateway/table.ts';
import { columnsOf, parseTableRow } from '../gateway/table.ts';
import type { FileRow, ImportFault, SourceRow } from './import-file.ts';
import { IMPORT_ROWS_MAX, openRows } from './import-file.ts';
import { quotedCell } from './import-refused.ts';
import type { WholeChoices } from './import-whole.ts';
import { openWhole } from './import-whole.ts';

/** How many reports one call sends. */
export const IMPORT_BATCH_ROWS_MAX = 1000;

/** How many bytes one call sends, about; the row that passes it is the last. */
export const IMPORT_BATCH_BYTES_MAX = 4 * 1024 * 1024;

/** How often a call is tried while the node does not answer or asks for patience. */
export const IMPORT_TRIES_MAX = 6;

/** How the rows of a file are read: as a known data set, or column by column. */
export type ImportPreset = 'ucdp-ged';

/** What is imported, where to, and for whom. */
export interface ImportOptions {
  /** A file in one of the formats of others, packed with gzip or not. */
  readonly file: string;
  readonly rows:
    | { readonly preset: ImportPreset }
    | { readonly mapping: TableMapping }
    /** As whatever it is by its content. */
    | { readonly choices: WholeChoices };
  /** Nothing is sent: it is only told what would come in. [O11] */
  readonly isDry?: boolean;
  readonly audience: readonly PartyId[];
  readonly tlp: string;
  /** The node's address: `http://127.0.0.1:7001`. */
  readonly url: string;
  readonly token: string;
  /** Where refused rows go; by itself `NAME.refused.csv` in the current folder. */
  readonly refusedPath?: string;
  /** Told a line of progress after each batch. */
  readonly say: (line: string) => void;
  /** Stops the import after the batch that is on its way. */
  readonly signal?: AbortSignal;
  /** Seconds before the first new try; doubled each time. */
  readonly patienceSeconds?: number;
}

/** What an import came to. */
export interface ImportReport {
  readonly read: number;
  readonly saved: number;
  /** There already, from an earlier import. */
  readonly passedOver: number;
  readonly refused: number;
  /** Never taken, by their kind. [O4] */
  readonly leftOut: number;
  /** How often each reason was met. */
  readonly reasons: Readonly<Record<string, number>>;
  /** Present where rows were refused. */
  readonly refusedPath?: string;
  readonly stopped: boolean;
  readonly seconds: number;
}

/**
 * Reads a file row by row and sends what can be said to a node in batches. Trouble: the codes
 * `import-file-kind`, `import-file-missing`, `import-file-damaged`, `import-file-too-large`,
 * `import-rows-too-many`, `import-column-missing`, `import-refused-unwritable`, `node-silent`, or
 * the code of the node's own refusal. What was saved before stays, and a second run passes it over.
 * [I9] [I13] [I14]
 */
export async function importFile(options: ImportOptions): Promise<ImportReport> {
  const begun = performance.now();
  const source = await openSource(options);
  const refusals = openRefusals(options, source.columns);
  const counts = { read: 0, saved: 0, passedOver: 0, refused: 0, leftOut: 0 };
  const reasons: Record<string, number> = {};
  const count = (reason: string): void => {
    reasons[reason] = (reasons[reason] ?? 0) + 1;
  };
  const seen = new Set<string>();
  const batches = new Map<string, Batch>();

  const flush = async (tlp: string, batch: Batch): Promise<void> => {
    batches.delete(tlp);
    const answer = options.isDry
      ? { saved: batch.reports.length, passedOver: 0 }
      : await send({ ...options, tlp }, batch.reports);
    counts.saved += answer.saved;
    counts.passedOver += answer.passedOver;
    const rate = Math.round(counts.read / ((performance.now() - begun) / 1000));
    options.say(
      `${counts.read} rows read, ${counts.saved} ${options.isDry ? 'would come in' : 'saved'}, ` +
        `${counts.passedOver} there already, ${counts.refused} refused, ${rate} rows a second`,
    );
  };

  try {
    for await (const each of source.rows) {
      if (isStopped(options)) break;
      counts.read += 1;
      if (counts.read > IMPORT_ROWS_MAX) {
        throw new TroubleError('import-rows-too-many', { limit: IMPORT_ROWS_MAX });
      }
      if (each.leftOut !== undefined) {
        counts.leftOut += 1;
        count(`left out: ${each.leftOut}`);
        continue;
      }
      const { made } = each;
      const fault =
        made.ok && seen.has(made.value.id) ? REPEATED : made.ok ? undefined : made.fault;
      if (fault !== undefined) {
        counts.refused += 1;
        count(fault.kind);
        await refusals.write(each, fault);
      } else if (made.ok) {
        seen.add(made.value.id);
        const tlp = markFor(made.value, options.tlp as TlpLevel);
        const batch = batches.get(tlp) ?? openBatch();
        batches.set(tlp, batch);
        batch.add(made.value);
        if (batch.isFull()) await flush(tlp, batch);
      }
    }
    if (!isStopped(options)) for (const [tlp, batch] of batches) await flush(tlp, batch);
  } finally {
    await refusals.close();
  }
  return {
    ...counts,
    reasons,
    ...(counts.refused > 0 ? { refusedPath: refusals.path } : {}),
    stopped: isStopped(options),
    seconds: (performance.now() - begun) / 1000,
  };
}

interface Source {
  readonly columns: readonly string[];
  readonly rows: AsyncIterable<SourceRow> | Iterable<SourceRow>;
}

async function openSource(options: ImportOptions): Promise<Source> {
  const { file, rows: by } = options;
  if ('choices' in by) {
    return { columns: [], rows: await openWhole({ ...options, choices: by.choices }) };
  }
  const opened = await openRows(file);
  const rowsBy: RowsBy = by;
  requireColumns(file, rowsBy, opened.columns);
  async function* rows(): AsyncGenerator<SourceRow> {
    for await (const each of opened.rows) yield { ...each, made: reportIn(each, rowsBy) };
  }
  return { columns: opened.columns ?? [], rows: rows() };
}

const REPEATED = { kind: 'repeated-row' } as const;

function isStopped({ signal }: ImportOptions): boolean {
  return signal?.aborted === true;
}

type RowsBy = Exclude<ImportOptions['rows'], { readonly choices: WholeChoices }>;

function reportIn(each: FileRow, rows: RowsBy): Result<ReportRow, ImportFault> {
  if (!each.shape.ok) return err(each.shape.fault);
  if ('preset' in rows) return parseGedRow(each.row);
  const shape = each.shape.value;
  return parseTableRow(each.row, rows.mapping, shape ? { shape } : {});
}

const GED_COLUMNS = ['id', 'latitude', 'longitude', 'where_prec', 'date_start', 'type_of_violence'];

function requireColumns(file: string, rows: RowsBy, columns: readonly string[] | undefined): void {
  if (columns === undefined) return;
  const needed = 'preset' in rows ? GED_COLUMNS : columnsOf(rows.mapping);
  const missing = needed.filter((column) => !columns.includes(column));
  if (columns.length > 0 && missing.length > 0) {
    throw new TroubleError('import-column-missing', { file, columns: missing.join(', ') });
  }
}

interface Batch {
  readonly reports: ReportRow[];
  add(row: ReportRow): void;
  isFull(): boolean;
}

function openBatch(): Batch {
  const reports: ReportRow[] = [];
  let bytes = 0;
  return {
    reports,
    add({ id, report }) {
      reports.push({ id, report });
      bytes += Buffer.byteLength(JSON.stringify(report));
    },
    isFull: () => reports.length >= IMPORT_BATCH_ROWS_MAX || bytes >= IMPORT_BATCH_BYTES_MAX,
  };
}

/** Sends one batch. A batch that the node already has is passed over, so to send it again is safe. */
async function send(options: ImportOptions, reports: readonly ReportRow[]): Promise<BatchView> {
  const { url, token, audience, tlp, signal, patienceSeconds = 1 } = options;
  const body = JSON.stringify({ audience, tlp, reports } satisfies NewReportBatch);
  for (let tries = 1; ; tries += 1) {
    const answer = await call(`${url.replace(/\/$/, '')}/api/reports/batch`, token, body);
    if (answer.ok) return answer.value;
    if (!answer.fault.isPassing || tries >= IMPORT_TRIES_MAX || signal?.aborted === true) {
      throw answer.fault.trouble;
    }
    await wait(patienceSeconds * 1000 * 2 ** (tries - 1));
  }
}

interface CallFault {
  /** Whether it may go well a little later. */
  readonly isPassing: boolean;
  readonly trouble: TroubleError;
}

async function call(
  address: string,
  token: string,
  body: string,
): Promise<Result<BatchView, CallFault>> {
  try {
    const answer = await fetch(address, {
      method: 'POST',
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
      body,
    });
    const said: unknown = await answer.json().catch(() => undefined);
    if (answer.ok && isBatchView(said)) return { ok: true, value: said };
    const { code, details } = (said ?? {}) as Partial<Problem>;
    const isPassing = answer.status === 429 || answer.status === 503;
    const known = typeof code === 'string' ? code : 'node-silent';
    const facts = { status: answer.status, ...(details && { facts: JSON.stringify(details) }) };
    return err({ isPassing, trouble: new TroubleError(known, facts) });
  } catch (cause) {
    return err({ isPassing: true, trouble: new TroubleError('node-silent', { address }, cause) });
  }
}

function isBatchView(said: unknown): said is BatchView {
  const { saved, passedOver } = (said ?? {}) as Partial<BatchView>;
  return typeof saved === 'number' && typeof passedOver === 'number';
}

interface Refusals {
  readonly path: string;
  write(row: Pick<FileRow, 'number' | 'row'>, fault: ImportFault): Promise<void>;
  close(): Promise<void>;
}

/** The file of refused rows, made when the first is refused: its columns, then where and why. [I14] */
function openRefusals({ file, refusedPath }: ImportOptions, columns: readonly string[]): Refusals {
  const path = refusedPath ?? `${basename(file)}.refused.csv`;
  let stream: WriteStream | undefined;
  let trouble: TroubleError | undefined;
  const put = async (cells: readonly string[]): Promise<void> => {
    if (stream?.write(`${cells.map(quotedCell).join(',')}\r\n`) === false) {
      await Promise.race([once(stream, 'drain'), once(stream, 'close')]);
    }
    if (trouble !== undefined) throw trouble;
  };
  return {
    path,
    async write({ number, row }, fault) {
      if (stream === undefined) {
        stream = createWriteStream(path);
        stream.on('error', (cause) => {
          trouble = new TroubleError('import-refused-unwritable', { path }, cause);
        });
        await put([...columns, 'refused_row', 'refused_why', 'refused_rest']);
      }
      const rest = Object.entries(row).filter(([name]) => !columns.includes(name));
      await put([
        ...columns.map((name) => row[name] ?? ''),
        String(number),
        Object.values(fault).map(String).join(' '),
        rest.length === 0 ? '' : JSON.stringify(Object.fromEntries(rest)),
      ]);
    },
    async close() {
      if (stream === undefined) return;
      stream.end();
      await finished(stream).catch(() => undefined);
      if (trouble !== undefined) throw trouble;
    },
  };
}
