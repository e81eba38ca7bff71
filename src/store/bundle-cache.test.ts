import { describe, expect, it } from 'vitest';
import { BundleCache, CACHED_BYTES_MAX } from './bundle-cache.ts';

describe('bundles at hand', () => {
  it('[S16] stay within their limit; the one not asked for the longest goes first', () => {
    const cache = new BundleCache();
    const third = [new Uint8Array(CACHED_BYTES_MAX / 3)];
    for (const key of ['a', 'b', 'c']) cache.set(key, third);
    expect(cache.get('a')).toBe(third);
    cache.set('d', third);
    expect(['a', 'b', 'c', 'd'].map((key) => cache.get(key) !== undefined)).toEqual([
      true,
      false,
      true,
      true,
    ]);
    cache.set('e', [new Uint8Array(CACHED_BYTES_MAX + 1)]);
    expect(['a', 'c', 'd', 'e'].filter((key) => cache.get(key))).toEqual([]);
  });
});
