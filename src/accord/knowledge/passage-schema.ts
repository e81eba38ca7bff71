import * as z from 'zod';
import { wire } from '../wire.ts';

/** To how many parties one record may be asked to be passed on at once. [R11] */
export const PASSED_TO_MAX = 16;

/** The longest reason for which a release is asked, and the longest words of an answer, in UTF-16 units. */
export const RELEASE_WORDS_UNITS_MAX = 2_000;

/** The longest record that can be passed on, in bytes: with its proof it fits into one record. [R13] */
export const PASSED_BYTES_MAX = 38_000;

/** The longest proof that a passage carries, in UTF-16 units. [R13] */
export const PASSED_PROOF_UNITS_MAX = 12_000;

const parties = z
  .array(wire.party)
  .max(PASSED_TO_MAX)
  .refine((to) => new Set(to).size === to.length);

/** That a party asks the author of a record that it reads to let it pass that on. [R11] */
export const releaseRequestSchema = z.strictObject({
  record: wire.record,
  to: parties.min(1),
  language: wire.language,
  reason: wire.text.min(1).max(RELEASE_WORDS_UNITS_MAX),
});

/** See {@link releaseRequestSchema}. */
export type ReleaseRequest = z.infer<typeof releaseRequestSchema>;

/** What the author answers: to whom that party may pass the record on, or that it may not. [R12] */
export const releaseAnswerSchema = z
  .strictObject({
    request: wire.record,
    record: wire.record,
    /** Who asked, and who alone may pass it on. */
    passer: wire.party,
    verdict: z.enum(['granted', 'refused']),
    /** To whom; nobody where it is refused. */
    to: parties,
    language: wire.language,
    words: wire.text.min(1).max(RELEASE_WORDS_UNITS_MAX).optional(),
  })
  .refine(({ verdict, to }) => (verdict === 'granted') === to.length > 0);

/** See {@link releaseAnswerSchema}. */
export type ReleaseAnswer = z.infer<typeof releaseAnswerSchema>;

/** Another party's record, passed on word for word with what shows it to be on that party's log. [R13] */
export const passageSchema = z.strictObject({
  /** The answer that grants it. */
  release: wire.record,
  /** Whose record it is. */
  origin: wire.party,
  /** Its exact bytes, base64url. */
  record: z
    .string()
    .min(1)
    .max(Math.ceil((PASSED_BYTES_MAX * 4) / 3))
    .regex(/^[A-Za-z0-9_-]*$/),
  /** A text of `c2sp.org/tlog-proof@v1` over these bytes. */
  proof: wire.text.min(1).max(PASSED_PROOF_UNITS_MAX),
});

/** See {@link passageSchema}. */
export type Passage = z.infer<typeof passageSchema>;
