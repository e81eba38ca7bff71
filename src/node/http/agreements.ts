import type { Hono } from 'hono';
import { formatInstant } from '../../base/instant.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import { formatSigningStatement, signingTermsOf } from '../../accord/operation/statement.ts';
import type { SigningTerms } from '../../accord/operation/statement.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { SigningStatementView } from '../../contract/beside-plans.ts';
import { AGREEMENTS_MAX, requests } from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { lookFor } from '../present/look.ts';
import { presentSaved } from '../present/place.ts';
import { presentAgreement } from '../present/signing.ts';
import { hashIn, readBody } from './door.ts';
import { mustBeMembers, mustHaveDuty, mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';
import { mustBeFresh, mustBeSigned, openOnce, presentStatement } from './signed.ts';

/** Agreements, and officers' signatures under them and under handovers. */
export function serveAgreements(app: Hono, house: House): void {
  const { sessions, office, clock } = house;
  const { known, centre } = office;
  const once = openOnce();

  app.get('/api/agreements', async (context) => {
    const { reader } = await sessions.desk(context);
    const look = lookFor(house, reader);
    const newest = [...known.agreements.values()]
      .filter(({ said }) => mayRead(reader, said))
      .toSorted((ours, theirs) => (ours.said.record.at < theirs.said.record.at ? 1 : -1))
      .slice(0, AGREEMENTS_MAX);
    return context.json(newest.map(({ said }) => presentAgreement(look, said)));
  });

  app.get('/api/agreements/:hash', async (context) => {
    const desk = await sessions.desk(context);
    return context.json(present(desk, hashIn(context)));
  });

  app.post('/api/agreements', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'plan', 'sign');
    const { agreement } = await readBody(context, requests.agreement);
    const named = agreement.articles.flatMap(({ rule }) => rule?.parties ?? []);
    mustBeMembers(house, [...agreement.parties, ...named]);
    mustBeMember(house);
    const said = await mustSay(house, desk, {
      audience: centre,
      type: 'agreement',
      body: agreement,
    });
    return context.json(present(desk, said.hash), 201);
  });

  app.post('/api/signings/statement', async (context) => {
    const desk = mustSign(house, await sessions.desk(context));
    const body = await readBody(context, requests.signingStatement);
    mustBeParty(desk, body.under);
    const at = formatInstant(clock.now());
    const statement = formatSigningStatement(termsAt(house, desk, { ...body, at }));
    const view: SigningStatementView = { at, ...presentStatement(house, desk, statement) };
    return context.json(view);
  });

  app.post('/api/signings', async (context) => {
    const desk = mustSign(house, await sessions.desk(context));
    const { at, ...body } = await readBody(context, requests.signing);
    mustBeParty(desk, body.under);
    const moment = mustBeFresh(house, at);
    mustBeSigned(house, desk, { type: 'signing', at, body });
    const statement = formatSigningStatement(termsAt(house, desk, { ...body, at }));
    const refs = [{ rel: 'signs', record: body.under }];
    const said = await once.take(statement, isSigned(body.under, statement), () =>
      mustSay(house, desk, { audience: centre, type: 'signing', body, refs, at: moment }),
    );
    return context.json(presentSaved(house, said), 201);
  });

  const present = (desk: Desk, hash: RecordHash) => {
    const said = known.agreements.get(hash)?.said;
    if (!said || !mayRead(desk.reader, said)) throw new Refusal('not-found');
    return presentAgreement(lookFor(house, desk.reader), said);
  };

  /** Whether this very statement of ours is on the record already. [C20] */
  const isSigned = (under: RecordHash, statement: string): boolean =>
    (known.signings.get(under) ?? []).some(
      ({ author, record }) =>
        author === selfOf(house) && formatSigningStatement(signingTermsOf(record)) === statement,
    );

  /** Only the parties of an agreement or a handover sign it. */
  const mustBeParty = (desk: Desk, under: RecordHash): void => {
    if (!partiesOf(desk, under).includes(selfOf(house))) throw new Refusal('not-a-signatory');
  };

  const partiesOf = (desk: Desk, under: RecordHash): readonly PartyId[] => {
    const agreement = known.agreements.get(under)?.said;
    if (agreement && mayRead(desk.reader, agreement)) return agreement.record.body.parties;
    const handover = known.handovers.get(under);
    if (!handover || !mayRead(desk.reader, handover)) throw new Refusal('not-found');
    return [handover.author, handover.record.body.to];
  };
}

/** What binds all is said by members only; an observer reads. */
function mustBeMember(house: House): void {
  if (house.office.isObserver) throw new Refusal('not-a-member', { parties: [selfOf(house)] });
}

/** Rosters of before there was a duty to sign name nobody who may: that is told apart. [C53] */
function mustSign(house: House, desk: Desk): Desk {
  const seats = house.office.roster()?.seats ?? [];
  if (!seats.some(({ duties }) => duties.includes('sign'))) throw new Refusal('nobody-signs');
  if (desk.seat.duties.includes('administer')) throw new Refusal('administers');
  return mustHaveDuty(desk, 'sign');
}

function termsAt(
  house: House,
  desk: Desk,
  terms: Omit<SigningTerms, 'party' | 'seat' | 'exercise'>,
): SigningTerms {
  const { exercise } = house.folder.charter;
  return { ...terms, party: selfOf(house), seat: desk.seat.seat, exercise };
}
