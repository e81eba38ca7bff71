import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatBase64Url, utf8 } from '../../src/base/bytes.ts';
import type { PartyId, SeatId } from '../../src/base/ids.ts';
import { formatInstant, instant } from '../../src/base/instant.ts';
import type { PlanView, Problem, StatementView } from '../../src/contract/api.ts';
import { CHARTER, PLAYERS } from '../../src/node/exercise/cast.ts';
import { freePorts } from '../../src/node/exercise/free-ports.ts';
import { DECIDING_SEAT } from '../../src/node/exercise/seats.ts';
import type { Player } from '../../src/node/exercise/cast.ts';
import { SEAM, termsOf } from '../../src/node/exercise/lines.ts';
import type { Staged } from '../../src/node/exercise/stage.ts';
import { lower, raise } from '../../src/node/exercise/stage.ts';
import { initFolder, pinCard, writeCharter } from '../../src/node/folder.ts';
import { writeFounding } from '../../src/node/founding.ts';
import { hostPrimitives, hostSigner } from '../../src/node/primitives.ts';
import { keyIdOf } from '../../src/ledger/seal.ts';
import { signExerciseStatement } from '../../src/proof/assertion.ts';
import { tansiq, until } from './stage.ts';

const NAHR = 'nahr' as PartyId;
const JABAL = 'jabal' as PartyId;

/** A software key of nahr's deciding officer, which nahr's own roster lists. */
const OFFICER = hostSigner(randomBytes(32));

describe('two parties in earnest', () => {
  let dir = '';
  const staged = new Map<PartyId, Staged>();

  beforeAll(async () => {
    dir = await mkdtemp(path.join(tmpdir(), 'tansiq-earnest-'));
    const ports = await freePorts(4);
    const cards = new Map<PartyId, string>();
    for (const [i, party] of [NAHR, JABAL].entries()) {
      const [port = 0, linkPort = 0] = [ports[i], ports[i + 2]];
      cards.set(party, await makeFolder(path.join(dir, party), party, [port, linkPort]));
    }
    for (const holder of cards.keys()) {
      for (const [party, card] of cards) pinCard(path.join(dir, holder), party, card);
    }
    for (const party of cards.keys()) staged.set(party, await raise(dir, playerOf(party)));
  });
  afterAll(async () => {
    await Promise.all([...staged.values()].map(lower));
    await rm(dir, { recursive: true, force: true });
  });

  const at = (party: PartyId): string => staged.get(party)?.address ?? '';

  const send = (party: PartyId, door: string, body: unknown, cookie = ''): Promise<Response> =>
    fetch(`${at(party)}${door}`, {
      method: 'POST',
      body: JSON.stringify(body),
      headers: { cookie },
    });

  const invited = async (party: PartyId, seat: string): Promise<string> => {
    const { code, out } = await tansiq(['invite', seat, '--data', path.join(dir, party)]);
    expect(code).toBe(0);
    return out.trim();
  };

  /** The cookie of a seat that came in by invitation. */
  const enter = async (party: PartyId, seat: string): Promise<string> => {
    const code = await invited(party, seat);
    const answer = await send(party, '/api/session/invitation', { code });
    expect(answer.status).toBe(200);
    return answer.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  };

  it('[E1] have no ready desks: a seat without a key is refused', async () => {
    const answer = await send(NAHR, '/api/session/exercise', { seat: 'planner' });
    expect([answer.status, await codeOf(answer)]).toEqual([403, 'not-in-exercise']);
    expect((await fetch(`${at(NAHR)}/api/plans`)).status).toBe(401);
  });

  it('[N16] let an invited officer in once, however often the code is tried', async () => {
    const code = await invited(NAHR, 'planner');
    const entries = Array.from({ length: 6 }, () =>
      send(NAHR, '/api/session/invitation', { code }),
    );
    const answers = await Promise.all(entries);
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    const again = await send(NAHR, '/api/session/invitation', { code });
    expect([again.status, await codeOf(again)]).toEqual([403, 'invitation-spent']);
    const elsewhere = await send(JABAL, '/api/session/invitation', {
      code: await invited(NAHR, 'planner'),
    });
    expect(await codeOf(elsewhere)).toBe('invitation-spent');
  });

  it('say which desks there are when a desk that is none is to be invited', async () => {
    const { code, err } = await tansiq(['invite', 'nobody', '--data', path.join(dir, NAHR)]);
    expect(code).toBe(2);
    expect(err).toContain('planner');
  });

  it('ask a new key to be one that signing in can find by itself', async () => {
    const cookie = await enter(NAHR, 'administrator');
    const answer = await send(NAHR, '/api/passkeys/options', {}, cookie);
    const { authenticatorSelection } = (await answer.json()) as {
      authenticatorSelection: unknown;
    };
    expect(authenticatorSelection).toMatchObject({
      residentKey: 'required',
      userVerification: 'required',
    });
  });

  it('[C10] take no software key, though a roster lists it', async () => {
    const plan = await propose(await enter(NAHR, 'planner'));
    const liaison = await enter(NAHR, DECIDING_SEAT);
    const terms = { ...termsOf(plan, 'consent'), words: 'consent to NAHR-1.' };
    const answer = await send(NAHR, '/api/statements', terms, liaison);
    const { at: moment, knows, statement } = (await answer.json()) as StatementView;
    expect(statement).toContain('\nexercise no\n');
    const challenge = hostPrimitives().sha256(utf8(statement));
    const signature = {
      kind: 'exercise',
      publicKey: formatBase64Url(OFFICER.publicKey),
      signature: formatBase64Url(await signExerciseStatement(OFFICER, challenge)),
    };
    const decision = { ...terms, at: moment, knows, signature };
    const decided = await send(NAHR, '/api/decisions', decision, liaison);
    expect([decided.status, await codeOf(decided)]).toEqual([403, 'not-in-exercise']);
    const jabal = await enter(JABAL, 'planner');
    await until(async () => (await plansAt(JABAL, jabal)).length > 0, 'the plan is at jabal');
    for (const view of await plansAt(JABAL, jabal)) expect(view.state.kind).toBe('proposed');
  });

  it('[E1] would not start an exercise that other machines can reach', async () => {
    const folder = path.join(dir, 'open');
    const [port = 0, linkPort = 0] = await freePorts(2);
    await makeFolder(folder, NAHR, [port, linkPort]);
    pinCard(folder, JABAL, await readFile(path.join(dir, JABAL, 'cards', 'jabal.card'), 'utf8'));
    writeCharter(folder, { ...CHARTER, members: [NAHR, JABAL], observers: [] });
    const file = path.join(folder, 'node.json');
    const settings: unknown = JSON.parse(await readFile(file, 'utf8'));
    await writeFile(file, JSON.stringify({ ...(settings as object), host: '0.0.0.0' }));
    const { code, err } = await tansiq(['serve', '--data', folder]);
    expect(code).toBe(1);
    expect(err).toContain('this machine only');
  });

  const propose = async (cookie: string): Promise<PlanView['hash']> => {
    const now = Date.now() / 1000;
    const window = {
      from: formatInstant(instant(now + 60)),
      upto: formatInstant(instant(now + 3600)),
    };
    const plan = {
      kind: 'operation',
      name: 'NAHR-1',
      language: 'en',
      purpose: 'Search the ground between the two lines.',
      shape: SEAM,
      window,
      contributions: [],
      rulesOfContact: 'Stop and call the centre.',
    };
    const answer = await send(NAHR, '/api/plans', { audience: [NAHR, JABAL], plan }, cookie);
    expect(answer.status).toBe(201);
    return ((await answer.json()) as PlanView).hash;
  };

  const plansAt = async (party: PartyId, cookie: string): Promise<readonly PlanView[]> => {
    const answer = await fetch(`${at(party)}/api/plans`, { headers: { cookie } });
    return (await answer.json()) as readonly PlanView[];
  };
});

async function codeOf(answer: Response): Promise<string> {
  return ((await answer.json()) as Problem).code;
}

function playerOf(party: PartyId): Player {
  const [first] = PLAYERS;
  if (!first) throw new Error('nobody plays');
  const names = { ar: party, ckb: party, tr: party, en: party };
  return { ...first, party, names, domain: `${party}.example`, claims: [] };
}

async function makeFolder(
  folder: string,
  party: PartyId,
  [port, linkPort]: readonly [number, number],
): Promise<string> {
  const { names, domain, seats } = playerOf(party);
  const link = { host: '127.0.0.1', port: linkPort, name: 'localhost' };
  const made = { party, names, domain, host: '127.0.0.1', port, rpId: 'localhost', link };
  const card = await initFolder(folder, { ...made, isWitness: false });
  const members = [NAHR, JABAL];
  writeCharter(folder, { ...CHARTER, id: 'earnest', members, observers: [], exercise: false });
  const publicKey = formatBase64Url(OFFICER.publicKey);
  const key = {
    id: keyIdOf(hostPrimitives().sha256, { kind: 'exercise', publicKey }),
    kind: 'exercise' as const,
    seat: DECIDING_SEAT as SeatId,
    from: formatInstant(instant(Date.now() / 1000 - 60)),
    upto: null,
  };
  writeFounding(folder, { roster: { seats, keys: party === NAHR ? [key] : [] }, claims: [] });
  return card;
}
