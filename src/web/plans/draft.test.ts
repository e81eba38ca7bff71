import { describe, expect, it } from 'vitest';

import { planSchema } from '../../accord/operation/plan-schema.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { PlanView } from '../../contract/api.ts';
import { instantOf } from '../now.ts';
import type { PlanDraft } from './draft.ts';
import { asKind, isBegun, nextPart, openDraft } from './draft.ts';
import { draftOfPlan } from './draft-of-plan.ts';
import { contributionsOf, faultsOf, planOf } from './draft-plan.ts';
import { openOutline, rowAt, shapeOfOutline } from './outline.ts';

const NOW = instantOf('2026-11-22T03:00:00Z');
const ROUTE = [
  [43.7, 35.6],
  [43.9, 35.6],
] as const;
const SQUARE = [...ROUTE, [43.9, 35.8], [43.7, 35.8]] as const;
const QAMAR = 'qamar' as PartyId;

function drafted(part: Partial<PlanDraft>, order = [0, 1, 2, 3]): PlanDraft {
  const points = order.map((corner, i) => rowAt(i, SQUARE[corner] ?? [0, 0]));
  const window = { from: '2026-11-22T04:00:00Z', upto: '2026-11-22T09:00:00Z' };
  return { ...openDraft('en'), name: 'NAHR', points, ...window, ...part };
}

function full(): PlanDraft {
  const points = SQUARE.map((corner, i) => rowAt(i, corner));
  const line = { ...openOutline('line'), points: points.slice(0, 2) };
  return drafted({
    kind: 'sweep',
    purpose: 'Search',
    days: [3, 1],
    turnFrom: '0630',
    turnHours: '3.5',
    forces: [{ id: 1, party: QAMAR, kind: 'infantry', count: '40' }],
    sectors: [{ ...openOutline('polygon'), points, id: 1, part: 's1', name: 'North', lead: QAMAR }],
    phases: [
      {
        id: 1,
        part: 'p1',
        name: 'Cordon',
        lead: QAMAR,
        from: '2026-11-22T04:00:00Z',
        upto: '2026-11-22T05:00:00Z',
        sectors: ['s1', 'gone'],
      },
    ],
    lines: [{ ...line, id: 1, part: 'l1', name: 'River', holds: [QAMAR] }],
    liaison: [{ id: 1, party: QAMAR, seat: 'Liaison Officer', call: 'JCP 2' }],
    rulesOfContact: 'Stop and call.',
    lostMinutes: '30',
    lostThen: 'suspend',
    isNotice: true,
  });
}

describe('a draft of a plan', () => {
  it('makes a plan that keeps each corner as it was set', () => {
    const draft = drafted({});
    expect(faultsOf(draft, NOW)).toEqual([]);
    expect(planOf(draft)?.shape.coordinates[0]).toHaveLength(5);
  });

  it('says all that a plan can say, as the record takes it', () => {
    const draft = full();
    expect(faultsOf(draft, NOW)).toEqual([]);
    const plan = planOf(draft);
    expect(planSchema.safeParse(plan).success).toBe(true);
    expect(plan).toMatchObject({
      schedule: { days: [1, 3], fromMinute: 390, minutes: 210 },
      phases: [{ id: 'p1', sectors: ['s1'] }],
      liaison: [{ party: QAMAR, seat: 'liaison-officer', call: 'JCP 2' }],
      lostContact: { afterMinutes: 30, then: 'suspend' },
      sharing: 'notice',
    });
  });

  it('opened from a plan says the very same and names the version that it changes [C38]', () => {
    const plan = planOf(full());
    const hash = `sha256:${'0'.repeat(64)}` as RecordHash;
    const view = { hash, plan, audience: [QAMAR] } as unknown as PlanView;
    expect(planOf(draftOfPlan(view))).toEqual({ ...plan, amends: hash });
  });

  it('keeps a shape of several parts as it is, until it is drawn anew', () => {
    const part = (at: number) => [
      [
        [at, 35],
        [at + 0.1, 35],
        [at, 35.1],
        [at, 35],
      ],
    ];
    const shape = { type: 'MultiPolygon', coordinates: [part(43), part(44)] };
    const plan = { ...planOf(drafted({})), shape };
    const draft = draftOfPlan({ plan, audience: [] } as unknown as PlanView);
    expect(planOf(draft)?.shape).toEqual(shape);
    expect(draft.points).toEqual([]);
  });

  it('of a route or a place needs its reach, and of a flight its heights [C21]', () => {
    const points = ROUTE.map((corner, i) => rowAt(i, corner));
    const patrol = drafted({ kind: 'patrol', mode: 'line', points });
    expect(faultsOf(patrol, NOW)).toEqual(['reach']);
    expect(planOf(patrol)).toBeUndefined();
    const flight = drafted({ ...asKind(openDraft('en'), 'overflight'), points, lowMetres: '' });
    expect(faultsOf(flight, NOW)).toEqual(['heights']);
    const whole = planOf({ ...flight, lowMetres: '300' });
    expect(whole).toMatchObject({ reachMetres: 2000, heights: { lowMetres: 300 } });
    expect(planSchema.safeParse(whole).success).toBe(true);
    const place = { ...openOutline('point'), points: points.slice(0, 1) };
    const visit = planOf(drafted({ ...asKind(openDraft('en'), 'visit'), ...place }));
    expect(planSchema.safeParse(visit).success).toBe(true);
  });

  it('takes what a kind proposes, and keeps what was typed', () => {
    const patrol = { ...openDraft('en'), ...asKind(openDraft('en'), 'patrol') };
    expect(patrol).toMatchObject({ kind: 'patrol', mode: 'line', reach: '500' });
    expect(asKind(patrol, 'checkpoint')).toMatchObject({ mode: 'point', reach: '300' });
    expect(asKind({ ...patrol, reach: '750' }, 'overflight')).not.toHaveProperty('reach');
  });

  it('says where an outline crosses itself', () => {
    const shape = shapeOfOutline(drafted({}, [0, 1, 3, 2]));
    expect(shape.ok ? undefined : shape.fault).toMatchObject({ kind: 'self-crossing' });
    expect(shape.ok || !('at' in shape.fault) ? undefined : shape.fault.at[0]).toBeCloseTo(43.8);
  });

  it('names everything that is missing', () => {
    expect(faultsOf(openDraft('en'), NOW)).toEqual(['name', 'shape', 'from', 'upto']);
    const sector = { ...openOutline('polygon'), id: 1, part: 's1', name: '', lead: undefined };
    const liaison = { id: 1, party: QAMAR, seat: 'مكتب', call: '' };
    const draft = drafted({
      sectors: [sector],
      liaison: [liaison],
      days: [1],
      lostThen: 'suspend',
    });
    expect(faultsOf(draft, NOW)).toEqual(['turns', 'sector', 'liaison', 'lost-contact']);
    expect(planOf(draft)).not.toHaveProperty('sectors');
  });

  it('refuses marks that turn letters around', () => {
    expect(faultsOf(drafted({ purpose: 'a\u202eb' }), NOW)).toEqual(['marks']);
    expect(faultsOf(drafted({ purpose: 'a\u200eb' }), NOW)).toEqual([]);
    expect(planOf(drafted({ purpose: 'a\u200eb' }))?.purpose).toBe('ab');
  });

  it('knows a window that runs backwards from one that is over', () => {
    const upto = '2026-11-22T03:30:00Z';
    expect(faultsOf(drafted({ upto }), NOW)).toEqual(['window-backwards']);
    const past = { from: '2026-11-21T03:00:00Z', upto: '2026-11-21T09:00:00Z' };
    expect(faultsOf(drafted(past), NOW)).toEqual(['window-past']);
  });

  it('adds up what one party brings of one kind and leaves out rows that are not whole', () => {
    const rows = [
      { id: 1, party: QAMAR, kind: 'infantry', count: '100' },
      { id: 2, party: QAMAR, kind: 'infantry', count: '20' },
      { id: 3, party: QAMAR, kind: undefined, count: '5' },
      { id: 4, party: QAMAR, kind: 'medical', count: '0' },
    ] as const;
    expect(contributionsOf(rows)).toEqual([
      { party: QAMAR, forces: [{ kind: 'infantry', count: 120 }] },
    ]);
    expect(faultsOf(drafted({ forces: rows }), NOW)).toEqual(['force']);
  });

  it('knows whether it was begun, and names new parts apart', () => {
    expect(isBegun(openDraft('en'))).toBe(false);
    expect(isBegun(drafted({}))).toBe(true);
    expect(nextPart('s', [{ part: 's2' }])).toBe('s3');
  });
});
