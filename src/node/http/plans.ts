import type { Context, Hono } from 'hono';
import type { JsonObject } from '../../base/json.ts';
import { formatBase64Url } from '../../base/bytes.ts';
import { formatInstant } from '../../base/instant.ts';
import type { RecordHash } from '../../base/ids.ts';
import { whoMustConsent } from '../../accord/operation/asked.ts';
import type { PlanGround } from '../../accord/operation/ground.ts';
import { groundOf } from '../../accord/operation/ground.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import { formatStatement, termsOf } from '../../accord/operation/statement.ts';
import type { Terms } from '../../accord/operation/statement.ts';
import { activationOf, standingOf } from '../../accord/operation/state.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import { momentOf } from '../../accord/wire.ts';
import type { ClaimView, PlanView, StatementView } from '../../contract/api.ts';
import { requests } from '../../contract/requests.ts';
import { parseShape } from '../../geo/shape.ts';
import { challengeOf, keyIdOf, signerOf } from '../../ledger/seal.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { lookFor } from '../present/look.ts';
import { presentPlan, presentPlanLine } from '../present/plan.ts';
import { presentPreview } from '../present/preview.ts';
import { knowsOf } from '../present/knows.ts';
import { hashIn, readBody } from './door.ts';
import { Refusal } from './problem.ts';
import { mustAudience, mustHaveDuty } from './reports.ts';
import type { Desk } from './session.ts';

/** How long after its statement was made a decision may be signed, in seconds. */
export const STATEMENT_SECONDS_MAX = 900;

/** Plans, decisions and what follows from them; nothing here can make a plan active but consents. */
export function servePlans(app: Hono, house: House): void {
  const { sessions, office, clock } = house;
  const { known } = office;
  /** Statements whose decision is being said, so that one sent twice at once is taken once. */
  const signing = new Set<string>();

  const present = (desk: Desk, hash: RecordHash): PlanView => {
    const view = presentPlan(lookFor(house, desk.reader), hash);
    if (!view) throw new Refusal('not-found');
    return view;
  };

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
    const { reader } = await sessions.desk(context);
    const look = lookFor(house, reader);
    const lines = [...known.plans.keys()].flatMap((hash) => presentPlanLine(look, hash) ?? []);
    return context.json(lines.toSorted((ours, theirs) => (ours.at < theirs.at ? 1 : -1)));
  });

  app.get('/api/plans/:hash', async (context) => {
    const desk = await sessions.desk(context);
    return context.json(present(desk, hashIn(context)));
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
    const asked = whoMustConsent(known, { plan, author: selfOf(house), ground });
    const unread = asked.filter((each) => !readers.includes(each.party));
    // Nobody can consent to what it may not read.
    if (unread.length > 0) {
      throw new Refusal('audience-not-yours', { parties: unread.map((each) => each.party) });
    }
    const { seat } = desk.seat;
    const said = await office.say({ seat, audience: readers, type: 'plan', body: plan });
    if (!said.ok) throw new Refusal('bad-record', { ...said.fault });
    return context.json(present(desk, said.value.hash), 201);
  });

  app.post('/api/statements', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'decide');
    const body = await readBody(context, requests.statement);
    mustBeAsked(desk, body.plan);
    const at = formatInstant(clock.now());
    const knows = knowsOf(known);
    const terms = { ...body, knows, at, party: selfOf(house), seat: desk.seat.seat };
    const statement = formatStatement({ ...terms, exercise: known.charter.exercise });
    const challenge = challengeOf(house.primitives.sha256, statement);
    const view: StatementView = {
      at,
      knows,
      statement,
      challenge: formatBase64Url(challenge),
      rpId: house.folder.settings.rpId,
      credentialIds: credentialsOf(house, desk),
    };
    return context.json(view);
  });

  app.post('/api/decisions', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'decide');
    const { at, ...body } = await readBody(context, requests.decision);
    const plan = mustBeAsked(desk, body.plan);
    const moment = momentOf(at);
    const age = clock.now() - moment;
    if (age < -1 || age > STATEMENT_SECONDS_MAX) throw new Refusal('statement-old');
    const { seat } = desk.seat;
    const terms: Terms = {
      ...body,
      at,
      party: selfOf(house),
      seat,
      exercise: known.charter.exercise,
    };
    mustBeSigned(desk, terms, body.signature);
    // [C20] What was signed once counts once.
    const statement = formatStatement(terms);
    if (signing.has(statement) || isDecided(body.plan, statement)) throw new Refusal('stale');
    signing.add(statement);
    try {
      const refs = [{ rel: 'decides', record: body.plan }];
      const { audience } = plan;
      const said = await office.say({ seat, audience, type: 'decision', body, refs, at: moment });
      if (!said.ok) throw new Refusal('bad-record', { ...said.fault });
    } finally {
      signing.delete(statement);
    }
    return context.json(present(desk, body.plan), 201);
  });

  app.post('/api/plans/:hash/acceptance', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const { decision } = await readBody(context, requests.acceptance);
    const { hash } = mustBeOurs(desk, hashIn(context));
    const decisions = known.plans.get(hash)?.decisions ?? [];
    if (!decisions.some((said) => said.hash === decision)) throw new Refusal('not-found');
    return followUp(context, desk, { type: 'acceptance', decision });
  });

  app.post('/api/plans/:hash/activation', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const plan = mustBeOurs(desk, hashIn(context));
    const file = known.plans.get(plan.hash);
    // The first activation counts, and a second would say nothing.
    if (file && activationOf(file)) throw new Refusal('stale');
    const standing = standingOf(known, plan.hash, clock.now());
    if (standing?.state.kind !== 'active') {
      const state = standing?.state ?? { kind: 'unknown' };
      throw new Refusal('consent-missing', { state });
    }
    const consents = standing.asked.flatMap(({ stance }) =>
      stance.kind === 'consents' ? [stance.by] : [],
    );
    return followUp(context, desk, { type: 'activation', consents });
  });

  app.post('/api/plans/:hash/closing', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan');
    const closing = await readBody(context, requests.closing);
    return followUp(context, desk, { type: 'closing', ...closing });
  });

  /** Says what only a plan's author may say of it, to the plan's own audience. */
  const followUp = async (
    context: Context,
    desk: Desk,
    what:
      | { readonly type: 'acceptance'; readonly decision: RecordHash }
      | { readonly type: 'activation'; readonly consents: RecordHash[] }
      | ({ readonly type: 'closing' } & ReturnType<typeof requests.closing.parse>),
  ): Promise<Response> => {
    const plan = mustBeOurs(desk, hashIn(context));
    const { type, ...rest } = what;
    const said = await office.say({
      seat: desk.seat.seat,
      audience: plan.audience,
      type,
      body: { plan: plan.hash, ...rest } as never,
      refs: [{ rel: 'about', record: plan.hash }],
    });
    if (!said.ok) throw new Refusal('bad-record', { ...said.fault });
    return context.json(present(desk, plan.hash), 201);
  };

  /** Whether this very statement of ours is on the record already. */
  const isDecided = (plan: RecordHash, statement: string): boolean =>
    (known.plans.get(plan)?.decisions ?? []).some(
      ({ author, record }) =>
        author === selfOf(house) && formatStatement(termsOf(record)) === statement,
    );

  const mustPlan = (desk: Desk, hash: RecordHash): Said<'plan'> => {
    const plan = known.plans.get(hash)?.plan;
    if (!plan || !mayRead(desk.reader, plan)) throw new Refusal('not-found');
    const state = standingOf(known, hash, clock.now())?.state;
    if (state?.kind === 'ended' && state.reason !== 'expired') {
      throw new Refusal('plan-ended', { reason: state.reason });
    }
    return plan;
  };

  const mustBeOurs = (desk: Desk, hash: RecordHash): Said<'plan'> => {
    const plan = mustPlan(desk, hash);
    if (plan.author !== selfOf(house)) throw new Refusal('not-your-plan');
    return plan;
  };

  const mustBeAsked = (desk: Desk, hash: RecordHash): Said<'plan'> => {
    const plan = mustPlan(desk, hash);
    const asked = standingOf(known, hash, clock.now())?.asked ?? [];
    if (!asked.some((each) => each.party === selfOf(house))) throw new Refusal('not-asked');
    return plan;
  };

  /** The signature must hold and its key must be in our roster for this seat, as every node will ask. */
  const mustBeSigned = (
    desk: Desk,
    terms: Terms,
    signature: ReturnType<typeof requests.decision.parse>['signature'],
  ): void => {
    if (signature.kind === 'exercise' && !known.charter.exercise) {
      throw new Refusal('not-in-exercise');
    }
    const { at, party, seat, exercise, ...body } = terms;
    const record = {
      type: 'decision',
      at,
      by: { party, seat },
      marking: { exercise },
      body: { ...body, signature },
    } as never;
    const signer = signerOf(house.primitives, record);
    if (!signer) throw new Refusal('key-did-not-sign');
    const id = keyIdOf(house.primitives.sha256, signature);
    const keys = office.roster()?.keys ?? [];
    if (!keys.some((key) => key.id === id && key.seat === desk.seat.seat)) {
      throw new Refusal('key-unknown');
    }
  };
}

/** The ground of a plan that was sent, or a refusal where its shape is none. */
export function mustGround(plan: Plan): PlanGround {
  const shape = parseShape(plan.shape as unknown as JsonObject);
  if (!shape.ok) throw new Refusal('bad-place', { ...shape.fault });
  return groundOf(shape.value, plan.reachMetres);
}

/** The passkeys made at this node for a seat. */
export function credentialsOf(house: House, desk: Desk): readonly string[] {
  const ours = house.office.accesses().filter(({ seat }) => seat === desk.seat.seat);
  return ours.map(({ credentialId }) => credentialId);
}
