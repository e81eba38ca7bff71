import { createReadStream, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { generateX25519Identity, identityToRecipient } from 'age-encryption';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mayRead } from '../accord/party/release.ts';
import type { Body, RecordOf, RecordType } from '../accord/record.ts';
import { formatRecord } from '../accord/record.ts';
import { utf8 } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import { seededRandom } from '../base/ports.ts';
import type { Player, Table } from '../exchange/cast.suite.ts';
import { table } from '../exchange/cast.suite.ts';
import { MESSAGE_BYTES_MAX, TELL_ENTRIES_MAX } from '../exchange/messages.ts';
import type { StationNeeds } from '../exchange/needs.ts';
import { nameForRecall, stubIn } from '../ledger/recalled.ts';
import { hostPrimitives, must } from '../proof/cast.suite.ts';
import { openBundle } from './bundle-open.ts';
import { packBundle } from './bundle-pack.ts';
import { openLogs } from './logs.ts';

let dir: string;
let identity: string;
let recipient: string;
beforeAll(async () => {
  dir = mkdtempSync(path.join(tmpdir(), 'tansiq-pack-'));
  identity = await generateX25519Identity();
  recipient = await identityToRecipient(identity);
});
afterAll(() => rmSync(dir, { recursive: true }));

const names = ['qamar', 'nahr', 'jabal'] as const;
const stubs = new Map<string, Uint8Array>();

function reportBody(text: string): Body<'report'> {
  return {
    kind: 'incident',
    title: text,
    language: 'en',
    text,
    place: { geometry: { type: 'Point', coordinates: [44, 35] }, precisionMetres: 100 },
    when: { from: '2026-11-22T10:00:00Z', upto: '2026-11-22T10:01:00Z' },
    source: { kind: 'own-patrol' },
  } as Body<'report'>;
}

function recordBytes<T extends RecordType>(type: T, body: Body<T>): Uint8Array {
  const head = { v: 1, id: '0199a0f0-0000-7000-8000-000000000001', at: '2026-11-22T10:00:00Z' };
  const by = { party: 'qamar', seat: 'desk/duty-officer' };
  const marking = { tlp: 'AMBER', caveats: [], exercise: true };
  return must(formatRecord({ ...head, by, marking, refs: [], type, body } as unknown as RecordOf));
}

const entries = (count: number) => Array.from({ length: count }, (_, i) => utf8(`entry ${i}`));

function exchangeOf(at: Table, { id, ...player }: Player): StationNeeds {
  return {
    primitives: hostPrimitives,
    store: player.store,
    shelf: player.shelf,
    book: player.book,
    signer: player.signer,
    clock: { now: () => at.clock.now as never },
    random: seededRandom(7),
    self: id,
    cards: () => player.pinned,
    logs: () => names.map((author) => at.log(author)),
    mayRead,
    hasWitness: false,
    onKept: () => undefined,
    onEvidence: () => undefined,
    stubOf: (log, index) => stubs.get(`${log}/${index}`),
  };
}

async function carry(
  at: Table,
  from: string,
  to: string,
  more: { known?: number; bytesMax?: number } = {},
) {
  const [packer, opener] = [at.player(from), at.player(to)];
  const file = path.join(dir, `${from}-${to}.age`);
  const { known = 0, ...limits } = more;
  const asked = { to: to as PartyId, recipient, isAll: false, ...limits };
  const needs = { exchange: exchangeOf(at, packer), station: packer.station };
  const made = await packBundle(needs, { ...asked, known: () => Promise.resolve(known) }, file);
  const exchange = exchangeOf(at, opener);
  const logs = await openLogs({
    sha256: hostPrimitives.sha256,
    shelf: opener.shelf,
    self: opener.id,
    cards: opener.pinned,
    onBegun: () => undefined,
  });
  const opening = {
    exchange,
    station: opener.station,
    logs,
    send: () => Promise.resolve(),
    onHeard: () => Promise.resolve(),
  };
  return { made, opened: must(await openBundle(opening, [identity], createReadStream(file))) };
}

describe('what is packed', () => {
  it('[B8] goes in batches as its author signs them, and on from a holder in one', async () => {
    const at = await table(...names);
    const { book } = at.player('qamar');
    await book.append(at.log('qamar'), entries(TELL_ENTRIES_MAX + 5));
    const first = await carry(at, 'qamar', 'nahr');
    expect([first.made.entries, first.opened.kept]).toEqual([1_005, 1_005]);
    const onward = await carry(at, 'nahr', 'jabal');
    expect(onward.opened.logs).toContainEqual(
      expect.objectContaining({ author: 'qamar', outcome: 'kept', held: 1_005 }),
    );
    const gap = await carry(at, 'qamar', 'nahr', { known: 1_000 });
    expect(gap.made.entries).toBe(5);
    expect(gap.opened.logs[0]).toMatchObject({ outcome: 'held-already', held: 1_005 });
  });

  it('[B6] ends where it would grow too large, and says so', async () => {
    const at = await table(...names);
    await at.player('qamar').book.append(at.log('qamar'), entries(TELL_ENTRIES_MAX + 400));
    const bytesMax = MESSAGE_BYTES_MAX + 2_000;
    const part = await carry(at, 'qamar', 'nahr', { bytesMax });
    expect([part.made.isCut, part.made.entries]).toEqual([true, TELL_ENTRIES_MAX]);
    expect(part.opened).toMatchObject({ kept: TELL_ENTRIES_MAX });
    expect(part.opened.fault).toBeUndefined();
    const rest = await carry(at, 'qamar', 'nahr', { known: TELL_ENTRIES_MAX });
    expect([rest.made.isCut, rest.opened.kept]).toEqual([false, 400]);
  });

  it('[W6] takes what is erased along with the recall that names it, also in a later batch', async () => {
    const at = await table(...names);
    const { book, store } = at.player('qamar');
    const log = at.log('qamar');
    const report = recordBytes('report', reportBody('gone'));
    const { sha256 } = hostPrimitives;
    const named = nameForRecall(3, recordHash(sha256(report)), report)!;
    const recall = recordBytes('recall', { records: [named], reason: 'court' });
    const all = entries(TELL_ENTRIES_MAX + 5)
      .with(3, report)
      .with(TELL_ENTRIES_MAX + 2, recall);
    await book.append(log, all);
    await store.erase(log.id, [3]);
    stubs.set(`${log.id}/3`, stubIn(named)!);
    const first = await carry(at, 'qamar', 'nahr');
    expect([first.made.entries, first.opened.kept]).toEqual([1_005, 1_005]);
    const held = await at.player('nahr').store.read(log.id, 0, 5);
    expect(held.map(({ length }) => length > 0)).toEqual([true, true, true, false, true]);
    expect((await carry(at, 'nahr', 'jabal')).opened.kept).toBe(1_005);
    stubs.clear();
  });
});
