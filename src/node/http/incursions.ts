import type { Hono } from 'hono';
import { mayRead } from '../../accord/party/release.ts';
import { parseRecord } from '../../accord/record.ts';
import type { Said } from '../../accord/said.ts';
import { momentOf } from '../../accord/wire.ts';
import type { IncursionView } from '../../contract/beside-plans.ts';
import { INCURSIONS_MAX, requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { IndexedRecord } from '../../index/port.ts';
import { openLives } from '../lives.ts';
import { presentIncursion } from '../present/incursion.ts';
import { lookFor } from '../present/look.ts';
import { presentSaved } from '../present/place.ts';
import { breathe } from '../breath.ts';
import { hashIn, readBody } from './door.ts';
import { mustAudience, mustHaveDuty, mustRecord, mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** Incursions and answers: each party's account stands beside the others. */
export function serveIncursions(app: Hono, house: House): void {
  const { sessions, office, clock } = house;
  const { known } = office;
  const lives = openLives(known);

  app.get('/api/incursions', async (context) => {
    const { reader } = await sessions.desk(context);
    const look = lookFor(house, reader);
    const newest = [...known.incursions.values()]
      .filter((said) => mayRead(reader, said))
      .toSorted((ours, theirs) => (ours.record.at < theirs.record.at ? 1 : -1))
      .slice(0, INCURSIONS_MAX);
    const views: IncursionView[] = [];
    for (const said of newest) {
      views.push(presentIncursion(look, lives, said));
      await breathe();
    }
    return context.json(views);
  });

  app.get('/api/incursions/:hash', async (context) => {
    const desk = await sessions.desk(context);
    return context.json(present(desk, known.incursions.get(hashIn(context))));
  });

  app.post('/api/incursions', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const { audience, tlp, incursion } = await readBody(context, requests.incursion);
    const readers = mustAudience(house, audience);
    if (momentOf(incursion.when.from) > clock.now()) {
      throw new Refusal('out-of-range', { path: 'incursion.when.from' });
    }
    if (incursion.by === selfOf(house)) throw new Refusal('bad-request', { path: 'incursion.by' });
    const { members, observers } = house.folder.charter;
    if (incursion.by !== null && ![...members, ...observers].includes(incursion.by)) {
      throw new Refusal('not-a-member', { parties: [incursion.by] });
    }
    const said = await mustSay(house, desk, {
      audience: readers,
      type: 'incursion',
      tlp,
      body: incursion,
    });
    return context.json(present(desk, known.incursions.get(said.hash)), 201);
  });

  app.post('/api/answers', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report', 'plan', 'decide');
    const body = await readBody(context, requests.answer);
    const answered = await mustRecord(house, desk, body.to);
    mustBeAnswerable(answered);
    const { audience } = answered;
    const refs = [{ rel: 'answers', record: body.to }];
    const said = await mustSay(house, desk, { audience, type: 'answer', body, refs });
    return context.json(presentSaved(house, said), 201);
  });

  const present = (desk: Desk, said: Said<'incursion'> | undefined): IncursionView => {
    if (!said || !mayRead(desk.reader, said)) throw new Refusal('not-found');
    return presentIncursion(lookFor(house, desk.reader), lives, said);
  };
}

/** Only a question, an incursion or another answer is answered. */
function mustBeAnswerable({ type, bytes }: IndexedRecord): void {
  if (type === 'incursion' || type === 'answer') return;
  const read = type === 'decision' ? parseRecord(bytes) : undefined;
  const isQuestion =
    read?.ok && read.value.type === 'decision' && read.value.body.verdict === 'question';
  if (!isQuestion) throw new Refusal('not-found');
}
