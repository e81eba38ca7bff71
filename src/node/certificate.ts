import type { KeyObject } from 'node:crypto';
import { createHash, createPublicKey, randomBytes, sign } from 'node:crypto';
import type { Instant } from '../base/instant.ts';

/*
 * The two certificates that a party makes, written down byte for byte (RFC 5280 in DER): its
 * authority's own, and that of its node. Node's runtime reads certificates and makes none.
 */

/** What a certificate says. */
export interface CertificateTerms {
  /** Whose it is: a common name for people. */
  readonly subject: string;
  /** Who signs it; the same as `subject` where an authority makes its own. */
  readonly issuer: string;
  /** The signing key, P-256; an authority's own signs itself. */
  readonly issuerKey: KeyObject;
  /** The key that the certificate is about, P-256: the public half, or a private key that has it. */
  readonly key: KeyObject;
  readonly from: Instant;
  readonly upto: Instant;
  /** Present in a node's certificate: the name that others look for. Absent in an authority's. */
  readonly domain?: string;
}

/** Makes a certificate, as DER. [T1] */
export function makeCertificate(terms: CertificateTerms): Uint8Array {
  const spki = publicOf(terms.key).export({ type: 'spki', format: 'der' });
  const body = sequence(
    explicit(0, integer(Buffer.from([2]))),
    integer(serialNumber()),
    sequence(oid(OID.ecdsaWithSha256)),
    nameOf(terms.issuer),
    sequence(timeOf(terms.from), timeOf(terms.upto)),
    nameOf(terms.subject),
    spki,
    explicit(3, sequence(...extensionsOf(terms))),
  );
  const signature = sign('sha256', body, terms.issuerKey);
  return sequence(body, sequence(oid(OID.ecdsaWithSha256)), bits(signature));
}

/** A certificate as text, as servers read it. */
export function pemOf(der: Uint8Array): string {
  const lines = Buffer.from(der)
    .toString('base64')
    .match(/.{1,64}/g);
  return `-----BEGIN CERTIFICATE-----\n${(lines ?? []).join('\n')}\n-----END CERTIFICATE-----\n`;
}

function extensionsOf({ domain, key, issuerKey }: CertificateTerms): readonly Buffer[] {
  const keys = [
    extension(OID.subjectKeyId, octets(keyIdOf(key))),
    extension(OID.authorityKeyId, sequence(tagged(0x80, keyIdOf(issuerKey)))),
  ];
  if (domain === undefined) {
    return [
      // An authority that makes no further authorities, and signs certificates alone.
      critical(OID.basicConstraints, sequence(yes(), integer(Buffer.from([0])))),
      critical(OID.keyUsage, Buffer.from([0x03, 0x02, 0x02, 0x04])),
      ...keys,
    ];
  }
  return [
    critical(OID.basicConstraints, sequence()),
    critical(OID.keyUsage, Buffer.from([0x03, 0x02, 0x07, 0x80])),
    extension(OID.extendedKeyUsage, sequence(oid(OID.serverAuth), oid(OID.clientAuth))),
    extension(OID.subjectAltName, sequence(tagged(0x82, Buffer.from(domain, 'latin1')))),
    ...keys,
  ];
}

const OID = {
  ecdsaWithSha256: '2a8648ce3d040302',
  commonName: '550403',
  subjectKeyId: '551d0e',
  keyUsage: '551d0f',
  subjectAltName: '551d11',
  basicConstraints: '551d13',
  authorityKeyId: '551d23',
  extendedKeyUsage: '551d25',
  serverAuth: '2b06010505070301',
  clientAuth: '2b06010505070302',
} as const;

function publicOf(key: KeyObject): KeyObject {
  return key.type === 'public' ? key : createPublicKey(key);
}

function keyIdOf(key: KeyObject): Buffer {
  const spki = publicOf(key).export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest().subarray(0, 20);
}

/** Positive, and never of the same length as chance would have it: the first bit is off, the second on. */
function serialNumber(): Buffer {
  const bytes = randomBytes(16);
  bytes[0] = ((bytes[0] ?? 0) & 0x3f) | 0x40;
  return bytes;
}

/** RFC 5280: two digits of the year up to 2049, four from then on. */
function timeOf(at: Instant): Buffer {
  const text = new Date(at * 1000).toISOString().replace(/[-:T]|\.\d+/g, '');
  if (text < '2050') return tagged(0x17, Buffer.from(text.slice(2), 'latin1'));
  return tagged(0x18, Buffer.from(text, 'latin1'));
}

function nameOf(text: string): Buffer {
  const name = sequence(oid(OID.commonName), tagged(0x0c, Buffer.from(text, 'utf8')));
  return sequence(tagged(0x31, name));
}

function extension(id: string, value: Uint8Array): Buffer {
  return sequence(oid(id), octets(value));
}

function critical(id: string, value: Uint8Array): Buffer {
  return sequence(oid(id), yes(), octets(value));
}

const yes = (): Buffer => Buffer.from([0x01, 0x01, 0xff]);
const oid = (hex: string): Buffer => tagged(0x06, Buffer.from(hex, 'hex'));
const integer = (bytes: Uint8Array): Buffer => tagged(0x02, bytes);
const octets = (bytes: Uint8Array): Buffer => tagged(0x04, bytes);
const bits = (bytes: Uint8Array): Buffer => tagged(0x03, Buffer.from([0]), bytes);
const sequence = (...parts: readonly Uint8Array[]): Buffer => tagged(0x30, ...parts);
const explicit = (at: number, part: Uint8Array): Buffer => tagged(0xa0 + at, part);

function tagged(tag: number, ...parts: readonly Uint8Array[]): Buffer {
  const content = Buffer.concat(parts);
  if (content.length < 0x80) return Buffer.concat([Buffer.from([tag, content.length]), content]);
  const length = Buffer.from(content.length.toString(16).padStart(4, '0'), 'hex');
  const trimmed = length[0] === 0 ? length.subarray(1) : length;
  return Buffer.concat([Buffer.from([tag, 0x80 | trimmed.length]), trimmed, content]);
}
