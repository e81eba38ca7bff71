import type { AttachmentMedia } from '../accord/knowledge/attachment.ts';
import type { Result } from '../base/result.ts';
import { stripPng, stripWebp } from './strip-chunks.ts';
import type { StripFault } from './strip-parts.ts';
import { stripJpeg } from './strip-jpeg.ts';

/**
 * Cleans what can be cleaned: images lose where, when and with what they were taken. Nothing is
 * given for kinds that are left as they are, since nothing in them can be told from what they say. [G12]
 */
export function strip(
  media: AttachmentMedia,
  bytes: Uint8Array,
): Result<Uint8Array, StripFault> | undefined {
  if (media === 'image/jpeg') return stripJpeg(bytes);
  if (media === 'image/png') return stripPng(bytes);
  if (media === 'image/webp') return stripWebp(bytes);
  return undefined;
}

/** Whether a kind may hide more than is read and cannot be cleaned: who attaches it must say so. [G12] */
export function mayHide(media: AttachmentMedia): boolean {
  return media === 'application/pdf';
}
