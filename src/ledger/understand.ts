import { recordHash } from '../base/ids.ts';
import type { RecordHash } from '../base/ids.ts';
import type { RecordFault } from '../accord/record.ts';
import { parseRecord } from '../accord/record.ts';
import type { Said } from '../accord/said.ts';
import type { Primitives } from '../proof/primitives.ts';
import type { Log } from './log.ts';
import type { Entry } from './ports.ts';
import { signerOf } from './seal.ts';

/** An entry as far as this release understands it; what it does not is kept and shown as unknown. */
export type Understood =
  | { readonly kind: 'said'; readonly said: Said }
  | { readonly kind: 'unknown'; readonly hash: RecordHash; readonly fault: RecordFault }
  /** Its bytes are gone: what it was, only the recall that names it can say. [W3] */
  | { readonly kind: 'erased' };

/** What the entry at `index` of `log` says, with its signature checked where it bears one. [L26] */
export function understand(
  primitives: Primitives,
  log: Log,
  index: number,
  entry: Entry,
): Understood {
  if (entry.length === 0) return { kind: 'erased' };
  const hash = recordHash(primitives.sha256(entry));
  const read = parseRecord(entry);
  if (!read.ok) return { kind: 'unknown', hash, fault: read.fault };
  const record = read.value;
  const { id, author, audience } = log;
  const said: Said = { hash, log: id, index, author, audience, record };
  if (record.type !== 'decision' && record.type !== 'signing') return { kind: 'said', said };
  const signer = signerOf(primitives, record);
  return { kind: 'said', said: signer ? { ...said, signer } : said };
}
