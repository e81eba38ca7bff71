import * as z from 'zod';
import { wire } from '../wire.ts';
import { ATTACHMENTS_MAX } from './attachment.ts';
import { CLAIMS_MAX, claimNumberSchema } from './claims.ts';

/** How large a cell of the grid the place of a release may be given as, in metres. [H14] */
export const CELL_METRES = [1_000, 10_000, 100_000] as const;

/** To what a release may widen the time. [H14] */
export const COARSE_WHENS = ['hour', 'day'] as const;

/** What of a report a coarser release carries: what is named here, and nothing else. [H14] */
export const coarseningSchema = z.strictObject({
  /** Written anew or taken over, for either may say more than the fields. */
  title: wire.line,
  text: wire.text,
  /** A cell of the grid; absent where the place goes as it is. */
  cellMetres: z.literal(CELL_METRES).optional(),
  /** What the place is called there, a district for instance. */
  label: wire.line.optional(),
  isDistrict: z.boolean().optional(),
  /** Absent where the time goes as it is. */
  when: z.enum(COARSE_WHENS).optional(),
  details: z.boolean(),
  grade: z.boolean(),
  /** The numbers of the claims that go. */
  claims: z.array(claimNumberSchema).max(CLAIMS_MAX),
});

/** See {@link coarseningSchema}. */
export type Coarsening = z.infer<typeof coarseningSchema>;

/** Which attachments go with a release: by default none. [H13] */
export const releasedFilesSchema = z.array(z.string().regex(/^[0-9a-f]{64}$/)).max(ATTACHMENTS_MAX);
