import type { Socket } from 'node:net';
import type { Random } from '../../src/base/ports.ts';
import type { Wire } from '../../src/node/exercise/wire.ts';
import { makeWire } from '../../src/node/exercise/wire.ts';

/** How badly a wire carries. All of it happens to connections: TCP itself hides what happens to packets. */
export interface Roughness {
  /** How long each part of what passes is under way, in milliseconds, and how much longer it may be. */
  readonly delay: number;
  readonly jitter: number;
  /** After so many bytes at most, a connection is reset, in the middle of whatever it says. */
  readonly resetAfter?: number;
  /** One of so many connections stands still for so long, in milliseconds, after its first bytes. */
  readonly stalls?: { readonly oneOf: number; readonly millis: number };
}

/** A wire that carries badly, and counts. */
export interface RoughWire extends Wire {
  /** Bytes that passed, of both directions. */
  passed(): number;
  /** How many connections were broken, and how many stood still. */
  broken(): number;
  stalled(): number;
  set(rough: Roughness): void;
}

/** Makes one. What it does is drawn by `random`, so that a seed tells what it did. */
export function makeRoughWire(
  random: Random,
  first: Roughness = { delay: 0, jitter: 0 },
): RoughWire {
  let [rough, passed, broken, stalled] = [first, 0, 0, 0];

  /** Carries one direction, each part after the one before it, however long that took. */
  const carry = (from: Socket, to: Socket, standsUntil: { at: number }): void => {
    let due = 0;
    from.on('data', (part: Buffer) => {
      passed += part.length;
      const wait = rough.delay + (rough.jitter > 0 ? random.below(rough.jitter) : 0);
      due = Math.max(due, performance.now() + wait, standsUntil.at);
      // Whoever sends faster than it is carried has to wait, as on a line.
      from.pause();
      setTimeout(
        () => {
          if (!to.destroyed) to.write(part);
          from.resume();
        },
        Math.max(0, due - performance.now()),
      );
    });
    from.once('end', () => setTimeout(() => to.end(), Math.max(0, due - performance.now())));
  };

  const wire = makeWire((near, far) => {
    const standsUntil = { at: 0 };
    if (rough.stalls && random.below(rough.stalls.oneOf) === 0) {
      stalled += 1;
      standsUntil.at = performance.now() + rough.stalls.millis;
    }
    carry(near, far, standsUntil);
    carry(far, near, standsUntil);
    if (rough.resetAfter === undefined) return;
    let left = 1 + random.below(rough.resetAfter);
    const spend = (part: Buffer): void => {
      left -= part.length;
      if (left > 0 || near.destroyed) return;
      broken += 1;
      near.resetAndDestroy();
      far.resetAndDestroy();
    };
    near.on('data', spend);
    far.on('data', spend);
  });

  return {
    ...wire,
    passed: () => passed,
    broken: () => broken,
    stalled: () => stalled,
    set(now) {
      rough = now;
    },
  };
}
