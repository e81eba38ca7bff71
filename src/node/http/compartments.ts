import type { Hono } from 'hono';
import { partyOfCompartment } from '../../base/ids.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Compartment } from '../../accord/party/schema.ts';
import { COMPARTMENTS_MAX, requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { readBody } from './door.ts';
import { mustHaveDuty, mustSay } from './must.ts';
import { Refusal } from './problem.ts';

/** Our compartments with who stands in each, for offices that administer. [R8] */
export function serveCompartments(app: Hono, house: House): void {
  const { sessions, office } = house;

  app.get('/api/compartments', async (context) => {
    const { reader } = await sessions.desk(context);
    const asked = { author: selfOf(house), audience: office.own, type: 'compartment' as const };
    const shown = mayRead(reader, asked) ? office.compartments() : [];
    return context.json(shown satisfies readonly Compartment[]);
  });

  app.post('/api/compartments', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'administer');
    const body = await readBody(context, requests.compartment);
    mustBePlaceable(house, body);
    await mustSay(house, desk, { audience: office.own, type: 'compartment', body });
    return context.json(body, 201);
  });
}

/** One of our own, of offices that there are, each once, and not one more than we may have. */
function mustBePlaceable(house: House, { id, seats }: Compartment): void {
  const { office } = house;
  if (partyOfCompartment(id) !== selfOf(house)) throw new Refusal('bad-request', { path: 'id' });
  const listed = new Set(office.roster()?.seats.map(({ seat }) => seat));
  if (new Set(seats).size < seats.length || !seats.every((seat) => listed.has(seat))) {
    throw new Refusal('bad-request', { path: 'seats' });
  }
  const held = office.compartments();
  const isNew = held.every((each) => each.id !== id);
  if (isNew && held.length >= COMPARTMENTS_MAX) throw new Refusal('bad-request', { path: 'id' });
}
