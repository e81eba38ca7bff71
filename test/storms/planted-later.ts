import type { RecordOf } from '../../src/accord/record.ts';
import type { RecordHash, SeatId } from '../../src/base/ids.ts';
import type { Mutant } from './planted.ts';
import {
  consent,
  seeing,
  withBody,
  withDecisions,
  withFiles,
  withPlans,
  withRosters,
  withVerdicts,
  withoutReason,
} from './plants.ts';

/** The same for the rules of agreements, authority, versions and stops. */
export const LATER_CONSENT_MUTANTS: readonly Mutant[] = [
  consent('[C23] asks nobody because it leads', withoutReason('leads'), 1),
  consent('[C24] asks nobody because of an agreement', withoutReason('agreement'), 6),
  consent(
    '[C25] frees nobody',
    seeing((known) => ({
      ...known,
      agreements: new Map(
        [...known.agreements].map(([hash, file]) => [
          hash,
          { ...file, rules: file.rules.filter(({ rule }) => rule.effect !== 'notify') },
        ]),
      ),
    })),
    37,
  ),
  consent(
    '[C25] frees one who has not signed',
    seeing((known) => ({
      ...known,
      agreements: new Map(
        [...known.agreements].map(([hash, file]) => [
          hash,
          {
            ...file,
            rules: file.rules.map((rule) => ({ ...rule, signatories: rule.rule.parties })),
          },
        ]),
      ),
    })),
    25,
  ),
  consent(
    '[C26] forbids nothing',
    withVerdicts(({ asked }) => ({ asked, forbidden: [] })),
    43,
  ),
  consent(
    '[C27] takes an agreement for signed',
    seeing((known) => ({
      ...known,
      agreements: new Map(
        [...known.agreements].map(([hash, file]) => [
          hash,
          { ...file, said: withBody(file.said, (body) => ({ ...body, parties: [] })) },
        ]),
      ),
    })),
    2,
  ),
  consent(
    '[C28] asks the author of a notice',
    withPlans((plan) => ({ ...plan, sharing: undefined })),
    1,
  ),
  consent(
    '[C29] asks a party twice',
    withVerdicts(({ asked, forbidden }) => ({ forbidden, asked: [...asked, ...asked] })),
  ),
  consent(
    '[C30] believes that it knows everything',
    seeing((known) => ({
      ...known,
      reached: new Map(known.charter.members.map((party) => [party, Number.MAX_SAFE_INTEGER])),
    })),
    15,
  ),
  consent(
    '[C31] takes no limit for one',
    withDecisions((decision) => ({ ...decision, limits: [] })),
    5,
  ),
  consent(
    '[C32] takes a question for an answer',
    withDecisions((decision) =>
      decision.verdict === 'question' ? { ...decision, verdict: 'consent' } : decision,
    ),
  ),
  consent(
    '[C33] lets every office decide without limit',
    withRosters((roster) => ({
      ...roster,
      seats: roster.seats.map((seat) => ({ ...seat, authority: undefined })),
    })),
    2,
  ),
  consent(
    '[C34] lets a later roster lend authority',
    seeing((known) => ({ ...known, rosterHistory: new Map() })),
    139,
  ),
  consent(
    '[C35] lets the office that administers decide',
    withRosters((roster) => ({
      ...roster,
      seats: roster.seats.map((seat) => ({
        ...seat,
        duties: seat.duties.filter((duty) => duty !== 'administer'),
      })),
    })),
  ),
  consent(
    '[C36] lets the office decide that proposed',
    withFiles((file) => {
      if (!file.plan) return file;
      const { record } = file.plan;
      const by: RecordOf['by'] = { ...record.by, seat: 'desk/nobody' as SeatId };
      return { ...file, plan: { ...file.plan, record: { ...record, by } } };
    }),
    2,
  ),
  consent(
    '[C37] takes one for two',
    withRosters((roster) => ({ ...roster, twoPerson: [] })),
    2,
  ),
  consent(
    '[C38] takes other words for the same',
    withPlans((plan) => ({ ...plan, name: 'plan' })),
    3,
  ),
  consent(
    '[C38] takes more ground for less',
    withFiles((file, known) => {
      const before = known.plans.get((file.plan?.record.body.amends ?? '') as RecordHash);
      return before?.ground ? { ...file, ground: before.ground } : file;
    }),
    2,
  ),
  consent(
    '[C38] lets another party amend a plan',
    withFiles((file, known) => {
      const before = known.plans.get((file.plan?.record.body.amends ?? '') as RecordHash);
      if (!file.plan || !before?.plan) return file;
      return { ...file, plan: { ...file.plan, author: before.plan.author } };
    }),
    5,
  ),
  consent(
    '[C39] keeps nothing that was said of the version before',
    seeing((known, plan) => ({
      ...known,
      plans: new Map(
        [...known.plans].map(([hash, file]) => [
          hash,
          hash === plan ? file : { ...file, decisions: [] },
        ]),
      ),
    })),
    5,
  ),
  consent(
    '[C40] lets a version go on that was replaced',
    withFiles((file) => ({ ...file, amendments: [] })),
  ),
  consent(
    '[C41] does not stop',
    withFiles((file) => ({ ...file, stops: [] })),
    5,
  ),
  consent(
    '[C41] lets a stop end with the version it was said of',
    seeing((known, plan) => ({
      ...known,
      plans: new Map(
        [...known.plans].map(([hash, file]) => [
          hash,
          hash === plan ? file : { ...file, stops: [] },
        ]),
      ),
    })),
    21,
  ),
  consent(
    '[C42] never goes on',
    withFiles((file) => ({
      ...file,
      stops: file.stops.filter(({ record }) => record.type === 'stop'),
    })),
    11,
  ),
  consent(
    '[C43] never loses contact',
    withPlans((plan) => ({ ...plan, lostContact: undefined })),
    2,
  ),
  consent(
    '[C43] believes what is said of another',
    withFiles((file) => ({
      ...file,
      contacts: file.contacts.map((said) =>
        withBody(said, (body) => ({
          ...body,
          heard: body.heard.map(({ party }) => ({ party, at: said.record.at })),
        })),
      ),
    })),
    984,
  ),
];
