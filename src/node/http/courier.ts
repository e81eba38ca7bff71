import { createReadStream } from 'node:fs';
import { Readable } from 'node:stream';
import type { Context, Hono } from 'hono';
import { requests } from '../../contract/requests.ts';
import type { FaultCode } from '../../contract/faults.ts';
import { SEALED_BYTES_MAX } from '../bundle-open.ts';
import type { House } from '../house.ts';
import { readBody } from './door.ts';
import { mustHaveDuty } from './must.ts';
import { Refusal } from './problem.ts';

/** Bundles that are carried by hand: packed, given out and opened by who administers. [B13] */
export function serveCourier(app: Hono, house: House): void {
  const mayCarry = async (context: Context): Promise<void> => {
    mustHaveDuty(await house.sessions.desk(context), 'administer');
  };

  app.get('/api/courier', async (context) => {
    await mayCarry(context);
    return context.json(house.courier().view());
  });

  app.post('/api/bundles', async (context) => {
    await mayCarry(context);
    const { to, all, afterLast, attachments } = await readBody(context, requests.bundle);
    const limit = attachments === undefined ? {} : { attachmentBytesMax: attachments * 1_000_000 };
    const options = { to, isAll: all === true, isAfterLast: afterLast === true, ...limit };
    const packed = await house.courier().pack(options);
    if (!packed.ok) throw new Refusal(packed.fault.kind);
    return context.json(packed.value, 201);
  });

  app.get('/api/bundles/:id/file', async (context) => {
    await mayCarry(context);
    const file = house.courier().fileOf(context.req.param('id'));
    if (file === undefined) throw new Refusal('not-found');
    const stream = Readable.toWeb(createReadStream(file)) as unknown as ReadableStream;
    return context.body(stream, 200, {
      'content-type': 'application/octet-stream',
      'content-disposition': `attachment; filename="${context.req.param('id')}.age"`,
      'cache-control': 'no-store',
    });
  });

  app.post('/api/bundles/opened', async (context) => {
    await mayCarry(context);
    if (Number(context.req.header('content-length') ?? 0) > SEALED_BYTES_MAX) {
      throw new Refusal('too-large', { limit: SEALED_BYTES_MAX }); // [B6]
    }
    const { body } = context.req.raw;
    const opened = await house.courier().open(piecesOf(body));
    if (opened.ok) return context.json(opened.value);
    const { kind, ...facts } = opened.fault;
    const code: FaultCode = kind === 'bundle-too-large' ? 'too-large' : kind;
    throw new Refusal(code, facts);
  });
}

async function* piecesOf(body: ReadableStream<Uint8Array> | null): AsyncGenerator<Uint8Array> {
  if (body) yield* body as unknown as AsyncIterable<Uint8Array>;
}
