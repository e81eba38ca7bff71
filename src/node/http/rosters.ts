import type { Hono } from 'hono';
import { mayRead } from '../../accord/party/release.ts';
import type { Roster } from '../../accord/party/schema.ts';
import type { RosterView } from '../../contract/api.ts';
import { requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { readBody } from './door.ts';
import { mustHaveDuty } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** The offices that each party published, and the change of our own by who administers them. */
export function serveRosters(app: Hono, house: House): void {
  const { sessions, office } = house;

  app.get('/api/rosters', async (context) => {
    const { reader } = await sessions.desk(context);
    const rosters = [...office.known.rosters.values()].filter((said) => mayRead(reader, said));
    return context.json(rosters.map((said) => presentRoster(said.author, said.record.body)));
  });

  app.post('/api/roster', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'administer');
    const { seats, twoPerson } = await readBody(context, requests.roster);
    mustBeWhole(desk, { seats, ...(twoPerson ? { twoPerson } : {}) });
    // Keys are given and ended where they are made; whoever names offices does not name keys.
    const published = await house.rosterLine.publish(desk.seat.seat, ({ keys }) => {
      return { seats, keys, ...(twoPerson ? { twoPerson } : {}) };
    });
    if (!published.ok) throw new Refusal('bad-record', { ...published.fault });
    const roster = office.roster();
    if (!roster) throw new Refusal('not-found');
    return context.json(presentRoster(selfOf(house), roster), 201);
  });
}

function presentRoster(party: RosterView['party'], roster: Roster): RosterView {
  const { seats, keys, twoPerson } = roster;
  return { party, seats, keys, twoPerson: twoPerson ?? [] };
}

/** A roster must leave somebody who can change it, and two who can decide where it asks for two. */
function mustBeWhole(desk: Desk, { seats, twoPerson = [] }: Omit<Roster, 'keys'>): void {
  const refuse = (why: string): never => {
    throw new Refusal('roster-locks-out', { why });
  };
  const names = seats.map(({ seat }) => seat);
  if (new Set(names).size < names.length) refuse('seat-twice');
  const ours = seats.find(({ seat }) => seat === desk.seat.seat);
  if (!ours?.duties.includes('administer')) refuse('own-seat');
  for (const { above } of seats) {
    if (above !== undefined && !names.includes(above)) refuse('no-such-seat-above');
  }
  const deciders = seats.filter(
    ({ duties }) => duties.includes('decide') && !duties.includes('administer'),
  );
  if (twoPerson.length > 0 && deciders.length < 2) refuse('two-must-decide');
}
