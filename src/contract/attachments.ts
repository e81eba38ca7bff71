import * as z from 'zod';
import type { Attachment } from '../accord/knowledge/attachment.ts';
import { ATTACHMENT_BYTES_MAX } from '../accord/knowledge/attachment.ts';
import type { Call } from './call.ts';

/* The shapes of attachments under /api. */

/** Bytes of a piece that a desk sends; only an upload's last one may be shorter. [G11] */
export const UPLOAD_PIECE_BYTES = 1_048_576;

/** How many uploads one desk may have that no record names yet. [G11] */
export const UPLOADS_MAX = 32;

/** How long an upload that no record names is kept, in hours since it was last touched. [G11] */
export const UPLOAD_HOURS_MAX = 48;

/** POST /api/attachments: begins to send a file. */
export const uploadRequestSchema = z.strictObject({
  /** What the writer's machine calls it. */
  name: z.string().max(1_000),
  /** In bytes. */
  size: z.int().min(1).max(ATTACHMENT_BYTES_MAX),
});

/** POST /api/attachments/:id/done: all of it was sent. */
export const uploadDoneSchema = z.strictObject({
  /** The writer knows that it may hide more than it shows, and that this cannot be taken out. [G12] */
  mayHide: z.literal(true).optional(),
});

/** A file that a desk sends to its node and no record names yet. */
export interface UploadView {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  /** In bytes, as it was on the writer's machine. */
  readonly size: number;
  /** The pieces of {@link UPLOAD_PIECE_BYTES} that are not here, from 0; none once it is done. */
  readonly missing: readonly number[];
  /** What a report names, once it is done. */
  readonly attachment?: Attachment;
}

/** An attachment of a record, and how much of it is here. `false`: its bytes are not what the record says. */
export interface AttachmentView extends Attachment {
  readonly state: 'none' | 'partial' | 'whole' | 'false';
  /** Bytes that are here. */
  readonly held: number;
}

/** What is attached to reports. */
export const ATTACHMENT_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/attachments',
    summary: 'What this desk sends or has sent, and no record names yet.',
    answers: 'UploadView[]',
  },
  {
    method: 'post',
    path: '/api/attachments',
    summary: 'Begin to send a file in pieces of 1 MiB.',
    answers: 'UploadView',
    status: 201,
    body: uploadRequestSchema,
  },
  {
    method: 'get',
    path: '/api/attachments/{id}',
    summary: 'Which pieces of an upload are not here.',
    answers: 'UploadView',
  },
  {
    method: 'post',
    path: '/api/attachments/{id}/pieces/{piece}',
    summary: 'Send one piece (application/octet-stream); once more changes nothing.',
    answers: 'UploadView',
  },
  {
    method: 'post',
    path: '/api/attachments/{id}/done',
    summary: 'All was sent: what it is, cleaned of where and with what an image was taken.',
    answers: 'UploadView',
    body: uploadDoneSchema,
  },
  {
    method: 'delete',
    path: '/api/attachments/{id}',
    summary: 'Throw an upload away.',
    answers: 'Nothing',
    status: 204,
  },
  {
    method: 'get',
    path: '/api/records/{hash}/attachments',
    summary: 'What a record names, and how much of it is here.',
    answers: 'AttachmentView[]',
  },
  {
    method: 'get',
    path: '/api/records/{hash}/attachments/{at}/file',
    summary: 'The bytes of an attachment that is whole here, to be saved.',
    answers: 'The file',
  },
  {
    method: 'get',
    path: '/api/records/{hash}/attachments/{at}/image',
    summary: 'The bytes of an image that is whole here, to be shown.',
    answers: 'The image',
  },
];
