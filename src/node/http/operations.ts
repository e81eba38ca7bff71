import type { Context, Hono } from 'hono';
import { isNonEmpty } from '../../base/result.ts';
import type { OperationState } from '../../accord/operation/state.ts';
import { activationOf } from '../../accord/operation/state.ts';
import { lineage, standingStops } from '../../accord/operation/running.ts';
import type { Step } from '../../accord/operation/schema.ts';
import type { Version } from '../../accord/operation/versions.ts';
import type { Body, RecordType } from '../../accord/record.ts';
import type { FaultCode } from '../../contract/faults.ts';
import { requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { conflictsFor } from '../present/conflict.ts';
import { lookFor } from '../present/look.ts';
import { hashIn, readBody } from './door.ts';
import { mustHaveDuty, mustOpenPlan, mustPlan, mustSay } from './must.ts';
import { mustPresent } from './plans.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** The types of record that follow from a plan, to the plan's own audience. */
type Following = Extract<
  RecordType,
  'acceptance' | 'activation' | 'closing' | 'stop' | 'resumption' | 'step' | 'clearance'
>;

/** What follows from a plan; nothing here can make it active but consents. */
export function serveOperations(app: Hono, house: House): void {
  const { sessions, office, clock } = house;
  const { known, standings } = office;

  /** Says what follows from a plan, to the plan's own audience, and answers how it is then. */
  const follow = async <T extends Following>(
    context: Context,
    desk: Desk,
    type: T,
    body: Body<T>,
  ): Promise<Response> => {
    const { plan } = mustPlan(house, desk, hashIn(context));
    const refs = [{ rel: 'about', record: plan.hash }];
    await mustSay(house, desk, { audience: plan.audience, type, body, refs });
    return context.json(mustPresent(house, desk, plan.hash), 201);
  };

  app.post('/api/plans/:hash/acceptance', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const { decision } = await readBody(context, requests.acceptance);
    const version = mustBeOurs(house, mustOpenPlan(house, desk, hashIn(context)));
    const isThere = lineage(known, version).some(({ file }) =>
      file.decisions.some((said) => said.hash === decision),
    );
    if (!isThere) throw new Refusal('not-found');
    return follow(context, desk, 'acceptance', { plan: version.plan.hash, decision });
  });

  app.post('/api/plans/:hash/activation', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const { plan, file } = mustBeOurs(house, mustOpenPlan(house, desk, hashIn(context)));
    // The first activation counts, and a second would say nothing.
    if (activationOf(file)) throw new Refusal('stale');
    const standing = standings.of(plan.hash, clock.now());
    if (standing?.state.kind !== 'active') throw notActive(standing?.state);
    const consents = standing.asked.flatMap(({ stance }) =>
      stance.kind === 'consents' ? [stance.by] : [],
    );
    return follow(context, desk, 'activation', { plan: plan.hash, consents });
  });

  app.post('/api/plans/:hash/closing', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const closing = await readBody(context, requests.closing);
    const version = mustPlan(house, desk, hashIn(context));
    const { plan } = version;
    // [C46] What each party says came of it may come after the author has ended it, its own once.
    if (plan.author === selfOf(house)) mustOpenPlan(house, desk, plan.hash);
    else mustBeAsked(version);
    return follow(context, desk, 'closing', { plan: plan.hash, ...closing });
  });

  app.post('/api/plans/:hash/stop', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan', 'decide', 'report');
    const stop = await readBody(context, requests.stop);
    const { plan } = mustOpenPlan(house, desk, hashIn(context));
    return follow(context, desk, 'stop', { plan: plan.hash, ...stop });
  });

  app.post('/api/plans/:hash/resumption', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan', 'decide', 'report');
    const resumption = await readBody(context, requests.stop);
    const version = mustOpenPlan(house, desk, hashIn(context));
    const stops = standingStops(lineage(known, version));
    if (!stops.some(({ party }) => party === selfOf(house))) throw new Refusal('not-stopped');
    return follow(context, desk, 'resumption', { plan: version.plan.hash, ...resumption });
  });

  app.post('/api/plans/:hash/step', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan', 'decide', 'report');
    const step = await readBody(context, requests.step);
    const version = mustOpenPlan(house, desk, hashIn(context));
    mustBeOurPart(house, version, step.step);
    return follow(context, desk, 'step', { plan: version.plan.hash, ...step });
  });

  app.post('/api/plans/:hash/clearance', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan', 'decide');
    const clearance = await readBody(context, requests.clearance);
    const version = mustOpenPlan(house, desk, hashIn(context));
    const { plan } = version;
    const parties = standings.verdictsOf(plan.hash)?.asked.map(({ party }) => party) ?? [];
    const conflict = conflictsFor(lookFor(house, desk.reader), version, parties).find(
      (each) => each.with === clearance.with,
    );
    if (!conflict) throw new Refusal('not-found');
    if (!conflict.concerns.includes(selfOf(house))) throw new Refusal('not-concerned');
    if (conflict.clearedBy.includes(selfOf(house))) throw new Refusal('stale');
    return follow(context, desk, 'clearance', { plan: plan.hash, ...clearance });
  });

  const mustBeAsked = ({ plan }: Version): void => {
    const asked = standings.verdictsOf(plan.hash)?.asked ?? [];
    if (!asked.some(({ party }) => party === selfOf(house))) throw new Refusal('not-asked');
  };
}

function mustBeOurs(house: House, version: Version): Version {
  if (version.plan.author !== selfOf(house)) throw new Refusal('not-your-plan');
  return version;
}

/** Only who leads a sector or a phase, and who hands over or takes over at a line, says how far it is. [C45] */
function mustBeOurPart(house: House, { plan }: Version, step: Step): void {
  const self = selfOf(house);
  const { sectors = [], phases = [], lines = [] } = plan.record.body;
  if (step.kind === 'line') {
    const line = lines.find(({ id }) => id === step.line);
    if (!line) throw new Refusal('not-found');
    const { holds } = line;
    const isOurs = step.state === 'offered' ? holds.includes(self) : holds.includes(step.with);
    if (!isOurs || step.with === self) throw new Refusal('not-your-part');
    if (!plan.audience.includes(step.with)) throw new Refusal('not-a-member');
    return;
  }
  const part =
    step.kind === 'phase'
      ? phases.find(({ id }) => id === step.phase)
      : sectors.find(({ id }) => id === step.sector);
  if (!part) throw new Refusal('not-found');
  if (part.lead !== self) throw new Refusal('not-your-part', { lead: part.lead });
}

/** Why an operation cannot be said to have begun, by its state. */
const NOT_ACTIVE: Readonly<Record<Exclude<OperationState['kind'], 'active'>, FaultCode>> = {
  proposed: 'consent-missing',
  refused: 'consent-missing',
  suspended: 'consent-missing',
  forbidden: 'plan-forbidden',
  halted: 'plan-halted',
  behind: 'records-behind',
  agreed: 'not-begun',
  'out-of-contact': 'out-of-contact',
  ended: 'plan-ended',
};

function notActive(state: OperationState | undefined): Refusal {
  if (!state || state.kind === 'active') return new Refusal('consent-missing');
  const logs = state.kind === 'behind' && isNonEmpty(state.logs) ? { logs: state.logs } : {};
  return new Refusal(NOT_ACTIVE[state.kind], { state, ...logs });
}
