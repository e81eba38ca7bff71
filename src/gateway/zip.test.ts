import { crc32, deflateRawSync, inflateRawSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import type { Inflate } from './zip.ts';
import { isZip, kmlInZip } from './zip.ts';

const inflate: Inflate = (packed, bytesMax) => {
  try {
    return new Uint8Array(inflateRawSync(packed, { maxOutputLength: bytesMax }));
  } catch {
    return undefined;
  }
};

interface Packed {
  readonly name: string;
  readonly text: string;
  readonly method?: number;
  readonly flags?: number;
  /** What the list says of the size, where it lies. */
  readonly size?: number;
  readonly crc?: number;
}

function zip(...files: readonly Packed[]): Uint8Array {
  const parts: Buffer[] = [];
  const list: Buffer[] = [];
  let at = 0;
  for (const { name, text, method = 8, flags = 0, size, crc } of files) {
    const whole = Buffer.from(text);
    const packed = method === 8 ? deflateRawSync(whole) : whole;
    const head = Buffer.alloc(30);
    head.writeUInt32LE(0x04034b50, 0);
    head.writeUInt16LE(name.length, 26);
    const entry = Buffer.alloc(46);
    entry.writeUInt32LE(0x02014b50, 0);
    entry.writeUInt16LE(flags, 8);
    entry.writeUInt16LE(method, 10);
    entry.writeUInt32LE(crc ?? hash(whole), 16);
    entry.writeUInt32LE(packed.length, 20);
    entry.writeUInt32LE(size ?? whole.length, 24);
    entry.writeUInt16LE(name.length, 28);
    entry.writeUInt32LE(at, 42);
    parts.push(head, Buffer.from(name), packed);
    list.push(entry, Buffer.from(name));
    at += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(22);
  end.writeUInt32LE(0x06054b50, 0);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, ...list, end]));
}

function hash(bytes: Buffer): number {
  return (crc32 as ((bytes: Buffer) => number) | undefined)?.(bytes) ?? slowCrc(bytes);
}

function slowCrc(bytes: Buffer): number {
  let crc = ~0;
  for (const byte of bytes) {
    crc ^= byte;
    for (let bit = 0; bit < 8; bit += 1) crc = crc & 1 ? (crc >>> 1) ^ 0xedb88320 : crc >>> 1;
  }
  return ~crc >>> 0;
}

const KML = '<kml/>';

describe('an archive', () => {
  it.each([0, 8])('gives its map, packed by method %i', (method) => {
    const bytes = zip({ name: 'a.png', text: 'x' }, { name: 'doc.kml', text: KML, method });
    expect(isZip(bytes)).toBe(true);
    const read = kmlInZip(bytes, inflate, 100);
    expect(read.ok && Buffer.from(read.value).toString()).toBe(KML);
  });

  it('gives doc.kml before another map', () => {
    const read = kmlInZip(
      zip({ name: 'files/a.kml', text: '<a/>' }, { name: 'doc.kml', text: KML }),
      inflate,
      100,
    );
    expect(read.ok && Buffer.from(read.value).toString()).toBe(KML);
  });

  const bomb = 'a'.repeat(1_000_000);
  it.each<[string, Uint8Array, object]>([
    ['too large as it says', zip({ name: 'a.kml', text: bomb }), { kind: 'file-too-large' }],
    ['larger than it says', zip({ name: 'a.kml', text: bomb, size: 9 }), { kind: 'bad-zip' }],
    ['of another checksum', zip({ name: 'a.kml', text: KML, crc: 1 }), { reason: 'damaged' }],
    ['encrypted', zip({ name: 'a.kml', text: KML, flags: 1 }), { reason: 'encrypted' }],
    ['packed in another way', zip({ name: 'a.kml', text: KML, method: 12 }), { reason: 'method' }],
    ['a spreadsheet', zip({ name: 'xl/workbook.xml', text: 'x' }), { found: 'xlsx' }],
    ['cut', zip({ name: 'a.kml', text: KML }).subarray(0, 50), { reason: 'damaged' }],
  ])('[O5] that is %s is refused', (_, bytes, fault) => {
    expect(kmlInZip(bytes, inflate, 1_000)).toMatchObject({ ok: false, fault });
  });
});
