import { expect } from 'vitest';
import type { Stage } from './cast.suite.ts';
import { at, ground, stageOf } from './cast.suite.ts';
import type { Plan } from './operation/plan-schema.ts';
import type { Step } from './operation/schema.ts';
import { versionOf } from './operation/versions.ts';
import type { Parts } from './planted.suite.ts';
import { showRules } from './planted.suite.ts';
import type { Body } from './record.ts';
import { everyoneConsents, names, point, post, proposed, span, stateOf } from './rules.suite.ts';
import type { Said } from './said.ts';
import { textOf } from './wire.ts';

const PHASED = {
  phases: [{ id: 'p', name: 'P', lead: 'nahr', window: span(1_200, 1_400), sectors: ['s'] }],
  sectors: [{ id: 's', name: 'S', area: ground(3, 3, 4, 4), lead: 'nahr' }],
  lines: [
    {
      id: 'l',
      name: 'L',
      holds: ['qamar'],
      route: {
        type: 'LineString',
        coordinates: [
          [40.3, 35.3],
          [40.4, 35.4],
        ],
      },
    },
  ],
} as unknown as Partial<Plan>;

function step(stage: Stage, party: string, plan: Said, what: object): void {
  const body = { plan: plan.hash, step: what as Step, language: 'en' as const, note: null };
  stage.say(party, 'step', body);
}

function versionIn(stage: Stage, plan: Said) {
  const version = versionOf(stage.known().plans.get(plan.hash));
  if (!version) throw new Error('the plan is known');
  return version;
}

function conflictsIn({ conflictsOf }: Parts, stage: Stage, plan: Said<'plan'>) {
  const { ground: where } = versionIn(stage, plan);
  const { body } = plan.record;
  const asked = ['nahr', 'qamar'] as never;
  const contested = { hash: plan.hash, plan: body, author: plan.author, ground: where, asked };
  return conflictsOf(stage.known(), contested, () => true);
}

function site(stage: Stage, party: string, where: object, metres: number): Said<'site'> {
  const body = { names, kind: 'school', ground: where, distanceMetres: metres };
  const time = { from: textOf(at(0)), upto: null };
  return stage.say(party, 'site', { ...body, ...time } as unknown as Body<'site'>);
}

showRules('what runs', [
  {
    words: '[C44] has its phases by their windows, whatever was said of them',
    shows: ({ phasesAt }) => {
      const { stage, plan } = proposed(PHASED);
      step(stage, 'nahr', plan, { kind: 'phase', phase: 'p', state: 'done' });
      const look = (seconds: number) => phasesAt([versionIn(stage, plan)], at(seconds))[0];
      expect(look(1_199)).toMatchObject({ time: 'ahead', said: 'done' });
      expect(look(1_200)).toMatchObject({ time: 'running' });
      expect(look(1_400)).toMatchObject({ time: 'past' });
    },
    planted: {
      'takes a word for time': ({ phasesAt }) => ({
        phasesAt: (versions, now) =>
          phasesAt(versions, now).map((each) =>
            each.said === 'done' ? { ...each, time: 'past' as const } : each,
          ),
      }),
    },
  },
  {
    words: '[C45] is as far as its own lead last said; a line is crossed when both said so',
    shows: ({ sectorsOf, linesOf }) => {
      const { stage, plan } = proposed(PHASED);
      const percent = () => sectorsOf([versionIn(stage, plan)])[0]?.percent;
      const handed = () => linesOf([versionIn(stage, plan)])[0]?.handed;
      step(stage, 'qamar', plan, { kind: 'sector', sector: 's', percent: 90 });
      expect(percent()).toBe(0);
      step(stage, 'nahr', plan, { kind: 'sector', sector: 's', percent: 40 });
      step(stage, 'nahr', plan, { kind: 'sector', sector: 's', percent: 30 });
      expect(percent()).toBe(30);
      step(stage, 'nahr', plan, { kind: 'line', line: 'l', state: 'taken', with: 'qamar' });
      expect(handed()).toEqual([]);
      step(stage, 'qamar', plan, { kind: 'line', line: 'l', state: 'offered', with: 'nahr' });
      expect(handed()).toEqual([{ from: 'qamar', to: 'nahr', state: 'taken' }]);
      step(stage, 'qamar', plan, { kind: 'line', line: 'l', state: 'offered', with: 'jabal' });
      expect(handed()).toContainEqual({ from: 'qamar', to: 'jabal', state: 'offered' });
    },
    planted: {
      'lets anybody report': ({ sectorsOf }) => ({
        sectorsOf: (versions) =>
          sectorsOf(versions).map((each) => {
            const last = versions[0].file.steps.at(-1)?.record.body.step;
            return last?.kind === 'sector' ? { ...each, percent: last.percent } : each;
          }),
      }),
      'takes one word for two': ({ linesOf }) => ({
        linesOf: (versions) =>
          linesOf(versions).map((each) => ({
            ...each,
            handed: each.handed.map((one) => ({ ...one, state: 'taken' as const })),
          })),
      }),
    },
  },
  {
    words: '[C46] is ended by its author’s closing, not by that of another',
    shows: (parts) => {
      const { stage, plan } = proposed();
      everyoneConsents(stage, plan);
      const body = { plan: plan.hash, outcome: 'done', language: 'en', result: 'so' } as const;
      stage.say('nahr', 'closing', body);
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
      stage.say('qamar', 'closing', { ...body, lessons: 'none' });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('ended done');
    },
    planted: {
      'lets anybody end it': (parts) => ({
        standingOf: (known, plan, now) => {
          const plans = [...known.plans].map(([hash, file]) => {
            const closings = file.closings.map((each) => {
              return { ...each, author: file.plan?.author ?? each.author };
            });
            return [hash, { ...file, closings }] as const;
          });
          return parts.standingOf({ ...known, plans: new Map(plans) }, plan, now);
        },
      }),
    },
  },
]);

showRules('a conflict', [
  {
    words: '[C47] is with every plan, post and protected site that shares time and comes too near',
    shows: (parts) => {
      const { stage, plan } = proposed();
      const meets = stage.plan('nahr', ground(4, 4, 5, 5), [], {}, { sharing: 'notice' });
      stage.plan('nahr', ground(5, 5, 6, 6));
      stage.plan('nahr', ground(4, 4, 5, 5), [], {}, { window: span(2_000, 3_000) });
      // A tenth of a degree of longitude is 9.1 km: this one is 0.9 km away.
      const near = site(stage, 'nahr', point(40.41, 35.35), 1_000);
      site(stage, 'nahr', point(40.41, 35.35), 700);
      const camp = post(stage, 'nahr', point(40.35, 35.35));
      post(stage, 'qamar', point(40.35, 35.35));
      const found = conflictsIn(parts, stage, plan).map(({ kind, with: other }) => [kind, other]);
      expect(found).toEqual([
        ['plan', meets.hash],
        ['post', camp.hash],
        ['site', near.hash],
      ]);
    },
    planted: Object.fromEntries(
      (['plan', 'post', 'site'] as const).map((kind) => [
        `drops every conflict with a ${kind}`,
        ({ conflictsOf }: Parts): Partial<Parts> => ({
          conflictsOf: (...of) => conflictsOf(...of).filter((each) => each.kind !== kind),
        }),
      ]),
    ),
  },
  {
    words: '[C47] of two flights is there only where their heights meet',
    shows: (parts) => {
      const stage = stageOf(['qamar', 'nahr', 'jabal']);
      const route = {
        type: 'LineString',
        coordinates: [
          [40.1, 35.1],
          [40.3, 35.3],
        ],
      };
      const fly = (party: string, low: number, high: number) =>
        stage.plan(
          party,
          route as never,
          [],
          {},
          {
            kind: 'overflight',
            reachMetres: 1_000,
            heights: { lowMetres: low, highMetres: high },
          },
        );
      const plan = fly('qamar', 1_000, 2_000);
      fly('nahr', 2_001, 3_000);
      const meets = fly('nahr', 2_000, 3_000);
      expect(conflictsIn(parts, stage, plan).map((each) => each.with)).toEqual([meets.hash]);
    },
    planted: {
      'sees every flight': ({ conflictsOf }) => ({
        conflictsOf: (known, of, isThere) => {
          const { heights: _, ...plan } = of.plan;
          return conflictsOf(known, { ...of, plan }, isThere);
        },
      }),
    },
  },
  {
    words: '[C48] stays when it is cleared, by those whom it concerns alone',
    shows: (parts) => {
      const { stage, plan } = proposed();
      const other = stage.plan('nahr', ground(4, 4, 5, 5));
      const clear = (party: string, of: Said, against: Said) =>
        stage.say(party, 'clearance', {
          plan: of.hash,
          with: against.hash,
          language: 'en',
          reason: null,
        });
      clear('jabal', plan, other);
      clear('nahr', other, plan);
      const [found] = conflictsIn(parts, stage, plan);
      expect(found).toMatchObject({ concerns: ['nahr', 'qamar'], clearedBy: ['nahr'] });
    },
    planted: {
      'drops what was cleared': ({ conflictsOf }) => ({
        conflictsOf: (...of) =>
          conflictsOf(...of).filter(({ clearedBy }) => clearedBy.length === 0),
      }),
      'lets everybody clear': ({ conflictsOf }) => ({
        conflictsOf: (...of) =>
          conflictsOf(...of).map((each) => ({ ...each, clearedBy: ['jabal', 'nahr'] as never })),
      }),
    },
  },
]);
