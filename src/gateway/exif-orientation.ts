/** The tag of how an image is to be turned, in Exif's first directory (Exif 2.32 §4.6.4). */
const ORIENTATION = 0x0112;

/** A directory that names more than so many things is not read. */
const ENTRIES_MAX = 512;

/** How the image is to be turned, 1 to 8, from the TIFF block of an Exif segment; 1 where it does not say. */
export function orientationIn(tiff: Uint8Array): number {
  const view = new DataView(tiff.buffer, tiff.byteOffset, tiff.byteLength);
  if (tiff.length < 8) return 1;
  const order = view.getUint16(0);
  const isLittle = order === 0x4949;
  if (!isLittle && order !== 0x4d4d) return 1;
  const first = view.getUint32(4, isLittle);
  if (first + 2 > tiff.length) return 1;
  const count = Math.min(view.getUint16(first, isLittle), ENTRIES_MAX);
  for (let i = 0; i < count; i += 1) {
    const at = first + 2 + 12 * i;
    if (at + 12 > tiff.length) return 1;
    const isShort = view.getUint16(at + 2, isLittle) === 3;
    if (view.getUint16(at, isLittle) !== ORIENTATION || !isShort) continue;
    const turn = view.getUint16(at + 8, isLittle);
    return turn >= 1 && turn <= 8 ? turn : 1;
  }
  return 1;
}

/** A TIFF block that says how the image is to be turned and nothing else: 26 bytes. */
export function orientationBlock(turn: number): Uint8Array {
  return Uint8Array.of(
    ...[0x4d, 0x4d, 0, 42, 0, 0, 0, 8],
    ...[0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, turn, 0, 0],
    ...[0, 0, 0, 0],
  );
}
