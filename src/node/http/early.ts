import type { Hono } from 'hono';
import type { House } from '../house.ts';

/** What arrived ahead of what lies before it, apart from all that counts. [X40] */
export function serveEarly(app: Hono, house: House): void {
  app.get('/api/early', async (context) => {
    const { reader } = await house.sessions.desk(context);
    return context.json(await house.early.shown(reader));
  });
}
