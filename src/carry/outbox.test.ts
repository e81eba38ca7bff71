import { describe, expect, it } from 'vitest';
import { openOutbox } from './outbox.ts';

function stageOf(limit?: number) {
  const sent: string[] = [];
  const ends = new Map<string, () => void>();
  const outbox = openOutbox<string>(async (item) => {
    sent.push(item);
    await new Promise<void>((resolve) => ends.set(item, resolve));
  }, limit);
  const end = async (item: string): Promise<void> => {
    ends.get(item)?.();
    for (let i = 0; i < 6; i += 1) await Promise.resolve();
  };
  return { sent, end, outbox };
}

describe('an outbox', () => {
  it('[T29] sends what is urgent while what is large is still under way', async () => {
    const { sent, end, outbox } = stageOf();
    void outbox.put('large', 'bulk');
    void outbox.put('larger', 'bulk');
    void outbox.put('stop', 'urgent');
    void outbox.put('offer', 'urgent');
    expect(sent).toEqual(['large', 'stop']);
    await end('stop');
    expect(sent).toEqual(['large', 'stop', 'offer']);
    await end('large');
    expect(sent.at(-1)).toBe('larger');
    expect(outbox.waiting()).toBe(0);
  });

  it('[X21] holds so much and no more, and tells who asked that it was not sent', async () => {
    const { end, outbox } = stageOf(2);
    const told = ['a', 'b', 'c', 'd'].map((each) => outbox.put(each, 'bulk'));
    expect(await told[3]).toBe(false);
    expect(outbox.waiting()).toBe(2);
    for (const each of ['a', 'b', 'c']) await end(each);
    expect(await Promise.all(told.slice(0, 3))).toEqual([true, true, true]);
  });
});
