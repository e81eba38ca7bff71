import { expect, it } from 'vitest';
import type { RecordHash } from '../base/ids.ts';
import { flip, hostPrimitives, must } from '../proof/cast.suite.ts';
import { accountOf } from '../ledger/operation-account.ts';
import { formatOperationProof } from '../ledger/operation-proof.ts';
import type { Bureau } from '../ledger/operation.suite.ts';
import { REMARK, bureauOf, planBody } from '../ledger/operation.suite.ts';
import { verifyOperationProof } from '../ledger/operation-verdict.ts';
import { linesOfOperation, presentOperation, sentenceOfUnsound } from './operation-words.ts';

const { sha256 } = hostPrimitives;

function read(bureau: Bureau, plan: RecordHash) {
  const bytes = formatOperationProof(sha256, bureau.proof(plan));
  const { cards } = bureau;
  const shown = must(verifyOperationProof(hostPrimitives, bytes, { cards }));
  const account = accountOf(shown);
  return { lines: linesOfOperation(shown, account), json: presentOperation(shown, account) };
}

async function begun(): Promise<readonly [Bureau, RecordHash]> {
  const bureau = bureauOf('qamar', 'nahr');
  bureau.say('nahr', 'remark', REMARK);
  const plan = bureau.say('qamar', 'plan', planBody(), { at: 10 });
  await bureau.decide('qamar', plan, 'consent', 20);
  await bureau.decide('nahr', plan, 'consent', 30);
  for (const party of bureau.members) await bureau.sign(party, 40);
  bureau.say('qamar', 'activation', { plan, consents: [] }, { at: 1_000 });
  return [bureau, plan];
}

it('[F10] says in sentences when an operation was not covered, by whom not, and how far it can tell', async () => {
  const [bureau, plan] = await begun();
  await bureau.decide('nahr', plan, 'withdrawal', 1_500);
  await bureau.sign('nahr', 1_510);
  await bureau.sign('qamar', 2_010);
  const { lines, json } = read(bureau, plan);
  expect(lines.slice(-3)).toEqual([
    'NOT COVERED at every moment:',
    '  from 2026-09-21T14:38:20Z to 2026-09-21T14:46:40Z without the consent of nahr.',
    '  This holds as far as the file reaches: what nahr may have said after the times above is not in it.',
  ]);
  const said = lines.join('\n');
  expect(said).toContain('1 entry of these logs: given as hashes only');
  expect(said).toContain(
    'nahr: consent at 2026-09-21T14:13:50Z, on the record by 2026-09-21T14:14:00Z (eye.example/witness), before it began',
  );
  expect(json).toMatchObject({
    sound: true,
    covered: false,
    toTheEnd: false,
    uncovered: [{ from: '2026-09-21T14:38:20Z', missing: ['nahr'] }],
  });
});

it('[F10] says that it was covered, and to its end where every log is shown so far', async () => {
  const [bureau, plan] = await begun();
  for (const party of bureau.members) await bureau.sign(party, 2_010);
  const { lines, json } = read(bureau, plan);
  expect(lines.at(-1)).toBe(
    'COVERED at every moment from 2026-09-21T14:30:00Z to 2026-09-21T14:46:40Z.',
  );
  expect(json).toMatchObject({ covered: true, toTheEnd: true, absent: [] });
});

it('[F2] says of a file with a changed byte what is wrong with it', async () => {
  const [bureau, plan] = await begun();
  const bytes = formatOperationProof(sha256, bureau.proof(plan));
  const { cards } = bureau;
  for (let at = 0; at < bytes.length; at += 501) {
    const verdict = verifyOperationProof(hostPrimitives, flip(bytes, at, 1), { cards });
    const says = verdict.ok ? '' : sentenceOfUnsound(verdict.fault);
    expect(says).toMatch(
      /a byte of its head or end was changed|at least one byte of it was changed/,
    );
  }
});
