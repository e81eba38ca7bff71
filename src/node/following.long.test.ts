import { describe, expect, it } from 'vitest';
import type { Audience } from '../accord/party/audience.ts';
import type { LogId, PartyId } from '../base/ids.ts';
import { instant } from '../base/instant.ts';
import type { IndexedEntry } from '../index/port.ts';
import { HASH_UNKNOWN } from '../index/port.ts';
import { openIndex } from '../index/sqlite.ts';
import { memoryStore } from '../store/memory.ts';
import { openFollowing } from './following.ts';
import { hostPrimitives } from './primitives.ts';

const LOG = 'a'.repeat(32) as LogId;
const NORTH = 'north' as PartyId;

describe('an index that follows the logs', () => {
  it('[I2] has trouble twice in a row, and that is reported and holds nothing else up', async () => {
    const index = await openIndex(':memory:', { say: () => undefined });
    // Its thread has ended: neither following nor filling it anew comes to anything.
    await index.close();
    const told: unknown[] = [];
    const primitives = hostPrimitives();
    const following = openFollowing({
      ...{ index, primitives, store: memoryStore(primitives.sha256) },
      logs: { all: () => [] },
      clock: { now: () => instant(0) },
      report: (what) => void told.push(what),
    });
    const entry: IndexedEntry = {
      ...{ log: LOG, index: 0, author: NORTH, audience: [NORTH] as unknown as Audience },
      ...{ hash: HASH_UNKNOWN, heldSince: instant(0), bytes: new Uint8Array() },
    };
    await following.follow([entry]);
    expect(told).toHaveLength(2);
    await following.follow([entry]);
    expect(told).toHaveLength(4);
    await expect(following.erase(LOG, [])).rejects.toMatchObject({
      code: 'index-damaged',
    });
    await following.settled();
  });
});
