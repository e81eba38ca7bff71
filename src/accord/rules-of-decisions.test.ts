import { expect } from 'vitest';
import type { SeatId } from '../base/ids.ts';
import type { Stage } from './cast.suite.ts';
import { DESK, at, ground } from './cast.suite.ts';
import type { PlanFile } from './known.ts';
import type { Plan } from './operation/plan-schema.ts';
import type { Limit } from './operation/schema.ts';
import { versionOf } from './operation/versions.ts';
import type { Parts } from './planted.suite.ts';
import { showRules } from './planted.suite.ts';
import { everyoneConsents, names, proposed, roster, span, stateOf } from './rules.suite.ts';
import type { Said } from './said.ts';
import { textOf } from './wire.ts';

/** States by a node that sees every plan's file otherwise. */
const seeing =
  (change: (file: PlanFile) => PlanFile) =>
  (parts: Parts): Partial<Parts> => ({
    standingOf: (known, plan, now) => {
      const plans = new Map([...known.plans].map(([hash, file]) => [hash, change(file)]));
      return parts.standingOf({ ...known, plans }, plan, now);
    },
  });

/** The plan again, by the same party to the same audience, changed as given. */
function amended(stage: Stage, plan: Said<'plan'>, more: Partial<Plan>): Said<'plan'> {
  const { shape, ...body } = plan.record.body;
  return stage.plan(plan.author, shape as never, [], {}, { ...body, amends: plan.hash, ...more });
}

function mark(stage: Stage, party: string, type: 'stop' | 'resumption', plan: Said): Said {
  return stage.say(party, type, { plan: plan.hash, language: 'en', reason: null });
}

function contact(stage: Stage, party: string, plan: Said, seconds: number, heard: object): Said {
  const list = Object.entries(heard).map(([other, when]) => {
    return { party: other, at: textOf(at(Number(when))) };
  });
  return stage.say(party, 'contact', { plan: plan.hash, heard: list as never }, { at: seconds });
}

const SECOND = 'desk/second-officer' as SeatId;

showRules('a decision', [
  {
    words: '[C30] that knew more of a log than is known here keeps the operation from being active',
    shows: (parts) => {
      const { stage, plan } = proposed();
      stage.decide('qamar', plan, 'consent');
      stage.decide('nahr', plan, 'consent', { knows: [{ party: 'qamar', size: 9 }] as never });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('behind');
      const known = stage.known();
      known.reach('qamar' as never, 9);
      expect(parts.standingOf(known, plan.hash, at(1_500))?.state.kind).toBe('active');
    },
    planted: {
      'does not ask what others knew': seeing((file) => ({
        ...file,
        decisions: file.decisions.map((each) => {
          const { knows: _, ...body } = each.record.body;
          return { ...each, record: { ...each.record, body } };
        }),
      })),
    },
  },
  {
    words: '[C31] with limits stands for a version that keeps within every one',
    shows: (parts) => {
      const by = (limit: Limit) => {
        const { stage, plan } = proposed({}, ['nahr', 'nahr']);
        stage.decide('qamar', plan, 'consent');
        stage.decide('nahr', plan, 'consent', { limits: [limit] });
        return stateOf(parts, stage, plan, 1_500);
      };
      expect(by({ kind: 'time', ...span(1_000, 2_000) })).toBe('active');
      expect(by({ kind: 'time', ...span(1_000, 1_999) })).toBe('proposed');
      expect(by({ kind: 'area', area: ground(3, 3, 4, 4) as never })).toBe('active');
      expect(by({ kind: 'area', area: ground(3, 3, 4, 3.9) as never })).toBe('proposed');
      expect(by({ kind: 'forces', forces: ['police'] })).toBe('active');
      expect(by({ kind: 'forces', forces: ['medical'] })).toBe('proposed');
      expect(by({ kind: 'count', max: 2 })).toBe('active');
      expect(by({ kind: 'count', max: 1 })).toBe('proposed');
      expect(by({ kind: 'count', max: 1, force: 'medical' })).toBe('active');
    },
    planted: {
      'checks no limit': seeing((file) => ({
        ...file,
        decisions: file.decisions.map((each) => {
          const { limits: _, ...body } = each.record.body;
          return { ...each, record: { ...each.record, body } };
        }),
      })),
    },
  },
  {
    words: '[C32] that asks changes nothing but silence',
    shows: (parts) => {
      const { stage, plan } = proposed();
      stage.decide('nahr', plan, 'question', { reason: 'why?' });
      const stance = () =>
        stage.standing(plan, 0).asked.find(({ party }) => party === 'nahr')?.stance;
      expect(stance()).toMatchObject({ kind: 'asks', question: 'why?' });
      everyoneConsents(stage, plan);
      stage.decide('nahr', plan, 'question', { reason: 'and why?' });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
    },
    planted: {
      'takes a question for a withdrawal': seeing((file) => ({
        ...file,
        decisions: file.decisions.map((each) => {
          const { body } = each.record;
          if (body.verdict !== 'question') return each;
          return { ...each, record: { ...each.record, body: { ...body, verdict: 'withdrawal' } } };
        }),
      })),
    },
  },
  {
    words: '[C37] of two persons stands once a second seat with another key has said the same',
    shows: (parts) => {
      const { stage, plan } = proposed();
      const key = (id: string, seat: SeatId) => {
        return { id, kind: 'exercise' as const, seat, from: textOf(at(0)), upto: null };
      };
      roster(stage, 'nahr', {
        seats: [DESK, SECOND].map((seat) => ({ seat, names, duties: ['decide'] })),
        keys: [key('nahr key', DESK), key('nahr second', SECOND), key('nahr key', SECOND)],
        twoPerson: ['operation'],
      });
      const second = (keyId: string, terms: object = {}) =>
        stage.decide('nahr', plan, 'consent', terms, {
          seat: SECOND,
          signer: { keyId, kind: 'exercise' },
        });
      everyoneConsents(stage, plan);
      expect(stateOf(parts, stage, plan, 1_500)).toBe('proposed');
      stage.decide('nahr', plan, 'consent');
      second('nahr key');
      expect(stateOf(parts, stage, plan, 1_500)).toBe('proposed');
      stage.decide('nahr', plan, 'consent');
      second('nahr second', { upto: textOf(at(1_900)) });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('proposed');
      stage.decide('nahr', plan, 'consent');
      second('nahr second');
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
      stage.decide('nahr', plan, 'withdrawal');
      expect(stateOf(parts, stage, plan, 1_500)).toBe('suspended');
      // A consent rests on both: what the first knew must be known here. [C30]
      stage.decide('nahr', plan, 'consent', { knows: [{ party: 'qamar', size: 9 }] as never });
      second('nahr second');
      expect(stateOf(parts, stage, plan, 1_500)).toBe('behind');
      stage.decide('nahr', plan, 'withdrawal');
      stage.decide('nahr', plan, 'consent');
      second('nahr second');
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
      // The latest of those who say the same counts, be it the first officer once more. [C30]
      stage.decide('nahr', plan, 'consent', { knows: [{ party: 'qamar', size: 9 }] as never });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('behind');
      // Conditions that both named are taken where either's were. [C13]
      stage.decide('nahr', plan, 'withdrawal');
      const first = stage.decide('nahr', plan, 'consent', { conditions: ['by daylight'] });
      second('nahr second', { conditions: ['by daylight'] });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('proposed');
      stage.say('qamar', 'acceptance', { plan: plan.hash, decision: first.hash });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
    },
    planted: {
      'takes one for two': (parts) => ({
        standingOf: (known, plan, now) => {
          const rosters = [...known.rosters].map(([party, said]) => {
            const { twoPerson: _, ...body } = said.record.body;
            return [party, { ...said, record: { ...said.record, body } }] as const;
          });
          return parts.standingOf({ ...known, rosters: new Map(rosters) }, plan, now);
        },
      }),
    },
  },
]);

showRules('a version', [
  {
    words: '[C38] narrows where nothing grows and nothing else changes',
    shows: ({ widenings }) => {
      const { stage, plan } = proposed({}, ['nahr']);
      const by = (more: Partial<Plan>) => {
        const next = versionOf(
          stage
            .known([plan, amended(stage, plan, more)])
            .plans.get(`record ${stage.all.length - 1}` as never),
        );
        const before = versionOf(stage.known([plan]).plans.get(plan.hash));
        if (!next || !before) throw new Error('both versions are known');
        return widenings(next, before);
      };
      const forces = (count: number) => [{ party: 'nahr', forces: [{ kind: 'police', count }] }];
      expect(by({})).toEqual([]);
      expect(by({ shape: ground(3, 3, 3.5, 4) as never, window: span(1_100, 1_900) })).toEqual([]);
      expect(by({ contributions: [] })).toEqual([]);
      expect(by({ shape: ground(3, 3, 4, 5) as never })).toEqual(['ground']);
      expect(by({ reachMetres: 1 })).toEqual(['ground']);
      expect(by({ window: span(1_000, 2_001) })).toEqual(['window']);
      expect(by({ contributions: forces(2) as never })).toEqual(['forces']);
      expect(by({ rulesOfContact: 'other' })).toEqual(['texts']);
      expect(by({ schedule: { days: [1], fromMinute: 0, minutes: 60 } })).toEqual([]);
      const lead = { id: 'a', name: 'A', area: ground(3, 3, 4, 4), lead: 'nahr' };
      expect(by({ sectors: [lead] as never })).toEqual(['sectors']);
      expect(by({ lostContact: { afterMinutes: 5, then: 'suspend' } })).toEqual(['lost-contact']);
    },
    planted: {
      'forgets the ground': ({ widenings }) => ({
        widenings: (next, before) => widenings(next, before).filter((each) => each !== 'ground'),
      }),
      'forgets the texts': ({ widenings }) => ({
        widenings: (next, before) => widenings(next, before).filter((each) => each !== 'texts'),
      }),
    },
  },
  {
    words: '[C39] that narrows keeps its consents, and hears what is said to the one before',
    shows: (parts) => {
      const { stage, plan } = proposed();
      everyoneConsents(stage, plan);
      const narrow = amended(stage, plan, { window: span(1_000, 1_900) });
      const other = amended(stage, plan, { window: span(1_000, 2_100) });
      expect(stateOf(parts, stage, narrow, 1_500)).toBe('active');
      expect(stateOf(parts, stage, other, 1_500)).toBe('proposed');
      stage.decide('nahr', plan, 'withdrawal');
      expect(stateOf(parts, stage, narrow, 1_500)).toBe('suspended');
    },
    planted: {
      'keeps no consent': seeing((file) => {
        if (!file.plan) return file;
        const { amends: _, ...body } = file.plan.record.body;
        return { ...file, plan: { ...file.plan, record: { ...file.plan.record, body } } };
      }),
    },
  },
  {
    words: '[C40] ends when a narrower one is known, or the beginning of a later one is announced',
    shows: (parts) => {
      const { stage, plan } = proposed();
      everyoneConsents(stage, plan);
      const wider = amended(stage, plan, { window: span(1_000, 2_100) });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
      stage.say('nahr', 'activation', { plan: wider.hash, consents: [] });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
      stage.say('qamar', 'activation', { plan: wider.hash, consents: [] });
      expect(stateOf(parts, stage, plan, 1_500)).toBe('ended replaced');
      amended(stage, wider, { window: span(1_000, 2_050) });
      expect(stateOf(parts, stage, wider, 1_500)).toBe('ended replaced');
    },
    planted: {
      'lets both stand': seeing((file) => ({ ...file, amendments: [] })),
    },
  },
  {
    words: '[C40] is the only one to which consents go on: a later narrower one takes them',
    shows: (parts) => {
      const { stage, plan } = proposed();
      everyoneConsents(stage, plan);
      const first = amended(stage, plan, { window: span(1_000, 1_900) });
      const child = amended(stage, first, { window: span(1_000, 1_800) });
      expect(stateOf(parts, stage, child, 1_500)).toBe('active');
      const second = amended(stage, plan, { window: span(1_100, 2_000) });
      expect(stateOf(parts, stage, second, 1_500)).toBe('active');
      expect(stateOf(parts, stage, first, 1_500)).toBe('ended replaced');
      expect(stateOf(parts, stage, child, 1_500)).toBe('ended replaced');
    },
    planted: {
      'lets consents go on along two lines': seeing((file) => ({
        ...file,
        amendments: file.amendments.slice(0, 1),
      })),
    },
  },
]);

showRules('a running operation', [
  {
    words: '[C41] is halted by any party of its audience, in every version that amends it',
    shows: (parts) => {
      const { stage, plan } = proposed();
      everyoneConsents(stage, plan);
      const narrow = amended(stage, plan, { window: span(1_000, 1_900) });
      mark(stage, 'jabal', 'stop', plan);
      expect(stateOf(parts, stage, narrow, 1_500)).toBe('halted');
    },
    planted: { 'goes on after a stop': seeing((file) => ({ ...file, stops: [] })) },
  },
  {
    words: '[C42] goes on when every party that stopped it says so, and no other',
    shows: (parts) => {
      const { stage, plan } = proposed();
      everyoneConsents(stage, plan);
      mark(stage, 'jabal', 'stop', plan);
      mark(stage, 'qamar', 'resumption', plan);
      expect(stateOf(parts, stage, plan, 1_500)).toBe('halted');
      mark(stage, 'jabal', 'resumption', plan);
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
      mark(stage, 'jabal', 'stop', plan);
      expect(stateOf(parts, stage, plan, 1_500)).toBe('halted');
      // To let the one before go on does not let the stopped version go on.
      const narrow = amended(stage, plan, { window: span(1_000, 1_900) });
      mark(stage, 'jabal', 'resumption', narrow);
      expect(stateOf(parts, stage, narrow, 1_500)).toBe('active');
      mark(stage, 'jabal', 'stop', narrow);
      mark(stage, 'jabal', 'resumption', plan);
      expect(stateOf(parts, stage, narrow, 1_500)).toBe('halted');
    },
    planted: {
      'lets anybody lift a stop': seeing((file) => ({
        ...file,
        stops: file.stops.some(({ record }) => record.type === 'resumption') ? [] : file.stops,
      })),
    },
  },
  {
    words: '[C43] does as it says when contact is lost, alike on both sides of the cut',
    shows: (parts) => {
      const lost = (then: 'suspend' | 'finish-phase' | 'withdraw') => {
        const lostContact = { afterMinutes: 5, then };
        const phases = [
          { id: 'a', name: 'A', lead: 'qamar', window: span(1_000, 1_600), sectors: [] },
        ];
        const { stage, plan } = proposed({ lostContact, phases } as unknown as Partial<Plan>);
        everyoneConsents(stage, plan);
        return { stage, plan };
      };
      const { stage, plan } = lost('suspend');
      expect(stateOf(parts, stage, plan, 1_300)).toBe('active');
      expect(stateOf(parts, stage, plan, 1_301)).toBe('out-of-contact');
      contact(stage, 'qamar', plan, 1_250, { nahr: 1_250 });
      expect(stateOf(parts, stage, plan, 1_301)).toBe('out-of-contact');
      contact(stage, 'nahr', plan, 1_250, { qamar: 1_250 });
      expect(stateOf(parts, stage, plan, 1_301)).toBe('active');
      // Heard by one, and not hearing the other, is no contact.
      contact(stage, 'nahr', plan, 1_560, { qamar: 1_250 });
      contact(stage, 'qamar', plan, 1_560, { nahr: 1_560 });
      expect(stateOf(parts, stage, plan, 1_570)).toBe('out-of-contact');
      contact(stage, 'nahr', plan, 1_570, { qamar: 1_560 });
      expect(stateOf(parts, stage, plan, 1_570)).toBe('active');

      const phase = lost('finish-phase');
      expect(stateOf(parts, phase.stage, phase.plan, 1_599)).toBe('active');
      expect(stateOf(parts, phase.stage, phase.plan, 1_600)).toBe('out-of-contact');

      const gone = lost('withdraw');
      expect(stateOf(parts, gone.stage, gone.plan, 1_400)).toBe('out-of-contact');
      contact(gone.stage, 'nahr', gone.plan, 1_400, { qamar: 1_050 });
      contact(gone.stage, 'qamar', gone.plan, 1_401, { nahr: 1_400 });
      contact(gone.stage, 'nahr', gone.plan, 1_402, { qamar: 1_401 });
      expect(stateOf(parts, gone.stage, gone.plan, 1_403)).toBe('ended lost-contact');
    },
    planted: {
      'never misses anybody': seeing((file) => {
        if (!file.plan) return file;
        const { lostContact: _, ...body } = file.plan.record.body;
        return { ...file, plan: { ...file.plan, record: { ...file.plan.record, body } } };
      }),
    },
  },
]);
