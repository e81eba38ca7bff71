import { describe, expect, it } from 'vitest';
import { utf8 } from '../base/bytes.ts';
import type { PartyId, SeatId } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import type { Recall } from '../accord/knowledge/recall-schema.ts';
import type { Body, RecordOf, RecordType } from '../accord/record.ts';
import { formatRecord } from '../accord/record.ts';
import { faultOf, hostPrimitives, logKeyOf, must, signerOf } from '../proof/cast.suite.ts';
import { signCheckpoint } from '../proof/checkpoint.ts';
import { makeStub, openStub } from '../proof/stub.ts';
import { EMPTY_FRONTIER, grow, leafHash, rootOf } from '../proof/tree.ts';
import { admit } from './admit.ts';
import type { Entry } from './ports.ts';
import { namesLeaf } from '../accord/knowledge/erasure-judge.ts';
import { nameForRecall, openRecallableStub, recalledIn, stubIn } from './recalled.ts';
import { onlyKey } from './succession.ts';

const { sha256 } = hostPrimitives;
const ORIGIN = 'qamar.example/log/0';

function bytesOf<T extends RecordType>(type: T, body: Body<T>): Uint8Array {
  const made = formatRecord({
    v: 1,
    type,
    id: '0199a0f0-0000-7000-8000-000000000001',
    at: '2026-11-22T10:00:00Z',
    by: { party: 'qa' as PartyId, seat: 'qa/d' as SeatId },
    marking: { tlp: 'RED', caveats: [], exercise: true },
    refs: [],
    body,
  } as unknown as RecordOf);
  if (!made.ok) throw new Error(JSON.stringify(made.fault));
  return made.value;
}

const reportOf = (text: string): Uint8Array =>
  bytesOf('report', {
    kind: 'incident',
    title: text,
    language: 'en',
    text,
    place: { geometry: { type: 'Point', coordinates: [44, 35] }, precisionMetres: 100 },
    when: { from: '2026-11-22T10:00:00Z', upto: '2026-11-22T10:01:00Z' },
    source: { kind: 'own-patrol' },
  } as Body<'report'>);

const named = (index: number, entry: Uint8Array) =>
  nameForRecall(index, recordHash(sha256(entry)), entry);

describe('what a recall says of a record', () => {
  it('[W6] leads to its leaf and bears nothing of its body, however long it is', () => {
    for (let length = 1; length < 140; length += 1) {
      const entry = reportOf('#'.repeat(length));
      const said = named(3, entry)!;
      const stub = stubIn(said)!;
      expect(openRecallableStub(stub)).toEqual(leafHash(sha256, entry));
      expect(Buffer.from(stub.slice(34)).includes('#')).toBe(false);
      const recall: Recall = { records: [said], reason: 'mistake' };
      expect(namesLeaf(openStub, recall, 3, leafHash(sha256, entry))).toBe(true);
      expect(namesLeaf(openStub, recall, 4, leafHash(sha256, entry))).toBe(false);
      expect(namesLeaf(openStub, recall, 3, leafHash(sha256, reportOf('other')))).toBe(false);
    }
  });

  it('[W2] is not to be had for what binds, nor for bytes of another form', () => {
    const remark = bytesOf('remark', { language: 'en', text: 'q' });
    expect(named(0, remark)).toBeUndefined();
    expect(named(0, utf8(`${Buffer.from(reportOf('x')).toString()} `))).toBeUndefined();
  });

  it('[W6] is found among entries that are told, and reaches none after it', () => {
    const report = reportOf('"recall" is a word too');
    const said = [named(10, report)!, named(12, report)!];
    const recall = bytesOf('recall', { records: said, reason: 'court' });
    expect([...recalledIn(10, [report, recall, report])]).toEqual([10]);
    expect([...recalledIn(20, [recall])]).toEqual([10, 12]);
  });
});

describe('an offer with erased entries', () => {
  const report = reportOf('gone');
  const recall = bytesOf('recall', { records: [named(1, report)!], reason: 'mistake' });
  const all: readonly Entry[] = [reportOf('first'), report, reportOf('third'), recall];

  const offerOf = async (size: number, entries: readonly Entry[], isByAuthor: boolean) => {
    const leaves = all.slice(0, size).map((entry) => leafHash(sha256, entry));
    const root = rootOf(sha256, grow(sha256, EMPTY_FRONTIER, leaves));
    const { note } = await signCheckpoint(signerOf(ORIGIN), { origin: ORIGIN, size, root });
    const held = {
      keys: onlyKey(logKeyOf(ORIGIN)),
      frontier: EMPTY_FRONTIER,
      checkpoint: undefined,
    };
    return admit(hostPrimitives, held, { note, from: 0, entries, erased: [1], isByAuthor });
  };
  const stubbed = all.with(1, makeStub(report));

  it('[W6] is admitted with their leaf hashes from the author, before the recall as well', async () => {
    for (const size of [2, 3, 4]) {
      const admitted = must(await offerOf(size, stubbed, true));
      expect(admitted.entries[1]).toEqual({ leaf: leafHash(sha256, report) });
      expect(admitted.entries).toHaveLength(size);
    }
  });

  it('[W6] is admitted from another holder only with the recall that names them', async () => {
    expect(must(await offerOf(4, stubbed, false)).entries).toHaveLength(4);
    const without = faultOf(await offerOf(3, stubbed.slice(0, 3), false));
    expect(without).toEqual({ kind: 'entry-bad', index: 1 });
  });

  it('[W6] is refused where a stub is none, or of what nobody can recall', async () => {
    const remark = bytesOf('remark', { language: 'en', text: 'a word that binds' });
    for (const bad of [new Uint8Array(32), report, makeStub(remark), new Uint8Array()]) {
      const offered = await offerOf(4, all.with(1, bad), true);
      expect(faultOf(offered)).toEqual({ kind: 'entry-bad', index: 1 });
    }
    const another = await offerOf(4, all.with(1, makeStub(reportOf('another'))), true);
    expect(faultOf(another)).toMatchObject({ kind: 'root-differs' });
  });
});
