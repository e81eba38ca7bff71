import { existsSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import path from 'node:path';
import { contentOf, isAttachmentKey } from '../ledger/attachment.ts';
import type { Sha256 } from '../base/bytes.ts';
import { isMissing } from '../store/disk.ts';
import { measureFile } from '../store/measure.ts';

/** What stands in a folder of attachments. */
export interface AttachmentsFound {
  /** Those that are whole, and their bytes together. */
  readonly whole: number;
  readonly bytes: number;
  /** On their way. */
  readonly partial: number;
  /** That never were what their record says. */
  readonly false: number;
  /** Files whose bytes are not what they were. */
  readonly damaged: readonly string[];
}

/** Reads every attachment of a folder against its own name, which says what it must be. A node may run. [G17] */
export async function checkAttachments(dir: string, sha256: Sha256): Promise<AttachmentsFound> {
  const folder = path.join(dir, 'attachments');
  const names = existsSync(folder) ? await readdir(folder) : [];
  const damaged: string[] = [];
  let [whole, bytes] = [0, 0];
  for (const name of names.filter(isAttachmentKey)) {
    const file = path.join(folder, name);
    try {
      const measured = await measureFile(sha256, file);
      if (contentOf(sha256, measured).key !== name) damaged.push(file);
      whole += 1;
      bytes += measured.size;
    } catch (cause) {
      if (!isMissing(cause)) throw cause; // It was recalled meanwhile.
    }
  }
  const count = (ending: string): number => names.filter((name) => name.endsWith(ending)).length;
  return { whole, bytes, partial: count('.part'), false: count('.false'), damaged };
}
