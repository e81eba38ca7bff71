import { describe, expect, it } from 'vitest';
import type { LogId, PartyId } from '../../base/ids.ts';
import type { Said } from '../said.ts';
import {
  ATTACHMENTS_MAX,
  ATTACHMENT_BYTES_MAX,
  attachmentSchema,
  attachmentsSchema,
  isAttachmentName,
} from './attachment.ts';
import { openNamings } from './namings.ts';

const photo = {
  name: 'bridge, north side.jpg',
  media: 'image/jpeg',
  size: 4_000_000,
  sha256: 'a'.repeat(64),
  root: 'b'.repeat(64),
};
const isRead = (change: object) => attachmentSchema.safeParse({ ...photo, ...change }).success;

describe('an attachment in a record', () => {
  it('[G1] has a name, a size and two hashes, and at most so many stand in one record', () => {
    expect(isRead({})).toBe(true);
    expect(isRead({ size: ATTACHMENT_BYTES_MAX })).toBe(true);
    for (const size of [0, -1, 1.5, ATTACHMENT_BYTES_MAX + 1]) expect(isRead({ size })).toBe(false);
    for (const hash of ['', 'a'.repeat(63), 'A'.repeat(64), 'g'.repeat(64)]) {
      expect(isRead({ sha256: hash })).toBe(false);
      expect(isRead({ root: hash })).toBe(false);
    }
    expect(isRead({ from: 'a phone' })).toBe(false);
    const many = (count: number) => Array.from({ length: count }, () => photo);
    expect(attachmentsSchema.safeParse(many(ATTACHMENTS_MAX)).success).toBe(true);
    for (const count of [0, ATTACHMENTS_MAX + 1]) {
      expect(attachmentsSchema.safeParse(many(count)).success).toBe(false);
    }
  });

  it('[G1] bears a name that leads out of no folder and is read as it is written', () => {
    for (const name of ['a.jpg', 'صورة الجسر.jpg', 'پردی باکوور\u200C.png', 'kroki (2).pdf']) {
      expect(isAttachmentName(name), name).toBe(true);
    }
    const bad = ['', '.', '..', '.ssh', 'a/b', 'a\\b', 'C:x', 'a\nb', 'a\u0000', 'x\u202Egpj.exe'];
    for (const name of [
      ...bad,
      ' a',
      'a ',
      'a.',
      '\u200C',
      'a\uD800',
      'x'.repeat(121),
      'a\u200Eb',
    ]) {
      expect(isAttachmentName(name), JSON.stringify(name)).toBe(false);
    }
  });

  it('[G2] is of a kind that is listed, and of no other', () => {
    for (const media of ['image/png', 'image/webp', 'application/pdf', 'text/plain']) {
      expect(isRead({ media })).toBe(true);
    }
    for (const media of ['image/svg+xml', 'text/html', 'application/zip', 'image/jpeg; a=b', '']) {
      expect(isRead({ media })).toBe(false);
    }
  });
});

describe('what is named', () => {
  const said = (index: number, change: object = {}) =>
    ({
      hash: `sha256:${'0'.repeat(64)}`,
      log: 'f'.repeat(32),
      index,
      author: 'nahr',
      audience: ['nahr', 'qamar'],
      record: { type: 'report', by: { party: 'nahr' }, body: { attachments: [photo] } },
      ...change,
    }) as unknown as Said;
  const log = 'f'.repeat(32) as LogId;

  it('[G6] [G9] follows from the records at hand, and goes with them', () => {
    const namings = openNamings();
    namings.learn(said(3));
    namings.learn(said(4, { record: { type: 'report', by: { party: 'nahr' }, body: {} } }));
    namings.learn(said(5));
    namings.learn(said(6, { author: 'qamar' as PartyId }));
    expect(namings.at(log, 3)?.attachments).toEqual([photo]);
    expect([4, 6, 7].map((index) => namings.at(log, index))).toEqual([
      undefined,
      undefined,
      undefined,
    ]);
    namings.forget(log, [3, 9]);
    expect([...namings.all()].map(({ said: each }) => each.index)).toEqual([5]);
  });
});
