import type { Instant } from './instant.ts';

/** Where the time comes from; pure rooms never ask the machine. */
export interface Clock {
  now(): Instant;
}

/** Where chance comes from. */
export interface Random {
  /** A whole number from 0 up to and without `limit` (1 to 2^32). */
  below(limit: number): number;
}

/** The same numbers from the same `seed`, for simulations (mulberry32). */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return {
    below(limit) {
      state = (state + 0x6d2b79f5) >>> 0;
      let word = Math.imul(state ^ (state >>> 15), 1 | state);
      word = (word + Math.imul(word ^ (word >>> 7), 61 | word)) ^ word;
      return Math.floor((((word ^ (word >>> 14)) >>> 0) / 0x1_0000_0000) * limit);
    },
  };
}
