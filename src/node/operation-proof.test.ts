import { describe, expect, it } from 'vitest';
import type { RecordHash } from '../base/ids.ts';
import { must, faultOf, hostPrimitives } from '../proof/cast.suite.ts';
import { parseCheckpoint } from '../proof/checkpoint.ts';
import { cosignedName } from '../exchange/cosigned.ts';
import { rememberCosigned } from '../exchange/cosigned-history.ts';
import { parseOperationProof } from '../ledger/operation-proof.ts';
import { REMARK, bureauOf, dawn, planBody } from '../ledger/operation.suite.ts';
import type { Bureau } from '../ledger/operation.suite.ts';
import { sealedSince, verifyOperationProof } from '../ledger/operation-verdict.ts';
import { memoryShelf } from '../store/memory.ts';
import type { ProofStock } from './operation-proof.ts';
import { makeOperationProof, proofFileName } from './operation-proof.ts';

const { sha256 } = hostPrimitives;

/** A node's rooms that hold what the bureau wrote, cosigned as it was. */
async function stockOf(bureau: Bureau, operation: RecordHash): Promise<ProofStock> {
  const shelf = memoryShelf();
  const held = new Map(bureau.proof(operation, true).logs.map((log) => [log.origin, log]));
  const logs = [...held.values()].map((log) => bureau.log(log.author, ...log.audience));
  for (const log of logs) {
    for (const [i, note] of (held.get(log.origin)?.notes ?? []).entries()) {
      const { size } = must(parseCheckpoint(note));
      if (note.includes('eye.example')) {
        await rememberCosigned(shelf, log.id, { size, at: dawn(i), note });
        await shelf.put(cosignedName(log.id), note);
      }
    }
  }
  return {
    primitives: hostPrimitives,
    logs,
    shelf,
    latest: async (log) => must(parseCheckpoint(held.get(log.origin)?.notes.at(-1) ?? '')),
    read: async (log, from, limit) =>
      // Never all that was asked for, as at the end of a bundle.
      (held.get(log.origin)?.entries ?? [])
        .slice(from, from + Math.min(2, limit))
        .flatMap((entry) => (entry.kind === 'given' ? [entry.bytes] : [])),
    leafAt: () => Promise.reject(new Error('nothing is erased')),
  };
}

const bureau = bureauOf('qamar', 'nahr', 'jabal');
for (const party of bureau.members) await bureau.sign(party, 5);
const pair = ['qamar', 'nahr'];
const plan = bureau.say('qamar', 'plan', planBody(), { audience: pair });
for (let i = 0; i < 5; i += 1) bureau.say('nahr', 'remark', REMARK, { audience: pair });
bureau.say('jabal', 'remark', REMARK, { audience: ['jabal', 'nahr'] });
await bureau.sign('qamar', 10);
for (const at of [20, 30, 40]) {
  bureau.say('nahr', 'remark', REMARK, { audience: pair });
  await bureau.sign('nahr', at);
}
bureau.say('nahr', 'stop', { plan, language: 'en', reason: null }, { audience: pair });
await bureau.sign('nahr');
await bureau.sign('jabal', 50);

const asked = {
  operation: plan,
  audience: bureau.log('qamar', ...pair).audience,
  centre: bureau.members,
  exercise: true,
  isWhole: false,
};

describe('making a proof file', () => {
  it('[F5] [F9] takes the logs towards the centre and the plan’s readers, and no others', async () => {
    const made = must(await makeOperationProof(await stockOf(bureau, plan), asked));
    expect(made).toMatchObject({ logs: 5, given: 11, withheld: 8 });
    const { cards } = bureau;
    const shown = must(verifyOperationProof(hostPrimitives, made.bytes, { cards }));
    expect(shown.absent).toEqual([]);
    expect(shown.said.filter(({ record }) => record.type === 'stop')).toHaveLength(1);
    const whole = must(
      await makeOperationProof(await stockOf(bureau, plan), { ...asked, isWhole: true }),
    );
    expect(whole).toMatchObject({ logs: 5, given: 19, withheld: 0 });
  });

  it('[F3] [F7] has for each entry that is given the first cosigned note over it, and no needless ones', async () => {
    const made = must(await makeOperationProof(await stockOf(bureau, plan), asked));
    const proof = must(parseOperationProof(sha256, made.bytes));
    const sizes = proof.logs.map(({ author, audience, notes }) => [
      `${author} to ${audience.length}`,
      ...notes.map((note) => must(parseCheckpoint(note)).size),
    ]);
    // The notes over remarks alone are not needed, the stop is not cosigned yet, and the logs towards
    // the centre were cosigned again when they had not grown.
    expect(sizes.toSorted(([ours = ''], [theirs = '']) => (ours < theirs ? -1 : 1))).toEqual([
      ['jabal to 3', 3, 3],
      ['nahr to 2', 8, 9],
      ['nahr to 3', 3, 3],
      ['qamar to 2', 1],
      ['qamar to 3', 3, 3],
    ]);
    const { cards } = bureau;
    const shown = must(verifyOperationProof(hostPrimitives, made.bytes, { cards }));
    const own = shown.logs.find(({ log }) => log.origin === bureau.log('qamar', ...pair).origin);
    expect(sealedSince(own!, 0)?.at).toBe(dawn(10));
  });

  it('[F14] makes none of a plan that nobody else reads', async () => {
    const alone = { ...asked, audience: bureau.log('qamar', 'qamar').audience };
    const made = await makeOperationProof(await stockOf(bureau, plan), alone);
    expect(faultOf(made)).toEqual({ kind: 'plan-private' });
  });

  it('is named by the plan', () => {
    expect(proofFileName(`sha256:12345678${'0'.repeat(56)}` as RecordHash)).toBe(
      'operation-12345678.proof',
    );
  });
});
