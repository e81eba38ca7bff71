import { describe, expect, it } from 'vitest';

import type { PlanLine } from '../../contract/api.ts';
import { boardItems, formatBoardFilter, parseBoardFilter } from './board-order.ts';

const EVERYTHING = { text: '', party: '', kind: '' };

function plan(hash: string, kind: string, more: object = {}): PlanLine {
  return {
    hash,
    author: 'north',
    plan: { name: hash, purpose: '', kind: 'sweep', window: { from: hash, upto: hash } },
    asked: [{ party: 'north' }, { party: 'south' }].map((each) => ({
      ...each,
      stance: { kind: 'silent' },
    })),
    state: { kind },
    waitsForUs: false,
    ...more,
  } as unknown as PlanLine;
}

const shown = (plans: readonly PlanLine[], filter = EVERYTHING) =>
  boardItems(plans, filter, 'north')
    .map((item) => (item.kind === 'group' ? `${item.id}(${item.count})` : item.id))
    .join(' ');

describe('the board', () => {
  it('puts first what waits for us, then what runs, then what stands still', () => {
    const plans = [
      plan('a', 'ended'),
      plan('b', 'halted'),
      plan('c', 'active'),
      plan('d', 'proposed', { waitsForUs: true }),
      plan('e', 'refused'),
    ];
    expect(shown(plans)).toBe('waits(1) d active(1) c still(2) b e ended(1) a');
  });

  it('puts what comes sooner before what comes later', () => {
    expect(shown([plan('z', 'agreed'), plan('m', 'agreed')])).toBe('agreed(2) m z');
  });

  it('shows a party whatever it proposed or is asked for, and folds letters of a name', () => {
    const lone = plan('إنذار', 'active', { author: 'east', asked: [] });
    const plans = [lone, plan('b', 'active')];
    expect(shown(plans, { ...EVERYTHING, party: 'east' })).toBe('active(1) إنذار');
    expect(shown(plans, { ...EVERYTHING, party: 'south' })).toBe('active(1) b');
    expect(shown(plans, { ...EVERYTHING, text: 'انذار' })).toBe('active(1) إنذار');
    expect(shown(plans, { ...EVERYTHING, kind: 'visit' })).toBe('');
  });

  it('keeps its filter in the address', () => {
    const filter = { text: 'نهر 14', party: 'south', kind: '' };
    const search = new URLSearchParams(formatBoardFilter(filter).split('?')[1]);
    expect(parseBoardFilter(Object.fromEntries(search))).toEqual(filter);
    expect(formatBoardFilter(EVERYTHING)).toBe('/plans');
  });
});
