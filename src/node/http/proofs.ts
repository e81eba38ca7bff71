import type { Hono } from 'hono';
import { mayRead } from '../../accord/party/release.ts';
import { operationProofQuerySchema } from '../../contract/requests.ts';
import { leafAt } from '../../ledger/hashes.ts';
import type { House } from '../house.ts';
import type { ProofStock } from '../operation-proof.ts';
import { makeOperationProof, proofFileName } from '../operation-proof.ts';
import { hashIn, readQuery } from './door.ts';
import { Refusal } from './problem.ts';
import { mustHaveDuty } from './must.ts';
import type { Desk } from './session.ts';

/** How many proof files may wait to be made; making one reads whole logs. */
export const PROOFS_WAITING_MAX = 8;

/** The proof file of an operation, for a desk that may read its plan and the logs that tell its life. */
export function serveProofs(app: Hono, house: House): void {
  const { sessions, office } = house;
  let line: Promise<unknown> = Promise.resolve();
  let waiting = 0;

  /** One is made after the other, so that a few of them cannot keep the node from its work. */
  const inLine = async <T>(job: () => Promise<T>): Promise<T> => {
    if (waiting >= PROOFS_WAITING_MAX) {
      throw new Refusal('too-many-requests', { limit: PROOFS_WAITING_MAX });
    }
    waiting += 1;
    const turn = line.then(job);
    line = turn.catch(() => undefined);
    return turn.finally(() => {
      waiting -= 1;
    });
  };

  app.get('/api/plans/:hash/proof-file', async (context) => {
    const desk = await sessions.desk(context);
    const { whole } = readQuery(context, operationProofQuerySchema);
    const operation = hashIn(context);
    const plan = office.known.plans.get(operation)?.plan;
    if (!plan || !mayRead(desk.reader, plan)) throw new Refusal('not-found');
    const isWhole = whole !== undefined;
    if (isWhole) mustHaveDuty(desk, 'administer');
    const { audience } = plan;
    const { exercise } = office.known.charter;
    const asked = { operation, audience, centre: office.centre, exercise, isWhole };
    const made = await inLine(() => makeOperationProof(stockOf(house, desk), asked));
    if (!made.ok) {
      const { kind } = made.fault;
      throw kind === 'plan-private'
        ? new Refusal('not-found')
        : new Refusal('too-large', { limit: made.fault.limit });
    }
    return context.body(new Uint8Array(made.value.bytes), 200, {
      'content-type': 'text/plain; charset=utf-8',
      'content-disposition': `attachment; filename="${proofFileName(operation)}"`,
      'cache-control': 'no-store',
    });
  });
}

/** What may go into a file that this desk is given. */
function stockOf(house: House, { reader }: Desk): ProofStock {
  const { primitives, shelf, store } = house;
  return {
    primitives,
    shelf,
    logs: house.logs.readable(reader).filter((log) => mayRead(reader, { ...log, whole: true })),
    latest: (log) => store.latest(log.id),
    read: (log, from, limit) => store.read(log.id, from, limit),
    leafAt: (log, index) => leafAt(store, log.id, index),
  };
}
