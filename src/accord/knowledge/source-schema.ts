import * as z from 'zod';
import { wire } from '../wire.ts';
import { SOURCE_KINDS } from './schema.ts';

/** The longest note on a source in UTF-16 units. */
export const SOURCE_NOTE_UNITS_MAX = 1_000;

/**
 * A source in its party's own register, which stands in the private log alone and is never recalled.
 * A record that names one before it by the reference `replaces` takes that one's place. [H9]
 */
export const sourceSchema = z.strictObject({
  /** What the party calls it; never told to another. */
  label: wire.line,
  kind: z.enum(SOURCE_KINDS),
  note: wire.text.max(SOURCE_NOTE_UNITS_MAX).optional(),
  /** No longer offered for a report. */
  retired: z.boolean().optional(),
});

/** See {@link sourceSchema}. */
export type Source = z.infer<typeof sourceSchema>;
