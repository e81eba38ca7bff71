import type { Hono } from 'hono';
import { formatInstant } from '../../base/instant.ts';
import type { RecordHash } from '../../base/ids.ts';
import { formatStatement, termsOf } from '../../accord/operation/statement.ts';
import type { Terms } from '../../accord/operation/statement.ts';
import type { Decision } from '../../accord/operation/schema.ts';
import type { Version } from '../../accord/operation/versions.ts';
import type { StatementView } from '../../contract/api.ts';
import { requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { presentAuthority, proposingSeats } from '../present/authority.ts';
import { knowsOf } from '../present/knows.ts';
import { lookFor } from '../present/look.ts';
import { readBody } from './door.ts';
import { mustHaveDuty, mustOpenPlan, mustSay } from './must.ts';
import { mustPresent } from './plans.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';
import { mustBeFresh, mustBeSigned, openOnce, presentStatement } from './signed.ts';

/** What officers say to plans: statements to be signed, and decisions once they are. */
export function serveDecisions(app: Hono, house: House): void {
  const { sessions, office, clock } = house;
  const { known } = office;
  const once = openOnce();

  app.post('/api/statements', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'decide');
    const body = await readBody(context, requests.statement);
    mustBeSayable(body);
    mustDecide(house, desk, body.plan);
    const at = formatInstant(clock.now());
    const knows = knowsOf(known);
    const statement = formatStatement(termsAt(house, desk, { ...body, knows, at }));
    const view: StatementView = { at, knows, ...presentStatement(house, desk, statement) };
    return context.json(view);
  });

  app.post('/api/decisions', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'decide');
    const { at, ...body } = await readBody(context, requests.decision);
    mustBeSayable(body);
    const { plan } = mustDecide(house, desk, body.plan);
    mustBeKnown(body.knows);
    const moment = mustBeFresh(house, at);
    mustBeSigned(house, desk, { type: 'decision', at, body });
    const statement = formatStatement(termsAt(house, desk, { ...body, at }));
    const { audience } = plan;
    const refs = [{ rel: 'decides', record: body.plan }];
    await once.take(statement, isDecided(body.plan, statement), () =>
      mustSay(house, desk, { audience, type: 'decision', body, refs, at: moment }),
    );
    return context.json(mustPresent(house, desk, body.plan), 201);
  });

  /** Whether this very statement of ours is on the record already. */
  const isDecided = (plan: RecordHash, statement: string): boolean =>
    (known.plans.get(plan)?.decisions ?? []).some(
      ({ author, record }) =>
        author === selfOf(house) && formatStatement(termsOf(record)) === statement,
    );

  /** Nobody can have known more here than is known here. */
  const mustBeKnown = (knows: NonNullable<Decision['knows']>): void => {
    const isMore = knows.some(({ party, size }) => size > (known.reached.get(party) ?? 0));
    if (isMore) throw new Refusal('bad-request', { path: 'knows' });
  };
}

type Said = Pick<Decision, 'verdict' | 'conditions' | 'limits' | 'reason'>;

/** A question asks something, and only a consent has conditions. */
function mustBeSayable({ verdict, conditions, limits = [], reason }: Said): void {
  if (verdict === 'question' && reason === null)
    throw new Refusal('bad-request', { path: 'reason' });
  if (verdict === 'consent' || conditions.length + limits.length === 0) return;
  throw new Refusal('bad-request', { path: conditions.length > 0 ? 'conditions' : 'limits' });
}

function termsAt(
  house: House,
  desk: Desk,
  terms: Omit<Terms, 'party' | 'seat' | 'exercise'>,
): Terms {
  const { exercise } = house.folder.charter;
  return { ...terms, party: selfOf(house), seat: desk.seat.seat, exercise };
}

/** A plan on which our party is asked and this desk may decide, as every node will ask. [C33] [C35] [C36] */
function mustDecide(house: House, desk: Desk, hash: RecordHash): Version {
  const version = mustOpenPlan(house, desk, hash);
  const asked = house.office.standings.of(hash, house.clock.now())?.asked ?? [];
  if (!asked.some((each) => each.party === selfOf(house))) throw new Refusal('not-asked');
  if (desk.seat.duties.includes('administer')) throw new Refusal('administers');
  const look = lookFor(house, desk.reader);
  const { here, lacks, goesTo } = presentAuthority(look, version);
  if (here) return version;
  const details = { lacks, ...(goesTo ? { goesTo } : {}) };
  const isOwn = proposingSeats(look, version).includes(desk.seat.seat);
  throw new Refusal(isOwn ? 'own-proposal' : 'beyond-authority', details);
}
