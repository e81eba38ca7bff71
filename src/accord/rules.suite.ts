import type { SeatId } from '../base/ids.ts';
import type { Stage } from './cast.suite.ts';
import { DESK, at, ground, stageOf } from './cast.suite.ts';
import type { Plan } from './operation/plan-schema.ts';
import { versionOf } from './operation/versions.ts';
import type { Parts } from './planted.suite.ts';
import type { Body } from './record.ts';
import type { Said } from './said.ts';
import { textOf } from './wire.ts';

/** The same name in every language. */
export const names = { ar: 'x', ckb: 'x', tr: 'x', en: 'x' };
/** A window so many seconds after dawn. */
export const span = (from: number, upto: number) => ({
  from: textOf(at(from)),
  upto: textOf(at(upto)),
});
/** Qamar and nahr share the ground, jabal has none; each officer has a key. */
export function proposed(more: Partial<Plan> = {}, forces: readonly string[] = []) {
  const stage = stageOf(['qamar', 'nahr', 'jabal']);
  for (const party of ['qamar', 'nahr', 'jabal']) stage.roster(party);
  stage.claim('qamar', ground(0, 0, 9, 9));
  stage.claim('nahr', ground(2, 2, 9, 9));
  const plan = stage.plan('qamar', ground(3, 3, 4, 4), forces, {}, more);
  return { stage, plan };
}

/** Who is asked, each with the kinds of reason. */
export function askedOf(
  { verdictsOn }: Parts,
  stage: Stage,
  plan: Said<'plan'>,
): readonly string[] {
  const known = stage.known();
  const version = versionOf(known.plans.get(plan.hash));
  if (!version) throw new Error('the plan is known');
  const asking = { plan: plan.record.body, author: plan.author, ground: version.ground };
  return verdictsOn(known, asking).asked.map(({ party, reasons }) =>
    [party, ...reasons.map(({ kind }) => kind)].join(' '),
  );
}

/** The state of a plan so many seconds after dawn, in a word or two. */
export function stateOf({ standingOf }: Parts, stage: Stage, plan: Said, seconds: number): string {
  const state = standingOf(stage.known(), plan.hash, at(seconds))?.state;
  return state?.kind === 'ended' ? `ended ${state.reason}` : String(state?.kind);
}

/** Both whose ground it is consent. */
export function everyoneConsents(stage: Stage, plan: Said): void {
  for (const party of ['qamar', 'nahr']) stage.decide(party, plan, 'consent');
}

/** A roster with one deciding desk, but for what is given. */
export function roster(stage: Stage, party: string, more: Partial<Body<'roster'>>): Said<'roster'> {
  const key = (id: string, seat: SeatId) => {
    return { id, kind: 'exercise' as const, seat, from: textOf(at(0)), upto: null };
  };
  const desk = { seat: DESK, names, duties: ['decide' as const] };
  const body = { seats: [desk], keys: [key(`${party} key`, DESK)], ...more };
  return stage.say(party, 'roster', body);
}

/** An agreement of qamar and nahr with one rule for operations. */
export const agreement = (
  effect: 'consent' | 'notify' | 'forbidden',
  parties: readonly string[],
  area: object | null = null,
) =>
  ({
    names,
    parties: ['nahr', 'qamar'],
    language: 'en',
    articles: [
      {
        id: '1',
        text: 'so',
        rule: {
          effect,
          parties,
          kinds: ['operation'],
          area,
          from: textOf(at(0)),
          upto: null,
        },
      },
    ],
  }) as unknown as Body<'agreement'>;

/** The office that signs under agreements. */
export const SIGNER = 'desk/signer' as SeatId;

/** An officer signs for its party. */
export function sign(
  stage: Stage,
  party: string,
  under: Said,
  verdict: 'signs' | 'ends' = 'signs',
) {
  const body = { under: under.hash, verdict, language: 'en', words: `w${stage.all.length}` };
  const signature = { kind: 'exercise', publicKey: '', signature: '' };
  const signer = { keyId: `${party} pen`, kind: 'exercise' } as const;
  const as = { seat: SIGNER, signer };
  return stage.say(party, 'signing', { ...body, signature } as Body<'signing'>, as);
}

/** Gives each party an office that decides and one that signs. */
export function withPens(stage: Stage): void {
  for (const party of ['qamar', 'nahr', 'jabal']) {
    const key = (id: string, seat: SeatId) => {
      return { id, kind: 'exercise' as const, seat, from: textOf(at(0)), upto: null };
    };
    stage.say(party, 'roster', {
      seats: [
        { seat: DESK, names, duties: ['decide'] },
        { seat: SIGNER, names, duties: ['sign'] },
      ],
      keys: [key(`${party} key`, DESK), key(`${party} pen`, SIGNER)],
    });
  }
}

/** A point in degrees. */
export const point = (lon: number, lat: number) => ({ type: 'Point', coordinates: [lon, lat] });

/** A base of a party from dawn on. */
export function post(stage: Stage, party: string, where: object, more: object = {}): Said<'post'> {
  const body = { names, kind: 'base', at: where, distanceMetres: 500, from: textOf(at(0)) };
  return stage.say(party, 'post', { ...body, upto: null, ...more } as unknown as Body<'post'>);
}
