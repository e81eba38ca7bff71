import * as z from 'zod';
import { BODIES, presentSchema } from '../accord/record.ts';
import type { RecordType } from '../accord/record.ts';
import { FAULT_CODES } from './faults.ts';
import {
  logQuerySchema,
  operationProofQuerySchema,
  planQuerySchema,
  recordProofQuerySchema,
  reportQuerySchema,
  requests,
  sitrepQuerySchema,
} from './requests.ts';

/** One call of the interface. */
interface Call {
  readonly method: 'get' | 'post' | 'delete';
  readonly path: string;
  readonly summary: string;
  readonly answers: string;
  readonly status?: 200 | 201 | 204;
  readonly body?: z.ZodType;
  readonly query?: z.ZodObject;
  /** Calls are for signed-in desks unless they say otherwise. */
  readonly open?: true;
}

const CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/healthz',
    summary: 'Whether the node answers.',
    answers: 'Health',
    open: true,
  },
  {
    method: 'get',
    path: '/api/centre',
    summary: 'The centre, its parties, and who may sign in here.',
    answers: 'CentreView',
    open: true,
  },
  { method: 'get', path: '/api/session', summary: 'Who is signed in.', answers: 'SessionView' },
  {
    method: 'delete',
    path: '/api/session',
    summary: 'Sign out.',
    answers: 'Nothing',
    status: 204,
    open: true,
  },
  {
    method: 'post',
    path: '/api/session/exercise',
    summary: 'Sit down at a ready desk; only in an exercise, only on this machine.',
    answers: 'SessionView',
    body: requests.seat,
    open: true,
  },
  {
    method: 'post',
    path: '/api/session/invitation',
    summary: 'Sign in once with an invitation, to make the first passkey of a desk.',
    answers: 'SessionView',
    body: requests.invitation,
    open: true,
  },
  {
    method: 'post',
    path: '/api/session/passkey/options',
    summary: 'Begin to sign in with a passkey.',
    answers: 'PublicKeyCredentialRequestOptionsJSON',
    open: true,
  },
  {
    method: 'post',
    path: '/api/session/passkey',
    summary: 'Sign in with a passkey.',
    answers: 'SessionView',
    body: requests.assertion,
    open: true,
  },
  {
    method: 'post',
    path: '/api/tokens',
    summary: 'A bearer token for this desk, shown once.',
    answers: 'TokenView',
    status: 201,
  },
  {
    method: 'post',
    path: '/api/passkeys/options',
    summary: 'Begin to make a passkey for this desk.',
    answers: 'PublicKeyCredentialCreationOptionsJSON',
  },
  {
    method: 'post',
    path: '/api/passkeys',
    summary: 'Publish a new passkey in the roster of the party.',
    answers: 'SigningKeyView',
    status: 201,
    body: requests.passkey,
  },
  {
    method: 'get',
    path: '/api/passkeys/{credential}',
    summary: 'A passkey made at this node, for the desk that holds it.',
    answers: 'PasskeyView',
  },
  {
    method: 'get',
    path: '/api/drafts',
    summary: 'What this desk has begun to write.',
    answers: 'Draft[]',
  },
  {
    method: 'post',
    path: '/api/drafts',
    summary: 'Keep what this desk has begun to write, or throw it away.',
    answers: 'Nothing',
    status: 204,
    body: requests.draft,
  },
  {
    method: 'get',
    path: '/api/rosters',
    summary: 'The offices and keys that each party published.',
    answers: 'RosterView[]',
  },
  {
    method: 'post',
    path: '/api/roster',
    summary: 'Publish our offices and what each may do; its keys stay.',
    answers: 'RosterView',
    status: 201,
    body: requests.roster,
  },
  {
    method: 'get',
    path: '/api/claims',
    summary: 'The jurisdiction that each party claims.',
    answers: 'ClaimView[]',
  },
  {
    method: 'get',
    path: '/api/reports',
    summary: 'Reports that this desk may read, newest first.',
    answers: 'ReportPage',
    query: reportQuerySchema,
  },
  {
    method: 'get',
    path: '/api/reports/points',
    summary: 'The same reports as points for a map.',
    answers: 'ReportPoints',
    query: reportQuerySchema,
  },
  {
    method: 'post',
    path: '/api/reports',
    summary: 'Write a report to an audience.',
    answers: 'Saved',
    status: 201,
    body: requests.report,
  },
  {
    method: 'post',
    path: '/api/reports/batch',
    summary: 'Write many reports of one import; those already there are passed over.',
    answers: 'BatchView',
    body: requests.batch,
  },
  {
    method: 'post',
    path: '/api/grades',
    summary: "Grade a report for this desk's party, beside the grades of others.",
    answers: 'Saved',
    status: 201,
    body: requests.grade,
  },
  {
    method: 'post',
    path: '/api/links',
    summary: 'Say how two reports stand to each other.',
    answers: 'Saved',
    status: 201,
    body: requests.link,
  },
  {
    method: 'post',
    path: '/api/remarks',
    summary: 'Add a line to the log of the centre.',
    answers: 'Saved',
    status: 201,
    body: requests.remark,
  },
  {
    method: 'get',
    path: '/api/records/{hash}',
    summary: 'A record with its place in its log.',
    answers: 'RecordView',
  },
  {
    method: 'get',
    path: '/api/records/{hash}/proof',
    summary: 'What shows a record to be on its log, to be checked by anyone.',
    answers: 'ProofView',
    query: recordProofQuerySchema,
  },
  {
    method: 'get',
    path: '/api/plans',
    summary: 'The newest plans with their state now, or those before one that is named.',
    answers: 'PlanLine[]',
    query: planQuerySchema,
  },
  {
    method: 'post',
    path: '/api/plans',
    summary: 'Propose a plan to an audience.',
    answers: 'PlanView',
    status: 201,
    body: requests.plan,
  },
  {
    method: 'post',
    path: '/api/plans/preview',
    summary: 'Who would have to consent, what would conflict, and what it would change.',
    answers: 'PreviewView',
    body: requests.preview,
  },
  {
    method: 'get',
    path: '/api/plans/{hash}',
    summary: 'A plan with who is asked and where each stands.',
    answers: 'PlanView',
  },
  {
    method: 'get',
    path: '/api/plans/{hash}/proof-file',
    summary: 'The proof file of an operation (text/plain), to be checked by anyone with the cards.',
    answers: 'OperationProof',
    query: operationProofQuerySchema,
  },
  {
    method: 'post',
    path: '/api/statements',
    summary: 'The exact statement that an officer is about to sign.',
    answers: 'StatementView',
    body: requests.statement,
  },
  {
    method: 'post',
    path: '/api/decisions',
    summary: 'A signed decision: consent, refusal, withdrawal or a question.',
    answers: 'PlanView',
    status: 201,
    body: requests.decision,
  },
  {
    method: 'post',
    path: '/api/plans/{hash}/acceptance',
    summary: 'Take the conditions of a consent.',
    answers: 'PlanView',
    status: 201,
    body: requests.acceptance,
  },
  {
    method: 'post',
    path: '/api/plans/{hash}/activation',
    summary: 'Announce that an operation has begun; refused while any consent is missing.',
    answers: 'PlanView',
    status: 201,
  },
  {
    method: 'post',
    path: '/api/plans/{hash}/closing',
    summary: 'What came of an operation; from its author it ends it.',
    answers: 'PlanView',
    status: 201,
    body: requests.closing,
  },
  {
    method: 'post',
    path: '/api/plans/{hash}/stop',
    summary: 'Halt an operation at once, in the name of a party that may read it.',
    answers: 'PlanView',
    status: 201,
    body: requests.stop,
  },
  {
    method: 'post',
    path: '/api/plans/{hash}/resumption',
    summary: 'Let go on what our own party has stopped.',
    answers: 'PlanView',
    status: 201,
    body: requests.stop,
  },
  {
    method: 'post',
    path: '/api/plans/{hash}/step',
    summary: 'How far a phase or sector is, by who leads it, or whether a line is handed over.',
    answers: 'PlanView',
    status: 201,
    body: requests.step,
  },
  {
    method: 'post',
    path: '/api/plans/{hash}/clearance',
    summary: 'Say that a conflict was seen and that both may stand, by a party that it concerns.',
    answers: 'PlanView',
    status: 201,
    body: requests.clearance,
  },
  {
    method: 'post',
    path: '/api/answers',
    summary: 'Answer a question, an incursion or an answer, for whoever read that.',
    answers: 'Saved',
    status: 201,
    body: requests.answer,
  },
  {
    method: 'get',
    path: '/api/agreements',
    summary: 'The newest agreements with who signed them and whether they are in force.',
    answers: 'AgreementView[]',
  },
  {
    method: 'post',
    path: '/api/agreements',
    summary:
      'Publish an agreement to all members; it binds nobody before all its parties have signed.',
    answers: 'AgreementView',
    status: 201,
    body: requests.agreement,
  },
  {
    method: 'get',
    path: '/api/agreements/{hash}',
    summary: 'An agreement with its signatures.',
    answers: 'AgreementView',
  },
  {
    method: 'post',
    path: '/api/signings/statement',
    summary:
      'The exact statement that an officer is about to sign under an agreement or a handover.',
    answers: 'SigningStatementView',
    body: requests.signingStatement,
  },
  {
    method: 'post',
    path: '/api/signings',
    summary: 'A signature under an agreement or a handover, or the end of one.',
    answers: 'Saved',
    status: 201,
    body: requests.signing,
  },
  {
    method: 'get',
    path: '/api/incursions',
    summary: 'The newest incursions with what covers them and all accounts.',
    answers: 'IncursionView[]',
  },
  {
    method: 'post',
    path: '/api/incursions',
    summary: 'Record activity on ground that our party claims.',
    answers: 'IncursionView',
    status: 201,
    body: requests.incursion,
  },
  {
    method: 'get',
    path: '/api/incursions/{hash}',
    summary: 'An incursion with what covers it and all accounts.',
    answers: 'IncursionView',
  },
  {
    method: 'get',
    path: '/api/presence',
    summary: 'Posts with what they stand on, and protected sites.',
    answers: 'PresenceView',
  },
  {
    method: 'post',
    path: '/api/posts',
    summary: 'Publish a post, in place of one of ours where it is named.',
    answers: 'Saved',
    status: 201,
    body: requests.post,
  },
  {
    method: 'post',
    path: '/api/sites',
    summary: 'Publish a protected site, in place of one of ours where it is named.',
    answers: 'Saved',
    status: 201,
    body: requests.site,
  },
  {
    method: 'get',
    path: '/api/handovers',
    summary: 'The newest handovers with their steps and signatures.',
    answers: 'HandoverView[]',
  },
  {
    method: 'post',
    path: '/api/handovers',
    summary: 'Begin to hand a post of ours over to another party.',
    answers: 'HandoverView',
    status: 201,
    body: requests.handover,
  },
  {
    method: 'post',
    path: '/api/handovers/{hash}/step',
    summary: 'Say that a step of ours is done.',
    answers: 'HandoverView',
    status: 201,
    body: requests.handoverStep,
  },
  {
    method: 'get',
    path: '/api/log',
    summary: 'The log of the centre: who did what when.',
    answers: 'LogPage',
    query: logQuerySchema,
  },
  {
    method: 'get',
    path: '/api/sitrep',
    summary: 'What a situation report is made of; by default of the last 24 hours.',
    answers: 'SitrepView',
    query: sitrepQuerySchema,
  },
  {
    method: 'get',
    path: '/api/logs',
    summary: 'Size, checkpoint and cosignature of each log; an observer sees no more.',
    answers: 'IntegrityView',
  },
  {
    method: 'get',
    path: '/api/stream',
    summary: 'Live events (text/event-stream), each a LiveEvent as JSON.',
    answers: 'LiveEvent',
  },
];

/** The OpenAPI 3.1 description of the interface under `/api`. */
export function presentOpenApi(): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const call of CALLS) {
    const at = (paths[call.path] ??= {});
    at[call.method] = presentCall(call);
  }
  const types = Object.keys(BODIES) as RecordType[];
  return {
    openapi: '3.1.0',
    info: {
      title: 'Tansiq',
      version: '1',
      description:
        'The interface of one node of a joint coordination centre. Times are RFC 3339 in UTC, places RFC 7946, refusals RFC 9457.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: '/' }],
    security: [{ desk: [] }, { token: [] }],
    paths,
    components: {
      securitySchemes: {
        desk: { type: 'apiKey', in: 'cookie', name: 'tansiq-{party}' },
        token: { type: 'http', scheme: 'bearer' },
      },
      responses: {
        Problem: {
          description: 'A refusal; its code has words in every language.',
          content: {
            'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } },
          },
        },
      },
      schemas: {
        Problem: {
          type: 'object',
          required: ['type', 'status', 'title', 'code'],
          properties: {
            type: { const: 'about:blank' },
            status: { type: 'integer' },
            title: { type: 'string' },
            code: { enum: Object.keys(FAULT_CODES) },
            details: { type: 'object' },
          },
        },
        ...Object.fromEntries(types.map((type) => [`record-${type}`, presentSchema(type)])),
      },
    },
  };
}

function presentCall(call: Call): unknown {
  const params = [...call.path.matchAll(/\{(\w+)\}/g)].map(([, name]) => {
    return { name, in: 'path', required: true, schema: { type: 'string' } };
  });
  const query = Object.entries(call.query?.shape ?? {}).map(([name, schema]) => {
    return { name, in: 'query', required: false, schema: schemaOf(schema as z.ZodType) };
  });
  const name = call.path.replaceAll(/[^a-z]+/g, '-').replaceAll(/^-|-$/g, '');
  return {
    operationId: `${call.method}-${name}`,
    summary: call.summary,
    ...(call.open ? { security: [] } : {}),
    ...(params.length + query.length > 0 ? { parameters: [...params, ...query] } : {}),
    ...(call.body
      ? {
          requestBody: {
            required: true,
            content: { 'application/json': { schema: schemaOf(call.body) } },
          },
        }
      : {}),
    responses: {
      [String(call.status ?? 200)]: { description: call.answers },
      default: { $ref: '#/components/responses/Problem' },
    },
  };
}

function schemaOf(schema: z.ZodType): unknown {
  const { $schema: _dialect, ...rest } = z.toJSONSchema(schema, {
    unrepresentable: 'any',
    io: 'input',
  });
  return rest;
}
