import { describe, expect, it } from 'vitest';
import { openLive } from './live.ts';
import { openLooking } from './looking.ts';

const none = (): void => undefined;

describe('a job that looks for what is due', () => {
  it('looks once more for whoever asked while it was looking, and tells trouble', async () => {
    const told: unknown[] = [];
    const opened: (() => void)[] = [];
    let looks = 0;
    const job = openLooking(
      { live: openLive(), report: (what) => void told.push(what) },
      new Set(),
      async () => {
        looks += 1;
        if (looks === 1) await new Promise<void>((resolve) => opened.push(resolve));
        if (looks === 2) throw new Error('no room');
      },
    );
    const first = job.look();
    const second = job.look();
    opened[0]?.();
    await Promise.all([first, second]);
    expect(looks).toBe(2);
    expect(told).toHaveLength(1);
    await job.close();
    await job.look();
    expect(looks).toBe(2);
  });

  it('looks at once when a record of its types has come, and at no other', async () => {
    const live = openLive();
    let looks = 0;
    const job = openLooking({ live, report: none }, new Set(['recall']), async () => {
      looks += 1;
    });
    const event = { kind: 'record', hash: 'a', author: 'north', audience: ['north'] } as const;
    live.tell({ ...event, type: 'report' } as never);
    expect(looks).toBe(0);
    live.tell({ ...event, type: 'recall' } as never);
    expect(looks).toBe(1);
    await job.close();
  });
});
