import type { Wire } from '../../src/node/exercise/wire.ts';
import { makeWire } from '../../src/node/exercise/wire.ts';

/** A wire that keeps all that passes, as whoever holds a cable could. */
export interface Tap extends Wire {
  /** All bytes that passed, of both directions, as they were seen. */
  seen(): Buffer;
}

/** Makes a tap. */
export function makeTap(): Tap {
  const parts: Buffer[] = [];
  const wire = makeWire((near, far) => {
    for (const socket of [near, far]) socket.on('data', (part: Buffer) => void parts.push(part));
    near.pipe(far).pipe(near);
  });
  return { ...wire, seen: () => Buffer.concat(parts) };
}
