import type { Hono } from 'hono';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import { isNonEmpty } from '../../base/result.ts';
import { handoverState } from '../../accord/holding/handover.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import { momentOf } from '../../accord/wire.ts';
import type { Handover } from '../../accord/holding/schema.ts';
import { HANDOVERS_MAX, PLACES_MAX, requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { presentHandover, presentPresence } from '../present/holding.ts';
import { lookFor } from '../present/look.ts';
import { presentSaved } from '../present/place.ts';
import { hashIn, readBody } from './door.ts';
import { mustAudience, mustBeMembers, mustHaveDuty, mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';
import { partiesIn } from '../../accord/party/audience.ts';

/** Posts, protected sites, and posts that go from one party's hands to another's. */
export function serveHoldings(app: Hono, house: House): void {
  const { sessions, office } = house;
  const { known } = office;

  app.get('/api/presence', async (context) => {
    const { reader } = await sessions.desk(context);
    const newest = [...known.places.values()]
      .filter(({ said }) => mayRead(reader, said))
      .toSorted((ours, theirs) => (ours.said.record.at < theirs.said.record.at ? 1 : -1))
      .slice(0, PLACES_MAX);
    return context.json(presentPresence(lookFor(house, reader), newest));
  });

  app.post('/api/posts', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const { audience, post, replaces } = await readBody(context, requests.post);
    const readers = mustAudience(house, audience);
    mustNotEndFirst(post, 'post');
    const refs = mustReplaceOwn('post', replaces);
    const said = await mustSay(house, desk, { audience: readers, type: 'post', body: post, refs });
    return context.json(presentSaved(house, said), 201);
  });

  app.post('/api/sites', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const { audience, site, replaces } = await readBody(context, requests.site);
    const readers = mustAudience(house, audience);
    mustNotEndFirst(site, 'site');
    const refs = mustReplaceOwn('site', replaces);
    const said = await mustSay(house, desk, { audience: readers, type: 'site', body: site, refs });
    return context.json(presentSaved(house, said), 201);
  });

  app.get('/api/handovers', async (context) => {
    const { reader } = await sessions.desk(context);
    const look = lookFor(house, reader);
    const newest = [...known.handovers.values()]
      .filter((said) => mayRead(reader, said))
      .toSorted((ours, theirs) => (ours.record.at < theirs.record.at ? 1 : -1))
      .slice(0, HANDOVERS_MAX);
    return context.json(newest.map((said) => presentHandover(look, said)));
  });

  app.post('/api/handovers', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const { audience, handover } = await readBody(context, requests.handover);
    mustBeOwnPost(handover);
    const parties = audience ? [...audience, handover.to] : partiesIn(office.centre);
    const readers = mustAudience(house, parties);
    const refs = [{ rel: 'hands-over', record: handover.post }];
    const said = await mustSay(house, desk, {
      audience: readers,
      type: 'handover',
      body: handover,
      refs,
    });
    return context.json(present(desk, mustHandover(desk, said.hash)), 201);
  });

  app.post('/api/handovers/:hash/step', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan', 'decide', 'report');
    const step = await readBody(context, requests.handoverStep);
    const handover = mustHandover(desk, hashIn(context));
    const planned = handover.record.body.steps.find(({ id }) => id === step.step);
    if (!planned) throw new Refusal('not-found');
    if (planned.by !== selfOf(house)) throw new Refusal('not-your-part', { lead: planned.by });
    const { done } = handoverState(known, handover);
    // The first word counts, and a second would say nothing.
    if (done.some((each) => each.step === step.step)) throw new Refusal('stale');
    await mustSay(house, desk, {
      audience: handover.audience,
      type: 'handover-step',
      body: { handover: handover.hash, ...step },
      refs: [{ rel: 'about', record: handover.hash }],
    });
    return context.json(present(desk, handover), 201);
  });

  const present = (desk: Desk, said: Said<'handover'>) =>
    presentHandover(lookFor(house, desk.reader), said);

  const mustHandover = (desk: Desk, hash: RecordHash): Said<'handover'> => {
    const said = known.handovers.get(hash);
    if (!said || !mayRead(desk.reader, said)) throw new Refusal('not-found');
    return said;
  };

  /** A later record replaces only one of our own, of the same type, that still stands. */
  const mustReplaceOwn = (type: 'post' | 'site', replaces: RecordHash | undefined) => {
    if (replaces === undefined) return [];
    const said = known.places.get(replaces)?.said;
    if (said?.record.type !== type || said.author !== selfOf(house)) throw new Refusal('not-found');
    return [{ rel: 'replaces', record: replaces }];
  };

  /** Only its own post is handed over, to another member, in steps of these two. */
  const mustBeOwnPost = ({ post, to, steps }: Handover): void => {
    const said = known.places.get(post)?.said;
    const self = selfOf(house);
    if (said?.record.type !== 'post' || said.author !== self) throw new Refusal('not-found');
    mustBeMembers(house, [to]);
    if (to === self) throw new Refusal('bad-request', { path: 'handover.to' });
    const others: readonly PartyId[] = steps.map(({ by }) => by);
    const strangers = others.filter((by) => by !== self && by !== to);
    if (isNonEmpty(strangers)) throw new Refusal('bad-request', { path: 'handover.steps' });
  };
}

function mustNotEndFirst(
  { from, upto }: { readonly from: string; readonly upto: string | null },
  path: string,
): void {
  if (upto !== null && momentOf(upto) <= momentOf(from)) {
    throw new Refusal('window-backwards', { path });
  }
}
