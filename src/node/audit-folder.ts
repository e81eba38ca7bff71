import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isLogId } from '../base/ids.ts';
import { cosignedName } from '../exchange/cosigned.ts';
import { keysOfOrigin } from '../ledger/log.ts';
import { shelfFile } from '../store/file-shelf.ts';
import type { Folder } from './folder.ts';
import { hostPrimitives } from './primitives.ts';
import { readStoreFolder } from './verify-end.ts';
import type { LogVerdict } from './verify-log.ts';
import { verifyLog } from './verify-log.ts';
import { folderLogSource } from './verify-source.ts';

/** Reads every entry of every log of a folder against what its author signed. A node may run. [N5] */
export async function auditFolder({ dir, cards }: Folder): Promise<readonly LogVerdict[]> {
  const primitives = hostPrimitives();
  const logs = path.join(dir, 'logs');
  const names = existsSync(logs) ? readdirSync(logs).filter(isLogId).toSorted() : [];
  const verdicts: LogVerdict[] = [];
  for (const id of names) {
    const place = path.join(logs, id);
    const folder = await readStoreFolder(place, primitives.sha256);
    const kept = path.join(dir, 'shelf', shelfFile(cosignedName(id)));
    const verdict = await verifyLog(primitives, {
      place,
      source: folder?.source ?? folderLogSource(place),
      folder,
      keysFor: (origin) =>
        [...cards.values()].map((card) => keysOfOrigin(card, origin)).find((keys) => keys),
      // Whether a witness has seen it is not what this asks.
      witnesses: [],
      cosigned: existsSync(kept) ? readFileSync(kept, 'utf8') : undefined,
      against: [],
    });
    verdicts.push(verdict);
  }
  return verdicts;
}
