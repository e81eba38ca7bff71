import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { Known } from '../known.ts';
import { isSameAudience } from '../party/audience.ts';
import type { Said } from '../said.ts';
import { momentOf } from '../wire.ts';
import type { Version } from './versions.ts';
import { earlierVersions } from './versions.ts';

/** A stop that stands. [C41] [C42] */
export interface StandingStop {
  readonly party: PartyId;
  readonly record: RecordHash;
  readonly at: string;
  readonly reason: string | null;
}

/** How far a phase is: by its window, and by the word of who leads it. [C44] [C45] */
export interface PhaseState {
  readonly id: string;
  readonly name: string;
  readonly lead: PartyId;
  readonly from: Instant;
  readonly upto: Instant;
  readonly time: 'ahead' | 'running' | 'past';
  readonly said: 'begun' | 'done' | null;
}

/** How far a sector is, by the word of who leads it. [C45] */
export interface SectorState {
  readonly id: string;
  readonly name: string;
  readonly lead: PartyId;
  readonly percent: number;
  /** When that was said; nothing was said where it is absent. */
  readonly at?: string;
}

/** Whether a line that units do not cross was handed over. [C45] */
export interface LineState {
  readonly id: string;
  readonly name: string;
  readonly holds: readonly PartyId[];
  /** Offers and takings that stand: from a party that holds it, to another. */
  readonly handed: readonly {
    readonly from: PartyId;
    readonly to: PartyId;
    readonly state: 'offered' | 'taken';
  }[];
}

/** A version with all before it: what was said of any of them may count for it. */
export function lineage(
  known: Pick<Known, 'plans'>,
  version: Version,
): readonly [Version, ...(readonly Version[])] {
  return [version, ...earlierVersions(known, version)];
}

/** The stops that stand, one a party, sorted by party; a stop of a version halts those that amend it. [C41] [C42] */
export function standingStops(versions: readonly Version[]): readonly StandingStop[] {
  const resumed = new Map<PartyId, number>();
  const last = new Map<PartyId, Said<'stop'>>();
  // What lifts a stop says that the stopped version goes on, or one that was made from it: those
  // stand before it in the line.
  for (const { file, plan } of versions) {
    const said = toAudience(file.stops, plan);
    for (const { record, author, index } of said) {
      if (record.type === 'resumption') {
        resumed.set(author, Math.max(index, resumed.get(author) ?? -1));
      }
    }
    for (const each of said) {
      if (!isStop(each) || each.index < (resumed.get(each.author) ?? -1)) continue;
      const held = last.get(each.author);
      if (!held || held.index < each.index) last.set(each.author, each);
    }
  }
  return [...last]
    .toSorted(([ours], [theirs]) => (ours < theirs ? -1 : 1))
    .map(([party, { hash, record }]) => {
      return { party, record: hash, at: record.at, reason: record.body.reason };
    });
}

function isStop(said: Said<'stop' | 'resumption'>): said is Said<'stop'> {
  return said.record.type === 'stop';
}

/** Where every phase of a plan is. [C44] [C45] */
export function phasesAt(
  versions: readonly [Version, ...(readonly Version[])],
  now: Instant,
): readonly PhaseState[] {
  const { phases = [] } = versions[0].plan.record.body;
  return phases.map(({ id, name, lead, window }) => {
    const [from, upto] = [momentOf(window.from), momentOf(window.upto)];
    const said = lastStep(versions, lead, (step) => step.kind === 'phase' && step.phase === id);
    const step = said?.record.body.step;
    return {
      id,
      name,
      lead,
      from,
      upto,
      time: now < from ? 'ahead' : now < upto ? 'running' : 'past',
      said: step?.kind === 'phase' ? step.state : null,
    };
  });
}

/** How far every sector of a plan is. [C45] */
export function sectorsOf(
  versions: readonly [Version, ...(readonly Version[])],
): readonly SectorState[] {
  const { sectors = [] } = versions[0].plan.record.body;
  return sectors.map(({ id, name, lead }) => {
    const said = lastStep(versions, lead, (step) => step.kind === 'sector' && step.sector === id);
    const step = said?.record.body.step;
    const percent = step?.kind === 'sector' ? step.percent : 0;
    return { id, name, lead, percent, ...(said ? { at: said.record.at } : {}) };
  });
}

/** Which lines of a plan were handed over between which parties. [C45] */
export function linesOf(
  versions: readonly [Version, ...(readonly Version[])],
): readonly LineState[] {
  const { lines = [] } = versions[0].plan.record.body;
  return lines.map(({ id, name, holds }) => {
    const isOf = (step: Said<'step'>['record']['body']['step'], party: PartyId): boolean =>
      step.kind === 'line' && step.line === id && step.with === party;
    const stepBy = (party: PartyId, other: PartyId) => {
      const said = lastStep(versions, party, (step) => isOf(step, other));
      const step = said?.record.body.step;
      return step?.kind === 'line' ? step.state : undefined;
    };
    const others = new Set(
      versions
        .flatMap(({ file, plan }) => toAudience(file.steps, plan))
        .map(({ author }) => author),
    );
    for (const said of versions.flatMap(({ file }) => file.steps)) {
      if (said.record.body.step.kind === 'line') others.add(said.record.body.step.with);
    }
    const handed = holds.flatMap((from) =>
      [...others].toSorted().flatMap((to) => {
        if (to === from || stepBy(from, to) !== 'offered') return [];
        const state = stepBy(to, from) === 'taken' ? ('taken' as const) : ('offered' as const);
        return [{ from, to, state }];
      }),
    );
    return { id, name, holds, handed };
  });
}

/** The last step of a party that `wanted` accepts, by the order of its log. */
function lastStep(
  versions: readonly Version[],
  party: PartyId,
  wanted: (step: Said<'step'>['record']['body']['step']) => boolean,
): Said<'step'> | undefined {
  return versions
    .flatMap(({ file, plan }) => toAudience(file.steps, plan))
    .filter((said) => said.author === party && wanted(said.record.body.step))
    .toSorted((ours, theirs) => theirs.index - ours.index)[0];
}

function toAudience<S extends Said>(said: readonly S[], plan: Said<'plan'>): readonly S[] {
  return said.filter(({ audience }) => isSameAudience(audience, plan.audience));
}
