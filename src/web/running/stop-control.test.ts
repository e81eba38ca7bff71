import { describe, expect, it } from 'vitest';

import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Stoppable } from './stop-control.ts';
import { stopList } from './stop-control.ts';

const [OURS, THEIRS] = ['north', 'south'] as readonly string[] as [PartyId, PartyId];

function planIn(hash: string, kind: 'active' | 'agreed' | 'behind' | 'ended', by?: PartyId) {
  const state = { kind } as unknown as Stoppable['state'];
  const stop = by && { party: by, record: hash as RecordHash, at: '', reason: null };
  return { hash: hash as RecordHash, state, running: { stops: stop ? [stop] : [] } };
}

const listed = (plans: readonly Stoppable[], open?: string) => {
  const { offered, chosen } = stopList(plans, OURS, open);
  return [offered.map(({ hash }) => hash).join(' '), chosen];
};

describe('the stop window', () => {
  it('lists what is under way, and chooses it where it is the only one [C41]', () => {
    expect(listed([planIn('a', 'active'), planIn('b', 'agreed')])).toEqual(['a', 'a']);
    expect(listed([planIn('a', 'active'), planIn('b', 'behind')])).toEqual(['a b', undefined]);
    expect(listed([planIn('a', 'ended')])).toEqual(['', undefined]);
  });

  it('chooses the plan whose page is open, under way or not', () => {
    expect(listed([planIn('a', 'active'), planIn('b', 'agreed')], 'b')).toEqual(['b a', 'b']);
    expect(listed([planIn('a', 'active'), planIn('b', 'ended')], 'b')).toEqual(['a', 'a']);
  });

  it('leaves out what we have stopped already, but not what another has', () => {
    expect(listed([planIn('a', 'active', OURS)])).toEqual(['', undefined]);
    expect(listed([planIn('a', 'active', THEIRS)])).toEqual(['a', 'a']);
  });
});
