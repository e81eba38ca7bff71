import * as z from 'zod';
import { wire } from '../wire.ts';

/** Why a record is recalled: it is wrong, it was kept as long as it may be, or a court said so. */
export const RECALL_REASONS = ['mistake', 'retention', 'court'] as const;

/** How many records one recall may name. */
export const RECALLED_RECORDS_MAX = 64;

/** The longest words of a recall in UTF-16 units. */
export const RECALL_WORDS_UNITS_MAX = 500;

/**
 * That a party takes back records of its own, which stand before this one on the very log that bears
 * it. Each is named by its place, its hash, and the stub that takes its place. [W1]
 */
export const recallSchema = z.strictObject({
  records: z
    .array(
      z.strictObject({
        index: z.int().min(0),
        record: wire.record,
        stub: wire.base64url.max(200),
      }),
    )
    .min(1)
    .max(RECALLED_RECORDS_MAX),
  reason: z.enum(RECALL_REASONS),
  words: wire.text.min(1).max(RECALL_WORDS_UNITS_MAX).optional(),
});

/** See {@link recallSchema}. */
export type Recall = z.infer<typeof recallSchema>;

/** That a member's node has erased what a recall names; said by the node itself, once. [W7] */
export const erasureSchema = z.strictObject({ recall: wire.record });

/** See {@link erasureSchema}. */
export type Erasure = z.infer<typeof erasureSchema>;
