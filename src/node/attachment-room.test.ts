import { describe, expect, it } from 'vitest';
import type { Attachment } from '../accord/knowledge/attachment.ts';
import type { Said } from '../accord/said.ts';
import type { LogId } from '../base/ids.ts';
import { memoryAttachments } from '../store/attachment-memory.suite.ts';
import { bytesOf, contentFor, namedOf, piecesOf, putAll } from '../store/attachment.suite.ts';
import { hostSha256 } from '../store/store.suite.ts';
import { openAttachmentRoom } from './attachment-room.ts';

const LOG = 'f'.repeat(32) as LogId;
const [photo, paper] = [bytesOf(100_000, 'photo'), bytesOf(200_000, 'paper')];

function said(index: number, attachments: readonly Attachment[]): Said {
  const record = { type: 'report', by: { party: 'nahr' }, body: { attachments } };
  const hash = `sha256:${index}`;
  return {
    hash,
    log: LOG,
    index,
    author: 'nahr',
    audience: ['nahr', 'qamar'],
    record,
  } as unknown as Said;
}

/** A room with both, the photo named by two records and the paper by one. */
async function open() {
  const recalls = new Map<number, string>();
  const store = { ...memoryAttachments(hostSha256), adopt: async () => undefined };
  const room = openAttachmentRoom({ sha256: hostSha256 }, store);
  room.follow({
    at: (log, index) => {
      const hash = recalls.get(index);
      const records = [{ index, record: hash, stub: '' }];
      return hash === undefined
        ? []
        : ([{ log, index: 99, record: { body: { records } } }] as never);
    },
  });
  room.learn(said(1, [namedOf(photo), namedOf(paper)]));
  room.learn(said(2, [namedOf(photo, 'again.jpg')]));
  await putAll(store, photo);
  await putAll(store, paper, [0]);
  return { room, store, recalls };
}

describe('a node with attachments', () => {
  it('[G9] removes what an erased record named, whole or in part, unless another names it', async () => {
    const { room, store } = await open();
    await room.forget(LOG, [1]);
    expect(await store.keys()).toEqual([contentFor(photo).key]);
    await room.forget(LOG, [2]);
    expect(await store.keys()).toEqual([]);
  });

  it('[G9] shows what a recall reaches to nobody, and keeps no bytes because of it', async () => {
    const { room, store, recalls } = await open();
    recalls.set(1, 'sha256:other');
    expect(room.isRecalled(LOG, 1)).toBe(false);
    recalls.set(1, 'sha256:1').set(2, 'sha256:2');
    expect(room.isRecalled(LOG, 1)).toBe(true);
    await room.sweep();
    expect(await store.keys()).toEqual([]);
  });

  it('[G9] removes a piece that came in while its record was erased', async () => {
    const { room, store } = await open();
    await store.remove([contentFor(paper).key]);
    const coming = store.put(contentFor(paper), 1, piecesOf(paper)[1]!);
    await Promise.all([coming, room.forget(LOG, [1])]);
    expect(await store.keys()).toEqual([contentFor(photo).key]);
  });

  it('[G9] sweeps what a process left that ended before it was removed, and spares what is about to be named', async () => {
    const { room, store } = await open();
    const stray = bytesOf(10, 'stray');
    await putAll(store, stray);
    await room.whileNamed([contentFor(stray).key], () => room.sweep());
    expect(await store.keys()).toHaveLength(3);
    await room.sweep();
    expect(await store.keys()).toHaveLength(2);
  });
});
