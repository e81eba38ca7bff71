import type { Known, PlanFile } from '../../src/accord/known.ts';
import { openKnown } from '../../src/accord/known.ts';
import type { AskedParty, Reason, Verdicts } from '../../src/accord/operation/asked.ts';
import type { Plan } from '../../src/accord/operation/plan-schema.ts';
import type { Decision } from '../../src/accord/operation/schema.ts';
import type { Standing } from '../../src/accord/operation/state.ts';
import { standingOf, standingUnder, verdictsOfVersion } from '../../src/accord/operation/state.ts';
import { versionOf } from '../../src/accord/operation/versions.ts';
import type { Roster } from '../../src/accord/party/schema.ts';
import type { Said } from '../../src/accord/said.ts';
import type { RecordHash } from '../../src/base/ids.ts';
import type { Instant } from '../../src/base/instant.ts';
import { isNonEmpty } from '../../src/base/result.ts';
import type { Parts } from '../../src/sim/parts.ts';
import type { Mutant } from './planted.ts';

type Reckoned = Pick<Parts, 'standingOf'>;

/** A node that reckons with the knowledge that it has, and something changed in it. */
export const seeing = (change: (known: Known, plan: RecordHash) => Known): Reckoned => ({
  standingOf: (known, plan, now) => standingOf(change(known, plan), plan, now),
});

/** …with the file of every plan changed. */
export const withFiles = (change: (file: PlanFile, known: Known) => PlanFile): Reckoned =>
  seeing((known) => ({
    ...known,
    plans: new Map([...known.plans].map(([hash, file]) => [hash, change(file, known)])),
  }));

/** …with every plan changed. */
export const withPlans = (change: (plan: Plan) => Plan): Reckoned =>
  withFiles((file) => ({ ...file, plan: file.plan && withBody(file.plan, change) }));

/** …with every decision changed. */
export const withDecisions = (change: (decision: Decision) => Decision): Reckoned =>
  withFiles((file) => ({
    ...file,
    decisions: file.decisions.map((said) => withBody(said, change)),
  }));

/** …without the decisions of one verdict. */
export const withoutVerdict = (verdict: Decision['verdict']): Reckoned =>
  withFiles((file) => ({
    ...file,
    decisions: file.decisions.filter(({ record }) => record.body.verdict !== verdict),
  }));

/** Rosters, the latest and those before. */
export const withRosters = (change: (roster: Roster) => Roster): Reckoned =>
  seeing((known) => ({
    ...known,
    rosters: new Map([...known.rosters].map(([party, said]) => [party, withBody(said, change)])),
    rosterHistory: new Map(
      [...known.rosterHistory].map(([party, all]) => [
        party,
        all.map((said) => withBody(said, change)),
      ]),
    ),
  }));

/** …that reckons who is asked, and what is forbidden, in another way. */
export const withVerdicts = (change: (verdicts: Verdicts) => Verdicts): Reckoned => ({
  standingOf: (known, plan, now) => {
    const version = versionOf(known.plans.get(plan));
    if (!version) return undefined;
    return standingUnder(known, version, change(verdictsOfVersion(known, version)), now);
  },
});

/** …that asks nobody for this reason. */
export const withoutReason = (kind: Reason['kind']): Reckoned =>
  withVerdicts(({ asked, forbidden }) => ({
    forbidden,
    asked: asked.flatMap(({ party, reasons }): readonly AskedParty[] => {
      const others = reasons.filter((reason) => reason.kind !== kind);
      return isNonEmpty(others) ? [{ party, reasons: others }] : [];
    }),
  }));

/** A node that changes what it has reckoned. */
export const ending = (
  change: (standing: Standing, file: PlanFile, now: Instant) => Standing,
): Reckoned => ({
  standingOf: (known, plan, now) => {
    const [standing, file] = [standingOf(known, plan, now), known.plans.get(plan)];
    return standing && file ? change(standing, file, now) : standing;
  },
});

/** A node that learns other than what it hears. */
export const learning = (
  change: (said: Said, known: Known) => Said | undefined,
): Partial<Parts> => ({
  openKnown: (charter, audience) => {
    const honest = openKnown(charter, audience);
    const learn = (said: Said): void => {
      const changed = change(said, honest);
      if (changed) honest.learn(changed);
    };
    return Object.assign(Object.create(honest) as typeof honest, { learn });
  },
});

/** A record with its body changed. */
export function withBody<S extends { readonly record: { readonly body: object } }>(
  said: S,
  change: (body: S['record']['body']) => S['record']['body'],
): S {
  return { ...said, record: { ...said.record, body: change(said.record.body) } };
}

/** As if nothing kept it from being active. */
export const active = (now: Instant): Standing['state'] => ({ kind: 'active', since: now });

/** A fault that the judges of consent or of agreement notice. */
export const consent = (words: string, parts: Partial<Parts>, seed = 0): Mutant => ({
  words,
  seed,
  judges: ['consent', 'agreement'],
  parts,
});
