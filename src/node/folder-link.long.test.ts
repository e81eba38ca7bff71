import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { parseCard } from '../ledger/card.ts';
import { addLink, initFolder, readSettings } from './folder.ts';
import type { LinkPlace, NewParty } from './folder.ts';
import { authorityKeyFile, linkFile, readAuthority, readLinkKeys } from './link-keys.ts';
import { hostPrimitives } from './primitives.ts';

const dirs: string[] = [];
afterEach(() => {
  for (const dir of dirs.splice(0)) rmSync(dir, { recursive: true });
});

function ownCardIn(dir: string) {
  const card = parseCard(
    hostPrimitives(),
    readFileSync(path.join(dir, 'cards/qamar.card'), 'utf8'),
  );
  return card.ok ? card.value : undefined;
}

async function make(host: string, link?: LinkPlace) {
  const dir = mkdtempSync(path.join(tmpdir(), 'tansiq-folder-'));
  dirs.push(dir);
  const party = 'qamar' as PartyId;
  const names = { ar: 'q', ckb: 'q', tr: 'q', en: 'q' };
  const made: NewParty = {
    ...{ party, names, domain: 'qamar.example', host, port: 7001, rpId: 'localhost' },
    ...{ isWitness: false, ...(link ? { link } : {}) },
  };
  const text = await initFolder(dir, made);
  const card = parseCard(hostPrimitives(), text);
  if (!card.ok) throw new Error(card.fault.kind);
  return { dir, card: card.value };
}

const here: LinkPlace = { host: '127.0.0.1', port: 7002, name: 'localhost' };
const wide: LinkPlace = { host: '0.0.0.0', port: 7002, name: 'qamar.example' };

it('[T2] a new party has an authority, which its card names and signs', async () => {
  const { dir, card } = await make('127.0.0.1', wide);
  const authority = readAuthority(dir);
  expect(Buffer.from(card.authority ?? []).equals(authority?.raw ?? Buffer.alloc(1))).toBe(true);
  expect(readSettings(dir).link).toEqual(wide);
  expect(statSync(authorityKeyFile(dir)).mode & 0o777).toBe(0o600);
  expect(statSync(linkFile(dir)).mode & 0o777).toBe(0o600);
});

it('[T8] a card names a plain address only where all of the node is on one machine', async () => {
  expect((await make('127.0.0.1', here)).card.addresses).toEqual([
    'http://localhost:7001',
    'https://localhost:7002',
  ]);
  expect((await make('127.0.0.1', wide)).card.addresses).toEqual(['https://qamar.example:7002']);
  expect((await make('0.0.0.0', here)).card.addresses).toEqual(['https://localhost:7002']);
  expect((await make('127.0.0.1')).card).toMatchObject({ addresses: ['http://localhost:7001'] });
});

it('[T1] a folder of an older release is given a link once, and keeps its authority after that', async () => {
  const { dir, card } = await make('127.0.0.1');
  expect(card.authority).toBeUndefined();
  await addLink(dir, here);
  const first = ownCardIn(dir);
  expect(first).toMatchObject({ nodeKey: card.nodeKey, identityKey: card.identityKey });
  expect(first?.authority).toBeDefined();
  expect(readLinkKeys(dir)?.upto).toBeGreaterThan(Date.now() / 1000);
  await addLink(dir, wide);
  const second = ownCardIn(dir);
  expect(second?.authority).toEqual(first?.authority);
  expect(second?.addresses).toEqual(['https://qamar.example:7002']);
});
