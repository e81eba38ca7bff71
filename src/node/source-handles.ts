import { createHmac, randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import { TroubleError } from '../base/result.ts';
import type { Audience } from '../accord/party/audience.ts';
import type { OwnSource } from './own.ts';
import { readText, writeSafely } from './safe-file.ts';

/** How long the secret of the sources is, in bytes. */
const SECRET_BYTES = 32;

/** How many letters a handle has; five bits each. */
const HANDLE_LETTERS = 16;

const LETTERS = 'abcdefghijklmnopqrstuvwxyz234567';

/** The file of the secret with which sources are told apart towards others. [H12] */
export function sourceSecretFile(dir: string): string {
  return path.join(dir, 'keys', 'source.secret');
}

/** The handles of our sources towards each audience. */
export interface SourceHandles {
  /** The same for the same source and audience, and unlike any other. [H10] */
  handleOf(source: Pick<OwnSource, 'id'>, audience: Audience): string;
  /** Which of `sources` has this handle towards `audience`. */
  sourceOf(
    handle: string,
    audience: Audience,
    sources: readonly OwnSource[],
  ): OwnSource | undefined;
}

/** Opens the handles with the folder's secret, which is made where there is none. [H12] */
export function openSourceHandles(dir: string): SourceHandles {
  const secret = bringSecret(sourceSecretFile(dir));
  const handleOf: SourceHandles['handleOf'] = ({ id }, audience) => {
    const hmac = createHmac('sha256', secret).update(`${id}\n${audience.join(',')}`);
    return base32(hmac.digest());
  };
  return {
    handleOf,
    sourceOf: (handle, audience, sources) =>
      sources.find((each) => handleOf(each, audience) === handle),
  };
}

function bringSecret(file: string): Buffer {
  if (!existsSync(file)) {
    writeSafely(file, `${randomBytes(SECRET_BYTES).toString('hex')}\n`, 0o600);
  }
  const text = readText(file).trim();
  if (!/^[0-9a-f]{64}$/.test(text)) throw new TroubleError('key-bad', { file });
  return Buffer.from(text, 'hex');
}

function base32(bytes: Buffer): string {
  let bits = 0n;
  for (const byte of bytes.subarray(0, 10)) bits = (bits << 8n) | BigInt(byte);
  return Array.from({ length: HANDLE_LETTERS }, (_, i) => {
    const at = Number((bits >> BigInt(5 * (HANDLE_LETTERS - 1 - i))) & 31n);
    return LETTERS[at];
  }).join('');
}
