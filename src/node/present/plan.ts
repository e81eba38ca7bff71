import type { RecordHash } from '../../base/ids.ts';
import type { AskedView, PlanLine, PlanView } from '../../contract/api.ts';
import type { Standing } from '../../accord/operation/state.ts';
import { activationOf, closingOf } from '../../accord/operation/state.ts';
import type { Version } from '../../accord/operation/versions.ts';
import { versionOf } from '../../accord/operation/versions.ts';
import { mayRead } from '../../accord/party/release.ts';
import { presentAnswers } from './answer.ts';
import { presentReason } from './asked.ts';
import { presentAuthority } from './authority.ts';
import { conflictsFor } from './conflict.ts';
import { presentDecisions } from './decision.ts';
import type { Look } from './look.ts';
import { presentResults, presentRunning } from './running.ts';
import { presentChange, presentVersions } from './version.ts';
import { partiesIn } from '../../accord/party/audience.ts';

/** A plan as a desk sees it now, or nothing where it is unknown or not for this reader. */
export function presentPlan(look: Look, hash: RecordHash): PlanView | undefined {
  const found = findPlan(look, hash);
  if (!found) return undefined;
  const { version, standing } = found;
  const decisions = presentDecisions(look, version, standing.asked);
  const change = presentChange(look, version);
  const parties = standing.asked.map(({ party }) => party);
  return {
    ...presentLineOf(look, { ...found, isWhole: true }),
    decisions,
    answers: decisions.flatMap((decision) => presentAnswers(look, decision.hash)),
    ...(change ? { change } : {}),
    results: presentResults(version, parties),
  };
}

/** A plan as a board and a map show it; see {@link presentPlan}. */
export function presentPlanLine(look: Look, hash: RecordHash): PlanLine | undefined {
  const found = findPlan(look, hash);
  return found && presentLineOf(look, { ...found, isWhole: false });
}

interface Found {
  readonly version: Version;
  readonly standing: Standing;
}

function findPlan(look: Look, hash: RecordHash): Found | undefined {
  const version = versionOf(look.known.plans.get(hash));
  if (!version || !mayRead(look.reader, version.plan)) return undefined;
  const standing = look.standing(hash);
  return standing && { version, standing };
}

interface Lined extends Found {
  /** A list leaves out what an ended plan is in conflict with. */
  readonly isWhole: boolean;
}

function presentLineOf(look: Look, of: Lined): PlanLine {
  const { version, standing } = of;
  const { plan, file, ground } = version;
  const { hash, author, audience, record } = plan;
  const { asked, state } = standing;
  const parties = asked.map(({ party }) => party);
  const activation = activationOf(file);
  const closing = closingOf(file);
  return {
    hash,
    author,
    seat: record.by.seat,
    at: record.at,
    audience: partiesIn(audience),
    exercise: record.marking.exercise,
    plan: record.body,
    asked: asked.map((each): AskedView => {
      const { party, stance, reasons } = each;
      const grounded = { plan: record.body, ground };
      const why = reasons.map((reason) => presentReason(look.known, grounded, reason));
      return { party, stance, reasons: why };
    }),
    state,
    waitsForUs: isWaitingForUs(look, standing),
    authority: presentAuthority(look, version),
    versions: presentVersions(look, version),
    conflicts: of.isWhole || state.kind !== 'ended' ? conflictsFor(look, version, parties) : [],
    running: presentRunning(look, version, parties),
    ...(activation ? { activation: { hash: activation.hash, at: activation.record.at } } : {}),
    ...(closing
      ? {
          closing: {
            hash: closing.hash,
            at: closing.record.at,
            result: closing.record.body.result,
          },
        }
      : {}),
  };
}

/** Whether our party is asked and owes a word: none was said, a second officer's, or after an answer. */
function isWaitingForUs({ known, reader }: Look, { asked, state }: Standing): boolean {
  if (state.kind === 'ended' || state.kind === 'refused') return false;
  const stance = asked.find(({ party }) => party === reader.party)?.stance;
  if (stance?.kind === 'asks') return (known.answers.get(stance.by) ?? []).length > 0;
  return stance?.kind === 'silent' || stance?.kind === 'half';
}
