import { formatBase64, parseBase64 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import { isPartyId } from '../base/ids.ts';
import type { JsonObject } from '../base/json.ts';
import { formatCanonical, parseJson } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Names } from '../accord/party/names.ts';
import { LANGUAGES } from '../accord/party/names.ts';
import type { VerifierKey } from '../proof/note.ts';
import {
  formatVerifierKey,
  isKeyName,
  parseNote,
  parseVerifierKey,
  signNote,
  verifyNote,
} from '../proof/note.ts';
import type { Primitives, Signer } from '../proof/primitives.ts';
import { POLICY_BYTES_MAX, parsePolicy } from '../proof/policy.ts';
import { isSoundEd25519Key } from '../proof/primitives.ts';
import type { FormerKey } from './former.ts';
import { formatFormer, parseFormers } from './former.ts';

/** How many addresses a card may name. */
export const CARD_ADDRESSES_MAX = 8;

/** The longest certificate of an authority that a card may hold, in bytes of DER. */
export const AUTHORITY_BYTES_MAX = 4_096;

/**
 * What a party tells the others about itself, exchanged by hand and pinned: nothing is trusted on
 * first use. [L27] It is signed by the party's identity key, which is kept apart from the node's.
 */
export interface Card {
  readonly party: PartyId;
  readonly names: Names;
  /** The name before `/log/` in the origin of each of its logs: `krg.example`. */
  readonly domain: string;
  /** Signs this card, and each that takes its place when the other keys change. [D2] */
  readonly identityKey: VerifierKey;
  /** Signs the party's checkpoints; 32 bytes. */
  readonly nodeKey: Uint8Array;
  /** Where its node answers: `https://…` or, on one machine, `http://localhost:…`. */
  readonly addresses: readonly string[];
  /** Present where the party's node cosigns the logs of others. */
  readonly witnessKey?: VerifierKey;
  /** The age recipient to which bundles for this party are sealed. [B1] */
  readonly courier?: string;
  /** The certificate of the party's own authority, DER: its node's links are known by it. [T2] */
  readonly authority?: Uint8Array;
  /** When the party accepts a checkpoint as final: a C2SP tlog-policy. [L33] */
  readonly policy?: string;
  /** How often the card was renewed; absent for 0, the card that people pinned first. [D1] */
  readonly serial?: number;
  /** The node keys before this one, oldest first; absent where there were none. [D1] */
  readonly former?: readonly FormerKey[];
}

/** Why a text is no card to be pinned. */
export type CardFault =
  | { readonly kind: 'not-a-note' }
  | { readonly kind: 'card-malformed'; readonly path: string }
  | { readonly kind: 'card-not-signed' };

/** Signs a card with the party's identity key. The text is a C2SP signed note over one line of JSON. */
export async function formatCard(identity: Signer, card: Card): Promise<string> {
  return signNote(identity, card.identityKey.name, cardText(card));
}

/** What the identity key signs: one line of JSON, the same for the same card. */
export function cardText(card: Card): string {
  const body: JsonObject = {
    v: 1,
    party: card.party,
    names: card.names as unknown as JsonObject,
    domain: card.domain,
    identity: formatVerifierKey(card.identityKey),
    node: formatBase64(card.nodeKey),
    addresses: card.addresses,
    ...(card.witnessKey ? { witness: formatVerifierKey(card.witnessKey) } : {}),
    ...(card.courier === undefined ? {} : { courier: card.courier }),
    ...(card.authority === undefined ? {} : { authority: formatBase64(card.authority) }),
    ...(card.policy === undefined ? {} : { policy: card.policy }),
    ...(card.serial ? { serial: card.serial } : {}),
    ...(card.former?.length ? { former: card.former.map(formatFormer) } : {}),
  };
  return `${formatCanonical(body)}\n`;
}

/** Reads a card and checks that the identity key it names has signed it; whether to pin it is for people. */
export function parseCard(primitives: Primitives, text: string): Result<Card, CardFault> {
  const note = parseNote(text);
  if (!note.ok) return err({ kind: 'not-a-note' });
  const json = parseJson(note.value.text.trimEnd());
  if (!json.ok || !isObject(json.value)) return err({ kind: 'card-malformed', path: '' });
  const card = cardOf(json.value);
  if (!card.ok) return card;
  const verified = verifyNote(primitives, note.value, [card.value.identityKey]);
  return verified.ok ? card : err({ kind: 'card-not-signed' });
}

function cardOf(json: JsonObject): Result<Card, CardFault> {
  const bad = (path: string) =>
    err({ kind: 'card-malformed', path }) satisfies Result<Card, CardFault>;
  const { v, party, names, domain, identity, node, addresses, witness, courier } = json;
  const authority = authorityOf(json['authority']);
  const policy = json['policy'];
  if (v !== 1) return bad('v');
  if (typeof party !== 'string' || !isPartyId(party)) return bad('party');
  if (!isNames(names)) return bad('names');
  if (typeof domain !== 'string' || !/^[a-z0-9.-]{1,100}$/.test(domain)) return bad('domain');
  if (!isKeyName(domain)) return bad('domain');
  const identityKey = keyOf(identity);
  if (!identityKey || identityKey.type !== 'ed25519') return bad('identity');
  const nodeKey = parseBase64(typeof node === 'string' ? node : '');
  if (!nodeKey.ok || !isSoundEd25519Key(nodeKey.value)) return bad('node');
  if (!isAddresses(addresses)) return bad('addresses');
  if (courier !== undefined && !isCourier(courier)) return bad('courier');
  if (!authority.ok) return bad('authority');
  if (policy !== undefined && !isPolicy(policy)) return bad('policy');
  const { serial } = json;
  if (serial !== undefined && !isSerial(serial)) return bad('serial');
  const former = json['former'] === undefined ? undefined : parseFormers(json['former']);
  if (json['former'] !== undefined && !areSuccessive(former, nodeKey.value)) return bad('former');
  const more = {
    ...(courier === undefined ? {} : { courier }),
    ...(authority.value === undefined ? {} : { authority: authority.value }),
    ...(policy === undefined ? {} : { policy }),
    ...(serial === undefined ? {} : { serial }),
    ...(former === undefined ? {} : { former }),
  };
  const card = { party, names, domain, identityKey, nodeKey: nodeKey.value, addresses, ...more };
  if (witness === undefined) return ok(card);
  const witnessKey = keyOf(witness);
  if (!witnessKey || witnessKey.type !== 'cosignature') return bad('witness');
  return ok({ ...card, witnessKey });
}

function keyOf(text: unknown): VerifierKey | undefined {
  const key = parseVerifierKey(typeof text === 'string' ? text : '');
  return key.ok && isSoundEd25519Key(key.value.publicKey) ? key.value : undefined;
}

/** Whether a text has the form of an age v1 X25519 recipient; only age itself can tell that it is one. */
export function isCourier(value: unknown): value is string {
  return typeof value === 'string' && /^age1[02-9ac-hj-np-z]{58}$/.test(value);
}

/** A card that was never renewed bears no serial, so a card has one form only. [D1] */
function isSerial(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value > 0;
}

/** A list of former keys in which no key stands twice, nor the present one. [D1] */
function areSuccessive(former: readonly FormerKey[] | undefined, present: Uint8Array): boolean {
  const keys = [present, ...(former ?? []).map(({ node }) => node)].map(formatBase64);
  return former !== undefined && new Set(keys).size === keys.length;
}

function isPolicy(value: unknown): value is string {
  if (typeof value !== 'string' || value.length > POLICY_BYTES_MAX) return false;
  return parsePolicy(value).ok;
}

function authorityOf(value: unknown): Result<Uint8Array | undefined, { kind: 'not-bytes' }> {
  if (value === undefined) return ok(undefined);
  const bytes = parseBase64(typeof value === 'string' ? value : '');
  const isSized = bytes.ok && bytes.value.length > 0 && bytes.value.length <= AUTHORITY_BYTES_MAX;
  return isSized ? ok(bytes.value) : err({ kind: 'not-bytes' });
}

function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isNames(value: unknown): value is Names {
  if (!isObject(value)) return false;
  return LANGUAGES.every((language) => {
    const name = value[language];
    return typeof name === 'string' && name.length > 0 && name.length <= 200;
  });
}

function isAddresses(value: unknown): value is readonly string[] {
  return (
    Array.isArray(value) &&
    value.length <= CARD_ADDRESSES_MAX &&
    value.every((each) => typeof each === 'string' && /^https?:\/\/[a-z0-9.:[\]-]+$/.test(each))
  );
}
