import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { TroubleError } from '../base/result.ts';
import { writeSafely } from './safe-file.ts';

/** The file of the age identity that opens bundles for this party; the stock `age -d -i` reads it. */
export function courierFile(dir: string): string {
  return path.join(dir, 'keys', 'courier.key');
}

/** Makes the courier's key where there is none; gives its recipient. [B1] */
export async function bringCourierKey(dir: string): Promise<string> {
  const fresh = `${await generateX25519Identity()}\n`;
  try {
    writeFileSync(courierFile(dir), fresh, { mode: 0o600, flag: 'wx' });
  } catch (thrown) {
    if (!(thrown instanceof Error && 'code' in thrown && thrown.code === 'EEXIST')) throw thrown;
  }
  return identityToRecipient(readIdentity(courierFile(dir)));
}

/** How many courier keys of before are kept: what was sealed to them may still be on its way. [D16] */
const FORMER_COURIERS_MAX = 3;

/**
 * Makes another courier's key and keeps those before it behind it, since a bundle that was sealed to
 * one of them may still be carried; gives the new recipient. [D16]
 */
export async function renewCourierKey(dir: string): Promise<string> {
  const file = courierFile(dir);
  const fresh = await generateX25519Identity();
  const before = readIdentities(file).slice(0, FORMER_COURIERS_MAX);
  writeSafely(file, `${[fresh, ...before].join('\n')}\n`, 0o600);
  return identityToRecipient(fresh);
}

/** The age identity in a file, as `age-keygen` writes it. Trouble: `key-bad`, `file-missing`. */
export function readIdentity(file: string): string {
  const found = readIdentities(file);
  const [identity] = found;
  if (identity === undefined) throw new TroubleError('key-bad', { file });
  return identity;
}

/** All age identities in a file, comments passed over. */
export function readIdentities(file: string): readonly string[] {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (thrown) {
    throw new TroubleError('file-missing', { file }, thrown);
  }
  const lines = text.split('\n').map((line) => line.trim());
  return lines.filter((line) => /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/.test(line));
}
