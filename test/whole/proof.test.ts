import { cp, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBase64Url, parseBase64, utf8 } from '../../src/base/bytes.ts';
import type { PartyId } from '../../src/base/ids.ts';
import type { PlanView, StatementView } from '../../src/contract/api.ts';
import type { IntegrityView } from '../../src/contract/record-room.ts';
import type { ProofView, RecordView } from '../../src/contract/reports.ts';
import { DECIDING_SEAT } from '../../src/node/exercise/seats.ts';
import { termsOf } from '../../src/node/exercise/lines.ts';
import { officerOf } from '../../src/node/exercise/stage.ts';
import { readFolder } from '../../src/node/folder.ts';
import { hostPrimitives } from '../../src/node/primitives.ts';
import { verifyOperationProof } from '../../src/ledger/operation-verdict.ts';
import { signExerciseStatement } from '../../src/proof/assertion.ts';
import { parseVerifierKey } from '../../src/proof/note.ts';
import { verifyProof } from '../../src/proof/tlog-proof.ts';
import { newPlan, newReport } from './doors.ts';
import type { Stage } from './stage.ts';
import { openStage, tansiq, until } from './stage.ts';

interface Verdict {
  readonly sound: boolean;
  readonly covered: boolean;
  readonly fault?: { readonly kind: string };
  readonly uncovered: readonly { readonly missing: readonly string[] }[];
  readonly decisions: readonly {
    readonly party: string;
    readonly verdict: string;
    readonly beforeItBegan: boolean;
    readonly since: { readonly by: string } | null;
  }[];
  readonly logs: readonly { readonly given: number; readonly withheld: number }[];
  readonly absent: readonly unknown[];
}

/** Another machine: an empty folder with the cards of the parties, and nothing else. */
let elsewhere: string;
let stage: Stage;
let covered: PlanView;
let left: PlanView;

beforeAll(async () => {
  elsewhere = await mkdtemp(path.join(tmpdir(), 'tansiq-elsewhere-'));
  stage = await openStage();
  const planner = await stage.desk('iraq', 'planner');
  await until(
    async () => (await planner.get<readonly unknown[]>('/api/claims')).length === 3,
    'the claims of all are known',
  );
  const analyst = await stage.desk('krg', 'analyst');
  await analyst.post('/api/reports', { ...newReport(), audience: ['iraq', 'krg', 'turkiye'] });
  covered = await operation('NAHR-3', laterSecond);
  left = await operation('NAHR-4', async (plan) => {
    await decide('krg', plan, 'withdrawal');
    await laterSecond();
    await decide('krg', plan, 'consent');
  });
  await until(async () => {
    const { logs } = await analyst.get<IntegrityView>('/api/logs');
    const shared = logs.filter((log) => log.audience?.length !== 1);
    return shared.every((log) => log.cosigned?.size === log.size);
  }, 'every shared log is cosigned to its end');
  await cp(path.join(stage.folder('krg'), 'cards'), path.join(elsewhere, 'cards'), {
    recursive: true,
  });
});
afterAll(async () => {
  await stage.close();
  await rm(elsewhere, { recursive: true, force: true });
});

/** Records tell time by the second, so what lies within one leaves no trace. */
async function laterSecond(): Promise<void> {
  const now = Date.now();
  await until(async () => Date.now() > now + 1_500, 'a later second has come');
}

/** Proposes, consents on both sides, begins, does what is asked, and closes. */
async function operation(
  name: string,
  during: (plan: PlanView) => Promise<void>,
): Promise<PlanView> {
  const planner = await stage.desk('iraq', 'planner');
  const { audience, plan } = newPlan(4);
  const proposed = await planner.post<PlanView>('/api/plans', {
    audience,
    plan: { ...plan, name },
  });
  const at = `/api/plans/${proposed.hash}`;
  for (const party of ['iraq', 'krg']) {
    await untilAt(party, proposed, ['proposed']);
    await decide(party, proposed, 'consent');
  }
  const isActive = async () => (await planner.get<PlanView>(at)).state.kind === 'active';
  await until(isActive, 'the operation runs');
  await planner.post(`${at}/activation`, {});
  await during(proposed);
  await until(isActive, 'the operation runs again');
  const closing = { outcome: 'done', language: 'en', result: 'Searched.' };
  const closed = await planner.post<PlanView>(`${at}/closing`, closing);
  for (const party of ['krg', 'turkiye']) await untilAt(party, proposed, ['ended']);
  return closed;
}

async function untilAt(party: string, { hash }: PlanView, kinds: readonly string[]): Promise<void> {
  const desk = await stage.desk(party, DECIDING_SEAT);
  await until(
    async () => {
      const plans = await desk.get<readonly PlanView[]>('/api/plans');
      return plans.some((plan) => plan.hash === hash && kinds.includes(plan.state.kind));
    },
    `the plan is ${kinds.join(' or ')} at ${party}`,
  );
}

async function decide(party: string, { hash }: PlanView, verdict: string): Promise<void> {
  const desk = await stage.desk(party, DECIDING_SEAT);
  const terms = { ...termsOf(hash, verdict), reason: verdict === 'consent' ? null : 'Civilians.' };
  const { at, knows, statement } = await desk.post<StatementView>('/api/statements', terms);
  const officer = officerOf(stage.dir, party as PartyId);
  const challenge = hostPrimitives().sha256(utf8(statement));
  const signature = {
    kind: 'exercise',
    publicKey: formatBase64Url(officer.publicKey),
    signature: formatBase64Url(await signExerciseStatement(officer, challenge)),
  };
  await desk.post('/api/decisions', { ...terms, at, knows, signature });
}

async function proofOf(plan: PlanView, party: string, ...more: readonly string[]) {
  const file = path.join(elsewhere, `${party}-${plan.hash.slice(-8)}${more.join('')}.proof`);
  await rm(file, { force: true });
  const digits = plan.hash.slice(7, 15);
  const data = ['--data', stage.folder(party), '--out', file];
  expect(await tansiq(['proof', 'operation', digits, ...data, ...more])).toMatchObject({
    code: 0,
    err: '',
  });
  return file;
}

async function verify(file: string): Promise<{ readonly code: number; readonly is: Verdict }> {
  const { code, out } = await tansiq(['verify', file, '--cards', 'cards', '--json'], elsewhere);
  return { code, is: JSON.parse(out) as Verdict };
}

describe('the proof file of an operation', () => {
  it('[F6] [F10] shows elsewhere, by the cards alone, that an operation was covered', async () => {
    for (const party of ['iraq', 'krg', 'turkiye']) {
      const { code, is } = await verify(await proofOf(covered, party));
      expect([party, code, is.sound, is.covered]).toEqual([party, 0, true, true]);
      expect([is.uncovered, is.absent.length]).toEqual([[], expect.any(Number)]);
      const decisions = is.decisions.map((each) => `${each.party} ${each.verdict}`);
      expect(decisions).toEqual(['iraq consent', 'krg consent']);
      expect(is.decisions.every(({ since }) => since?.by.endsWith('/witness'))).toBe(true);
    }
  });

  it('[F10] shows when it was not, and by whom not', async () => {
    const file = await proofOf(left, 'turkiye');
    const { code, is } = await verify(file);
    expect([code, is.sound, is.covered]).toEqual([1, true, false]);
    expect(is.uncovered.map(({ missing }) => missing)).toEqual([['krg']]);
    const told = await tansiq(['verify', file, '--cards', 'cards'], elsewhere);
    expect(told.code).toBe(1);
    expect(told.out).toMatch(
      /^NOT COVERED at every moment:\n {2}from \S+ to \S+ without the consent of krg\.$/m,
    );
    expect(told.out).toMatch(/NOT COVERED/);
  });

  it('[F2] is refused with any one byte changed', async () => {
    const file = await proofOf(left, 'krg');
    const bytes = new Uint8Array(await readFile(file));
    const { cards } = readFolder(stage.folder('krg'));
    const primitives = hostPrimitives();
    expect(verifyOperationProof(primitives, bytes, { cards }).ok).toBe(true);
    for (let at = 0; at < bytes.length; at += 37) {
      bytes[at]! ^= 1 << (at % 8);
      expect(verifyOperationProof(primitives, bytes, { cards }).ok, `byte ${at}`).toBe(false);
      bytes[at]! ^= 1 << (at % 8);
    }
    const broken = path.join(elsewhere, 'broken.proof');
    for (const at of [0, 100, Math.floor(bytes.length / 2), bytes.length - 2]) {
      const copy = Uint8Array.from(bytes);
      copy[at]! ^= 1;
      await writeFile(broken, copy);
      const { code, is } = await verify(broken);
      expect([code, is.sound]).toEqual([1, false]);
    }
  });

  it('[F4] [F5] withholds what is about something else, unless the whole is asked for', async () => {
    const { is: few } = await verify(await proofOf(covered, 'krg'));
    const { is: all } = await verify(await proofOf(covered, 'krg', '--whole'));
    const withheld = ({ logs }: Verdict) => logs.reduce((sum, log) => sum + log.withheld, 0);
    expect(withheld(few)).toBeGreaterThan(0);
    expect([withheld(all), all.covered]).toEqual([0, true]);
  });

  it('[F6] needs every card, and says which is missing', async () => {
    const file = await proofOf(covered, 'krg');
    const cards = (await readdir(path.join(elsewhere, 'cards'))).filter((c) => c !== 'iraq.card');
    const given = cards.flatMap((card) => ['--card', path.join('cards', card)]);
    const told = await tansiq(['verify', file, ...given], elsewhere);
    expect(told).toMatchObject({ code: 1, out: expect.stringContaining('card of iraq') });
  });

  it('[F14] [R1] is given to a desk that reads the plan, of the logs that it reads', async () => {
    const at = `/api/plans/${covered.hash}/proof-file`;
    const analyst = await stage.desk('turkiye', 'analyst');
    const administrator = await stage.desk('turkiye', 'administrator');
    const observer = await stage.desk('coalition', 'observer');
    const get = (token: string, address: string, more = '') =>
      fetch(`${address}${at}${more}`, { headers: { authorization: `Bearer ${token}` } });
    const answer = await get(analyst.token, analyst.address);
    expect(answer.headers.get('content-disposition')).toContain('attachment');
    const { cards } = readFolder(stage.folder('turkiye'));
    const bytes = new Uint8Array(await answer.arrayBuffer());
    const shown = verifyOperationProof(hostPrimitives(), bytes, { cards });
    expect(shown.ok && shown.value.logs.every(({ log }) => log.audience.length === 3)).toBe(true);
    expect((await get(analyst.token, analyst.address, '?whole')).status).toBe(403);
    expect((await get(administrator.token, administrator.address, '?whole')).status).toBe(200);
    expect((await get(observer.token, observer.address)).status).toBe(404);
  });

  it('[F11] the proof of one record can be had under the first checkpoint that covers it', async () => {
    const desk = await stage.desk('krg', 'analyst');
    const view = await desk.get<RecordView>(`/api/records/${covered.hash}`);
    const shown = await Promise.all(
      ['', '?earliest'].map(async (which) => {
        const proof = await desk.get<ProofView>(`/api/records/${covered.hash}/proof${which}`);
        const [bytes, log] = [parseBase64(view.bytes), parseVerifierKey(proof.logKey)];
        const witness = parseVerifierKey(proof.witnessKeys[0] ?? '');
        if (!bytes.ok || !log.ok || !witness.ok) throw new Error('a proof names its keys');
        const keys = { log: log.value, witnesses: [witness.value] };
        const verdict = verifyProof(hostPrimitives(), proof.proof, bytes.value, keys);
        if (!verdict.ok) throw new Error(verdict.fault.kind);
        return verdict.value;
      }),
    );
    const [newest, earliest] = shown;
    expect(earliest!.size).toBeLessThan(newest!.size);
    expect(earliest!.cosignedBy[0]!.time).toBeLessThanOrEqual(newest!.cosignedBy[0]!.time);
  });

  it('[N14] the command says what it does not understand', async () => {
    const data = ['--data', stage.folder('krg')];
    const bad = [
      ['proof'],
      ['proof', 'plan', covered.hash, ...data],
      ['proof', 'operation', covered.hash],
      ['proof', 'operation', covered.hash.slice(7, 14), ...data],
      ['proof', 'operation', 'x'.repeat(64), ...data],
      [
        'proof',
        'operation',
        covered.hash,
        ...data,
        '--out',
        path.join(elsewhere, 'cards/krg.card'),
      ],
      ['verify', path.join(elsewhere, 'cards/krg.card')],
      ['verify', 'x', '--cards', 'nowhere'],
    ];
    const told = await Promise.all(bad.map((args) => tansiq(args, elsewhere)));
    expect(told.map(({ code }) => code)).toEqual(bad.map(() => 2));
    expect(told.map(({ err }) => err)).not.toContain('');
    const nowhere = ['proof', 'operation', '0'.repeat(64), ...data];
    expect((await tansiq(nowhere, elsewhere)).code).toBe(1);
  });
});
