import { createHash } from 'node:crypto';

/*
 * Who may be told what, reckoned anew from the entries themselves and from the rules of
 * docs/spec/release.md: nothing of the decision that the doors call is used here.
 */

/** Somebody who asks at a node: an office, another party's node, another system, or nobody. */
export interface Account {
  readonly name: string;
  readonly kind: 'seat' | 'peer' | 'feed' | 'nobody';
  readonly party: string;
  readonly seat: string;
  readonly duties: readonly string[];
  /** Of a feed: the audiences that it was made for. */
  readonly audiences?: readonly (readonly string[])[];
}

/** An entry as it stands on its author's own log. */
export interface Planted {
  readonly author: string;
  readonly audience: readonly string[];
  readonly log: string;
  readonly hash: string;
  readonly type: string;
  readonly seat: string;
  /** Its words that nobody else uses, and the hashes in it, its own first. */
  readonly tokens: readonly string[];
  /** Of a record of a compartment: which it is, and who stands in it. */
  readonly compartment?: { readonly id: string; readonly seats: readonly string[] };
}

/** The latest word about each compartment of a party, by its name. [R8] */
function compartmentsOf(party: string, all: readonly Planted[]): ReadonlyMap<string, Planted> {
  const own = all.filter((said) => said.author === party && said.audience.join() === party);
  return new Map(own.flatMap((said) => (said.compartment ? [[said.compartment.id, said]] : [])));
}

/** The compartments in which an office stands now. */
export function standsIn(who: Account, all: readonly Planted[]): readonly Planted[] {
  if (who.kind !== 'seat') return [];
  const latest = [...compartmentsOf(who.party, all).values()];
  return latest.filter(({ compartment }) => compartment?.seats.includes(who.seat));
}

/** Whether an account may be told what an entry says; `raw` where a door gives all bytes of a log. */
export function mayKnow(
  who: Account,
  said: Planted,
  raw: boolean,
  inside: readonly string[] = [],
): boolean {
  const within = said.audience.find((reader) => reader.includes('/'));
  if (within !== undefined && !inside.includes(within)) return false; // [R7] [R9]
  const reads = within !== undefined || said.audience.includes(who.party);
  if (who.kind === 'nobody' || !reads) return false; // [R1]
  const isPrivate = said.audience.length === 1;
  const isSame = (other: readonly string[]) => other.join() === said.audience.join();
  if (who.kind === 'feed') return !isPrivate && who.audiences?.some(isSame) === true; // [Y15]
  const administers = who.duties.includes('administer');
  if (who.kind === 'peer') return raw && !isPrivate; // [R2]
  if (raw) return !isPrivate || administers; // [R5]
  if (said.type === 'access') return administers; // [R3]
  if (said.type === 'compartment') return administers; // [R8]
  if (said.type === 'draft') return said.seat === who.seat; // [R4]
  const knows = who.duties.includes('report') || who.duties.includes('grade');
  return said.type === 'source' ? knows : true; // [H11]
}

/** All that an account may be told at a door. */
export function allowed(who: Account, all: readonly Planted[], raw: boolean): ReadonlySet<string> {
  const stands = standsIn(who, all);
  const inside = stands.flatMap(({ compartment }) => compartment?.id ?? []);
  const known = all.filter((said) => mayKnow(who, said, raw, inside));
  // [R8] An office is told what the compartments in which it stands are called.
  const words = stands.flatMap(({ hash, tokens }) => tokens.filter((each) => each !== hash));
  return new Set([...known.flatMap((said) => said.tokens), ...words]);
}

const TOKENS = /zq[a-z]{12}qz|sha256:[0-9a-f]{64}/g;
const RUNS = /[A-Za-z0-9+/_-]{24,}={0,2}/g;

/** How deep what is packed in base64 is looked into: bytes of a record, and a record within it. */
const DEPTH_MAX = 3;

/** The words and hashes in a text, however they are packed in it. */
export function tokensIn(text: string, depth = 0): ReadonlySet<string> {
  const found = new Set(text.match(TOKENS));
  if (depth === DEPTH_MAX) return found;
  for (const run of text.match(RUNS) ?? []) {
    if (/^[0-9a-f]+$/.test(run)) continue;
    const bytes = Buffer.from(run, 'base64');
    const inside = bytes.toString('latin1');
    for (const token of tokensIn(inside, depth + 1)) found.add(token);
    // Who is given a record's bytes is given its hash.
    if (inside.startsWith('{')) found.add(hashOf(bytes));
  }
  return found;
}

/** The identity of a record. */
export function hashOf(bytes: Uint8Array): string {
  return `sha256:${createHash('sha256').update(bytes).digest('hex')}`;
}
