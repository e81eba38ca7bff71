import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import type { Coverage } from '../../geo/gap/coverage.ts';
import { WEEK_HOURS } from '../../geo/gap/week.ts';
import type { Shape } from '../../geo/shape.ts';
import { shapeOf } from '../operation/ground.ts';
import { isInForce } from '../agreement/force.ts';
import type { Law } from '../agreement/force.ts';
import type { Charter } from '../party/schema.ts';
import type { Said } from '../said.ts';
import { isSaid } from '../said.ts';
import { momentOf } from '../wire.ts';
import { coverageOf } from './coverage.ts';
import type { Holding } from './holding-schema.ts';
import type { HoldingKind } from './kinds.ts';

/** How long a holding counts after it was last confirmed where no agreement says, in hours. [Z10] */
export const FADES_HOURS_DEFAULT = 168;

/** How far a party's clock may run ahead of ours before its word counts as not yet said, in seconds. */
const AHEAD_SECONDS_MAX = 300;

const HOUR = 3600;
const DAY = 24 * HOUR;

/** A holding that at some moment no later record of its party had replaced. */
export interface StandingHolding {
  readonly said: Said<'holding'>;
  readonly ground: Shape;
  /** Its coverage, where it has one. */
  readonly coverage: Coverage | undefined;
  /** When its party last said that it stands so. [Z10] */
  readonly confirmed: Instant;
}

/** Why a holding counts for nothing at some moment. [Z8] [Z9] [Z10] */
export type NotCovering =
  | 'nothing'
  | 'closed'
  | 'planned'
  | 'not-yet'
  | 'over'
  | 'unmanned'
  | 'faded';

/** All holdings that are known, whatever the order in which they were learnt. */
export interface Holdings {
  learn(said: Said): void;
  /**
   * Those that stood at `now`, by hash: of all that is known, only what `mayRead` lets through and had
   * been said by then counts, so that last week's picture is what this reader could have known of it.
   */
  standing(mayRead: (said: Said) => boolean, now: Instant): readonly StandingHolding[];
}

/** Begins to know holdings; what is exercise and what is not never meet. [C10] */
export function openHoldings(exercise: boolean): Holdings {
  const said = new Map<RecordHash, Said<'holding'>>();
  const shapes = new Map<RecordHash, Shape>();
  const replacing = new Map<string, Said<'holding'>[]>();
  const confirmations = new Map<RecordHash, Map<string, Said<'confirmation'>>>();
  const shapeIn = (holding: Said<'holding'>): Shape => {
    const shape = shapes.get(holding.hash) ?? shapeOf(holding.record.body.ground);
    shapes.set(holding.hash, shape);
    return shape;
  };
  return {
    learn(record) {
      const { by, marking } = record.record;
      if (by.party !== record.author || marking.exercise !== exercise) return; // [C9] [C10]
      if (isSaid(record, 'holding')) {
        const held = said.get(record.hash);
        // The same bytes may stand on two logs; which came first must not matter. [C11]
        if (held && placeOf(held) <= placeOf(record)) return;
        said.set(record.hash, record);
        for (const { rel, record: older } of record.record.refs) {
          if (rel !== 'replaces') continue;
          const name = `${record.author} ${older}`;
          const by = (replacing.get(name) ?? []).filter(({ hash }) => hash !== record.hash);
          replacing.set(name, [...by, record]);
        }
      } else if (isSaid(record, 'confirmation')) {
        const { holding } = record.record.body;
        const held = confirmations.get(holding) ?? new Map<string, Said<'confirmation'>>();
        confirmations.set(holding, held.set(placeOf(record), record));
      }
    },
    standing(mayRead, now) {
      const counts = (word: Said): boolean =>
        momentOf(word.record.at) <= now + AHEAD_SECONDS_MAX && mayRead(word);
      return [...said.values()]
        .filter(
          (holding) =>
            counts(holding) &&
            !replacing.get(`${holding.author} ${holding.hash}`)?.some((later) => counts(later)),
        )
        .toSorted((one, other) => (one.hash < other.hash ? -1 : 1))
        .map((holding) => {
          const words = [...(confirmations.get(holding.hash)?.values() ?? [])].filter(
            (word) => word.author === holding.author && counts(word),
          );
          const ground = shapeIn(holding);
          return {
            said: holding,
            ground,
            coverage: coverageOf(holding.record.body, ground),
            confirmed: Math.max(
              ...[holding, ...words].map(({ record }) => momentOf(record.at)),
            ) as Instant,
          };
        });
    },
  };
}

function placeOf({ log, index }: Said): string {
  return `${log}/${String(index).padStart(12, '0')}`;
}

/** What decides when a holding counts: the centre's own time, and how many hours each kind counts unconfirmed. */
export interface Ageing {
  readonly zone: Charter['timeZone'];
  readonly fadesHours: (kind: HoldingKind) => number;
}

/** Why a holding covers nothing at `now`; nothing where it counts. [Z8] [Z9] [Z10] */
export function notCovering(
  { said, coverage, confirmed }: StandingHolding,
  { zone, fadesHours }: Ageing,
  now: Instant,
): NotCovering | undefined {
  const { state, kind, from, upto, hours } = said.record.body;
  if (state === 'closed' || state === 'planned') return state;
  if (!coverage) return 'nothing';
  if (now < momentOf(from)) return 'not-yet';
  if (upto !== null && now >= momentOf(upto)) return 'over';
  if (now - confirmed >= fadesHours(kind) * HOUR) return 'faded';
  return isManned(hours, zone, now) ? undefined : 'unmanned';
}

/** Whether `now` lies in one of some turns; always where there are none. [Z9] */
export function isManned(
  hours: Holding['hours'],
  zone: Charter['timeZone'],
  now: Instant,
): boolean {
  if (hours.length === 0) return true;
  const local = now + zone.offsetMinutes * 60;
  return hours.some(({ days, fromMinute, minutes }) =>
    // A turn may have begun yesterday and run past midnight.
    [0, 1].some((back) => {
      const day = Math.floor(local / DAY) - back;
      const since = local - day * DAY - fromMinute * 60;
      return days.includes(weekdayOf(day)) && since >= 0 && since < minutes * 60;
    }),
  );
}

/** The hours of a week, from Monday 0000 of the centre's time, all of which lie in turns. [Z9] */
export function mannedHours(hours: Holding['hours']): readonly boolean[] {
  const minutes = new Uint8Array(WEEK_HOURS * 60).fill(hours.length === 0 ? 1 : 0);
  for (const turn of hours) {
    for (const day of turn.days) {
      const first = (day - 1) * 1440 + turn.fromMinute;
      for (let k = 0; k < turn.minutes; k += 1) minutes[(first + k) % minutes.length] = 1;
    }
  }
  return Array.from({ length: WEEK_HOURS }, (_, hour) =>
    minutes.subarray(hour * 60, hour * 60 + 60).every((minute) => minute === 1),
  );
}

/** ISO 8601: 1 is Monday; the first of January 1970 was a Thursday. */
function weekdayOf(day: number): number {
  return ((((day + 3) % 7) + 7) % 7) + 1;
}

/** How many hours a holding of a kind counts unconfirmed: the fewest that an agreement in force says. [Z10] */
export function fadesHoursOf(law: Law): (kind: HoldingKind) => number {
  const rules = [...law.agreements.values()]
    .filter(({ said }) => isInForce(law, said))
    .flatMap(({ said }) => said.record.body.articles.flatMap(({ ageing }) => ageing ?? []));
  return (kind) => {
    const hours = rules.filter(({ kinds }) => kinds.includes(kind)).map((rule) => rule.hours);
    return hours.length === 0 ? FADES_HOURS_DEFAULT : Math.min(...hours);
  };
}

/** The parties of some holdings, sorted: a party's place in it is its place in a picture. */
export function partiesHolding(holdings: readonly StandingHolding[]): readonly PartyId[] {
  return [...new Set(holdings.map(({ said }) => said.author))].toSorted();
}
