import * as z from 'zod';

/** How many attachments one record may name. [G1] */
export const ATTACHMENTS_MAX = 16;

/** The largest attachment, in bytes: 100 times 1,048,576. [G1] */
export const ATTACHMENT_BYTES_MAX = 104_857_600;

/** The longest name of an attachment, in UTF-16 units. */
export const ATTACHMENT_NAME_UNITS_MAX = 120;

/** What an attachment may be: what a screen can show safely, or a person can save. [G2] */
export const ATTACHMENT_MEDIA = [
  'image/jpeg',
  'image/png',
  'image/webp',
  'application/pdf',
  'text/plain',
] as const;

/** One of {@link ATTACHMENT_MEDIA}. */
export type AttachmentMedia = (typeof ATTACHMENT_MEDIA)[number];

/** Whether a text may be an attachment's name: one line, which leads out of no folder. [G1] */
export function isAttachmentName(name: string): boolean {
  if (name.length === 0 || name.length > ATTACHMENT_NAME_UNITS_MAX) return false;
  // Format characters could make `gpj.exe` be read backwards; joiners stand inside words of some scripts.
  const bare = name.replaceAll(/[\u200C\u200D]/g, '');
  if (/[\p{Cc}\p{Cf}\p{Cs}\p{Co}\p{Cn}\p{Zl}\p{Zp}/\\:*?"<>|]/u.test(bare)) return false;
  return !/^[\s.]|[\s.]$/u.test(name) && bare.length > 0;
}

const digest = z.string().regex(/^[0-9a-f]{64}$/);

/** A file beside a record: what it is called, what it is, and exactly which bytes it has. [G1] */
export const attachmentSchema = z.strictObject({
  name: z.string().max(ATTACHMENT_NAME_UNITS_MAX).refine(isAttachmentName),
  media: z.enum(ATTACHMENT_MEDIA),
  /** In bytes. */
  size: z.int().min(1).max(ATTACHMENT_BYTES_MAX),
  /** SHA-256 of all of its bytes, in hexadecimal. */
  sha256: digest,
  /** The root of the tree over its pieces, in hexadecimal. */
  root: digest,
});

/** See {@link attachmentSchema}. */
export type Attachment = z.infer<typeof attachmentSchema>;

/** The attachments that a record names, in the order in which it does. */
export const attachmentsSchema = z.array(attachmentSchema).min(1).max(ATTACHMENTS_MAX);
