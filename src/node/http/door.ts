import type { Context } from 'hono';
import type * as z from 'zod';
import { parseUtf8 } from '../../base/bytes.ts';
import { parseJson } from '../../base/json.ts';
import { isRecordHash } from '../../base/ids.ts';
import type { RecordHash } from '../../base/ids.ts';
import { Refusal } from './problem.ts';

/** The longest body of a request, in bytes, where nothing else is said. */
export const BODY_BYTES_MAX = 262_144;

/** The longest body of a batch of reports, in bytes. */
export const BATCH_BYTES_MAX = 33_554_432;

/** Reads a body of at most `limit` bytes; a longer one is refused before it is read whole. */
export async function readBytes(context: Context, limit = BODY_BYTES_MAX): Promise<Uint8Array> {
  if (Number(context.req.header('content-length') ?? 0) > limit) {
    throw new Refusal('too-large', { limit });
  }
  const { body } = context.req.raw;
  if (!body) return new Uint8Array();
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body as unknown as AsyncIterable<Uint8Array>) {
    size += part.length;
    if (size > limit) throw new Refusal('too-large', { limit });
    parts.push(part);
  }
  return new Uint8Array(Buffer.concat(parts));
}

/** Reads a JSON body by `schema`; what is wrong is told by its path. */
export async function readBody<T>(
  context: Context,
  schema: z.ZodType<T>,
  limit = BODY_BYTES_MAX,
): Promise<T> {
  const bytes = await readBytes(context, limit);
  const text = parseUtf8(bytes);
  if (!text.ok) throw new Refusal('bad-request', { kind: text.fault.kind });
  const json = parseJson(text.value);
  if (!json.ok)
    throw new Refusal('bad-request', { path: `@${json.fault.at}`, kind: json.fault.kind });
  return parsed(schema, json.value);
}

/** Reads the query of a request by `schema`; a parameter that is not known is refused. */
export function readQuery<T>(context: Context, schema: z.ZodType<T>): T {
  return parsed(schema, context.req.query());
}

/** The record that an address names. */
export function hashIn(context: Context): RecordHash {
  const text = context.req.param('hash') ?? '';
  if (!isRecordHash(text)) throw new Refusal('not-found');
  return text;
}

function parsed<T>(schema: z.ZodType<T>, value: unknown): T {
  const read = schema.safeParse(value);
  if (read.success) return read.data;
  const path = (read.error.issues[0]?.path ?? []).map(String).join('.');
  throw new Refusal('bad-request', { path });
}
