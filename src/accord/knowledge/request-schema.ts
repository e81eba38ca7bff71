import * as z from 'zod';
import { wire } from '../wire.ts';
import { REPORT_KINDS } from './schema.ts';

/** How many parties one request may ask. [J1] */
export const ASKED_PARTIES_MAX = 16;

/** How many reports one reply may name. [J3] */
export const REPLY_REPORTS_MAX = 16;

/** Why who asked waits no longer. [J5] */
export const REQUEST_END_REASONS = ['answered', 'withdrawn', 'overtaken'] as const;

/** What a party asks others to tell it, by when. [J1] */
export const requestSchema = z.strictObject({
  title: wire.line,
  text: wire.text,
  language: wire.language,
  /** Who is asked, each once; all of them read the request. */
  to: z
    .array(wire.party)
    .min(1)
    .max(ASKED_PARTIES_MAX)
    .refine((to) => new Set(to).size === to.length),
  /** Until when an answer is in time. */
  due: wire.instant,
  /** What kind of report would answer it. */
  kind: z.enum(REPORT_KINDS).optional(),
  /** Where it is asked about. */
  place: z
    .strictObject({
      geometry: wire.geometry,
      precisionMetres: z.int().min(0).max(2_000_000),
      label: wire.line.optional(),
    })
    .optional(),
});

/** See {@link requestSchema}. */
export type InformationRequest = z.infer<typeof requestSchema>;

/** What a party that was asked answers: reports, words, or both. [J3] */
export const replySchema = z
  .strictObject({
    request: wire.record,
    reports: z
      .array(wire.record)
      .max(REPLY_REPORTS_MAX)
      .refine((reports) => new Set(reports).size === reports.length),
    language: wire.language,
    words: wire.text.min(1).optional(),
  })
  .refine(({ reports, words }) => reports.length > 0 || words !== undefined);

/** See {@link replySchema}. */
export type Reply = z.infer<typeof replySchema>;

/** That who asked waits for no more answers. [J5] */
export const requestEndSchema = z.strictObject({
  request: wire.record,
  reason: z.enum(REQUEST_END_REASONS),
});

/** See {@link requestEndSchema}. */
export type RequestEnd = z.infer<typeof requestEndSchema>;
