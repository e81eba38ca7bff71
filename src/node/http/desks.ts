import type { Hono } from 'hono';
import { formatInstant } from '../../base/instant.ts';
import type { CentreView, PartyView, SeatView } from '../../contract/api.ts';
import type { SeatId } from '../../base/ids.ts';
import { isSameAudience } from '../../accord/party/audience.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { OwnDraft } from '../own.ts';
import { requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { isLoopback } from '../loopback.ts';
import { readBody } from './door.ts';
import { mustReaders, mustSay } from './must.ts';
import { presentSession } from '../present/desk.ts';
import { servePasskeys } from './passkeys.ts';
import { Refusal } from './problem.ts';

/** Who we are, who may sign in, and signing in and out. */
export function serveDesks(app: Hono, house: House): void {
  const { sessions, office, folder, clock } = house;
  const { charter } = folder;

  app.get('/api/centre', (context) => {
    const view: CentreView = {
      charter,
      self: selfOf(house),
      parties: partiesOf(house),
      desks: seatsOf(house),
      now: formatInstant(clock.now()),
    };
    return context.json(view);
  });

  app.get('/api/session', async (context) => {
    return context.json(presentSession(house, await sessions.desk(context)));
  });

  app.post('/api/session/exercise', async (context) => {
    // [E1] A desk without a key exists only in an exercise and only on this machine.
    if (!charter.exercise || !isLoopback(folder.settings.host))
      throw new Refusal('not-in-exercise');
    const { seat } = await readBody(context, requests.seat);
    if (!seatsOf(house).some((each) => each.seat === seat)) throw new Refusal('not-found');
    return context.json(presentSession(house, sessions.begin(context, seat)));
  });

  app.post('/api/session/invitation', async (context) => {
    const { code } = await readBody(context, requests.invitation);
    const seat = await sessions.spend(code);
    if (!seat) throw new Refusal('invitation-spent');
    return context.json(presentSession(house, sessions.begin(context, seat)));
  });

  app.delete('/api/session', (context) => {
    sessions.end(context);
    return context.body(null, 204);
  });

  app.post('/api/tokens', async (context) => {
    const desk = await sessions.desk(context);
    const { seat } = desk.seat;
    return context.json({ seat, token: await sessions.newToken(seat) }, 201);
  });

  app.get('/api/drafts', async (context) => {
    const { reader, seat } = await sessions.desk(context);
    return context.json(draftsOf(house, reader, seat.seat).map(({ draft }) => draft));
  });

  app.post('/api/drafts', async (context) => {
    const desk = await sessions.desk(context);
    const { within, ...body } = await readBody(context, requests.draft);
    const audience = within ? mustReaders(house, desk, [within]) : office.own;
    const before = draftsOf(house, desk.reader, desk.seat.seat);
    await mustSay(house, desk, { audience, type: 'draft', body });
    // [R10] What was begun for other readers is not left with them.
    for (const { draft, audience: other } of before) {
      if (draft.kind !== body.kind || isSameAudience(other, audience)) continue;
      const nothing = { kind: draft.kind, content: null };
      await mustSay(house, desk, { audience: other, type: 'draft', body: nothing });
    }
    return context.body(null, 204);
  });

  servePasskeys(app, house);
}

/** What an office has begun to write where it reads now. [R4] [R7] */
function draftsOf(house: House, reader: Reader, seat: SeatId): readonly OwnDraft[] {
  const author = selfOf(house);
  return house.office
    .drafts(seat)
    .filter(({ audience }) => mayRead(reader, { author, audience, type: 'draft', seat }));
}

function seatsOf(house: House): readonly SeatView[] {
  return (house.office.roster()?.seats ?? []).map(({ seat, names, duties }) => {
    return { seat, names, duties };
  });
}

function partiesOf(house: House): readonly PartyView[] {
  const { charter, cards } = house.folder;
  return [...charter.members, ...charter.observers].flatMap((party) => {
    const card = cards.get(party);
    const role = charter.members.includes(party) ? 'member' : 'observer';
    const cosigner = card?.witnessKey ? { cosigner: card.witnessKey.name } : {};
    return card ? [{ party, names: card.names, role, ...cosigner }] : [];
  });
}
