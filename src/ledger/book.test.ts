import { describe, expect, it } from 'vitest';
import type { Audience } from '../accord/party/audience.ts';
import { utf8 } from '../base/bytes.ts';
import type { LogId, PartyId } from '../base/ids.ts';
import { InvariantError, TroubleError } from '../base/result.ts';
import { hostPrimitives, logKeyOf, must, signerOf } from '../proof/cast.suite.ts';
import { openCheckpoint } from '../proof/checkpoint.ts';
import { verifyConsistency, verifyInclusion, leafHash } from '../proof/tree.ts';
import { memoryStore } from '../store/memory.ts';
import { WAITING_ENTRIES_MAX, openBook } from './book.ts';
import { frontierAt, proveConsistency, proveInclusion, rootAt } from './hashes.ts';
import type { Log } from './log.ts';
import type { Entry } from './ports.ts';

const ORIGIN = 'qamar.example/log/0';
const { sha256 } = hostPrimitives;
const LOG: Log = {
  id: 'ab'.repeat(16) as LogId,
  author: 'qamar' as PartyId,
  audience: ['qamar'] as unknown as Audience,
  origin: ORIGIN,
  former: [],
  key: logKeyOf(ORIGIN),
};

function opened(store = memoryStore(sha256)) {
  const told: string[] = [];
  const signed: number[] = [];
  const signer = signerOf(ORIGIN);
  const book = openBook({
    primitives: hostPrimitives,
    store,
    signer: {
      publicKey: signer.publicKey,
      sign: (bytes) => {
        signed.push(bytes.length);
        return signer.sign(bytes);
      },
    },
    onAppended: (_, from, entries, next) => told.push(`${from}+${entries.length}=${next.size}`),
  });
  return { store, book, told, signed };
}

const entry = (text: string): Entry => utf8(text);
const turns = async () => {
  for (let i = 0; i < 50; i += 1) await Promise.resolve();
};

describe('a book', () => {
  it('[L25] acknowledges what is stored under a checkpoint that it has signed', async () => {
    const { store, book, told } = opened();
    expect(await book.append(LOG, [entry('a'), entry('b')])).toBe(0);
    expect(await book.append(LOG, [entry('c')])).toBe(2);
    const latest = (await store.latest(LOG.id))!;
    expect(must(openCheckpoint(hostPrimitives, latest.note, LOG.key)).size).toBe(3);
    expect(told).toEqual(['0+2=2', '2+1=3']);
  });

  it('puts together what waits: one signature for all of it', async () => {
    const { book, told, signed } = opened();
    const all = [book.append(LOG, [entry('a')]), book.append(LOG, [entry('b')])];
    all.push(book.append(LOG, [entry('c')]), book.append(LOG, [entry('d')]));
    expect(await Promise.all(all)).toEqual([0, 1, 2, 3]);
    expect(told).toEqual(['0+1=1', '1+3=4']);
    expect(signed).toHaveLength(2);
  });

  it('[L25] signs nothing on a log that is held, and goes on from what was fetched back', async () => {
    const elsewhere = opened();
    const { store, book, signed } = opened();
    for (const each of [elsewhere.book, book]) await each.append(LOG, [entry('a')]);
    await elsewhere.book.append(LOG, [entry('b')]);
    book.hold(LOG.id);
    const waiting = book.append(LOG, [entry('c')]);
    await turns();
    expect(signed).toHaveLength(1);
    const latest = (await elsewhere.store.latest(LOG.id))!;
    await store.extend(LOG.id, 1, [entry('b')], latest);
    book.release(LOG.id);
    expect(await waiting).toBe(2);
    expect(await store.read(LOG.id, 0, 9)).toEqual([entry('a'), entry('b'), entry('c')]);
  });

  it('passes trouble to those who appended, and goes on after it', async () => {
    const { store, book } = opened();
    const { extend } = store;
    store.extend = () => Promise.reject(new TroubleError('disk-full'));
    await expect(book.append(LOG, [entry('a')])).rejects.toMatchObject({ code: 'disk-full' });
    store.extend = extend;
    expect(await book.append(LOG, [entry('b')])).toBe(0);
    const moved = opened();
    await moved.book.append(LOG, [entry('b')]);
    await moved.book.append(LOG, [entry('c')]);
    await store.extend(LOG.id, 1, [entry('c')], (await moved.store.latest(LOG.id))!);
    await expect(book.append(LOG, [entry('d')])).rejects.toMatchObject({ code: 'stale' });
    expect(await book.append(LOG, [entry('d')])).toBe(2);
  });

  it('refuses more than may wait, and stops at an entry that is none', async () => {
    const { book } = opened();
    book.hold(LOG.id);
    const many = Array.from({ length: WAITING_ENTRIES_MAX }, () => entry('a'));
    void book.append(LOG, many);
    await expect(book.append(LOG, [entry('b')])).rejects.toMatchObject({
      code: 'too-many-requests',
    });
    expect(() => book.append(LOG, [])).toThrow(InvariantError);
    expect(() => book.append(LOG, [new Uint8Array()])).toThrow(InvariantError);
  });
});

describe('the hashes of a stored log', () => {
  it('[L6] [L7] prove what is in it, and that it grew, across tiles', async () => {
    const { store, book } = opened();
    const entries = Array.from({ length: 700 }, (_, at) => entry(`entry ${at}`));
    await book.append(LOG, entries);
    const of = (size: number) => ({ sha256, tiles: store, log: LOG.id, size });
    const root = await rootAt(of(700));
    expect(root).toEqual((await store.latest(LOG.id))!.root);
    for (const index of [0, 255, 256, 511, 640, 699]) {
      const proof = await proveInclusion(of(700), index);
      const leaf = leafHash(sha256, entries[index]!);
      expect(verifyInclusion(sha256, { leaf, index, size: 700, proof, root })).toBe(true);
    }
    for (const from of [1, 255, 256, 300, 512, 699, 700]) {
      const proof = await proveConsistency(of(700), from);
      const fromRoot = await rootAt(of(from));
      const claim = { from, fromRoot, upto: 700, uptoRoot: root, proof };
      expect(verifyConsistency(sha256, claim)).toBe(true);
      expect((await frontierAt(of(from))).size).toBe(from);
    }
  });
});
