import { describe, expect, it } from 'vitest';

import type { PlanLine } from '../../contract/api.ts';
import type { Alarm } from './alarms.ts';
import { openAlarms } from './alarms.ts';

const stop = (record: string, party: string) => ({
  record,
  party,
  at: '2026-11-09T11:05:00Z',
  reason: 'fire from the north',
});

const plan = (kind: string, stops: readonly object[]) =>
  ({
    hash: 'p',
    plan: { name: 'NAHR-14' },
    state: { kind },
    running: { stops },
  }) as unknown as PlanLine;

const arrived: Alarm = {
  id: 's1',
  kind: 'stop',
  party: 'south',
  subject: '',
  to: '/plans/p',
};

describe('alarms', () => {
  it('show a stop as it arrives, and in full once the plan is read [C41]', () => {
    expect(openAlarms([arrived], [], 'north')).toEqual([arrived]);
    const full = openAlarms([arrived], [plan('halted', [stop('s1', 'south')])], 'north');
    expect(full).toHaveLength(1);
    expect(full[0]).toMatchObject({ subject: 'NAHR-14', reason: 'fire from the north' });
  });

  it('are raised for every stop of others that stands, never for our own [C42]', () => {
    const stops = [stop('s1', 'south'), stop('s2', 'north')];
    expect(openAlarms([], [plan('halted', stops)], 'north').map(({ id }) => id)).toEqual(['s1']);
    expect(openAlarms([], [plan('ended', stops)], 'north')).toEqual([]);
  });
});
