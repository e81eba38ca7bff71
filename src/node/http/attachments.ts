import type { Context, Hono } from 'hono';
import type { Attachment } from '../../accord/knowledge/attachment.ts';
import type { AttachmentView } from '../../contract/attachments.ts';
import {
  UPLOAD_PIECE_BYTES,
  uploadDoneSchema,
  uploadRequestSchema,
} from '../../contract/attachments.ts';
import type { FaultCode } from '../../contract/faults.ts';
import type { Result } from '../../base/result.ts';
import type { Content } from '../../ledger/attachment.ts';
import { contentOf, pieceCount } from '../../ledger/attachment.ts';
import type { House } from '../house.ts';
import type { UploadFault } from '../uploads.ts';
import { hashIn, readBody, readBytes } from './door.ts';
import { mustHaveDuty, mustRecord } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** What desks attach to reports, and what others attached. [G11] [G14] */
export function serveAttachments(app: Hono, house: House): void {
  const { sessions, uploads } = house;
  const writer = async (context: Context): Promise<Desk> =>
    mustHaveDuty(await sessions.desk(context), 'report');

  app.get('/api/attachments', async (context) => {
    const { seat } = await writer(context);
    return context.json(await uploads.of(seat.seat));
  });

  app.post('/api/attachments', async (context) => {
    const { seat } = await writer(context);
    const { name, size } = await readBody(context, uploadRequestSchema);
    return context.json(must(await uploads.begin(seat.seat, name, size)), 201);
  });

  app.get('/api/attachments/:id', async (context) => {
    const { seat } = await writer(context);
    const view = await uploads.get(seat.seat, context.req.param('id'));
    if (!view) throw new Refusal('not-found');
    return context.json(view);
  });

  app.post('/api/attachments/:id/pieces/:piece', async (context) => {
    const { seat } = await writer(context);
    const id = context.req.param('id');
    const piece = numberIn(context.req.param('piece'));
    // Who may not write it keeps us from reading it.
    if (!(await uploads.get(seat.seat, id))) throw new Refusal('not-found');
    const bytes = await readBytes(context, UPLOAD_PIECE_BYTES);
    return context.json(must(await uploads.put(seat.seat, { id, piece }, bytes)));
  });

  app.post('/api/attachments/:id/done', async (context) => {
    const { seat } = await writer(context);
    const { mayHide } = await readBody(context, uploadDoneSchema);
    const id = context.req.param('id');
    return context.json(must(await uploads.done(seat.seat, id, mayHide === true)));
  });

  app.delete('/api/attachments/:id', async (context) => {
    const { seat } = await writer(context);
    const isGone = await uploads.drop(seat.seat, context.req.param('id'));
    if (!isGone) throw new Refusal('not-found');
    return context.body(null, 204);
  });

  app.get('/api/records/:hash/attachments', async (context) => {
    const named = await namedBy(house, context);
    const views = named.map(async ([attachment, content]): Promise<AttachmentView> => {
      const { kind, held } = await house.attachments.store.standing(content);
      return { ...attachment, state: kind, held };
    });
    return context.json(await Promise.all(views), 200, { 'cache-control': 'no-store' });
  });

  app.get('/api/records/:hash/attachments/:at/file', (context) => answer(house, context, 'saved'));
  app.get('/api/records/:hash/attachments/:at/image', (context) => answer(house, context, 'shown'));
}

/** A refusal in the words of the contract. */
export function must<T>(result: Result<T, UploadFault>): T {
  if (result.ok) return result.value;
  const { kind, ...details } = result.fault;
  const codes: Readonly<Record<UploadFault['kind'], FaultCode>> = {
    'not-found': 'not-found',
    'too-many-uploads': 'too-many-uploads',
    'bad-piece': 'bad-request',
    'not-all-sent': 'not-all-sent',
    'attachment-kind': 'attachment-kind',
    'attachment-damaged': 'attachment-damaged',
    'attachment-may-hide': 'attachment-may-hide',
    'attachment-unknown': 'attachment-unknown',
  };
  throw new Refusal(codes[kind], details);
}

/** What a record names that this desk may read; nothing once a recall reaches it. [G6] [G9] */
async function namedBy(
  house: House,
  context: Context,
): Promise<readonly (readonly [Attachment, Content])[]> {
  const desk = await house.sessions.desk(context);
  const { log, index } = await mustRecord(house, desk, hashIn(context));
  const { isRecalled, namings } = house.attachments;
  if (isRecalled(log, index)) return [];
  const { sha256 } = house.primitives;
  const { attachments = [] } = namings.at(log, index) ?? {};
  return attachments.map((each) => [each, contentOf(sha256, each)]);
}

/** [G14] The bytes, as what they are and nothing more: no page of ours, no script, no guess. */
async function answer(house: House, context: Context, way: 'saved' | 'shown'): Promise<Response> {
  const named = await namedBy(house, context);
  const [attachment, content] = named[numberIn(context.req.param('at'))] ?? [];
  if (!attachment || !content) throw new Refusal('not-found');
  const isImage = attachment.media.startsWith('image/');
  if (way === 'shown' && !isImage) throw new Refusal('not-found');
  const { kind } = await house.attachments.store.standing(content);
  if (kind !== 'whole') throw new Refusal('attachment-not-here');
  const { media, name, size } = attachment;
  return context.body(streamOf(house, content), 200, {
    'content-type': media === 'text/plain' ? 'text/plain; charset=utf-8' : media,
    'content-length': String(size),
    'content-disposition':
      way === 'shown' ? 'inline' : `attachment; filename*=UTF-8''${encodeRfc8187(name)}`,
    'content-security-policy': "default-src 'none'; sandbox",
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
    // A recall must reach what is kept here, and a browser's store is out of its reach.
    'cache-control': 'no-store',
  });
}

function streamOf(house: House, content: Content): ReadableStream<Uint8Array> {
  const count = pieceCount(content.size);
  let at = 0;
  return new ReadableStream({
    async pull(controller) {
      const piece = await house.attachments.store.piece(content, at);
      at += 1;
      if (!piece) {
        controller.error(new Error('it was recalled or damaged while it was read'));
        return;
      }
      controller.enqueue(piece.bytes);
      if (at === count) controller.close();
    },
  });
}

function encodeRfc8187(name: string): string {
  return encodeURIComponent(name).replaceAll(/['()*]/g, (each) => {
    return `%${each.codePointAt(0)?.toString(16).toUpperCase()}`;
  });
}

/** The number that an address names. */
function numberIn(text: string | undefined): number {
  if (!/^\d{1,4}$/.test(text ?? '')) throw new Refusal('not-found');
  return Number(text);
}
