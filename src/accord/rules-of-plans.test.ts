import { expect } from 'vitest';
import type { SeatId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import { prepare } from '../geo/touch.ts';
import { PLANNER, at, ground, stageOf } from './cast.suite.ts';
import { groundTouches, shapeOf } from './operation/ground.ts';
import type { Plan } from './operation/plan-schema.ts';
import type { Parts } from './planted.suite.ts';
import { showRules } from './planted.suite.ts';
import {
  SIGNER,
  agreement,
  askedOf,
  everyoneConsents,
  names,
  proposed,
  roster,
  sign,
  stateOf,
  withPens,
} from './rules.suite.ts';
import { textOf } from './wire.ts';

const ROUTE = {
  type: 'LineString',
  coordinates: [
    [40.15, 35.15],
    [40.15, 35.25],
  ],
};

const withoutReasons =
  (kind: string) =>
  (parts: Parts): Partial<Parts> => ({
    verdictsOn: (known, asking) => {
      const { asked, forbidden } = parts.verdictsOn(known, asking);
      const left = asked.filter(({ reasons }) => reasons.some((each) => each.kind !== kind));
      return { asked: left, forbidden };
    },
  });

showRules('a plan', [
  {
    words: '[C21] has all ground within its reach, and is asked for all of it',
    shows: ({ groundOf }) => {
      const square = prepare(shapeOf(ground(3, 1, 4, 2)));
      const route = shapeOf(ROUTE);
      expect(groundTouches(groundOf(route), square)).toBe(false);
      // A tenth of a degree of longitude is 9.1 km there, and the square begins 13.6 km away.
      expect(groundTouches(groundOf(route, 13_000), square)).toBe(false);
      expect(groundTouches(groundOf(route, 13_800), square)).toBe(true);
    },
    planted: { 'forgets the reach': ({ groundOf }) => ({ groundOf: (shape) => groundOf(shape) }) },
  },
  {
    words: '[C22] takes place in its turns, in the centre’s own time, cut to its window',
    shows: ({ turnAt }) => {
      const zone = { offsetMinutes: 180, letter: 'C' };
      // Monday 5 October 2026, 0000Z, is 0300C.
      const monday = 1_791_158_400 as Instant;
      const days = (n: number) => (monday + n * 86_400) as Instant;
      const window = { from: textOf(monday), upto: textOf(days(10)) };
      const schedule = { days: [1, 3], fromMinute: 120, minutes: 180 };
      const plan = { window, schedule };
      const turn = (moment: number) => turnAt(plan, zone, moment as Instant);
      // 0200C on that Monday is before the window: the turn is cut to it.
      expect(turn(monday)).toEqual({ from: monday, upto: monday + 7_200 });
      expect(turn(monday + 7_200)).toEqual({ from: days(2) - 3_600, upto: days(2) + 7_200 });
      expect(turn(days(9) + 7_200)).toBeUndefined();
      expect(turnAt({ window }, zone, days(3))).toEqual({ from: monday, upto: days(10) });
    },
    planted: {
      'reckons in Zulu': ({ turnAt }) => ({
        turnAt: (plan, zone, now) => turnAt(plan, { ...zone, offsetMinutes: 0 }, now),
      }),
      'knows no turns': ({ turnAt }) => ({
        turnAt: ({ window }, zone, now) => turnAt({ window }, zone, now),
      }),
    },
  },
  {
    words: '[C23] asks who leads a sector or a phase',
    shows: (parts) => {
      const sectors = [{ id: 'a', name: 'A', area: ground(3, 3, 4, 4), lead: 'jabal' }];
      const { stage, plan } = proposed({ sectors } as unknown as Partial<Plan>);
      expect(askedOf(parts, stage, plan)).toContain('jabal leads');
    },
    planted: { 'asks nobody for leading': withoutReasons('leads') },
  },
  {
    words: '[C28] shared as a notice asks its own author for nothing, and others as ever',
    shows: (parts) => {
      const { stage, plan } = proposed({ sharing: 'notice' });
      expect(askedOf(parts, stage, plan)).toEqual(['nahr claims']);
      const alone = stage.plan('qamar', ground(0, 0, 1, 1), ['qamar'], {}, { sharing: 'notice' });
      expect(askedOf(parts, stage, alone)).toEqual([]);
      expect(stateOf(parts, stage, alone, 1_500)).toBe('active');
    },
    planted: {
      'asks its author': ({ verdictsOn }) => ({
        verdictsOn: (known, asking) => {
          const { sharing: _, ...plan } = asking.plan;
          return verdictsOn(known, { ...asking, plan });
        },
      }),
    },
  },
  {
    words: '[C29] asks a party once, with every reason',
    shows: (parts) => {
      const { stage, plan } = proposed({}, ['nahr']);
      stage.claim('nahr', ground(3, 3, 5, 5));
      expect(askedOf(parts, stage, plan)).toEqual([
        'nahr contributes claims claims',
        'qamar claims',
      ]);
    },
    planted: {
      'asks once for each claim': ({ verdictsOn }) => ({
        verdictsOn: (known, asking) => {
          const { asked, forbidden } = verdictsOn(known, asking);
          const each = asked.flatMap(({ party, reasons }) =>
            reasons.map((reason) => ({ party, reasons: [reason] as const })),
          );
          return { asked: each, forbidden };
        },
      }),
    },
  },
]);

showRules('an agreement', [
  {
    words: '[C27] is in force while the last word of every party signs it',
    shows: ({ isInForce }) => {
      const stage = stageOf(['qamar', 'nahr', 'jabal']);
      withPens(stage);
      const text = stage.say('qamar', 'agreement', agreement('consent', ['jabal']));
      const is = () => isInForce(stage.known(), text);
      sign(stage, 'qamar', text);
      sign(stage, 'jabal', text);
      expect(is()).toBe(false);
      sign(stage, 'nahr', text);
      expect(is()).toBe(true);
      sign(stage, 'nahr', text, 'ends');
      expect(is()).toBe(false);
    },
    planted: {
      'takes one signature for all': ({ isInForce }) => ({
        isInForce: (law, text) => {
          const first = text.record.body.parties.at(-1);
          const body = { ...text.record.body, parties: first ? [first] : [] };
          return isInForce(law, { ...text, record: { ...text.record, body } });
        },
      }),
    },
  },
  {
    words:
      '[C53] is signed by a seat with the duty and a key of its own, not by one that administers',
    shows: ({ isInForce }) => {
      const by = (duties: readonly string[], seat: SeatId = SIGNER) => {
        const stage = stageOf(['qamar', 'nahr', 'jabal']);
        withPens(stage);
        roster(stage, 'nahr', {
          seats: [{ seat: SIGNER, names, duties: duties as never }],
          keys: [{ id: 'nahr pen', kind: 'exercise', seat, from: textOf(at(0)), upto: null }],
        });
        const text = stage.say('qamar', 'agreement', agreement('consent', ['jabal']));
        for (const party of ['qamar', 'nahr']) sign(stage, party, text);
        return isInForce(stage.known(), text);
      };
      expect(by(['sign'])).toBe(true);
      expect(by(['decide'])).toBe(false);
      expect(by(['sign', 'administer'])).toBe(false);
      expect(by(['sign'], PLANNER)).toBe(false);
    },
    planted: {
      'lets every seat sign': ({ isInForce }) => ({
        isInForce: (law, text) =>
          isInForce(law, text) || [...law.signings.values()].flat().length >= 2,
      }),
    },
  },
  {
    words: '[C24] asks whom it names, for its kinds, in its area, within its dates',
    shows: (parts) => {
      const { stage, plan } = proposed();
      withPens(stage);
      const far = stage.say(
        'qamar',
        'agreement',
        agreement('consent', ['jabal'], ground(6, 6, 7, 7)),
      );
      for (const party of ['qamar', 'nahr']) sign(stage, party, far);
      expect(askedOf(parts, stage, plan)).toEqual(['nahr claims', 'qamar claims']);
      const near = stage.say(
        'qamar',
        'agreement',
        agreement('consent', ['jabal'], ground(4, 4, 7, 7)),
      );
      for (const party of ['qamar', 'nahr']) sign(stage, party, near);
      expect(askedOf(parts, stage, plan)).toContain('jabal agreement');
    },
    planted: { 'asks nobody for an article': withoutReasons('agreement') },
  },
  {
    words:
      '[C25] frees signatories from being asked for a claim, wholly inside its area, unless they contribute',
    shows: (parts) => {
      const { stage, plan } = proposed();
      withPens(stage);
      const freeing = agreement('notify', ['jabal', 'nahr'], ground(3, 3, 4, 4));
      const text = stage.say('qamar', 'agreement', freeing);
      for (const party of ['qamar', 'nahr']) sign(stage, party, text);
      expect(askedOf(parts, stage, plan)).toEqual(['qamar claims']);
      const wider = stage.plan('qamar', ground(3, 3, 5, 4));
      expect(askedOf(parts, stage, wider)).toContain('nahr claims');
      const joint = stage.plan('qamar', ground(3, 3, 4, 4), ['nahr']);
      expect(askedOf(parts, stage, joint)).toContain('nahr contributes');
      // Jabal signed nothing, so nothing frees it.
      const open = stage.plan('qamar', ground(3, 3, 4, 4), ['jabal']);
      expect(askedOf(parts, stage, open)).toContain('jabal contributes');
    },
    planted: {
      'frees nobody': (parts) => ({
        verdictsOn: (known, asking) =>
          parts.verdictsOn({ ...known, agreements: new Map() }, asking),
      }),
    },
  },
  {
    words: '[C26] that forbids keeps the plan from being active while a party it names takes part',
    shows: (parts) => {
      const { stage, plan } = proposed();
      withPens(stage);
      const joint = stage.plan('qamar', ground(3, 3, 4, 4), ['nahr']);
      for (const each of [plan, joint]) everyoneConsents(stage, each);
      const text = stage.say('qamar', 'agreement', agreement('forbidden', ['nahr']));
      for (const party of ['qamar', 'nahr']) sign(stage, party, text);
      expect(stateOf(parts, stage, plan, 1_500)).toBe('active');
      expect(stateOf(parts, stage, joint, 1_500)).toBe('forbidden');
    },
    planted: {
      'forbids nothing': (parts) => ({
        standingOf: (known, plan, now) =>
          parts.standingOf({ ...known, agreements: new Map() }, plan, now),
      }),
    },
  },
]);
