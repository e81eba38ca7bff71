import { createCipheriv, createHash } from 'node:crypto';
import type { Attachment } from '../../src/accord/knowledge/attachment.ts';
import type { UploadView } from '../../src/contract/attachments.ts';
import { UPLOAD_PIECE_BYTES } from '../../src/contract/attachments.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { RefusedCall } from '../../src/node/exercise/desk.ts';

/** What says in a picture where it was taken. */
export const SECRET = 'GPS 35.4681 N 44.3922 E';

/** Bytes that look like nothing and are the same every time. */
export function noise(size: number, word: string): Buffer {
  const key = createHash('sha256').update(word).digest();
  return createCipheriv('aes-256-ctr', key, key.subarray(16)).update(Buffer.alloc(size));
}

/** A JPEG by its form, of about so many bytes, that says where it was taken. */
export function picture(size: number, word = 'photo'): Buffer {
  const exif = segment(0xe1, Buffer.from(`Exif\0\0${SECRET}`));
  // Drawn bytes never hold a marker.
  const drawn = Buffer.from(noise(size, word).map((byte) => (byte === 0xff ? 0 : byte)));
  const rest = [
    segment(0xdb, Buffer.alloc(65)),
    segment(0xc0, Buffer.alloc(15)),
    segment(0xda, Buffer.alloc(10)),
  ];
  return Buffer.concat([Buffer.of(0xff, 0xd8), exif, ...rest, drawn, Buffer.of(0xff, 0xd9)]);
}

function segment(marker: number, body: Buffer): Buffer {
  const length = body.length + 2;
  return Buffer.concat([Buffer.of(0xff, marker, length >> 8, length & 0xff), body]);
}

/** Sends one piece of an upload as its desk. */
export async function sendPiece(
  desk: Client,
  { id }: UploadView,
  piece: number,
  bytes: Uint8Array,
): Promise<UploadView> {
  const response = await fetch(`${desk.address}/api/attachments/${id}/pieces/${piece}`, {
    method: 'POST',
    headers: { authorization: `Bearer ${desk.token}` },
    body: new Uint8Array(bytes),
  });
  const answer: unknown = await response.json();
  if (!response.ok) throw new RefusedCall(answer as never);
  return answer as UploadView;
}

/** Sends what of a file is missing. */
export async function sendRest(desk: Client, view: UploadView, bytes: Uint8Array): Promise<void> {
  for (const piece of view.missing) {
    const from = piece * UPLOAD_PIECE_BYTES;
    await sendPiece(desk, view, piece, bytes.subarray(from, from + UPLOAD_PIECE_BYTES));
  }
}

/** Sends a whole file; what a report names then. */
export async function attach(desk: Client, name: string, bytes: Uint8Array): Promise<Attachment> {
  const begun = await desk.post<UploadView>('/api/attachments', { name, size: bytes.length });
  await sendRest(desk, begun, bytes);
  const done = await desk.post<UploadView>(`/api/attachments/${begun.id}/done`, { mayHide: true });
  if (!done.attachment) throw new Error('an upload that is done is an attachment');
  return done.attachment;
}
