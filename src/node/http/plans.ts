import type { Hono } from 'hono';
import type { RecordHash } from '../../base/ids.ts';
import { verdictsOn } from '../../accord/operation/asked.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Audience } from '../../accord/party/audience.ts';
import { isSameAudience } from '../../accord/party/audience.ts';
import { mayRead } from '../../accord/party/release.ts';
import { momentOf } from '../../accord/wire.ts';
import type { ClaimView, PlanLine, PlanView } from '../../contract/api.ts';
import { PLANS_MAX, planQuerySchema, requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { lookFor } from '../present/look.ts';
import { presentPlan, presentPlanLine } from '../present/plan.ts';
import { presentPreview } from '../present/preview.ts';
import { breathe } from '../breath.ts';
import { hashIn, readBody, readQuery } from './door.ts';
import { mustAudience, mustGround, mustHaveDuty, mustPlan, mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** Claims, plans and what a plan would come to. */
export function servePlans(app: Hono, house: House): void {
  const { sessions, office, clock } = house;
  const { known } = office;

  app.get('/api/claims', async (context) => {
    const { reader } = await sessions.desk(context);
    const claims = [...known.claims.values()].filter(({ said }) => mayRead(reader, said));
    return context.json(
      claims.map(({ said }): ClaimView => {
        return { hash: said.hash, party: said.author, claim: said.record.body };
      }),
    );
  });

  app.get('/api/plans', async (context) => {
    const desk = await sessions.desk(context);
    const { before, open } = readQuery(context, planQuerySchema);
    const look = lookFor(house, desk.reader);
    const lines: PlanLine[] = [];
    const wanted = (hash: RecordHash): boolean =>
      open === undefined || look.standing(hash)?.state.kind !== 'ended';
    for (const hash of newestPlans(house, desk, { before, wanted })) {
      lines.push(...[presentPlanLine(look, hash) ?? []].flat());
      await breathe();
    }
    return context.json(lines);
  });

  app.get('/api/plans/:hash', async (context) => {
    const desk = await sessions.desk(context);
    return context.json(mustPresent(house, desk, hashIn(context)));
  });

  app.post('/api/plans/preview', async (context) => {
    const { reader } = await sessions.desk(context);
    const { plan } = await readBody(context, requests.preview);
    const ground = mustGround(plan);
    return context.json(presentPreview(lookFor(house, reader), { plan, ground }));
  });

  app.post('/api/plans', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const { audience, plan } = await readBody(context, requests.plan);
    const ground = mustGround(plan);
    if (momentOf(plan.window.upto) <= clock.now()) throw new Refusal('window-past');
    const readers = mustAudience(house, audience);
    mustAmendOwn(desk, plan, readers);
    const { asked } = verdictsOn(known, { plan, author: selfOf(house), ground });
    const unread = asked.filter((each) => !readers.includes(each.party));
    // Nobody can consent to what it may not read.
    if (unread.length > 0) {
      throw new Refusal('audience-not-yours', { parties: unread.map((each) => each.party) });
    }
    const refs = plan.amends === undefined ? [] : [{ rel: 'amends', record: plan.amends }];
    const said = await mustSay(house, desk, { audience: readers, type: 'plan', body: plan, refs });
    return context.json(mustPresent(house, desk, said.hash), 201);
  });

  /** A version may follow only from our own plan, that has not ended, for the same readers. [C38] */
  const mustAmendOwn = (desk: Desk, plan: Plan, readers: Audience): void => {
    if (plan.amends === undefined) return;
    const before = mustPlan(house, desk, plan.amends);
    if (before.plan.author !== selfOf(house)) throw new Refusal('not-your-plan');
    const { audience } = before.plan;
    if (!isSameAudience(audience, readers))
      throw new Refusal('amends-other-audience', { audience });
    const state = office.standings.of(plan.amends, clock.now())?.state;
    if (state?.kind === 'ended') throw new Refusal('plan-ended', { reason: state.reason });
  };
}

/** A plan as this desk sees it now, or a refusal where it is not there for it. */
export function mustPresent(house: House, desk: Desk, hash: RecordHash): PlanView {
  const view = presentPlan(lookFor(house, desk.reader), hash);
  if (!view) throw new Refusal('not-found');
  return view;
}

/** Which plans are wanted of all. */
interface NewestPlans {
  readonly before?: RecordHash | undefined;
  readonly wanted?: (plan: RecordHash) => boolean;
}

/** The newest plans that a desk may read and that are wanted, or those that come after `before` in that order. */
export function newestPlans(
  house: House,
  { reader }: Pick<Desk, 'reader'>,
  { before, wanted }: NewestPlans = {},
): readonly RecordHash[] {
  const plans = [...house.office.known.plans.values()]
    .flatMap(({ plan }) => (plan && mayRead(reader, plan) ? [plan] : []))
    .toSorted((ours, theirs) => (nameOf(ours) < nameOf(theirs) ? 1 : -1))
    .map(({ hash }) => hash);
  const from = before === undefined ? 0 : plans.indexOf(before) + 1;
  if (before !== undefined && from === 0) throw new Refusal('not-found');
  const rest = plans.slice(from);
  return (wanted ? rest.filter(wanted) : rest).slice(0, PLANS_MAX);
}

/** By when it was proposed, and among those of one second by its own name. */
function nameOf(plan: {
  readonly hash: RecordHash;
  readonly record: { readonly at: string };
}): string {
  return `${plan.record.at} ${plan.hash}`;
}
