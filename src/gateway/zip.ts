import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { FileFault } from './items.ts';

/** Unpacks raw deflate to at most so many bytes; nothing where it is damaged or longer. */
export type Inflate = (packed: Uint8Array, bytesMax: number) => Uint8Array | undefined;

/** How many files one archive may list. */
export const ZIP_FILES_MAX = 10_000;

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
const END_BYTES = 22;
const COMMENT_BYTES_MAX = 65_535;

/** Whether the bytes begin as an archive does. */
export function isZip(bytes: Uint8Array): boolean {
  return bytes.length > 4 && viewOf(bytes).getUint32(0, true) === LOCAL;
}

/**
 * The map in a KMZ archive: `doc.kml`, or else the first `.kml` that it lists. It is read by the list
 * at the archive's end, unpacked to at most `bytesMax` and held against its checksum; all else in the
 * archive is left packed. [O5]
 */
export function kmlInZip(
  bytes: Uint8Array,
  inflate: Inflate,
  bytesMax: number,
): Result<Uint8Array, FileFault> {
  const files = listOf(bytes);
  if (!files.ok) return files;
  const maps = files.value.filter(({ name }) => /\.kml$/i.test(name));
  const map = maps.find(({ name }) => name.toLowerCase() === 'doc.kml') ?? maps[0];
  if (map === undefined) return err({ kind: 'unknown-format', found: kindOf(files.value) });
  if (map.isEncrypted) return err({ kind: 'bad-zip', reason: 'encrypted' });
  if (map.size > bytesMax) return err({ kind: 'file-too-large', limit: bytesMax });
  const packed = packedOf(bytes, map);
  if (packed === undefined) return err({ kind: 'bad-zip', reason: 'damaged' });
  if (map.method !== 0 && map.method !== 8) return err({ kind: 'bad-zip', reason: 'method' });
  const whole = map.method === 0 ? packed : inflate(packed, map.size);
  if (whole === undefined || whole.length !== map.size || crc32(whole) !== map.crc) {
    return err({ kind: 'bad-zip', reason: 'damaged' });
  }
  return ok(whole);
}

interface Listed {
  readonly name: string;
  readonly method: number;
  readonly isEncrypted: boolean;
  readonly crc: number;
  readonly packedSize: number;
  readonly size: number;
  readonly at: number;
}

function listOf(bytes: Uint8Array): Result<readonly Listed[], FileFault> {
  const damaged = err<FileFault>({ kind: 'bad-zip', reason: 'damaged' });
  const view = viewOf(bytes);
  const end = endOf(view);
  if (end === undefined) return damaged;
  const count = view.getUint16(end + 10, true);
  if (count > ZIP_FILES_MAX) return err({ kind: 'too-many-parts', limit: ZIP_FILES_MAX });
  const listed: Listed[] = [];
  let at = view.getUint32(end + 16, true);
  for (let i = 0; i < count; i += 1) {
    if (at + 46 > bytes.length || view.getUint32(at, true) !== CENTRAL) return damaged;
    const nameBytes = view.getUint16(at + 28, true);
    const next =
      at + 46 + nameBytes + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);
    if (next > bytes.length) return damaged;
    const name = bytes.subarray(at + 46, at + 46 + nameBytes);
    listed.push({
      name: Array.from(name, (byte) => String.fromCharCode(byte)).join(''),
      isEncrypted: (view.getUint16(at + 8, true) & 1) === 1,
      method: view.getUint16(at + 10, true),
      crc: view.getUint32(at + 16, true),
      packedSize: view.getUint32(at + 20, true),
      size: view.getUint32(at + 24, true),
      at: view.getUint32(at + 42, true),
    });
    at = next;
  }
  return ok(listed);
}

function endOf(view: DataView): number | undefined {
  const last = view.byteLength - END_BYTES;
  for (let at = last; at >= 0 && at >= last - COMMENT_BYTES_MAX; at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  return undefined;
}

function packedOf(bytes: Uint8Array, { at, packedSize }: Listed): Uint8Array | undefined {
  const view = viewOf(bytes);
  if (at + 30 > bytes.length || view.getUint32(at, true) !== LOCAL) return undefined;
  const start = at + 30 + view.getUint16(at + 26, true) + view.getUint16(at + 28, true);
  return start + packedSize > bytes.length ? undefined : bytes.subarray(start, start + packedSize);
}

/** What an archive without a map may be, so that the refusal names it. */
function kindOf(files: readonly Listed[]): string {
  const has = (start: string) => files.some(({ name }) => name.startsWith(start));
  return has('xl/') ? 'xlsx' : has('word/') ? 'docx' : 'zip';
}

function viewOf(bytes: Uint8Array): DataView {
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

const CRC_TABLE = Uint32Array.from({ length: 256 }, (_, i) => {
  let value = i;
  for (let bit = 0; bit < 8; bit += 1) value = (value & 1 ? 0xedb88320 : 0) ^ (value >>> 1);
  return value;
});

function crc32(bytes: Uint8Array): number {
  let crc = 0xffffffff;
  for (const byte of bytes) crc = (CRC_TABLE[(crc ^ byte) & 0xff] ?? 0) ^ (crc >>> 8);
  return (crc ^ 0xffffffff) >>> 0;
}
