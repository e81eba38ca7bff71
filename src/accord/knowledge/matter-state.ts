import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Said } from '../said.ts';
import { lastOf } from './judgements.ts';

/** A resolution that its author stands by, with who stands by it and who differs. */
export interface StandingResolution {
  readonly said: Said<'resolution'>;
  /** The author first, then who agrees, by name. [M8] */
  readonly by: readonly PartyId[];
  /** Parties whose last word on it is that they differ. */
  readonly differs: readonly PartyId[];
}

/** Where a matter stands. [M10] */
export interface MatterState {
  readonly kind: 'open' | 'held' | 'not-agreed' | 'disputed';
  /** Who stands by what makes it so: all who stand by some resolution. */
  readonly by: readonly PartyId[];
  /** Side by side, in the order of their moments. */
  readonly standing: readonly StandingResolution[];
}

/**
 * Where a matter stands, by all that was resolved about it and said to that. It makes no difference
 * in which order any of it is given. [M9] [M10]
 */
export function matterState(
  resolutions: readonly Said<'resolution'>[],
  concurrences: readonly Said<'concurrence'>[],
): MatterState {
  const stances = stancesOn(resolutions, concurrences);
  const positions = positionsOf(resolutions, stances);
  const standing = resolutions
    .filter(({ author, hash }) => positions.get(author) === hash)
    .map((said): StandingResolution => {
      const others = [...positions].filter(([, hash]) => hash === said.hash);
      const agreeing = others.map(([party]) => party).filter((party) => party !== said.author);
      return {
        said,
        by: [said.author, ...agreeing.toSorted()],
        differs: stances
          .filter(({ record: { body } }) => body.resolution === said.hash)
          .filter(({ record: { body } }) => body.verdict === 'differs')
          .map(({ author }) => author)
          .toSorted(),
      };
    })
    .toSorted(inOrder);
  return { kind: kindOf(standing), by: namesOf(standing), standing };
}

function kindOf(standing: readonly StandingResolution[]): MatterState['kind'] {
  const [first, ...others] = standing;
  if (!first) return 'open';
  if (standing.every(({ said }) => said.record.body.verdict === 'not-agreed')) return 'not-agreed';
  return others.length === 0 && first.differs.length === 0 ? 'held' : 'disputed';
}

function namesOf(standing: readonly StandingResolution[]): readonly PartyId[] {
  return [...new Set(standing.flatMap(({ by }) => by))].toSorted();
}

/** Each party's last word on each resolution of others. [M8] */
function stancesOn(
  resolutions: readonly Said<'resolution'>[],
  concurrences: readonly Said<'concurrence'>[],
): readonly Said<'concurrence'>[] {
  return resolutions.flatMap(({ hash, author: own }) => {
    const words = concurrences.filter(({ record }) => record.body.resolution === hash);
    const parties = [...new Set(words.map(({ author }) => author))].filter((each) => each !== own);
    return parties.flatMap((party) => lastOf(words.filter((each) => each.author === party)) ?? []);
  });
}

/** The resolution that each party said or agreed to last: it stands by one at a time. [M9] */
function positionsOf(
  resolutions: readonly Said<'resolution'>[],
  stances: readonly Said<'concurrence'>[],
): ReadonlyMap<PartyId, RecordHash> {
  const agreeing = stances.filter(({ record }) => record.body.verdict === 'agrees');
  const words: readonly Said<'resolution' | 'concurrence'>[] = [...resolutions, ...agreeing];
  const positions = new Map<PartyId, RecordHash>();
  for (const party of new Set(words.map(({ author }) => author))) {
    const last = lastOf(words.filter(({ author }) => author === party));
    if (!last) continue;
    const { record } = last;
    positions.set(party, record.type === 'resolution' ? last.hash : record.body.resolution);
  }
  return positions;
}

function inOrder({ said: one }: StandingResolution, { said: other }: StandingResolution): number {
  if (one.record.at !== other.record.at) return one.record.at < other.record.at ? -1 : 1;
  return one.hash < other.hash ? -1 : 1;
}
