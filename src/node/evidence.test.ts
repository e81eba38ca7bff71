import { expect, it } from 'vitest';
import type { EvidenceView, LiveEvent } from '../contract/record-room.ts';
import { entriesOf, hostSigner, table } from '../exchange/cast.suite.ts';
import { judgeEvidence, parseEvidence } from '../exchange/evidence-file.ts';
import { proveConsistency, rootAt } from '../ledger/hashes.ts';
import { receiptKey } from '../ledger/receipt-key.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { checkpointBody, signCheckpoint } from '../proof/checkpoint.ts';
import { cosign, withSignature } from '../proof/cosignature.ts';
import { openEvidence } from './evidence.ts';

it('[F18] gives the file of all that is kept, and remembers since when', async () => {
  const at = await table('qamar', 'nahr');
  const qamar = at.player('qamar');
  const log = at.log('qamar');
  await qamar.book.append(log, entriesOf(5));
  const { note: later } = (await qamar.store.latest(log.id))!;
  const head = { origin: log.origin, size: 3, root: new Uint8Array(32) };
  const { note: earlier } = await signCheckpoint(hostSigner('qamar'), head);
  const of = { sha256: hostPrimitives.sha256, tiles: qamar.store, log: log.id };
  const [root, proof] = [
    await rootAt({ ...of, size: 3 }),
    await proveConsistency({ ...of, size: 5 }, 3),
  ];
  const taken = await signCheckpoint(hostSigner('nahr'), head);
  const { name } = receiptKey(at.player('nahr').card);
  const now = at.clock.now as Parameters<typeof cosign>[3];
  const line = await cosign(hostSigner('nahr'), name, checkpointBody(taken), now);
  const receipt = must(withSignature(taken, line)).note;

  const told: LiveEvent[] = [];
  const open = async (): Promise<readonly EvidenceView[]> => {
    const room = await openEvidence({
      primitives: hostPrimitives,
      store: qamar.store,
      shelf: qamar.shelf,
      clock: { now: () => now + 60 * told.length } as never,
      live: { tell: (event) => told.push(event) },
      report: (what) => expect.fail(String(what)),
    });
    room.onFork(log, { kind: 'evidence', log: log.id, earlier, later, root, proof });
    const member = at.player('nahr').id;
    room.onFalseReceipt(log, { log: log.id, member, notes: [receipt, later] });
    const cards = [...at.players.values()].map(({ card }) => card);
    for (const { id, kind, party } of room.all()) {
      const file = must(parseEvidence((await room.fileOf(id)) ?? ''));
      const shown = must(judgeEvidence(hostPrimitives, file, cards));
      expect([shown.kind, shown.against]).toEqual([kind, [party]]);
    }
    expect(await room.fileOf('0'.repeat(32))).toBeUndefined();
    return room.all();
  };

  const first = await open();
  expect(first.map(({ kind, party }) => [kind, party])).toEqual([
    ['fork', 'qamar'],
    ['false-receipt', 'nahr'],
  ]);
  expect(told).toHaveLength(2);
  expect(await open()).toEqual(first); // a minute or two later, and told once
  expect(told).toHaveLength(2);
});
