import * as z from 'zod';
import { BODIES, presentSchema } from '../accord/record.ts';
import type { RecordType } from '../accord/record.ts';
import { ATTACHMENT_CALLS } from './attachments.ts';
import { EXPORT_CALLS } from './export.ts';
import { FEED_CALLS } from './feeds.ts';
import { PULL_CALLS } from './pulls.ts';
import { FAULT_CODES } from './faults.ts';
import type { Call } from './call.ts';
import { CENTRE_CALLS } from './centre-calls.ts';
import { CONSENT_CALLS } from './consent-calls.ts';
import { COURIER_CALLS } from './courier-calls.ts';
import { EDITION_CALLS } from './edition-calls.ts';
import { MATTER_CALLS } from './matters.ts';
import { REQUEST_CALLS } from './information-requests.ts';
import { INBOX_CALLS } from './inbox.ts';
import { IMPORT_CALLS } from './imports.ts';
import { PASSAGE_CALLS } from './passages.ts';
import { RECALL_CALLS } from './recalls.ts';
import { HOLDING_CALLS } from './holding-calls.ts';
import { SEARCH_CALLS } from './search-calls.ts';

/** The OpenAPI 3.1 description of the interface under `/api`. */
export function presentOpenApi(): unknown {
  const paths: Record<string, Record<string, unknown>> = {};
  for (const call of [
    ...CENTRE_CALLS,
    ...CONSENT_CALLS,
    ...COURIER_CALLS,
    ...INBOX_CALLS,
    ...RECALL_CALLS,
    ...IMPORT_CALLS,
    ...MATTER_CALLS,
    ...EDITION_CALLS,
    ...REQUEST_CALLS,
    ...HOLDING_CALLS,
    ...SEARCH_CALLS,
    ...PASSAGE_CALLS,
    ...ATTACHMENT_CALLS,
    ...EXPORT_CALLS,
    ...FEED_CALLS,
    ...PULL_CALLS,
  ]) {
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
