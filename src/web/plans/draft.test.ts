import { describe, expect, it } from 'vitest';

import type { PartyId } from '../../base/ids.ts';
import { instantOf } from '../now.ts';
import type { PlanDraft } from './draft.ts';
import { contributionsOf, faultsOf, openDraft, planOf, rowAt, shapeOfDraft } from './draft.ts';

const NOW = instantOf('2026-11-22T03:00:00Z');
const SQUARE = [
  [43.7, 35.6],
  [43.9, 35.6],
  [43.9, 35.8],
  [43.7, 35.8],
] as const;

function drafted(part: Partial<PlanDraft>, order = [0, 1, 2, 3]): PlanDraft {
  const points = order.map((corner, i) => rowAt(i, SQUARE[corner] ?? [0, 0]));
  const window = { from: '2026-11-22T04:00:00Z', upto: '2026-11-22T09:00:00Z' };
  return { ...openDraft('en'), name: 'NAHR', points, ...window, ...part };
}

describe('a draft of a plan', () => {
  it('makes a plan that keeps each corner as it was set', () => {
    const draft = drafted({});
    const shape = shapeOfDraft(draft);
    expect(shape.ok).toBe(true);
    expect(faultsOf(draft, NOW)).toEqual([]);
    if (shape.ok) expect(planOf(draft, shape.value).shape.coordinates[0]).toHaveLength(5);
  });

  it('says where an outline crosses itself', () => {
    const shape = shapeOfDraft(drafted({}, [0, 1, 3, 2]));
    expect(shape.ok ? undefined : shape.fault).toMatchObject({ kind: 'self-crossing' });
    expect(shape.ok || !('at' in shape.fault) ? undefined : shape.fault.at[0]).toBeCloseTo(43.8);
  });

  it('names everything that is missing', () => {
    expect(faultsOf(openDraft('en'), NOW)).toEqual(['name', 'shape', 'from', 'upto']);
  });

  it('knows a window that runs backwards from one that is over', () => {
    const upto = '2026-11-22T03:30:00Z';
    expect(faultsOf(drafted({ upto }), NOW)).toEqual(['window-backwards']);
    const past = { from: '2026-11-21T03:00:00Z', upto: '2026-11-21T09:00:00Z' };
    expect(faultsOf(drafted(past), NOW)).toEqual(['window-past']);
  });

  it('adds up what one party brings of one kind and leaves out rows that are not whole', () => {
    const party = 'qamar' as PartyId;
    const rows = [
      { id: 1, party, kind: 'infantry', count: '100' },
      { id: 2, party, kind: 'infantry', count: '20' },
      { id: 3, party, kind: undefined, count: '5' },
      { id: 4, party, kind: 'medical', count: '0' },
    ] as const;
    expect(contributionsOf(rows)).toEqual([{ party, forces: [{ kind: 'infantry', count: 120 }] }]);
    expect(faultsOf(drafted({ forces: rows }), NOW)).toEqual(['force']);
  });
});
