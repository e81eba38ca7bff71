import { X509Certificate, createPrivateKey } from 'node:crypto';
import { mkdirSync, mkdtempSync, renameSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import 'reflect-metadata';
import { afterEach, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { instant } from '../base/instant.ts';
import { TroubleError } from '../base/result.ts';
import {
  authorityKeyFile,
  issueCertificate,
  linkFile,
  makeAuthority,
  parseAuthority,
  readAuthority,
  readLinkKeys,
  renewIfDue,
} from './link-keys.ts';

const DAY = 86_400;
const NOW = instant(1_800_000_000);
const qamar = { party: 'qamar' as PartyId, domain: 'qamar.example', now: NOW };

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
});

function folder(issuing = qamar): string {
  const dir = mkdtempSync(path.join(tmpdir(), 'tansiq-link-'));
  dirs.push(dir);
  mkdirSync(path.join(dir, 'keys'));
  makeAuthority(dir, issuing);
  issueCertificate(dir, issuing);
  return dir;
}

function shownIn(dir: string): X509Certificate {
  return new X509Certificate(readLinkKeys(dir)?.certificate ?? '');
}

it('[T1] an authority of ten years signs a certificate of one, and both keys are for the owner alone', () => {
  const dir = folder();
  const authority = readAuthority(dir);
  const shown = shownIn(dir);
  expect(authority?.ca).toBe(true);
  expect(authority?.verify(authority.publicKey)).toBe(true);
  expect(shown.ca).toBe(false);
  expect(shown.checkIssued(authority as X509Certificate)).toBe(true);
  expect(shown.verify((authority as X509Certificate).publicKey)).toBe(true);
  expect(shown.subjectAltName).toBe('DNS:qamar.example');
  expect(shown.publicKey.asymmetricKeyDetails).toEqual({ namedCurve: 'prime256v1' });
  const days = (held: X509Certificate) => (Date.parse(held.validTo) / 1000 - NOW) / DAY;
  expect([days(authority as X509Certificate), days(shown)]).toEqual([3_652, 365]);
  for (const file of [authorityKeyFile(dir), linkFile(dir)]) {
    expect(statSync(file).mode & 0o777).toBe(0o600);
  }
});

it('[T1] another reader finds the same in both certificates', async () => {
  const {
    BasicConstraintsExtension,
    KeyUsageFlags,
    KeyUsagesExtension,
    X509Certificate: Read,
  } = await import('@peculiar/x509');
  const dir = folder();
  const authority = new Read((readAuthority(dir) as X509Certificate).raw);
  const shown = new Read(shownIn(dir).raw);
  expect(await authority.verify({ signatureOnly: true })).toBe(true);
  expect(await shown.verify({ publicKey: authority.publicKey, signatureOnly: true })).toBe(true);
  expect(authority.getExtension(BasicConstraintsExtension)).toMatchObject({
    ca: true,
    critical: true,
  });
  expect(authority.getExtension(KeyUsagesExtension)?.usages).toBe(KeyUsageFlags.keyCertSign);
  expect(shown.getExtension(BasicConstraintsExtension)).toMatchObject({ ca: false });
  expect(shown.getExtension(KeyUsagesExtension)?.usages).toBe(KeyUsageFlags.digitalSignature);
  expect(shown.notBefore.getTime() / 1000).toBe(NOW - DAY);
  expect(authority.serialNumber).not.toBe(shown.serialNumber);
});

it('[T7] a certificate is renewed with a new key when under sixty days are left, and not before', () => {
  const dir = folder();
  const first = readLinkKeys(dir);
  expect(renewIfDue(dir, { ...qamar, now: instant(NOW + 305 * DAY) })).toBe('kept');
  expect(readLinkKeys(dir)).toEqual(first);
  expect(renewIfDue(dir, { ...qamar, now: instant(NOW + 305 * DAY + 1) })).toBe('renewed');
  const second = readLinkKeys(dir);
  expect(second?.key).not.toBe(first?.key);
  expect(second?.upto).toBe(NOW + 670 * DAY + 1);
  expect(shownIn(dir).checkPrivateKey(createPrivateKey(second?.key ?? ''))).toBe(true);
});

it('[T7] where the authority is kept elsewhere the node says so, and its key is brought for a renewal', () => {
  const dir = folder();
  const away = path.join(dir, 'away.key');
  renameSync(authorityKeyFile(dir), away);
  const late = { ...qamar, now: instant(NOW + 340 * DAY) };
  expect(renewIfDue(dir, late)).toBe('authority-away');
  expect(() => issueCertificate(dir, late)).toThrow(TroubleError);
  issueCertificate(dir, late, away);
  expect(readLinkKeys(dir)?.upto).toBe(NOW + 705 * DAY);
  const stranger = folder({ ...qamar, party: 'nahr' as PartyId });
  expect(() => issueCertificate(dir, late, authorityKeyFile(stranger))).toThrow(TroubleError);
});

it('[T2] what is no certificate of an authority on P-256 is not taken for one', () => {
  const dir = folder();
  expect(parseAuthority(new Uint8Array((readAuthority(dir) as X509Certificate).raw))?.ca).toBe(
    true,
  );
  expect(parseAuthority(new Uint8Array(shownIn(dir).raw))).toBeUndefined();
  for (const bytes of [[], [0x30], [0x30, 0x82, 0xff, 0xff, 1]]) {
    expect(parseAuthority(Uint8Array.from(bytes))).toBeUndefined();
  }
});
