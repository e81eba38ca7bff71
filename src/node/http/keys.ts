import type { Context, Hono } from 'hono';
import type { Instant } from '../../base/instant.ts';
import { formatInstant } from '../../base/instant.ts';
import type { Roster } from '../../accord/party/schema.ts';
import { momentOf } from '../../accord/wire.ts';
import type { KeyEndView, KeyView } from '../../contract/keys.ts';
import { keyEndQuerySchema, requests } from '../../contract/requests.ts';
import { isOpen, keyIdOfAccess } from '../access-keys.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { presentKey, presentKeyEnd } from '../present/key.ts';
import { lookFor } from '../present/look.ts';
import { readBody, readQuery } from './door.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

type Key = Roster['keys'][number];

/** The keys by which our officers sign, and how one of them ends. [N21] */
export function serveKeys(app: Hono, house: House): void {
  const { sessions, office, clock } = house;

  app.get('/api/keys', async (context) => {
    const desk = await sessions.desk(context);
    return context.json(keysFor(desk).map(presenter()));
  });

  app.get('/api/keys/:id/end', async (context) => {
    const desk = await sessions.desk(context);
    const key = mustKey(context, desk);
    const { since } = readQuery(context, keyEndQuerySchema);
    const moment = mustMoment(key, since);
    const of = { party: selfOf(house), id: key.id, since: moment };
    const view: KeyEndView = {
      key: presenter()(key),
      since: formatInstant(moment),
      ...presentKeyEnd(lookFor(house, desk.reader), of),
    };
    return context.json(view);
  });

  app.post('/api/keys/:id/end', async (context) => {
    const desk = await sessions.desk(context);
    const key = mustKey(context, desk);
    const { since } = await readBody(context, requests.keyEnd);
    const upto = formatInstant(mustMoment(key, since));
    const published = await house.rosterLine.publish(desk.seat.seat, (roster) => ({
      ...roster,
      // An end that was published meanwhile is never put off.
      keys: roster.keys.map((each) =>
        each.id === key.id && isOpen(each, clock.now()) ? { ...each, upto } : each,
      ),
    }));
    if (!published.ok) throw new Refusal('bad-record', { ...published.fault });
    for (const access of office.accesses()) {
      if (keyIdOfAccess(house, access) === key.id) sessions.endBy(access.credentialId);
    }
    return context.json(presenter()({ ...key, upto }), 201);
  });

  /** A seat has its own keys in hand; a seat that administers has all of our party. */
  function keysFor({ seat }: Desk): readonly Key[] {
    const keys = office.roster()?.keys ?? [];
    const administers = seat.duties.includes('administer');
    return keys.filter((key) => administers || key.seat === seat.seat);
  }

  function mustKey(context: Context, desk: Desk): Key {
    const key = keysFor(desk).find(({ id }) => id === context.req.param('id'));
    if (!key) throw new Refusal('not-found');
    if (!isOpen(key, clock.now())) throw new Refusal('key-ended');
    return key;
  }

  /** A key does not end in the future; where it is ended before it was given, from then on. */
  function mustMoment(key: Key, since: string | undefined): Instant {
    const now = clock.now();
    const moment = since === undefined ? now : momentOf(since);
    if (moment > now) throw new Refusal('key-end-when');
    const from = momentOf(key.from);
    return moment < from ? from : moment;
  }

  /** Presents keys; the names that their holders gave them are looked up once for all. */
  function presenter(): (key: Key) => KeyView {
    const labels = new Map(
      office.accesses().map((each) => [keyIdOfAccess(house, each), each.label]),
    );
    return (key) => {
      const label = labels.get(key.id);
      return { ...presentKey(key), ...(label === undefined ? {} : { label }) };
    };
  }
}
