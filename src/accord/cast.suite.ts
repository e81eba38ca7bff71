import type { JsonObject } from '../base/json.ts';
import type { LogId, PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { instant } from '../base/instant.ts';
import type { Learning } from './known.ts';
import { openKnown } from './known.ts';
import type { Standing } from './operation/state.ts';
import { standingOf, verdictsOfVersion } from './operation/state.ts';
import { versionOf } from './operation/versions.ts';
import type { Plan } from './operation/plan-schema.ts';
import type { Decision } from './operation/schema.ts';
import type { Audience } from './party/audience.ts';
import { audienceOf } from './party/audience.ts';
import type { Charter } from './party/schema.ts';
import type { Body, RecordOf, RecordType } from './record.ts';
import type { Said, Signer } from './said.ts';
import { textOf } from './wire.ts';
import { partiesIn } from './party/audience.ts';

/** The hour before which nothing begins, by which stories count their seconds. */
export const DAWN = 1_790_000_000;
/** The office that decides. */
export const DESK = 'desk/duty-officer' as SeatId;
/** The office that proposes. */
export const PLANNER = 'desk/planner' as SeatId;

const names = { ar: 'x', ckb: 'x', tr: 'x', en: 'x' };

/** A rectangle between two corners in tenths of a degree, counted from 40 E 35 N. */
export function ground(west: number, south: number, east: number, north: number): JsonObject {
  const at = (x: number, y: number) => [(400 + x) / 10, (350 + y) / 10];
  const ring = [
    at(west, south),
    at(east, south),
    at(east, north),
    at(west, north),
    at(west, south),
  ];
  return { type: 'Polygon', coordinates: [ring] };
}

/** The moment so many seconds after dawn. */
export function at(seconds: number): Instant {
  return instant(DAWN + seconds);
}

/** An audience of these parties. */
export function audience(...parties: readonly string[]): Audience {
  const made = audienceOf(parties as PartyId[]);
  if (!made.ok) throw new Error('a story has an audience');
  return made.value;
}

/** How a record of a story departs from the usual. */
export interface Departure {
  readonly audience?: Audience;
  readonly at?: number;
  readonly by?: string;
  readonly seat?: string;
  readonly exercise?: boolean;
  readonly refs?: readonly { readonly rel: string; readonly record: RecordHash }[];
  readonly signer?: Signer | undefined;
}

/** A centre and what is said in it; each party's records stand on its own log in their order. */
export interface Stage {
  readonly charter: Charter;
  readonly centre: Audience;
  /** Everything said, in the order in which it was said. */
  readonly all: Said[];
  say<T extends RecordType>(party: string, type: T, body: Body<T>, as?: Departure): Said<T>;
  roster(
    party: string,
    keys?: readonly Key[],
    as?: Departure & { duties?: 'none' },
  ): Said<'roster'>;
  claim(
    party: string,
    area: JsonObject,
    span?: readonly [number, number | null],
    as?: Departure,
  ): Said<'claim'>;
  /** A plan from 1,000 to 2,000 seconds after dawn. */
  plan(
    party: string,
    shape: JsonObject,
    forces?: readonly string[],
    as?: Departure,
    more?: Partial<Plan>,
  ): Said<'plan'>;
  decide(
    party: string,
    plan: Said,
    verdict: Decision['verdict'],
    terms?: Partial<Decision>,
    as?: Departure,
  ): Said<'decision'>;
  /** What all that was said adds up to, in this order or another. */
  known(order?: readonly Said[]): Learning;
  standing(plan: Said, seconds: number): Standing;
  kind(plan: Said, seconds: number): string;
  asked(plan: Said<'plan'>): readonly string[];
}

/** A key of a roster: its name, from when, until when. */
export type Key = readonly [name: string, from: number, upto: number | null];

/** A centre of these parties, in an exercise unless said otherwise. */
export function stageOf(members: readonly string[], exercise = true): Stage {
  const centre = audience(...members);
  const charter: Charter = {
    id: 'centre',
    names,
    members: [...partiesIn(centre)],
    observers: [],
    area: ground(0, 0, 10, 10) as Charter['area'],
    timeZone: { offsetMinutes: 180, letter: 'C' },
    exercise,
  };
  const all: Said[] = [];
  const stage: Stage = {
    charter,
    centre,
    all,
    say: (party, type, body, as = {}) => {
      const readers = as.audience ?? centre;
      const log = [party, ...readers].join('-') as LogId;
      const index = all.filter((each) => each.log === log).length;
      const record = {
        v: 1,
        id: String(all.length),
        at: textOf(at(as.at ?? all.length)),
        by: { party: as.by ?? party, seat: as.seat ?? DESK },
        marking: { tlp: 'AMBER', caveats: [], exercise: as.exercise ?? exercise },
        refs: as.refs ?? [],
        type,
        body,
      } as unknown as RecordOf;
      const hash = `record ${all.length}` as RecordHash;
      const signer = as.signer ? { signer: as.signer } : {};
      const author = party as PartyId;
      const said = { hash, log, index, author, audience: readers, record, ...signer } as Said;
      all.push(said);
      return said as never;
    },
    roster: (party, keys = [[`${party} key`, 0, null]], as = {}) =>
      stage.say(
        party,
        'roster',
        {
          seats: [{ seat: DESK, names, duties: as.duties ? ['report'] : ['decide'] }],
          keys: keys.map(([id, from, upto]) => ({
            id,
            kind: exercise ? ('exercise' as const) : ('passkey' as const),
            seat: DESK,
            from: textOf(at(from)),
            upto: upto === null ? null : textOf(at(upto)),
          })),
        },
        as,
      ),
    claim: (party, area, [from, upto] = [0, null], as = {}) => {
      const end = upto === null ? null : textOf(at(upto));
      const body = { names, area, from: textOf(at(from)), upto: end } as unknown as Body<'claim'>;
      return stage.say(party, 'claim', body, as);
    },
    plan: (party, shape, forces = [], as = {}, more = {}) =>
      stage.say(
        party,
        'plan',
        {
          kind: 'operation',
          name: 'sweep',
          language: 'en',
          purpose: '',
          shape,
          window: { from: textOf(at(1_000)), upto: textOf(at(2_000)) },
          contributions: forces.map((each) => ({
            party: each,
            forces: [{ kind: 'police', count: 1 }],
          })),
          rulesOfContact: '',
          ...more,
        } as unknown as Body<'plan'>,
        { seat: PLANNER, ...as },
      ),
    decide: (party, plan, verdict, terms = {}, as = {}) => {
      const body: Decision = {
        plan: plan.hash,
        verdict,
        upto: null,
        conditions: [],
        reason: null,
        language: 'en',
        words: `word ${all.length}`,
        signature: { kind: 'exercise', publicKey: '', signature: '' },
        ...terms,
      };
      const kind = exercise ? 'exercise' : 'passkey';
      const signer: Signer = { keyId: `${party} key`, kind };
      return stage.say(party, 'decision', body, { signer, ...as });
    },
    known: (order = all) => {
      const known = openKnown(charter, centre);
      for (const each of order) known.learn(each);
      return known;
    },
    standing: (plan, seconds) => {
      const standing = standingOf(stage.known(), plan.hash, at(seconds));
      if (!standing) throw new Error('the plan is known');
      return standing;
    },
    kind: (plan, seconds) => {
      const { state } = stage.standing(plan, seconds);
      return state.kind === 'ended' ? `ended ${state.reason}` : state.kind;
    },
    asked: (plan) => {
      const version = versionOf(stage.known([plan]).plans.get(plan.hash));
      if (!version) throw new Error('the plan is known');
      const parties = verdictsOfVersion(stage.known(), version).asked;
      return parties.map(({ party, reasons }) =>
        [party, ...reasons.map((reason) => reason.kind)].join(' '),
      );
    },
  };
  return stage;
}
