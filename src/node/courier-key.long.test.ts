import { mkdtempSync, readFileSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { identityToRecipient } from 'age-encryption';
import { expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { formatCard } from '../ledger/card.ts';
import { courierFile, readIdentity } from './courier-key.ts';
import { CHARTER } from './exercise/cast.ts';
import { bringCourier, initFolder, pinCard, readFolder, writeCharter } from './folder.ts';

it('[B1] gives each folder a key for its couriers and names it in the card, an older folder too', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'tansiq-courier-'));
  const [party, other] = ['qamar', 'nahr'] as [PartyId, PartyId];
  const dir = path.join(root, party);
  const newParty = (each: PartyId) => ({
    party: each,
    names: { ar: each, ckb: each, tr: each, en: each },
    domain: `${each}.example`,
    host: '127.0.0.1',
    port: 7001,
    rpId: 'localhost',
    isWitness: true,
  });
  await initFolder(dir, newParty(party));
  pinCard(dir, other, await initFolder(path.join(root, other), newParty(other)));
  writeCharter(dir, { ...CHARTER, members: [party, other], observers: [] });
  const made = readFolder(dir);
  const own = made.cards.get(party);
  const identity = readIdentity(courierFile(dir));
  expect(own?.courier).toBe(await identityToRecipient(identity));
  expect(statSync(courierFile(dir)).mode & 0o777).toBe(0o600);

  // A folder from before: no key, and a card without it.
  rmSync(courierFile(dir));
  const { courier: _, ...before } = own ?? ({} as never);
  pinCard(dir, party, await formatCard(made.identitySigner, before));
  await bringCourier(dir);
  const after = readFolder(dir).cards.get(party);
  expect(after).toEqual({ ...before, courier: after?.courier, serial: 1 });
  expect(after?.courier).toBe(await identityToRecipient(readIdentity(courierFile(dir))));
  expect(after?.courier).not.toBe(own?.courier);

  // Once more changes nothing.
  const card = readFileSync(path.join(dir, 'cards', 'qamar.card'), 'utf8');
  await bringCourier(dir);
  expect(readFileSync(path.join(dir, 'cards', 'qamar.card'), 'utf8')).toBe(card);
  rmSync(root, { recursive: true });
});
