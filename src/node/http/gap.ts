import type { Hono } from 'hono';
import type { RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import { momentOf } from '../../accord/wire.ts';
import {
  CELL_METRES_DEFAULT,
  holdingRequests,
  holdingsQuerySchema,
} from '../../contract/holding-calls.ts';
import type { GapReckoner, ReckoningFault } from '../gap-reckoning.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { shapeOf } from '../../accord/operation/ground.ts';
import { gapPicture, presentGap } from '../present/gap.ts';
import { presentHoldings } from '../present/held.ts';
import { presentSaved } from '../present/place.ts';
import { hashIn, readBody, readQuery } from './door.ts';
import { mustAudience, mustBeMembers, mustHaveDuty, mustSay, mustShape } from './must.ts';
import { Refusal } from './problem.ts';

/** What parties hold, and what of the ground nobody covers. */
export function serveGap(app: Hono, house: House, reckoner: GapReckoner): void {
  const { sessions, office, clock } = house;

  app.get('/api/holdings', async (context) => {
    const { reader } = await sessions.desk(context);
    const { at } = readQuery(context, holdingsQuerySchema);
    return context.json(presentHoldings(house, reader, momentFrom(at)));
  });

  app.post('/api/holdings', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const { audience, holding, replaces } = await readBody(context, holdingRequests.holding);
    const readers = mustAudience(house, audience);
    const { from, upto, manned, post } = holding;
    if (upto !== null && momentOf(upto) <= momentOf(from)) {
      throw new Refusal('window-backwards', { path: 'holding' });
    }
    mustShape(holding.ground);
    mustBeMembers(house, [...new Set(manned.map(({ party }) => party))]);
    if (post !== undefined && office.known.places.get(post)?.said.author !== selfOf(house)) {
      throw new Refusal('not-found');
    }
    const refs =
      replaces === undefined ? [] : [{ rel: 'replaces', record: mustOwn(replaces).hash }];
    const said = await mustSay(house, desk, {
      audience: readers,
      type: 'holding',
      body: holding,
      refs,
    });
    return context.json(presentSaved(house, said), 201);
  });

  app.post('/api/holdings/:hash/confirm', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan', 'report');
    const holding = mustOwn(hashIn(context));
    const said = await mustSay(house, desk, {
      audience: holding.audience,
      type: 'confirmation',
      body: { holding: holding.hash },
      refs: [{ rel: 'about', record: holding.hash }],
    });
    return context.json(presentSaved(house, said), 201);
  });

  app.post('/api/gap', async (context) => {
    const { reader } = await sessions.desk(context);
    const asked = await readBody(context, holdingRequests.gap);
    const area = asked.area ? mustShape(asked.area) : shapeOf(house.folder.charter.area);
    const now = momentFrom(asked.at);
    const picture = gapPicture(house, reader, now);
    const cellMetres = asked.cellMetres ?? CELL_METRES_DEFAULT;
    const reckoned = await reckoner.reckon({ ...picture.question, area, cellMetres });
    if (!reckoned.ok) throw refusalOf(reckoned.fault);
    return context.json(presentGap(picture, { now, cellMetres }, reckoned.value));
  });

  const momentFrom = (at: string | undefined): Instant =>
    at === undefined ? clock.now() : momentOf(at);

  /** A holding of our own that nothing of ours has replaced yet. */
  const mustOwn = (hash: RecordHash): Said<'holding'> => {
    const self = selfOf(house);
    const standing = office.holdings.standing(
      (said) => mayRead({ party: self }, said) || said.audience.join() === office.own.join(),
      clock.now(),
    );
    const found = standing.find(({ said }) => said.hash === hash)?.said;
    if (found?.author !== self) throw new Refusal('not-found');
    return found;
  };
}

function refusalOf(fault: ReckoningFault): Refusal {
  switch (fault.kind) {
    case 'no-ground':
      return new Refusal('gap-no-ground');
    case 'too-many-cells':
      return new Refusal('gap-too-many-cells', { limit: fault.max, metres: fault.cellMetres });
    case 'busy':
      return new Refusal('gap-busy');
    case 'too-much':
      return new Refusal('gap-too-much');
  }
}
