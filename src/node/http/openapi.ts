import type { Hono } from 'hono';
import { presentOpenApi } from '../../contract/openapi.ts';
import { BODIES, presentSchema } from '../../accord/record.ts';
import type { RecordType } from '../../accord/record.ts';
import { Refusal } from './problem.ts';

/** The description of the interface, and the schema of each type of record, for everybody. */
export function serveOpenApi(app: Hono): void {
  const description = JSON.stringify(presentOpenApi());
  app.get('/api/openapi.json', (context) =>
    context.body(description, 200, { 'content-type': 'application/json; charset=utf-8' }),
  );
  app.get('/api/schemas/:type', (context) => {
    const type = context.req.param('type');
    if (!Object.hasOwn(BODIES, type)) throw new Refusal('not-found');
    return context.json(presentSchema(type as RecordType) as object);
  });
}
