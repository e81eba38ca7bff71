import type { LogId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { verifyCosignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Shelf } from '../ledger/ports.ts';
import type { Log } from '../ledger/log.ts';
import { openOf } from '../ledger/succession.ts';
import { cosignedName } from '../exchange/cosigned.ts';
import { readCosigned } from '../exchange/cosigned-history.ts';

/** The newest checkpoint of a log that a witness cosigned, as far as this node knows. */
export interface Seal {
  readonly checkpoint: Checkpoint;
  /** The witness's name. */
  readonly by: string;
  readonly time: Instant;
}

/** What is cosigned, at hand without reading the shelf. */
export interface Seals {
  of(log: LogId): Seal | undefined;
  /** The smallest cosigned checkpoint that covers entry `index`: since when it is on the record. [F11] */
  firstCovering(log: Log, index: number): Promise<Seal | undefined>;
  /** Reads the cosigned checkpoint of a log from the shelf again; true where it is newer. */
  refresh(log: Log): Promise<boolean>;
}

/** Opens the seals of `logs`. */
export async function openSeals(
  needs: { primitives: Primitives; shelf: Shelf; witnesses: readonly VerifierKey[] },
  logs: readonly Log[],
): Promise<Seals> {
  const seals = new Map<LogId, Seal>();
  const refresh = async (log: Log): Promise<boolean> => {
    const seal = sealOf(needs, log, await needs.shelf.get(cosignedName(log.id)));
    const held = seals.get(log.id);
    if (!seal || (held && !isNewer(seal, held))) return false;
    seals.set(log.id, seal);
    return true;
  };
  for (const log of logs) await refresh(log);
  return {
    of: (log) => seals.get(log),
    async firstCovering(log, index) {
      const found = await (await readCosigned(needs.shelf, log.id)).firstCovering(index);
      const newest = seals.get(log.id);
      const isCovered = newest !== undefined && newest.checkpoint.size > index;
      return sealOf(needs, log, found?.note) ?? (isCovered ? newest : undefined);
    },
    refresh,
  };
}

/** Larger, or as large and cosigned again since. [F13] */
function isNewer(ours: Seal, theirs: Seal): boolean {
  const more = ours.checkpoint.size - theirs.checkpoint.size;
  return more > 0 || (more === 0 && ours.time > theirs.time);
}

function sealOf(
  needs: { primitives: Primitives; witnesses: readonly VerifierKey[] },
  log: Log,
  note: string | undefined,
): Seal | undefined {
  if (note === undefined) return undefined;
  const checkpoint = openOf(needs.primitives, log, note);
  if (!checkpoint.ok) return undefined;
  for (const witness of needs.witnesses) {
    const cosigned = verifyCosignature(needs.primitives, checkpoint.value, witness);
    if (cosigned.ok) {
      return { checkpoint: checkpoint.value, by: witness.name, time: cosigned.value.time };
    }
  }
  return undefined;
}
