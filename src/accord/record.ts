import * as z from 'zod';
import { parseUtf8, utf8 } from '../base/bytes.ts';
import type { JsonFault, JsonObject } from '../base/json.ts';
import { formatCanonical, parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { parseShape } from '../geo/shape.ts';
import { agreementSchema, signingSchema } from './agreement/schema.ts';
import { confirmationSchema, holdingSchema } from './holding/holding-schema.ts';
import { handoverSchema, handoverStepSchema, postSchema, siteSchema } from './holding/schema.ts';
import { answerSchema, incursionSchema } from './incursion/schema.ts';
import {
  concurrenceSchema,
  matterSchema,
  outcomeSchema,
  resolutionSchema,
} from './knowledge/matter-schema.ts';
import { erasureSchema, recallSchema } from './knowledge/recall-schema.ts';
import { releaseSchema } from './knowledge/released.ts';
import {
  passageSchema,
  releaseAnswerSchema,
  releaseRequestSchema,
} from './knowledge/passage-schema.ts';
import { replySchema, requestEndSchema, requestSchema } from './knowledge/request-schema.ts';
import { gradeSchema, linkSchema, reportSchema } from './knowledge/schema.ts';
import { sourceSchema } from './knowledge/source-schema.ts';
import { planSchema } from './operation/plan-schema.ts';
import {
  acceptanceSchema,
  activationSchema,
  clearanceSchema,
  closingSchema,
  contactSchema,
  decisionSchema,
  resumptionSchema,
  stepSchema,
  stopSchema,
} from './operation/schema.ts';
import {
  accessSchema,
  charterSchema,
  claimSchema,
  compartmentSchema,
  draftSchema,
  remarkSchema,
  rosterSchema,
} from './party/schema.ts';
import { wire } from './wire.ts';

/** The version of the envelope that this release writes. */
export const RECORD_VERSION = 1;

/** The longest record in bytes: what an entry bundle's 16-bit length can hold. */
export const RECORD_BYTES_MAX = 65_535;

/** The schema of each type's body; a type that is not here is kept, verified and shown as unknown. */
export const BODIES = {
  charter: charterSchema,
  roster: rosterSchema,
  claim: claimSchema,
  remark: remarkSchema,
  access: accessSchema,
  compartment: compartmentSchema,
  draft: draftSchema,
  report: reportSchema,
  grade: gradeSchema,
  link: linkSchema,
  release: releaseSchema,
  source: sourceSchema,
  request: requestSchema,
  reply: replySchema,
  'request-end': requestEndSchema,
  'release-request': releaseRequestSchema,
  'release-answer': releaseAnswerSchema,
  passage: passageSchema,
  matter: matterSchema,
  resolution: resolutionSchema,
  concurrence: concurrenceSchema,
  outcome: outcomeSchema,
  recall: recallSchema,
  erasure: erasureSchema,
  plan: planSchema,
  decision: decisionSchema,
  acceptance: acceptanceSchema,
  activation: activationSchema,
  closing: closingSchema,
  stop: stopSchema,
  resumption: resumptionSchema,
  step: stepSchema,
  contact: contactSchema,
  clearance: clearanceSchema,
  agreement: agreementSchema,
  signing: signingSchema,
  incursion: incursionSchema,
  answer: answerSchema,
  post: postSchema,
  site: siteSchema,
  handover: handoverSchema,
  'handover-step': handoverStepSchema,
  holding: holdingSchema,
  confirmation: confirmationSchema,
} as const;

/** A type of record that this release understands. */
export type RecordType = keyof typeof BODIES;

/** The body of a record of type `T`. */
export type Body<T extends RecordType> = z.infer<(typeof BODIES)[T]>;

/** Coarse handling marks of TLP 2.0; the audience says who may read. */
export const TLP_LEVELS = ['CLEAR', 'GREEN', 'AMBER', 'AMBER+STRICT', 'RED'] as const;

/** One of {@link TLP_LEVELS}. */
export type TlpLevel = (typeof TLP_LEVELS)[number];

const headShape = {
  v: z.literal(RECORD_VERSION),
  id: z.string().regex(/^[0-9a-f]{8}-[0-9a-f]{4}-[78][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/),
  at: wire.instant,
  by: z.strictObject({ party: wire.party, seat: wire.seat }),
  marking: z.strictObject({
    tlp: z.enum(TLP_LEVELS),
    caveats: z.array(z.string().regex(/^[a-z0-9-]{1,32}$/)).max(8),
    exercise: z.boolean(),
  }),
  refs: z
    .array(z.strictObject({ rel: z.string().regex(/^[a-z-]{1,32}$/), record: wire.record }))
    .max(64),
};

const headSchema = z.strictObject({
  ...headShape,
  type: z.string().regex(/^[a-z][a-z-]{1,31}$/),
  body: z.unknown(),
});

/** What every record says before its body: version, identity, when, by which office, its marks. */
export type RecordHead = Omit<z.infer<typeof headSchema>, 'type' | 'body'>;

/** A record of one type, or of any. */
export type RecordOf<T extends RecordType = RecordType> = {
  [K in T]: RecordHead & { readonly type: K; readonly body: Body<K> };
}[T];

/** Why bytes are no record that this release understands; they are kept all the same. */
export type RecordFault =
  | { readonly kind: 'record-too-large'; readonly limit: number }
  | { readonly kind: 'not-utf8' }
  | { readonly kind: 'not-json'; readonly json: JsonFault }
  | { readonly kind: 'unknown-version' }
  | { readonly kind: 'unknown-type'; readonly type: string }
  | { readonly kind: 'bad-record'; readonly path: string };

/** Reads the bytes of a record. Every byte may have been chosen by somebody else. */
export function parseRecord(bytes: Uint8Array): Result<RecordOf, RecordFault> {
  if (bytes.length > RECORD_BYTES_MAX) {
    return err({ kind: 'record-too-large', limit: RECORD_BYTES_MAX });
  }
  const text = parseUtf8(bytes);
  if (!text.ok) return text;
  const json = parseJson(text.value);
  if (!json.ok) return err({ kind: 'not-json', json: json.fault });
  return understand(json.value);
}

/** The bytes of `record` in the one form that our nodes write (RFC 8785, NFC), or why it cannot be said. */
export function formatRecord(record: RecordOf): Result<Uint8Array, RecordFault> {
  const bytes = utf8(formatCanonical(record as unknown as JsonObject));
  const read = parseRecord(bytes);
  return read.ok ? ok(bytes) : read;
}

/** The JSON Schema (2020-12) of a whole record of `type`, as published. */
export function presentSchema(type: RecordType): unknown {
  return z.toJSONSchema(
    z.strictObject({ ...headShape, type: z.literal(type), body: BODIES[type] }),
    { unrepresentable: 'any' },
  );
}

/** The geometries that a record of some types carries; their exact check follows its schema. */
const GEOMETRIES: Partial<Record<RecordType, (body: never) => readonly unknown[]>> = {
  charter: (body: Body<'charter'>) => [body.area],
  roster: (body: Body<'roster'>) =>
    body.seats.flatMap((seat) => (seat.authority ?? []).flatMap((grant) => grant.area ?? [])),
  claim: (body: Body<'claim'>) => [body.area],
  report: (body: Body<'report'>) => [body.place.geometry],
  request: (body: Body<'request'>) => (body.place ? [body.place.geometry] : []),
  plan: (body: Body<'plan'>) => [
    body.shape,
    ...(body.sectors ?? []).map((sector) => sector.area),
    ...(body.lines ?? []).map((line) => line.route),
  ],
  decision: (body: Body<'decision'>) =>
    (body.limits ?? []).flatMap((limit) => (limit.kind === 'area' ? [limit.area] : [])),
  agreement: (body: Body<'agreement'>) =>
    body.articles.flatMap((article) => article.rule?.area ?? []),
  incursion: (body: Body<'incursion'>) => [body.place.geometry],
  post: (body: Body<'post'>) => [body.at],
  site: (body: Body<'site'>) => [body.ground],
  holding: (body: Body<'holding'>) => [body.ground],
};

function understand(json: unknown): Result<RecordOf, RecordFault> {
  const head = headSchema.safeParse(json);
  if (!head.success) {
    const path = pathOf(head.error);
    return path === 'v' ? err({ kind: 'unknown-version' }) : err({ kind: 'bad-record', path });
  }
  const { type } = head.data;
  if (!isRecordType(type)) return err({ kind: 'unknown-type', type });
  const body = BODIES[type].safeParse(head.data.body);
  if (!body.success) return err({ kind: 'bad-record', path: `body.${pathOf(body.error)}` });
  const geometries = GEOMETRIES[type]?.(body.data as never) ?? [];
  if (!geometries.every((geometry) => parseShape(geometry as JsonObject).ok)) {
    return err({ kind: 'bad-record', path: 'body.geometry' });
  }
  return ok({ ...head.data, type, body: body.data } as RecordOf);
}

function isRecordType(type: string): type is RecordType {
  return Object.hasOwn(BODIES, type);
}

function pathOf(error: z.ZodError): string {
  return (error.issues[0]?.path ?? []).map(String).join('.');
}
