import { expect, it } from 'vitest';
import { flip, hostPrimitives } from '../proof/cast.suite.ts';
import { formatOperationProof, parseOperationProof } from './operation-proof.ts';
import { bureauOf, planBody } from './operation.suite.ts';

it('[F2] a proof file is refused with any one byte changed, each bit of each in turn', async () => {
  const { sha256 } = hostPrimitives;
  const bureau = bureauOf('qamar', 'nahr');
  const plan = bureau.say('qamar', 'plan', planBody(), { at: 10 });
  await bureau.decide('nahr', plan, 'consent', 20);
  await bureau.sign('qamar', 40);
  await bureau.sign('nahr', 41);
  const bytes = formatOperationProof(sha256, bureau.proof(plan));
  expect(parseOperationProof(sha256, bytes).ok).toBe(true);
  for (let at = 0; at < bytes.length; at += 1) {
    expect(parseOperationProof(sha256, flip(bytes, at, 1 << (at % 8))).ok, `byte ${at}`).toBe(
      false,
    );
  }
});
