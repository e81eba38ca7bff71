import type { DecisionView } from '../../contract/api.ts';
import type { AskedParty } from '../../accord/operation/asked.ts';
import { voidReason } from '../../accord/operation/consent.ts';
import type { Version } from '../../accord/operation/versions.ts';
import { earlierVersions } from '../../accord/operation/versions.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Said } from '../../accord/said.ts';
import type { Look } from './look.ts';

/** All that was decided on a plan and on the versions that it only narrows, the earliest first. [C39] */
export function presentDecisions(
  look: Look,
  version: Version,
  asked: readonly AskedParty[],
): readonly DecisionView[] {
  const narrowed = earlierVersions(look.known, version).filter(({ narrowsFrom }) => narrowsFrom);
  const versions: readonly Version[] = [version, ...narrowed];
  return versions
    .flatMap((each) =>
      each.file.decisions
        .filter((said) => mayRead(look.reader, said))
        .map((said): DecisionView => {
          const isVoid = voidReason({ known: look.known, file: each.file, asked }, said);
          return {
            ...presentDecision(each, versions, said),
            ...(each === version ? {} : { version: each.plan.hash }),
            ...(isVoid ? { void: isVoid } : {}),
          };
        }),
    )
    .toSorted((ours, theirs) => (ours.at < theirs.at ? -1 : 1));
}

function presentDecision(
  { plan }: Version,
  versions: readonly Version[],
  { hash, author, record }: Said<'decision'>,
): DecisionView {
  const { verdict, upto, conditions, limits, reason, words, language, signature } = record.body;
  return {
    hash,
    party: author,
    seat: record.by.seat,
    at: record.at,
    verdict,
    upto,
    conditions,
    limits: limits ?? [],
    reason,
    words,
    language,
    key: signature.kind,
    accepted: versions.some(({ file }) =>
      file.acceptances.some(
        (each) => each.author === plan.author && each.record.body.decision === hash,
      ),
    ),
  };
}
