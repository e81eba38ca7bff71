import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import { receiptKey } from '../ledger/receipt-key.ts';
import { formatVerifierKey } from '../proof/note.ts';
import { card } from './cli/card.ts';
import { UsageError } from './cli/ask.ts';
import { CHARTER } from './exercise/cast.ts';
import { initFolder, pinCard, readFolder, writeCharter } from './folder.ts';

it('[L33] puts a policy into our own card, refuses what is none, and takes it out', async () => {
  const root = mkdtempSync(path.join(tmpdir(), 'tansiq-policy-'));
  const [party, other] = ['qamar', 'nahr'] as [PartyId, PartyId];
  const dir = path.join(root, party);
  const newParty = (each: PartyId) => ({
    party: each,
    names: { ar: each, ckb: each, tr: each, en: each },
    domain: `${each}.example`,
    host: '127.0.0.1',
    port: 7001,
    rpId: 'localhost',
    isWitness: false,
  });
  await initFolder(dir, newParty(party));
  pinCard(dir, other, await initFolder(path.join(root, other), newParty(other)));
  writeCharter(dir, { ...CHARTER, members: [party, other], observers: [] });
  const own = () => readFolder(dir).cards.get(party);
  const before = own();
  expect(before?.policy).toBeUndefined();
  const key = before ? formatVerifierKey(receiptKey(before)) : '';
  const file = path.join(root, 'policy');
  const text = `# we ourselves\nwitness us ${key}\nquorum us\n`;
  writeFileSync(file, text);
  expect(await card.run(['policy', file, '--data', dir])).toBe(0);
  // Each change renews the card. [D1]
  expect(own()).toEqual({ ...before, policy: text, serial: 1 });
  writeFileSync(file, 'quorum them\n');
  await expect(card.run(['policy', file, '--data', dir])).rejects.toThrow(UsageError);
  await expect(card.run(['policy', '--data', dir])).rejects.toThrow(UsageError);
  await expect(card.run(['policy', file, '--data', dir, '--none'])).rejects.toThrow(UsageError);
  expect(own()?.policy).toBe(text);
  await card.run(['policy', '--data', dir, '--none']);
  expect(own()).toEqual({ ...before, serial: 2 });
  rmSync(root, { recursive: true });
});
