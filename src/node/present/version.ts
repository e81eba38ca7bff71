import type { RecordHash } from '../../base/ids.ts';
import type { JsonObject } from '../../base/json.ts';
import { formatCanonical } from '../../base/json.ts';
import type { ChangeView, VersionView } from '../../contract/api.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Compared, NarrowingCheck, Version } from '../../accord/operation/versions.ts';
import {
  NARROWING_CHECKS,
  amendedBy,
  earlierVersions,
  isNarrowing,
  laterVersions,
  versionOf,
  widenings,
} from '../../accord/operation/versions.ts';
import type { Grounded } from './asked.ts';
import type { Look } from './look.ts';

/** All versions of a plan: those before it, the oldest first, itself, and all that follow from it. */
export function presentVersions(look: Look, version: Version): readonly VersionView[] {
  const earlier = earlierVersions(look.known, version).toReversed();
  return [
    ...earlier.map((each) => presentVersion(look, each, 'earlier')),
    presentVersion(look, version, 'this'),
    ...laterOf(look, version).map((each) => presentVersion(look, each, 'later')),
  ];
}

/** What changed from the version before, check by check; nothing where there is none. [C38] */
export function presentChange(look: Pick<Look, 'known'>, version: Version): ChangeView | undefined {
  const before = amendedBy(look.known, version);
  return before && changeFrom(before, version);
}

/** What a draft of ours would change, where it amends a plan of ours. */
export function presentDraftChange(look: Look, draft: Grounded): ChangeView | undefined {
  const { amends } = draft.plan;
  const before = amends === undefined ? undefined : versionOf(look.known.plans.get(amends));
  if (!before || before.plan.author !== look.reader.party) return undefined;
  return changeFrom(before, { ground: draft.ground, plan: { record: { body: draft.plan } } });
}

function changeFrom(before: Version, next: Compared): ChangeView {
  const [ours, theirs] = [next.plan.record.body, before.plan.record.body];
  const isChanged = (check: NarrowingCheck): boolean =>
    formOf(PARTS[check](ours)) !== formOf(PARTS[check](theirs));
  return {
    from: before.plan.hash,
    before: theirs,
    widens: widenings(next, before),
    changed: NARROWING_CHECKS.filter(isChanged),
  };
}

function presentVersion(look: Look, version: Version, place: VersionView['place']): VersionView {
  const { hash, record } = version.plan;
  const before = amendedBy(look.known, version);
  return {
    hash,
    at: record.at,
    place,
    ...(before ? { narrows: isNarrowing(version, before) } : {}),
    state: look.standing(hash)?.state.kind ?? 'proposed',
  };
}

/** All versions that amend this one or one of those, by when they were proposed. */
function laterOf({ known }: Look, version: Version): readonly Version[] {
  const found = new Map<RecordHash, Version>();
  const waiting = [...laterVersions(known, version)];
  for (let next = waiting.pop(); next; next = waiting.pop()) {
    if (found.has(next.plan.hash)) continue;
    found.set(next.plan.hash, next);
    waiting.push(...laterVersions(known, next));
  }
  return [...found.values()].toSorted((ours, theirs) =>
    ours.plan.record.at < theirs.plan.record.at ? -1 : 1,
  );
}

/** What of a plan each check is about. */
const PARTS: Readonly<Record<NarrowingCheck, (plan: Plan) => unknown>> = {
  kind: ({ kind }) => kind,
  texts: ({ name, language, purpose, rulesOfContact }) => [name, language, purpose, rulesOfContact],
  ground: ({ shape, reachMetres }) => [shape, reachMetres ?? 0],
  window: ({ window }) => window,
  turns: ({ schedule }) => schedule ?? null,
  heights: ({ heights }) => heights ?? null,
  forces: ({ contributions }) => contributions,
  sectors: ({ sectors }) => sectors ?? [],
  phases: ({ phases }) => phases ?? [],
  lines: ({ lines }) => lines ?? [],
  liaison: ({ liaison }) => liaison ?? [],
  'lost-contact': ({ lostContact }) => lostContact ?? null,
  sharing: ({ sharing }) => sharing ?? null,
};

function formOf(part: unknown): string {
  return formatCanonical({ part } as JsonObject);
}
