import type { Context, Hono } from 'hono';
import type * as z from 'zod';
import { parseUtf8 } from '../../base/bytes.ts';
import { parseJson } from '../../base/json.ts';
import type { DryRunView, ImportChoices } from '../../contract/imports.ts';
import {
  IMPORT_BYTES_MAX,
  IMPORT_HEAD_BYTES_MAX,
  dryRunHeadSchema,
  importHeadSchema,
} from '../../contract/imports.ts';
import type { Choices } from '../../gateway/items.ts';
import { boundByMarks } from '../../gateway/marking.ts';
import { mappingOf } from '../../gateway/table.ts';
import type { House } from '../house.ts';
import type { ReadFile } from '../import-items.ts';
import type { ImportReader } from '../import-reading.ts';
import { openImportReader } from '../import-reading.ts';
import { openImporting } from '../importing.ts';
import { presentDryRun } from '../present/dry-run.ts';
import { readBytes } from './door.ts';
import { mustHaveDuty, mustReaders } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';
import { ownLogs } from '../reader.ts';

/** Files of others: tried dry, brought in, watched and stopped by the desk that brings them. [O11] [O12] */
export function serveImports(app: Hono, house: House): void {
  const reader = openImportReader();
  const importing = openImporting(house);
  const writer = async (context: Context): Promise<Desk> =>
    mustHaveDuty(await house.sessions.desk(context), 'report');

  app.post('/api/imports/dry-run', async (context) => {
    const desk = await writer(context);
    const { head, file } = await readParts(context, dryRunHeadSchema);
    const readers = head.audience && mustReaders(house, desk, head.audience);
    const read = await mustRead(house, reader, file, head.choices);
    const outcomes = boundByMarks(read.outcomes, readers === undefined || readers.length === 1);
    const ids = outcomes.flatMap((each) => (each.outcome === 'taken' ? [each.row.id] : []));
    const here = new Set(await house.index.idsKnown(ids, ownLogs(house.logs, desk.reader)));
    return context.json(presentDryRun({ ...read, outcomes }, here) satisfies DryRunView);
  });

  app.post('/api/imports', async (context) => {
    const desk = await writer(context);
    const { seat } = desk;
    const { head, file } = await readParts(context, importHeadSchema);
    const { name, tlp } = head;
    const audience = mustReaders(house, desk, head.audience);
    const read = await mustRead(house, reader, file, head.choices);
    const outcomes = boundByMarks(read.outcomes, audience.length === 1);
    const request = { seat: seat.seat, name, audience, tlp, format: read.format, outcomes };
    const view = importing.begin(request);
    if (!view) throw new Refusal('too-many-imports');
    return context.json(view, 201);
  });

  app.get('/api/imports', async (context) => {
    const { seat } = await writer(context);
    return context.json(importing.of(seat.seat));
  });

  app.get('/api/imports/:id', async (context) => {
    const { seat } = await writer(context);
    const view = importing.get(seat.seat, context.req.param('id'));
    if (!view) throw new Refusal('not-found');
    return context.json(view);
  });

  app.delete('/api/imports/:id', async (context) => {
    const { seat } = await writer(context);
    const isThere = importing.stop(seat.seat, context.req.param('id'));
    if (!isThere) throw new Refusal('not-found');
    return context.body(null, 204);
  });

  app.get('/api/imports/:id/refused', async (context) => {
    const { seat } = await writer(context);
    const table = importing.refused(seat.seat, context.req.param('id'));
    if (table === undefined) throw new Refusal('not-found');
    // The mark lets spreadsheets read every script rightly.
    return context.body(`\ufeff${table}`, 200, {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="refused.csv"',
      'cache-control': 'no-store',
    });
  });
}

const NEWLINE = 0x0a;

/** A body of two parts: a line of JSON, and behind it the file as it is. */
async function readParts<T>(
  context: Context,
  schema: z.ZodType<T>,
): Promise<{ readonly head: T; readonly file: Uint8Array }> {
  const bytes = await readBytes(context, IMPORT_BYTES_MAX + IMPORT_HEAD_BYTES_MAX);
  const end = bytes.subarray(0, IMPORT_HEAD_BYTES_MAX).indexOf(NEWLINE);
  if (end < 0) throw new Refusal('bad-request', { path: 'head' });
  const text = parseUtf8(bytes.subarray(0, end));
  const json = text.ok ? parseJson(text.value) : text;
  if (!json.ok) throw new Refusal('bad-request', { path: 'head', kind: json.fault.kind });
  const read = schema.safeParse(json.value);
  if (!read.success) {
    const path = (read.error.issues[0]?.path ?? []).map(String).join('.');
    throw new Refusal('bad-request', { path });
  }
  return { head: read.data, file: bytes.subarray(end + 1) };
}

async function mustRead(
  house: House,
  reader: ImportReader,
  file: Uint8Array,
  chosen: ImportChoices,
): Promise<ReadFile> {
  const read = await reader.read(file, choicesOf(house, chosen));
  if (read.ok) return read.value;
  if (read.fault.kind === 'busy') throw new Refusal('too-many-imports');
  throw new Refusal('import-unreadable', { ...read.fault });
}

function choicesOf(house: House, { mapping, ...chosen }: ImportChoices): Choices {
  const isExercise = house.folder.charter.exercise;
  const by = mapping && mappingOf(mapping);
  if (by && !by.ok) throw new Refusal('bad-request', { path: 'mapping', ...by.fault });
  const set = Object.entries(chosen).filter(([, value]) => value !== undefined);
  return {
    ...(Object.fromEntries(set) as Choices),
    isExercise,
    ...(by ? { mapping: by.value } : {}),
  };
}
