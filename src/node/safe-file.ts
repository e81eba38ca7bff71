import { closeSync, fsyncSync, openSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { TroubleError } from '../base/result.ts';

/** Replaces a file as a whole, durably, so that no reader ever sees half of it. */
export function writeSafely(file: string, text: string, mode = 0o644): void {
  const fresh = `${file}.new`;
  try {
    writeFileSync(fresh, text, { mode, flush: true });
    renameSync(fresh, file);
    // The new name lies in the folder, which is written by itself.
    const folder = openSync(path.dirname(file), 'r');
    try {
      fsyncSync(folder);
    } finally {
      closeSync(folder);
    }
  } catch (thrown) {
    throw troubleOf(thrown, file);
  }
}

/** The trouble that a failed file call means. */
export function troubleOf(thrown: unknown, file: string): TroubleError {
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  if (code === 'ENOSPC' || code === 'EDQUOT')
    return new TroubleError('disk-full', { file }, thrown);
  if (code === 'ENOENT') return new TroubleError('file-missing', { file }, thrown);
  return new TroubleError('store-unwritable', { file, reason: code }, thrown);
}

/** Reads a file of ours as text. Trouble: `file-missing`, or that it may not be read. */
export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (thrown) {
    throw troubleOf(thrown, file);
  }
}
