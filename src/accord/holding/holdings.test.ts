import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instant } from '../../base/instant.ts';
import { WEEK_HOURS } from '../../geo/gap/week.ts';
import type { Stage } from '../cast.suite.ts';
import { at, ground, stageOf } from '../cast.suite.ts';
import type { Body } from '../record.ts';
import { agreement, names, sign, withPens } from '../rules.suite.ts';
import type { Said } from '../said.ts';
import { textOf } from '../wire.ts';
import type { Holding } from './holding-schema.ts';
import { holdingSchema } from './holding-schema.ts';
import type { Holdings } from './holdings.ts';
import {
  FADES_HOURS_DEFAULT,
  fadesHoursOf,
  isManned,
  mannedHours,
  notCovering,
  openHoldings,
} from './holdings.ts';

const HOUR = 3600;
const ZONE = { offsetMinutes: 180, letter: 'C' } as const;
const everyone = (): boolean => true;

function bodyOf(more: Partial<Holding> = {}): Holding {
  return {
    names,
    kind: 'post',
    ground: { type: 'Point', coordinates: [40.5, 35.5] },
    covers: { kind: 'round', metres: 3000 },
    state: 'open',
    hours: [],
    manned: [],
    from: textOf(at(0)),
    upto: null,
    ...more,
  };
}

function hold(stage: Stage, more: Partial<Holding> = {}, replaces?: Said): Said<'holding'> {
  const refs = replaces ? [{ rel: 'replaces', record: replaces.hash }] : [];
  return stage.say('nahr', 'holding', bodyOf(more), { refs } as never);
}

function known(...said: readonly Said[]): Holdings {
  const holdings = openHoldings(true);
  for (const each of said) holdings.learn(each);
  return holdings;
}

describe('a holding', () => {
  it('[Z8] covers from its place, its route or its area, and from nothing else', () => {
    const line = {
      type: 'LineString' as const,
      coordinates: [
        [40, 35],
        [40.1, 35],
      ],
    };
    const area = ground(0, 0, 1, 1) as Holding['ground'];
    const accepted = (more: Partial<Holding>) => holdingSchema.safeParse(bodyOf(more)).success;
    expect(accepted({})).toBe(true);
    expect(accepted({ ground: line })).toBe(false);
    expect(accepted({ ground: line, covers: { kind: 'strip', metres: 500 } })).toBe(true);
    expect(accepted({ ground: area, covers: { kind: 'area' } })).toBe(true);
    expect(accepted({ ground: area, covers: { kind: 'nothing' } })).toBe(true);
    expect(accepted({ covers: { kind: 'area' } })).toBe(false);
    expect(accepted({ covers: { kind: 'round', metres: 100_001 } })).toBe(false);
  });

  it('[Z8] counts while it is open or degraded, within the time that it names', () => {
    const stage = stageOf(['nahr', 'jabal']);
    const whyAt = (more: Partial<Holding>, seconds: number) => {
      const [standing] = known(hold(stage, more)).standing(everyone, at(seconds));
      return standing && notCovering(standing, { zone: ZONE, fadesHours: () => 24 }, at(seconds));
    };
    expect(whyAt({}, HOUR)).toBeUndefined();
    expect(whyAt({ state: 'degraded' }, HOUR)).toBeUndefined();
    expect(whyAt({ state: 'closed' }, HOUR)).toBe('closed');
    expect(whyAt({ state: 'planned' }, HOUR)).toBe('planned');
    expect(whyAt({ covers: { kind: 'nothing' } }, HOUR)).toBe('nothing');
    expect(whyAt({ from: textOf(at(2 * HOUR)) }, HOUR)).toBe('not-yet');
    expect(whyAt({ upto: textOf(at(HOUR)) }, HOUR)).toBe('over');
    expect(whyAt({ upto: textOf(at(HOUR)) }, HOUR - 1)).toBeUndefined();
  });

  it('[Z8] gives way to the later one of its party, for whoever may read that', () => {
    const stage = stageOf(['nahr', 'jabal']);
    const first = hold(stage);
    const second = hold(stage, { state: 'closed' }, first);
    const forged = stage.say('jabal', 'holding', bodyOf(), {
      refs: [{ rel: 'replaces', record: second.hash }],
    } as never);
    const all = known(first, second, forged);
    const hashes = (mayRead: (said: Said) => boolean) =>
      all.standing(mayRead, at(HOUR)).map(({ said }) => said.hash);
    expect(hashes(everyone)).toEqual([second.hash, forged.hash].toSorted());
    expect(hashes((said) => said.hash === first.hash)).toEqual([first.hash]);
  });

  it('[Z8] [Z10] stands alike in whatever order records come, and as it stood then', () => {
    const stage = stageOf(['nahr', 'jabal']);
    const first = hold(stage);
    const second = stage.say('nahr', 'holding', bodyOf({ state: 'closed' }), {
      at: 10 * HOUR,
      refs: [{ rel: 'replaces', record: first.hash }],
    } as never);
    const word = stage.say('nahr', 'confirmation', { holding: first.hash }, { at: 5 * HOUR });
    const said = [first, second, word];
    const viewAt = (holdings: Holdings, seconds: number) =>
      holdings
        .standing(everyone, at(seconds))
        .map(({ said: { hash }, confirmed }) => [hash, confirmed]);
    const order = fc.shuffledSubarray(said, { minLength: said.length });
    fc.assert(
      fc.property(order, (shuffled) => {
        const holdings = known(...shuffled, ...shuffled);
        expect(viewAt(holdings, HOUR)).toEqual([[first.hash, at(0)]]);
        expect(viewAt(holdings, 6 * HOUR)).toEqual([[first.hash, at(5 * HOUR)]]);
        expect(viewAt(holdings, 11 * HOUR)).toEqual([[second.hash, at(10 * HOUR)]]);
      }),
    );
  });
});

describe('the hours of a holding', () => {
  // Dawn is 1,790,000,000, a Monday, 1353 by UTC: 1653 of the centre.
  const monday = (hour: number, minute = 0): Instant =>
    (Math.floor(at(0) / 86_400) * 86_400 + hour * HOUR + minute * 60 - 3 * HOUR) as Instant;

  it("[Z9] are turns of the centre's own time, past midnight too", () => {
    expect(new Date(at(0) * 1000).getUTCDay()).toBe(1);
    const night = [{ days: [1], fromMinute: 22 * 60, minutes: 8 * 60 }];
    expect(isManned([], ZONE, monday(3))).toBe(true);
    expect(isManned(night, ZONE, monday(21, 59))).toBe(false);
    expect(isManned(night, ZONE, monday(22))).toBe(true);
    expect(isManned(night, ZONE, monday(24 + 5, 59))).toBe(true);
    expect(isManned(night, ZONE, monday(24 + 6))).toBe(false);
    expect(isManned(night, ZONE, monday(3))).toBe(false);
  });

  it('[Z9] of a week are those that lie in turns from end to end', () => {
    const turns = [
      { days: [7], fromMinute: 23 * 60 + 30, minutes: 120 },
      { days: [1], fromMinute: 90, minutes: 30 },
    ];
    const hours = mannedHours(turns);
    expect(hours).toHaveLength(WEEK_HOURS);
    // From Sunday 2330 to Monday 0130, and on from there to 0200.
    expect(hours.flatMap((is, hour) => (is ? [hour] : []))).toEqual([0, 1]);
    expect(mannedHours([]).every(Boolean)).toBe(true);
    for (const [hour, is] of hours.entries()) {
      const whole = Array.from({ length: 60 }, (_, k) => isManned(turns, ZONE, monday(hour, k)));
      expect(whole.every(Boolean)).toBe(is);
    }
  });
});

describe('the age of a holding', () => {
  it('[Z10] begins anew with each confirmation by its own party, and ends its coverage', () => {
    const stage = stageOf(['nahr', 'jabal']);
    const holding = hold(stage);
    const theirs = stage.say('jabal', 'confirmation', { holding: holding.hash }, { at: 20 * HOUR });
    const ours = stage.say('nahr', 'confirmation', { holding: holding.hash }, { at: 30 * HOUR });
    const whyAt = (holdings: Holdings, seconds: number) => {
      const [standing] = holdings.standing(everyone, at(seconds));
      return standing && notCovering(standing, { zone: ZONE, fadesHours: () => 24 }, at(seconds));
    };
    const without = known(holding, theirs);
    expect(whyAt(without, 24 * HOUR - 1)).toBeUndefined();
    expect(whyAt(without, 24 * HOUR)).toBe('faded');
    const confirmed = known(holding, theirs, ours);
    expect(whyAt(confirmed, 29 * HOUR)).toBe('faded');
    expect(whyAt(confirmed, 40 * HOUR)).toBeUndefined();
    expect(whyAt(confirmed, 54 * HOUR)).toBe('faded');
  });

  it('[Z10] is what the parties have agreed, the fewest hours where several say', () => {
    const stage = stageOf(['qamar', 'nahr', 'jabal']);
    withPens(stage);
    const hoursOf = () => fadesHoursOf(stage.known());
    const agree = (hours: number, kinds: readonly string[]) => {
      const said = stage.say('qamar', 'agreement', {
        ...(agreement('notify', ['nahr']) as Body<'agreement'>),
        articles: [{ id: '1', text: 'so', ageing: { kinds, hours } }],
      } as Body<'agreement'>);
      return said;
    };
    expect(hoursOf()('post')).toBe(FADES_HOURS_DEFAULT);
    const first = agree(48, ['post', 'patrol']);
    expect(hoursOf()('post')).toBe(FADES_HOURS_DEFAULT);
    for (const party of ['qamar', 'nahr']) sign(stage, party, first);
    expect(hoursOf()('post')).toBe(48);
    const second = agree(12, ['patrol']);
    for (const party of ['qamar', 'nahr']) sign(stage, party, second);
    expect([hoursOf()('post'), hoursOf()('patrol'), hoursOf()('base')]).toEqual([
      48,
      12,
      FADES_HOURS_DEFAULT,
    ]);
  });
});
