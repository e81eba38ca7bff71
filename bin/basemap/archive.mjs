import { gzipSync } from 'node:zlib';
import { zxyToTileId } from 'pmtiles';

// PMTiles version 3: a fixed header, a root directory, metadata, leaf directories, tiles. The
// header and the root must lie within the first 16 KiB, which readers fetch in one request.
const HEADER_BYTES = 127;
const ROOT_BYTES_MAX = 16_384 - HEADER_BYTES;
const LEAF_ENTRIES = 2_048;
const GZIP = 2;
const VECTOR = 1;

/** Writes tiles into one PMTiles v3 archive; equal tiles are kept once. */
export function formatArchive({ tiles, bounds, minZoom, maxZoom, metadata }) {
  const placed = placeTiles(tiles);
  const { root, leaves } = directories(placed.entries);
  const meta = gzipSync(JSON.stringify(metadata));
  const header = Buffer.alloc(HEADER_BYTES);
  header.write('PMTiles', 0, 'ascii');
  header.writeUInt8(3, 7);
  let offset = 8;
  const long = (value) => {
    header.writeBigUInt64LE(BigInt(value), offset);
    offset += 8;
  };
  const metaAt = HEADER_BYTES + root.length;
  const leavesAt = metaAt + meta.length;
  const tilesAt = leavesAt + leaves.length;
  for (const value of [HEADER_BYTES, root.length, metaAt, meta.length, leavesAt, leaves.length]) {
    long(value);
  }
  for (const value of [tilesAt, placed.bytes.length, tiles.length]) long(value);
  long(placed.entries.length);
  long(placed.unique);
  for (const byte of [1, GZIP, GZIP, VECTOR, minZoom, maxZoom]) header.writeUInt8(byte, offset++);
  for (const degrees of bounds) {
    header.writeInt32LE(Math.round(degrees * 1e7), offset);
    offset += 4;
  }
  header.writeUInt8(minZoom, offset++);
  header.writeInt32LE(Math.round(((bounds[0] + bounds[2]) / 2) * 1e7), offset);
  header.writeInt32LE(Math.round(((bounds[1] + bounds[3]) / 2) * 1e7), offset + 4);
  return Buffer.concat([header, root, meta, leaves, placed.bytes]);
}

/** Lays tiles out in Hilbert order; a run of equal neighbours becomes one entry. */
function placeTiles(tiles) {
  const ordered = tiles
    .map(({ z, x, y, bytes }) => ({ id: zxyToTileId(z, x, y), bytes }))
    .sort((a, b) => a.id - b.id);
  const known = new Map();
  const chunks = [];
  const entries = [];
  let end = 0;
  for (const { id, bytes } of ordered) {
    const key = Buffer.from(bytes).toString('base64');
    let place = known.get(key);
    if (!place) {
      const packed = gzipSync(bytes, { level: 9 });
      place = { offset: end, length: packed.length };
      end += packed.length;
      chunks.push(packed);
      known.set(key, place);
    }
    const last = entries.at(-1);
    if (last && last.offset === place.offset && last.id + last.run === id) last.run += 1;
    else entries.push({ id, run: 1, ...place });
  }
  return { entries, bytes: Buffer.concat(chunks), unique: known.size };
}

function directories(entries) {
  const whole = formatDirectory(entries);
  if (whole.length <= ROOT_BYTES_MAX) return { root: whole, leaves: Buffer.alloc(0) };
  const leaves = [];
  const pointers = [];
  let offset = 0;
  for (let from = 0; from < entries.length; from += LEAF_ENTRIES) {
    const leaf = formatDirectory(entries.slice(from, from + LEAF_ENTRIES));
    // A run of zero says that the entry points at a leaf directory.
    pointers.push({ id: entries[from].id, run: 0, offset, length: leaf.length });
    leaves.push(leaf);
    offset += leaf.length;
  }
  return { root: formatDirectory(pointers), leaves: Buffer.concat(leaves) };
}

function formatDirectory(entries) {
  const out = [];
  const varint = (value) => {
    let rest = value;
    while (rest > 127) {
      out.push((rest % 128) | 128);
      rest = Math.floor(rest / 128);
    }
    out.push(rest);
  };
  varint(entries.length);
  entries.forEach((entry, at) => varint(entry.id - (at > 0 ? entries[at - 1].id : 0)));
  for (const entry of entries) varint(entry.run);
  for (const entry of entries) varint(entry.length);
  entries.forEach((entry, at) => {
    const before = entries[at - 1];
    // Zero means "directly after the one before", the usual case.
    const follows = before !== undefined && entry.offset === before.offset + before.length;
    varint(follows ? 0 : entry.offset + 1);
  });
  return gzipSync(Uint8Array.from(out), { level: 9 });
}
