import { describe, expect, it } from 'vitest';
import { openRecalls } from '../accord/knowledge/recall.ts';
import type { RecordOf } from '../accord/record.ts';
import { formatRecord } from '../accord/record.ts';
import type { PartyId, SeatId } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import { table } from '../exchange/cast.suite.ts';
import { verifyEarly, answerNewest } from '../exchange/early.ts';
import type { Early } from '../exchange/needs.ts';
import { understand } from '../ledger/understand.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { openEarlyRoom } from './early.ts';

const NAHR = 'nahr' as PartyId;
const QAMAR = 'qamar' as PartyId;
const DESK = { party: NAHR, seat: { id: 'analyst' as SeatId, administers: false } };
const ASK = 'ab'.repeat(16);
const NOWHERE = `sha256:${'0'.repeat(64)}`;

let count = 0;
function entry(type: string, body: unknown): Uint8Array {
  count += 1;
  const record = {
    v: 1,
    id: `00000000-0000-7000-8000-${String(count).padStart(12, '0')}`,
    at: '2026-11-22T10:00:00Z',
    by: { party: QAMAR, seat: 'analyst' },
    marking: { tlp: 'AMBER', caveats: [], exercise: true },
    refs: [],
    type,
    body,
  };
  return must(formatRecord(record as unknown as RecordOf));
}

const stop = () => entry('stop', { plan: NOWHERE, language: 'en', reason: null });
const remark = () => entry('remark', { language: 'en', text: 'All quiet.' });

/** Both sides, after `entries` were said by one and before any of it is at the other. */
async function stage(entries: readonly Uint8Array[]) {
  const at = await table('qamar', 'nahr');
  const log = at.log('qamar');
  const [qamar, nahr] = [at.player('qamar'), at.player('nahr')];
  await qamar.book.append(log, entries);
  const recalls = openRecalls(true);
  const room = openEarlyRoom({
    primitives: hostPrimitives,
    store: nahr.store,
    office: () => ({ recalls, known: { plans: new Map() } }),
  });
  const answer = await answerNewest(qamar.needs, log, { ask: ASK, size: 0 });
  const early = answer.kind === 'early' ? verifyEarly(nahr.needs, log, answer) : undefined;
  room.take(log, early as Early);
  const shown = async () =>
    (await room.shown(DESK)).logs.flatMap(({ records }) => records.map(({ type }) => type));
  return { at, log, qamar, nahr, recalls, room, shown };
}

describe('what arrived ahead', () => {
  it('[X40] is shown newest first with how much is here, without what nobody decides by seeing it', async () => {
    const { room, shown } = await stage([remark(), stop(), remark(), stop()]);
    expect(await shown()).toEqual(['stop', 'stop']);
    const { logs } = await room.shown(DESK);
    expect(logs).toMatchObject([{ author: QAMAR, held: 0, of: 4 }]);
  });

  it('[X40] [R1] is shown to those alone who may read it', async () => {
    const { room } = await stage([stop()]);
    const other = { ...DESK, party: 'dijla' as PartyId };
    expect(await room.shown(other)).toEqual({ logs: [] });
  });

  it('[X40] gives way to what stands in its place', async () => {
    const { at, room, shown } = await stage([stop(), stop()]);
    expect(await shown()).toHaveLength(2);
    await at.round();
    expect(await shown()).toEqual([]);
    expect(await room.shown(DESK)).toEqual({ logs: [] });
  });

  it('[X40] [W1] is not shown where it is recalled, by what is here or by what came with it', async () => {
    const first = stop();
    const record = recordHash(hostPrimitives.sha256(first));
    const named = { records: [{ index: 0, record, stub: 'AAAA' }], reason: 'mistake' };
    const { shown } = await stage([first, stop(), entry('recall', named)]);
    expect(await shown()).toEqual(['stop']);
    const here = await stage([stop(), stop()]);
    const other = { records: [{ index: 1, record, stub: 'AAAA' }], reason: 'mistake' };
    const recall = understand(hostPrimitives, here.log, 2, entry('recall', other));
    if (recall.kind === 'said') here.recalls.learn(recall.said);
    expect(await here.shown()).toEqual(['stop']);
  });
});
