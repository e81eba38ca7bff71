import type { Hono } from 'hono';
import { invariant } from '../../base/result.ts';
import type { RecordHash } from '../../base/ids.ts';
import { isRecallable } from '../../accord/knowledge/recall.ts';
import type { Recall } from '../../accord/knowledge/recall-schema.ts';
import { recallRequestSchema } from '../../contract/recalls.ts';
import type { IndexedRecord } from '../../index/port.ts';
import { nameForRecall } from '../../ledger/recalled.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import { presentRecall, presentRecalls, recallOf } from '../present/recall.ts';
import { hashIn, readBody } from './door.ts';
import { mustHaveDuty, mustRecord, mustSay } from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** Recalls, and who has erased what they name. */
export function serveRecalls(app: Hono, house: House): void {
  const { sessions, office } = house;

  app.get('/api/recalls', async (context) => {
    const { reader } = await sessions.desk(context);
    return context.json(presentRecalls(house, reader));
  });

  app.get('/api/reports/:hash/recall', async (context) => {
    const found = await mustRecord(house, await sessions.desk(context), hashIn(context));
    const recall = recallOf(house, found.log, found.index);
    if (!recall) throw new Refusal('not-found');
    return context.json(presentRecall(house, recall));
  });

  app.post('/api/reports/:hash/recall', async (context) => {
    // What may publish may take back.
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const hash = hashIn(context);
    const { reason, words, also = [] } = await readBody(context, recallRequestSchema);
    const { audience, log, name } = await mustRecallable(house, desk, hash);
    const records = [name];
    for (const other of new Set(also)) {
      if (other === hash) continue;
      const more = await mustRecallable(house, desk, other);
      if (more.log !== log) throw new Refusal('bad-request', { path: 'also' }); // [W1]
      records.push(more.name);
    }
    const body: Recall = { records, reason, ...(words === undefined ? {} : { words }) };
    const refs = [{ rel: 'recalls', record: hash }];
    const placed = await mustSay(house, desk, { audience, type: 'recall', body, refs });
    await office.eraser.erase();
    const recall = office.recalls.byHash(placed.hash);
    invariant(recall !== undefined, 'what was said is known');
    return context.json(presentRecall(house, recall), 201);
  });
}

/** A record of ours that can be recalled, with how a recall names it. [W1] [W2] */
async function mustRecallable(
  house: House,
  desk: Desk,
  hash: RecordHash,
): Promise<Pick<IndexedRecord, 'audience' | 'log'> & { readonly name: Recall['records'][number] }> {
  const { type, author, audience, log, index } = await mustRecord(house, desk, hash);
  if (author !== selfOf(house)) throw new Refusal('not-yours-to-recall', { author });
  if (type === 'erased') throw new Refusal('recalled-already');
  const [bytes] = isRecallable(type) ? await house.store.read(log, index, 1) : [];
  const name = bytes && bytes.length > 0 ? nameForRecall(index, hash, bytes) : undefined;
  if (!name) throw new Refusal('not-recallable', { type });
  return { audience, log, name };
}
