import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { formatBase64Url, utf8 } from '../../src/base/bytes.ts';
import type { PlanView, Saved, StatementView } from '../../src/contract/api.ts';
import { openNode } from '../../src/node/compose.ts';
import type { RunningNode } from '../../src/node/compose.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { termsOf } from '../../src/node/exercise/lines.ts';
import { officerOf, setStage } from '../../src/node/exercise/stage.ts';
import { hostPrimitives } from '../../src/node/primitives.ts';
import { signExerciseStatement } from '../../src/proof/assertion.ts';
import { momentIn, signingOf } from './bodies.ts';
import { newPlan } from './doors.ts';

/** The members of the exercise. */
export const MEMBERS = ['iraq', 'krg', 'turkiye'];

/** Ground that the party at whose node we sit claims alone. */
export const HOME = {
  type: 'Polygon',
  coordinates: [
    [
      [43.4, 35.0],
      [43.5, 35.0],
      [43.5, 35.1],
      [43.4, 35.1],
      [43.4, 35.0],
    ],
  ],
};

/** One node of the exercise in this process, with some of its desks. */
export interface OneNode {
  readonly node: RunningNode;
  readonly planner: Client;
  readonly liaison: Client;
  readonly analyst: Client;
  readonly administrator: Client;
  /** Proposes to all members. */
  propose(plan: object): Promise<PlanView>;
  /** Has the officer of the liaison desk sign a decision. */
  decide(plan: string, verdict: string, more?: object): Promise<PlanView>;
  /** Has the officer of the liaison desk sign under a text. */
  sign(under: string): Promise<Saved>;
  signatureOf(view: Pick<StatementView, 'statement'>): Promise<object>;
  close(): Promise<void>;
}

/** Starts the node; the others of its centre do not run. */
export async function openOneNode(): Promise<OneNode> {
  const dir = await mkdtemp(path.join(tmpdir(), 'tansiq-one-'));
  await setStage(dir);
  const node = await openNode({ dir: path.join(dir, 'iraq'), say: () => undefined });
  const seats = ['planner', 'liaison-officer', 'analyst', 'administrator'];
  const desks = await Promise.all(seats.map((seat) => openDesk(node.address, seat)));
  const [planner, liaison, analyst, administrator] = desks as [Client, Client, Client, Client];

  const signatureOf: OneNode['signatureOf'] = async ({ statement }) => {
    const officer = officerOf(dir, 'iraq' as never);
    const challenge = hostPrimitives().sha256(utf8(statement));
    return {
      kind: 'exercise',
      publicKey: formatBase64Url(officer.publicKey),
      signature: formatBase64Url(await signExerciseStatement(officer, challenge)),
    };
  };
  return {
    node,
    planner,
    liaison,
    analyst,
    administrator,
    signatureOf,
    propose: (plan) => planner.post<PlanView>('/api/plans', { audience: MEMBERS, plan }),
    async decide(plan, verdict, more = {}) {
      const terms = { ...termsOf(plan as never, verdict), ...more };
      const statement = await liaison.post<StatementView>('/api/statements', terms);
      const { at, knows } = statement;
      const signature = await signatureOf(statement);
      return liaison.post<PlanView>('/api/decisions', { ...terms, at, knows, signature });
    },
    async sign(under) {
      const terms = signingOf(under);
      const statement = await liaison.post<StatementView>('/api/signings/statement', terms);
      const signature = await signatureOf(statement);
      return liaison.post<Saved>('/api/signings', { ...terms, at: statement.at, signature });
    },
    async close() {
      for (const desk of desks) desk.close();
      await node.close();
      await rm(dir, { recursive: true });
    },
  };
}

/** A plan on ground of our own, within hours. */
export function planAt({
  from = 600,
  ...more
}: {
  readonly from?: number;
  readonly [part: string]: unknown;
}) {
  const window = { from: momentIn(from), upto: momentIn(7200) };
  return { ...newPlan().plan, shape: HOME, window, ...more };
}
