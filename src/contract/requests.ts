import * as z from 'zod';
import { agreementSchema, signingSchema } from '../accord/agreement/schema.ts';
import {
  handoverSchema,
  handoverStepSchema,
  postSchema,
  siteSchema,
} from '../accord/holding/schema.ts';
import { answerSchema, incursionSchema } from '../accord/incursion/schema.ts';
import { coarseningSchema, releasedFilesSchema } from '../accord/knowledge/coarsening-schema.ts';
import {
  REPORT_KINDS,
  gradeSchema,
  linkSchema,
  reportSchema,
  rowSchema,
} from '../accord/knowledge/schema.ts';
import { sourceSchema } from '../accord/knowledge/source-schema.ts';
import { planSchema } from '../accord/operation/plan-schema.ts';
import {
  clearanceSchema,
  closingSchema,
  decisionSchema,
  knowsSchema,
  signatureSchema,
  stepSchema,
  stopSchema,
} from '../accord/operation/schema.ts';
import {
  compartmentSchema,
  draftSchema,
  remarkSchema,
  rosterSchema,
} from '../accord/party/schema.ts';
import { TLP_LEVELS } from '../accord/record.ts';
import { wire } from '../accord/wire.ts';

/** How many reports one batch may hold. */
export const BATCH_REPORTS_MAX = 1_000;

/** How many rows a page may hold. */
export const PAGE_ROWS_MAX = 500;

/** How many plans a list of plans or a situation report holds. */
export const PLANS_MAX = 500;

/** How many agreements, incursions, handovers, posts and sites a list holds, the newest. */
export const AGREEMENTS_MAX = 500;
export const INCURSIONS_MAX = 200;
export const HANDOVERS_MAX = 500;
export const PLACES_MAX = 5_000;

/** How much of attachments a bundle may be asked to hold, in MB. */
export const BUNDLE_ATTACHMENTS_MB_MAX = 4_000;

/** How many points the map is given at once. */
export const POINTS_MAX = 50_000;

/** The smallest and the largest budget of a link, in kB/s. */
export const LINK_KILOBYTES_MIN = 1;
export const LINK_KILOBYTES_MAX = 100_000;

// [H10] A handle is computed by our own node, so no browser and no program sends one.
const isWithoutHandle = (report: { readonly source: { readonly handle?: unknown } }): boolean =>
  report.source.handle === undefined;

const audience = z.array(wire.party).min(1).max(64);
const tlp = z.enum(TLP_LEVELS);

/** How many compartments one party may have, closed ones among them. */
export const COMPARTMENTS_MAX = 64;

/** The bodies of requests, checked at the door. */
export const requests = {
  seat: z.strictObject({ seat: wire.seat }),
  invitation: z.strictObject({ code: z.string().regex(/^[A-Za-z0-9_-]{20,40}$/) }),
  report: z.strictObject({
    audience: wire.readers,
    tlp,
    report: reportSchema.refine(isWithoutHandle, { path: ['source', 'handle'] }),
    /** One of our own sources; our node says its handle. [H10] */
    source: wire.record.optional(),
  }),
  release: z.strictObject({
    of: wire.record,
    audience,
    tlp,
    /** Absent where the report goes as a whole. */
    coarsening: coarseningSchema.optional(),
    files: releasedFilesSchema,
  }),
  source: z.strictObject({ source: sourceSchema, replaces: wire.record.optional() }),
  batch: z.strictObject({
    audience: wire.readers,
    tlp,
    reports: z
      .array(
        z.strictObject({
          id: z.string().regex(/^[0-9a-f-]{36}$/),
          report: rowSchema.refine(isWithoutHandle, { path: ['source', 'handle'] }),
        }),
      )
      .min(1)
      .max(BATCH_REPORTS_MAX),
  }),
  grade: gradeSchema,
  link: linkSchema,
  /** Within a compartment, what is begun there is kept there. [R10] */
  draft: draftSchema.extend({ within: wire.compartment.optional() }),
  remark: z.strictObject({ audience: wire.readers, remark: remarkSchema }),
  plan: z.strictObject({ audience, plan: planSchema }),
  preview: z.strictObject({ plan: planSchema }),
  statement: decisionSchema.omit({ signature: true, knows: true }),
  decision: decisionSchema.extend({
    at: wire.instant,
    knows: knowsSchema,
    signature: signatureSchema,
  }),
  acceptance: z.strictObject({ decision: wire.record }),
  closing: closingSchema.omit({ plan: true }),
  stop: stopSchema.omit({ plan: true }),
  step: stepSchema.omit({ plan: true }),
  clearance: clearanceSchema.omit({ plan: true }),
  agreement: z.strictObject({ agreement: agreementSchema }),
  signingStatement: signingSchema.omit({ signature: true }),
  signing: signingSchema.extend({ at: wire.instant }),
  incursion: z.strictObject({ audience, tlp, incursion: incursionSchema }),
  answer: answerSchema,
  post: z.strictObject({ audience, post: postSchema, replaces: wire.record.optional() }),
  site: z.strictObject({ audience, site: siteSchema, replaces: wire.record.optional() }),
  handover: z.strictObject({ audience: audience.optional(), handover: handoverSchema }),
  handoverStep: handoverStepSchema.omit({ handover: true }),
  compartment: compartmentSchema,
  roster: rosterSchema.pick({ seats: true, twoPerson: true }),
  bundle: z.strictObject({
    to: wire.party,
    all: z.boolean().optional(),
    afterLast: z.boolean().optional(),
    /** How much of attachments goes in at most, in MB. */
    attachments: z.int().min(0).max(BUNDLE_ATTACHMENTS_MB_MAX).optional(),
  }),
  keyEnd: z.strictObject({ since: wire.instant.optional() }),
  /** In kB/s; absent where the link is to have no budget. */
  budget: z.strictObject({
    kilobytes: z.int().min(LINK_KILOBYTES_MIN).max(LINK_KILOBYTES_MAX).optional(),
  }),
  passkey: z.strictObject({ label: wire.line, credential: z.looseObject({ id: z.string() }) }),
  assertion: z.strictObject({ credential: z.looseObject({ id: z.string() }) }),
} as const;

const count = z
  .string()
  .regex(/^\d{1,9}$/)
  .transform(Number);

/** The query of a list of reports. */
export const reportQuerySchema = z.strictObject({
  text: z.string().max(300).optional(),
  /** West, south, east, north in degrees. */
  box: z
    .string()
    .regex(/^-?\d+(?:\.\d+)?(?:,-?\d+(?:\.\d+)?){3}$/)
    .transform((text) => text.split(',').map(Number) as [number, number, number, number])
    .optional(),
  from: wire.instant.optional(),
  upto: wire.instant.optional(),
  party: wire.party.optional(),
  kind: z.enum(REPORT_KINDS).optional(),
  limit: count.pipe(z.number().min(1).max(PAGE_ROWS_MAX)).default(50),
  after: z.string().max(200).optional(),
});

/** The query of what a key's end would undo. */
export const keyEndQuerySchema = z.strictObject({ since: wire.instant.optional() });

/** The query of the centre's log. */
export const logQuerySchema = z.strictObject({
  before: z.string().max(200).optional(),
  after: z.string().max(200).optional(),
  limit: count.pipe(z.number().min(1).max(PAGE_ROWS_MAX)).default(100),
});

/** The query of a list of plans; `before` names the last plan of the list before. */
export const planQuerySchema = z.strictObject({
  before: wire.record.optional(),
  /** Only plans that have not ended, however old. */
  open: z.literal('yes').optional(),
});

/** The query of a situation report. */
export const sitrepQuerySchema = z.strictObject({
  from: wire.instant.optional(),
  upto: wire.instant.optional(),
});

/** The query of an operation's proof file; `whole` gives every entry of its logs, for administrators. */
export const operationProofQuerySchema = z.strictObject({ whole: z.enum(['', 'yes']).optional() });

/** The query of a record's proof; `earliest` asks for the first cosigned checkpoint that covers it. */
export const recordProofQuerySchema = z.strictObject({ earliest: z.enum(['', 'yes']).optional() });
