import type { Hono } from 'hono';
import type { House } from '../house.ts';
import { mustHaveDuty } from './must.ts';
import { Refusal } from './problem.ts';

/** What is pulled from other systems, for offices that administer. [Y23] */
export function servePulls(app: Hono, house: House): void {
  app.get('/api/pulls', async (context) => {
    mustHaveDuty(await house.sessions.desk(context), 'administer');
    return context.json(house.pulling.views());
  });

  app.post('/api/pulls/:name', async (context) => {
    mustHaveDuty(await house.sessions.desk(context), 'administer');
    if (!house.pulling.pull(context.req.param('name'))) throw new Refusal('not-found');
    return context.body(null, 204);
  });
}
