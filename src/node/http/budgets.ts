import type { Hono } from 'hono';
import { requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { readBody } from './door.ts';
import { mustHaveDuty } from './must.ts';
import { Refusal } from './problem.ts';

/** What may pass between us and another party's node, set by who administers. [T30] */
export function serveBudgets(app: Hono, house: House): void {
  app.post('/api/peers/:party/budget', async (context) => {
    mustHaveDuty(await house.sessions.desk(context), 'administer');
    const { kilobytes } = await readBody(context, requests.budget);
    const party = house.folder.charter.members.find(
      (each) => each === context.req.param('party') && each !== selfOf(house),
    );
    if (!party) throw new Refusal('not-found');
    house.paces.set(party, kilobytes);
    const peer = house.peers().find((each) => each.party === party);
    if (peer) house.live.tell({ kind: 'peer', peer });
    return context.body(null, 204);
  });
}
