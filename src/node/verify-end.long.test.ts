import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { crc32 } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBook } from '../ledger/book.ts';
import type { Log } from '../ledger/log.ts';
import { openFileStore } from '../store/files.ts';
import { QAMAR, entriesOf, hostSha256 } from '../store/store.suite.ts';
import { FRAME_HEAD_BYTES, TAIL_MAGIC } from '../store/tail.ts';
import { hostPrimitives, hostSigner } from './primitives.ts';
import { readStoreFolder } from './verify-end.ts';
import { verifyLog } from './verify-log.ts';
import type { Finding } from './verify-log.ts';

const SIGNER = hostSigner(new Uint8Array(32).fill(3));
const origin = `qamar.example/log/${QAMAR}`;
const LOG: Log = {
  id: QAMAR,
  author: 'qamar' as Log['author'],
  audience: ['qamar'] as unknown as Log['audience'],
  origin,
  former: [],
  key: { name: origin, type: 'ed25519', publicKey: SIGNER.publicKey },
};

let root: string;
let folder: string;
let tail: Buffer;

beforeAll(async () => {
  root = await mkdtemp(path.join(tmpdir(), 'tansiq-end-'));
  const store = await openFileStore(root, { sha256: hostSha256 });
  const book = openBook({
    primitives: hostPrimitives(),
    store,
    signer: SIGNER,
    onAppended: () => undefined,
  });
  for (let size = 0; size < 40; size += 10) await book.append(LOG, entriesOf(size, size + 10));
  await store.close();
  folder = path.join(root, QAMAR);
  tail = await readFile(path.join(folder, 'tail-0'));
});
afterAll(() => rm(root, { recursive: true }));

/** What is found after the growing end was changed; the rest of the folder is left as it is. */
async function foundAfter(change: (bytes: Buffer) => Buffer): Promise<readonly Finding[]> {
  await writeFile(path.join(folder, 'tail-0'), change(Buffer.from(tail)));
  const end = await readStoreFolder(folder, hostSha256);
  return end?.findings ?? [];
}

/** Where each entry's frame begins and ends. */
function entryFrames(): { at: number; end: number }[] {
  const found = [];
  for (let at: number = TAIL_MAGIC.length; at < tail.length;) {
    const end = at + FRAME_HEAD_BYTES + tail.readUIntBE(at + 1, 3);
    if (tail.readUInt8(at) === 1) found.push({ at, end });
    at = end;
  }
  return found;
}

describe('the growing end of a log, read by a stranger', () => {
  it('[N7] holds every entry and checkpoint where nothing is wrong', async () => {
    expect(await foundAfter((bytes) => bytes)).toEqual([]);
    const end = await readStoreFolder(folder, hostSha256);
    expect(end?.checkpoints.map(({ size }) => size)).toEqual([10, 20, 30, 40, 40]);
  });

  it('[N7] names an entry in which a byte was flipped, at any place of its frame', async () => {
    const { at, end } = entryFrames()[12]!;
    for (let place = at; place < end; place += 1) {
      const findings = await foundAfter((bytes) => {
        bytes[place]! ^= 0x10;
        return bytes;
      });
      const named = findings.map((each) => ('index' in each ? each.index : -1));
      expect([place - at, findings[0]?.kind, named[0]]).toEqual([place - at, 'flipped-byte', 12]);
    }
  });

  it('[N7] names entries that were dropped, one or many', async () => {
    const frames = entryFrames();
    const without = (from: number, upto: number) => (bytes: Buffer) =>
      Buffer.concat([bytes.subarray(0, frames[from]!.at), bytes.subarray(frames[upto]!.end)]);
    expect(await foundAfter(without(3, 3))).toEqual([
      { kind: 'dropped-entry', index: 3, count: 1 },
    ]);
    expect(await foundAfter(without(22, 25))).toEqual([
      { kind: 'dropped-entry', index: 22, count: 4 },
    ]);
  });

  it('[N7] says nothing of what was never acknowledged', async () => {
    const torn = Buffer.from([1, 0, 0, 9, 1, 2, 3, 4, 5]);
    expect(await foundAfter((bytes) => Buffer.concat([bytes, torn]))).toEqual([]);
  });

  it('[N7] narrows a change whose checksum was made anew to the entries of one checkpoint', async () => {
    await foundAfter((bytes) => {
      const { at, end } = entryFrames()[17]!;
      bytes[end - 1]! ^= 1;
      const content = bytes.subarray(at + FRAME_HEAD_BYTES, end);
      bytes.writeUInt32BE(crc32(content, crc32(bytes.subarray(at, at + 4), 17)), at + 4);
      return bytes;
    });
    const end = await readStoreFolder(folder, hostSha256);
    expect(end?.findings).toEqual([]);
    const verdict = await verifyLog(hostPrimitives(), {
      place: folder,
      source: end!.source,
      folder: end,
      keysFor: () => LOG,
      witnesses: [],
      cosigned: undefined,
      against: [],
    });
    expect(verdict.findings).toMatchObject([
      { kind: 'wrong-root' },
      { kind: 'rewritten-between', from: 10, upto: 20 },
    ]);
  });
});
