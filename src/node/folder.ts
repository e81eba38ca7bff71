import { mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import * as z from 'zod';
import type { PartyId } from '../base/ids.ts';
import { isPartyId } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import type { Charter } from '../accord/party/schema.ts';
import { charterSchema } from '../accord/party/schema.ts';
import type { Names } from '../accord/party/names.ts';
import type { Card } from '../ledger/card.ts';
import { formatCard, parseCard } from '../ledger/card.ts';
import { serialOf } from '../ledger/succession.ts';
import type { Signer } from '../proof/primitives.ts';
import { bringCourierKey } from './courier-key.ts';
import { issueCertificate, makeAuthority, readAuthority } from './link-keys.ts';
import { isLoopback } from './loopback.ts';
import { identityFile, identitySignerOf, makeKey, readKey, readNodeKey } from './node-key.ts';
import { hostClock, hostPrimitives } from './primitives.ts';
import { pullsSchema } from './pull-settings.ts';
import { readText, troubleOf, writeSafely } from './safe-file.ts';

/**
 * A node's data folder: `node.json` what it is, `keys/` its secrets (owner only), `charter.json`
 * the centre it belongs to, `cards/` the pinned cards of all parties, `logs/` and `shelf/` the
 * truth, `index.sqlite` or `index.postgres` what can be rebuilt, `run.json` where it answers while it runs.
 */
export interface Folder {
  readonly dir: string;
  readonly settings: Settings;
  readonly charter: Charter;
  /** All pinned cards, our own among them; a card that renews one takes its place here. [D2] */
  readonly cards: Map<PartyId, Card>;
  readonly nodeSigner: Signer;
  /** Reads its key when it is asked to sign; it may be away. [D14] */
  readonly identitySigner: Signer;
  /** Present where this node cosigns the logs of others. */
  readonly witnessSigner: Signer | undefined;
}

const settingsSchema = z.strictObject({
  v: z.literal(1),
  party: z.string().refine(isPartyId) as unknown as z.ZodType<PartyId>,
  host: z.string().min(1),
  port: z.int().min(1).max(65_535),
  /** The name passkeys belong to; never an IP address. */
  rpId: z.string().min(1),
  /** Where other parties' nodes reach this one; absent in the folder of an older release. [T3] */
  link: z
    .strictObject({
      host: z.string().min(1),
      port: z.int().min(1).max(65_535),
      /** The name or the IP address in our card. */
      name: z.string().min(1),
    })
    .optional(),
  /** A NATS server beside the links; the environment's goes before it. [T20] */
  nats: z
    .strictObject({
      url: z.string().refine(isNatsUrl),
      creds: z.string().min(1).optional(),
      ca: z.string().min(1).optional(),
    })
    .optional(),
  /** A PostgreSQL server that is searched in place of our own file; the environment's goes before it. [I50] */
  index: z.strictObject({ url: z.string().min(1) }).optional(),
  /** Collections of other systems that are pulled. [Y21] */
  pulls: pullsSchema.optional(),
});

/** Whether a text names NATS servers: addresses with commas between them. [T20] */
export function isNatsUrl(text: string): boolean {
  return text.split(',').every((each) => {
    if (!/^(?:nats|tls):\/\/[^\s/]+\/?$/.test(each) || !URL.canParse(each)) return false;
    // A per cent sign that stands for nothing would be found out only when we connect.
    const { username, password } = new URL(each);
    return !/%(?![0-9a-f]{2})/i.test(`${username}${password}`);
  });
}

/** See {@link Folder}. */
export type Settings = z.infer<typeof settingsSchema>;

/** Where a node's link listens, and the name under which others reach it. */
export type LinkPlace = NonNullable<Settings['link']>;

/** What a new party is told when its folder is made. */
export interface NewParty {
  readonly party: PartyId;
  readonly names: Names;
  readonly domain: string;
  readonly host: string;
  readonly port: number;
  readonly rpId: string;
  readonly isWitness: boolean;
  /** Absent for a party that is reached over plain HTTP on one machine alone. */
  readonly link?: LinkPlace;
}

/** Makes a party's folder with new keys and its own card; returns the card's text, to be handed to the others. */
export async function initFolder(dir: string, made: NewParty): Promise<string> {
  makeFolder(dir);
  for (const part of ['keys', 'cards', 'logs', 'shelf']) makeFolder(path.join(dir, part));
  for (const key of ['identity', 'node', ...(made.isWitness ? ['witness'] : [])]) {
    makeKey(dir, key);
  }
  await bringCourierKey(dir);
  const { party, host, port, rpId } = made;
  writeSettings(dir, { v: 1, party, host, port, rpId });
  if (made.link) bringLink(dir, made.link, made.domain);
  return writeOwnCard(dir, made);
}

/** Signs this party's card anew, for instance because its port has changed; returns its text. */
export async function writeOwnCard(dir: string, made: NewParty): Promise<string> {
  const identity = readKey(dir, 'identity');
  const authority = made.link ? readAuthority(dir) : undefined;
  const text = await formatCard(identity, {
    party: made.party,
    names: made.names,
    domain: made.domain,
    identityKey: {
      name: `${made.domain}/identity`,
      type: 'ed25519',
      publicKey: identity.publicKey,
    },
    nodeKey: readKey(dir, 'node').publicKey,
    addresses: addressesOf(made),
    courier: await bringCourierKey(dir),
    ...(authority ? { authority: new Uint8Array(authority.raw) } : {}),
    ...(made.isWitness
      ? {
          witnessKey: {
            name: `${made.domain}/witness`,
            type: 'cosignature' as const,
            publicKey: readKey(dir, 'witness').publicKey,
          },
        }
      : {}),
  });
  pinCard(dir, made.party, text);
  return text;
}

/** Pins a party's card that was handed over; its signature is checked when the folder is opened. */
export function pinCard(dir: string, party: PartyId, text: string): void {
  writeSafely(path.join(dir, 'cards', `${party}.card`), text);
}

/** Writes the charter that the parties agreed on. */
export function writeCharter(dir: string, charter: Charter): void {
  writeSafely(path.join(dir, 'charter.json'), `${JSON.stringify(charter, undefined, 2)}\n`);
}

/** Changes the port in a folder's settings. */
export function writePort(dir: string, port: number): void {
  writeSettings(dir, { ...readSettings(dir), port });
}

/** Says where the node's link is, and makes the party's authority where there is none. [T1] */
export function bringLink(dir: string, link: LinkPlace, domain: string): void {
  const settings = readSettings(dir);
  writeSettings(dir, { ...settings, link });
  if (readAuthority(dir)) return;
  const issuing = { party: settings.party, domain, now: hostClock().now() };
  makeAuthority(dir, issuing);
  issueCertificate(dir, issuing);
}

/** Gives a folder of an older release its link, and a card that names it; returns the card's text. */
export async function addLink(dir: string, link: LinkPlace): Promise<string> {
  const settings = readSettings(dir);
  const own = readCards(dir).get(settings.party);
  if (!own) throw new TroubleError('card-missing', { party: settings.party });
  bringLink(dir, link, own.domain);
  const authority = readAuthority(dir);
  const card = await formatCard(identitySignerOf(own, identityFile(dir)), {
    ...own,
    serial: serialOf(own) + 1,
    addresses: addressesOf({ ...settings, link }),
    ...(authority ? { authority: new Uint8Array(authority.raw) } : {}),
  });
  pinCard(dir, own.party, card);
  return card;
}

/** Puts a policy into this party's own card, or takes it out; gives the card's text. [L33] */
export async function writePolicy(dir: string, policy: string | undefined): Promise<string> {
  const { cards, settings, identitySigner } = readFolder(dir);
  const own = cards.get(settings.party);
  if (!own) throw new TroubleError('card-missing', { party: settings.party });
  const { policy: _, ...rest } = own;
  const renewed = { ...rest, serial: serialOf(own) + 1 };
  const next = policy === undefined ? renewed : { ...renewed, policy };
  const card = await formatCard(identitySigner, next);
  pinCard(dir, own.party, card);
  return card;
}

/** Reads a folder's settings alone. */
export function readSettings(dir: string): Settings {
  return parseFile(path.join(dir, 'node.json'), settingsSchema);
}

/** Brings a folder that was made before there were couriers to where they are: a key, and a card that names it. [B1] */
export async function bringCourier(dir: string): Promise<void> {
  const { cards, settings, identitySigner } = readFolder(dir);
  const own = cards.get(settings.party);
  if (!own || own.courier !== undefined) return;
  const courier = await bringCourierKey(dir);
  pinCard(
    dir,
    own.party,
    await formatCard(identitySigner, { ...own, courier, serial: serialOf(own) + 1 }),
  );
}

/** Opens a data folder; a file that is missing or wrong is a trouble that names it. */
export function readFolder(dir: string): Folder {
  const settings = readSettings(dir);
  const charter = parseFile(path.join(dir, 'charter.json'), charterSchema);
  const cards = readCards(dir);
  const own = cards.get(settings.party);
  if (!own) throw new TroubleError('card-missing', { party: settings.party });
  for (const party of [...charter.members, ...charter.observers]) {
    if (!cards.has(party)) throw new TroubleError('card-missing', { party });
  }
  const witnessSigner = own.witnessKey ? readKey(dir, 'witness') : undefined;
  return {
    dir,
    settings,
    charter,
    cards,
    nodeSigner: readNodeKey(dir, own),
    identitySigner: identitySignerOf(own, identityFile(dir)),
    witnessSigner,
  };
}

/** The text of a party's pinned card, as it is handed on. */
export function readCardText(dir: string, party: PartyId): string {
  return readText(path.join(dir, 'cards', `${party}.card`));
}

/** Reads all pinned cards; one that cannot be believed is a trouble that names it. */
export function readCards(dir: string): Map<PartyId, Card> {
  const primitives = hostPrimitives();
  const cards = new Map<PartyId, Card>();
  for (const name of readdirSync(path.join(dir, 'cards')).filter((each) =>
    each.endsWith('.card'),
  )) {
    const file = path.join(dir, 'cards', name);
    const card = parseCard(primitives, readText(file));
    if (!card.ok || `${card.value.party}.card` !== name) {
      throw new TroubleError('card-bad', { file, reason: card.ok ? 'name' : card.fault.kind });
    }
    cards.set(card.value.party, card.value);
  }
  return cards;
}

/** On one machine the plain address stays, for a node of an older release beside this one. [T8] */
function addressesOf({
  host,
  rpId,
  port,
  link,
}: Pick<NewParty, 'host' | 'rpId' | 'port' | 'link'>): readonly string[] {
  const plain = `http://${rpId}:${port}`;
  if (!link) return [plain];
  const secured = `https://${link.name}:${link.port}`;
  return isLoopback(host) && isLoopback(link.host) ? [plain, secured] : [secured];
}

function writeSettings(dir: string, settings: Settings): void {
  writeSafely(path.join(dir, 'node.json'), `${JSON.stringify(settings, undefined, 2)}\n`);
}

function parseFile<T>(file: string, schema: z.ZodType<T>): T {
  const text = readText(file);
  try {
    return schema.parse(JSON.parse(text));
  } catch (thrown) {
    throw new TroubleError('settings-bad', { file }, thrown);
  }
}

function makeFolder(dir: string): void {
  try {
    mkdirSync(dir, { recursive: true, mode: 0o700 });
  } catch (thrown) {
    throw troubleOf(thrown, dir);
  }
}
