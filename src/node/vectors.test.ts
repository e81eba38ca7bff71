import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Decrypter } from 'age-encryption';
import { describe, expect, it } from 'vitest';
import { TroubleError } from '../base/result.ts';
import { bytesOf, inHex, keptFile, vectorsIn } from '../base/vectors.suite.ts';
import type { BundleView } from '../contract/courier.ts';
import { parseCard } from '../ledger/card.ts';
import { must } from '../proof/cast.suite.ts';
import { parseNote, verifyNote } from '../proof/note.ts';
import { readPiece, writePiece } from './backup-form.ts';
import type { BackupFrame, BackupHead } from './backup-form.ts';
import { slipText } from './bundle-slip.ts';
import { readIdentity } from './courier-key.ts';
import { readSettings } from './folder.ts';
import { parseAuthority, readAuthority, readLinkKeys } from './link-keys.ts';
import { peerKeyName, peerStatement } from './http/peers.ts';
import { hostPrimitives } from './primitives.ts';

const pieces = vectorsIn<{
  readonly hex: string;
  readonly found?: readonly [BackupHead, ...Exclude<BackupFrame, { readonly kind: 'end' }>[]];
  /** The bytes of all parts. */
  readonly raw?: string;
}>('node/backup');
const answers = vectorsIn<{
  readonly from: string;
  readonly to: string;
  readonly nonce: string;
  readonly note: string;
  readonly card: string;
}>('node/peer');
const settings = vectorsIn<{ readonly settings: string; readonly means?: object }>('node/settings');

const KEY = fileURLToPath(new URL('../../test/vectors/node/courier.key', import.meta.url));

/** What a sealed file that was kept holds. */
async function opened(file: string): Promise<string> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(readIdentity(KEY));
  return Buffer.from(await decrypter.decrypt(Uint8Array.from(keptFile(file)))).toString('hex');
}

async function readIn(bytes: Uint8Array) {
  const found: unknown[] = [];
  const raw: Uint8Array[] = [];
  const keep = (each: unknown): Promise<void> => Promise.resolve(void found.push(each));
  const whole = async function* whole(): AsyncGenerator<Uint8Array> {
    yield bytes;
  };
  const addRaw = (each: Uint8Array): Promise<void> => Promise.resolve(void raw.push(each));
  await readPiece(whole(), { head: keep, part: keep, kept: keep, raw: addRaw });
  return { found, raw: Buffer.concat(raw).toString('hex') };
}

describe('the kept pieces of a backup', () => {
  it.each(pieces)('[V2] [K2] $case', async ({ hex, found, raw = '', ...one }) => {
    const bytes = bytesOf(hex);
    const outcome = await readIn(bytes).catch((thrown: unknown) => {
      if (!(thrown instanceof TroubleError)) throw thrown;
      return { code: thrown.code, what: thrown.details['what'] };
    });
    expect(outcome).toEqual(one.accept ? { found, raw } : one.fault);
    if (!found) return;
    const [head, ...frames] = found;
    expect(writtenAgain(head, frames, bytesOf(raw))).toBe(hex);
  });
});

function writtenAgain(
  head: BackupHead,
  frames: readonly Exclude<BackupFrame, { readonly kind: 'end' }>[],
  raw: Uint8Array,
): string {
  const writer = writePiece();
  const parts = [writer.head(head)];
  for (const frame of frames) {
    parts.push(writer.frame(frame));
    if (frame.kind === 'part') parts.push(writer.raw(raw));
  }
  return Buffer.concat([...parts, writer.end()]).toString('hex');
}

describe('the kept answers to a challenge', () => {
  it.each(answers)('[V2] [N3] $case', ({ from, to, nonce, note: text, card, accept }) => {
    const { domain, nodeKey } = must(parseCard(hostPrimitives(), card));
    const key = { name: peerKeyName(domain), type: 'ed25519' as const, publicKey: nodeKey };
    const note = must(parseNote(text));
    const holds = verifyNote(hostPrimitives(), note, [key]).ok;
    expect(holds && note.text === peerStatement(from, to, nonce)).toBe(accept);
  });
});

describe('the kept sealed files', () => {
  it('[V2] [B2] a bundle, sealed by us and by the stock program, holds every frame', async () => {
    const bundles = vectorsIn<{ readonly hex: string }>('exchange/bundle');
    const whole = bundles.find((each) => each.case === 'every frame that is carried')?.hex;
    expect(await opened('node/bundle.age')).toBe(whole);
    expect(await opened('node/bundle-by-age.age')).toBe(whole);
  });

  it('[V2] [T21] a letter is the signed one', async () => {
    expect(await opened('node/letter.age')).toBe(inHex(keptFile('carry/letter.signed')));
  });

  it('[V2] [K1] a piece of a backup is the first one', async () => {
    expect(await opened('node/backup.age')).toBe(pieces[0]?.hex);
  });

  it('[V2] [B12] the slip of a bundle says what it said', () => {
    const { view, slip } = JSON.parse(keptFile('node/slip.json').toString()) as {
      readonly view: BundleView;
      readonly slip: string;
    };
    expect(slipText(view)).toBe(slip);
  });
});

describe('the kept settings of a folder', () => {
  it.each(settings)('[V2] $case', ({ settings: text, means, fault, accept }) => {
    const dir = mkdtempSync(path.join(tmpdir(), 'tansiq-kept-'));
    writeFileSync(path.join(dir, 'node.json'), text);
    try {
      if (accept) expect(readSettings(dir)).toEqual(means);
      else expect(() => readSettings(dir)).toThrow(expect.objectContaining({ ...fault }));
    } finally {
      rmSync(dir, { recursive: true });
    }
  });
});

describe('the kept keys of a link', () => {
  it('[V2] [T1] [T5] are a node’s key and certificate, for a year, by its party’s own authority', () => {
    const dir = fileURLToPath(new URL('../../test/vectors/node/link', import.meta.url));
    const keys = readLinkKeys(dir);
    const authority = readAuthority(dir);
    expect(keys?.upto).toBe(1_826_536_000);
    const shown = new X509Certificate(keys?.certificate ?? '');
    expect(shown.subjectAltName).toBe('DNS:nahr.example');
    expect(authority && shown.checkIssued(authority) && shown.verify(authority.publicKey)).toBe(
      true,
    );
    expect(parseAuthority(new Uint8Array(authority?.raw ?? []))?.subject).toBe(
      'CN=Tansiq authority nahr',
    );
    expect(parseAuthority(new Uint8Array(shown.raw))).toBeUndefined();
  });
});
