import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { concat, utf8 } from '../base/bytes.ts';
import { TroubleError } from '../base/result.ts';
import type { PieceSink } from './backup-form.ts';
import { readPiece, writePiece } from './backup-form.ts';

const head = { party: 'qamar', at: '2026-11-21T10:02:11Z', chain: '2026-ab', piece: 1 };
const sha256 = 'ab'.repeat(32);

/** A piece with one file of these bytes, under this name. */
function pieceOf(bytes: Uint8Array, path = 'logs/x/tail-0'): Uint8Array {
  const writer = writePiece();
  return concat(
    writer.head(head),
    writer.frame({ kind: 'part', path, mode: 0o600, offset: 0, bytes: bytes.length }),
    writer.raw(bytes),
    writer.frame({ kind: 'kept', path, size: bytes.length, sha256 }),
    writer.end(),
  );
}

async function readIn(bytes: Uint8Array, step: number) {
  const found: unknown[] = [];
  let raw = new Uint8Array();
  const sink: PieceSink = {
    head: async (said) => void found.push(said),
    part: async (part) => void found.push(part),
    raw: async (some) => {
      raw = concat(raw, some) as Uint8Array<ArrayBuffer>;
    },
    kept: async (each) => void found.push(each),
  };
  const pieces = async function* pieces(): AsyncGenerator<Uint8Array> {
    for (let at = 0; at < bytes.length; at += step) yield bytes.subarray(at, at + step);
  };
  await readPiece(pieces(), sink);
  return { found, raw };
}

const codeOf = (bytes: Uint8Array): Promise<string> =>
  readIn(bytes, 64).then(
    () => 'read',
    (thrown: unknown) => (thrown instanceof TroubleError ? thrown.code : String(thrown)),
  );

describe('a piece of a backup', () => {
  it('[K2] comes out as it went in, in whatever pieces its bytes come', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 500 }),
        fc.integer({ min: 1, max: 200 }),
        async (bytes, step) => {
          const { found, raw } = await readIn(pieceOf(bytes), step);
          expect(raw).toEqual(bytes);
          expect(found).toMatchObject([head, { kind: 'part' }, { kind: 'kept', sha256 }]);
        },
      ),
      { numRuns: 40 },
    );
  });

  it('[K2] that was cut, changed or made longer is told, and a newer one as newer', async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ maxLength: 200 }),
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (bytes, place, by) => {
          const whole = pieceOf(bytes);
          const at = place % whole.length;
          expect(await codeOf(whole.subarray(0, at))).toBe('backup-damaged');
          const changed = whole.slice();
          changed[at] = (changed[at] ?? 0) ^ by;
          expect(await codeOf(changed)).toMatch(/^backup-(?:damaged|newer)$/);
          expect(await codeOf(concat(whole, Uint8Array.of(by)))).toBe('backup-damaged');
        },
      ),
      { numRuns: 60 },
    );
    expect(await codeOf(utf8('tansiq/backup/v2\n'))).toBe('backup-newer');
  });

  it.each(['../x', '/etc/x', 'a/../../x', 'a//x', 'a/.', 'a\\x', '', 'a/\u202ex'])(
    '[K6] names no file outside the folder: %j',
    async (path) => {
      expect(await codeOf(pieceOf(utf8('x'), path))).toBe('backup-damaged');
    },
  );
});
