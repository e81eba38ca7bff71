import type { Checkpoint } from '../proof/checkpoint.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import type { Signer } from '../proof/primitives.ts';
import type { Log } from './log.ts';
import type { Store } from './ports.ts';
import { isByPresent } from './succession.ts';

/** What signing anew needs. */
export interface ResignNeeds {
  readonly store: Pick<Store, 'latest' | 'extend'>;
  /** The present node key's. */
  readonly signer: Signer;
}

/**
 * Signs our own log, as far as it goes, with the present node key where a former one had: it says
 * nothing new, and whoever holds the log can go on from it. Gives the new checkpoint. [D7]
 */
export async function resign(
  { store, signer }: ResignNeeds,
  log: Log,
): Promise<Checkpoint | undefined> {
  const latest = await store.latest(log.id);
  if (!latest || isByPresent(log, latest.note)) return undefined;
  const { size, root } = latest;
  const next = await signCheckpoint(signer, { origin: log.origin, size, root });
  const kept = await store.extend(log.id, size, [], next);
  return kept.ok ? next : undefined;
}
