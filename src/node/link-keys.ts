import { X509Certificate, createPrivateKey, generateKeyPairSync } from 'node:crypto';
import { existsSync } from 'node:fs';
import path from 'node:path';
import type { Instant } from '../base/instant.ts';
import { instant } from '../base/instant.ts';
import { TroubleError } from '../base/result.ts';
import type { PartyId } from '../base/ids.ts';
import { makeCertificate, pemOf } from './certificate.ts';
import { readText, writeSafely } from './safe-file.ts';

/** How long an authority is good, in days: ten years. [T1] */
export const AUTHORITY_DAYS = 3_652;

/** How long a node's certificate is good, in days: a year. [T1] */
export const CERTIFICATE_DAYS = 365;

/** A node whose certificate is good for fewer days makes itself a new one. [T7] */
export const RENEW_DAYS = 60;

/** Certificates begin so long ago, in days, for partners whose clock is behind. */
const EARLY_DAYS = 1;

const DAY_SECONDS = 86_400;

/** What a node shows on its links. */
export interface LinkKeys {
  /** PEM. */
  readonly key: string;
  readonly certificate: string;
  /** Until when the certificate is good. */
  readonly upto: Instant;
}

/** Who makes a certificate for whom. */
export interface Issuing {
  readonly party: PartyId;
  /** The name that the party's card gives it. */
  readonly domain: string;
  readonly now: Instant;
}

/** What became of a look at the certificate. */
export type Renewal = 'kept' | 'renewed' | 'authority-away';

/** Makes the party's own authority: its key, for the owner's eyes alone, and its certificate. [T1] */
export function makeAuthority(dir: string, { party, now }: Issuing): void {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const name = authorityName(party);
  const der = makeCertificate({
    subject: name,
    issuer: name,
    issuerKey: privateKey,
    key: privateKey,
    ...spanOf(now, AUTHORITY_DAYS),
  });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  writeSafely(authorityKeyFile(dir), pem, 0o600);
  writeSafely(authorityFile(dir), pemOf(der));
}

/**
 * Makes the node a new key and a certificate for it. Trouble: `authority-away` where the authority's
 * key is not at `keyFile`, `key-bad` where it is another's.
 */
export function issueCertificate(
  dir: string,
  { party, domain, now }: Issuing,
  keyFile = authorityKeyFile(dir),
  days = CERTIFICATE_DAYS,
): void {
  if (!existsSync(keyFile)) throw new TroubleError('authority-away', { file: keyFile });
  const authority = readAuthority(dir);
  const issuerKey = readPrivateKey(keyFile);
  if (!authority?.checkPrivateKey(issuerKey)) throw new TroubleError('key-bad', { file: keyFile });
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const der = makeCertificate({
    subject: `Tansiq node ${party}`,
    issuer: authorityName(party),
    issuerKey,
    key: privateKey,
    domain,
    ...spanOf(now, days),
  });
  const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  // One file, so that nobody ever reads a key with another's certificate.
  writeSafely(linkFile(dir), `${pem}${pemOf(der)}`, 0o600);
}

/** Renews the certificate if it is due and the authority's key is here. [T7] */
export function renewIfDue(dir: string, issuing: Issuing): Renewal {
  const held = readLinkKeys(dir);
  if (held && held.upto - issuing.now >= RENEW_DAYS * DAY_SECONDS) return 'kept';
  if (!existsSync(authorityKeyFile(dir))) return 'authority-away';
  issueCertificate(dir, issuing);
  return 'renewed';
}

/** The certificate of our own authority; nothing in the folder of an older release. */
export function readAuthority(dir: string): X509Certificate | undefined {
  const file = authorityFile(dir);
  return existsSync(file) ? readCertificate(file) : undefined;
}

/** What the node shows on its links; nothing in the folder of an older release. */
export function readLinkKeys(dir: string): LinkKeys | undefined {
  const file = linkFile(dir);
  if (!existsSync(file)) return undefined;
  const text = readText(file);
  const at = text.indexOf('-----BEGIN CERTIFICATE-----');
  const [key, certificate] = [text.slice(0, at), text.slice(at)];
  const shown = readCertificate(file);
  if (at < 0 || !shown.checkPrivateKey(readPrivateKey(file))) {
    throw new TroubleError('key-bad', { file });
  }
  return { key, certificate, upto: untilOf(shown) };
}

/** Until when a certificate is good. */
export function untilOf(certificate: X509Certificate): Instant {
  return instant(Date.parse(certificate.validTo) / 1000);
}

/** Reads the certificate of another party's authority, as its card names it; nothing where it is none. */
export function parseAuthority(der: Uint8Array): X509Certificate | undefined {
  try {
    const read = new X509Certificate(der);
    return read.ca && read.publicKey.asymmetricKeyType === 'ec' ? read : undefined;
  } catch {
    return undefined;
  }
}

/** Where the authority's key is kept; it may be moved away from the machine. [T1] */
export function authorityKeyFile(dir: string): string {
  return path.join(dir, 'keys', 'authority.key');
}

/** Where the node's own key and certificate are. */
export function linkFile(dir: string): string {
  return path.join(dir, 'keys', 'link.pem');
}

function authorityFile(dir: string): string {
  return path.join(dir, 'keys', 'authority.crt');
}

function authorityName(party: PartyId): string {
  return `Tansiq authority ${party}`;
}

function spanOf(now: Instant, days: number): { readonly from: Instant; readonly upto: Instant } {
  const from = instant(now - EARLY_DAYS * DAY_SECONDS);
  return { from, upto: instant(now + days * DAY_SECONDS) };
}

function readCertificate(file: string): X509Certificate {
  try {
    return new X509Certificate(readText(file));
  } catch (thrown) {
    if (thrown instanceof TroubleError) throw thrown;
    throw new TroubleError('key-bad', { file }, thrown);
  }
}

function readPrivateKey(file: string) {
  try {
    return createPrivateKey(readText(file));
  } catch (thrown) {
    if (thrown instanceof TroubleError) throw thrown;
    throw new TroubleError('key-bad', { file }, thrown);
  }
}
