import { describe, expect, it } from 'vitest';
import { memoryShelf, memoryStore } from './memory.ts';
import { erasingSuite } from './erasing.suite.ts';
import { QAMAR, grown, hostSha256, shelfSuite, storeSuite } from './store.suite.ts';

storeSuite('in memory', async () => memoryStore(hostSha256));
erasingSuite('in memory', async () => memoryStore(hostSha256));
shelfSuite('in memory', async () => memoryShelf());

describe('a copy of what is in memory', () => {
  it('of a store goes its own way', async () => {
    const store = memoryStore(hostSha256);
    await grown(store, QAMAR, 0, 3);
    const backup = store.copy();
    await grown(store, QAMAR, 3, 5);
    expect(await backup.latest(QAMAR)).toMatchObject({ size: 3 });
    await grown(backup, QAMAR, 3, 4);
    expect(await backup.read(QAMAR, 0, 9)).toHaveLength(4);
    expect(await store.read(QAMAR, 0, 9)).toHaveLength(5);
    expect(await store.logs()).toEqual([QAMAR]);
  });

  it('of a shelf goes its own way', async () => {
    const shelf = memoryShelf();
    await shelf.put('a', '1');
    const backup = shelf.copy();
    await shelf.put('a', '2');
    expect(await backup.get('a')).toBe('1');
  });
});
