import { formatHex } from './bytes.ts';
import type { Instant } from './instant.ts';
import type { Random } from './ports.ts';

/** A party's short name in its card: `krg`. Lower-case letters, digits and inner hyphens, 2 to 32. */
export type PartyId = string & { readonly brand: 'PartyId' };

/** An office of a party, as its roster names it: `kirkuk-jcc/duty-officer`. Never a person. */
export type SeatId = string & { readonly brand: 'SeatId' };

/** A compartment of a party, as its records name it: `krg/border-desk`. [R6] */
export type CompartmentId = string & { readonly brand: 'CompartmentId' };

/** The identity of a record: `sha256:` and 64 lower-case hexadecimal digits, over its exact bytes. */
export type RecordHash = string & { readonly brand: 'RecordHash' };

/** A log's short name: 32 lower-case hexadecimal digits. */
export type LogId = string & { readonly brand: 'LogId' };

/** Tells whether `text` may be a party's short name. */
export function isPartyId(text: string): text is PartyId {
  return /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/.test(text) && text.length >= 2 && text.length <= 32;
}

/** Tells whether `text` may name a compartment: its party's short name, a slash, a name like one. */
export function isCompartmentId(text: string): text is CompartmentId {
  const [party = '', name = '', ...more] = text.split('/');
  return more.length === 0 && isPartyId(party) && isPartyId(name);
}

/** The party whose compartment it is. */
export function partyOfCompartment(compartment: CompartmentId): PartyId {
  return compartment.slice(0, compartment.indexOf('/')) as PartyId;
}

/** Tells whether `text` may name an office. */
export function isSeatId(text: string): text is SeatId {
  return /^[a-z0-9]+(?:[-/][a-z0-9]+)*$/.test(text) && text.length <= 64;
}

/** Tells whether `text` has the form of a record's identity. */
export function isRecordHash(text: string): text is RecordHash {
  return /^sha256:[0-9a-f]{64}$/.test(text);
}

/** Tells whether `text` has the form of a log's short name. */
export function isLogId(text: string): text is LogId {
  return /^[0-9a-f]{32}$/.test(text);
}

/** The identity of a record whose bytes hash to `digest` (32 bytes). */
export function recordHash(digest: Uint8Array): RecordHash {
  return `sha256:${formatHex(digest)}` as RecordHash;
}

/** A UUID of version 7 (RFC 9562): 48 bits of time, 74 bits of chance. */
export function uuidv7(at: Instant, random: Random): string {
  const bytes = new Uint8Array(16);
  let millis = at * 1000 + random.below(1000);
  for (let i = 5; i >= 0; i -= 1) {
    bytes[i] = millis % 256;
    millis = Math.floor(millis / 256);
  }
  for (let i = 6; i < 16; i += 1) bytes[i] = random.below(256);
  bytes[6] = (bytes[6]! & 0x0f) | 0x70;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = formatHex(bytes);
  return [
    hex.slice(0, 8),
    hex.slice(8, 12),
    hex.slice(12, 16),
    hex.slice(16, 20),
    hex.slice(20),
  ].join('-');
}
