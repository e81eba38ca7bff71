import { promisify } from 'node:util';
import { brotliCompress, brotliDecompress, constants, gunzip, gzip } from 'node:zlib';

/** A body that is shorter is sent as it is: packing would not pay. Bytes. */
export const PACK_BYTES_MIN = 1_024;

/** How bodies may be packed, the best first; the names are those of HTTP. */
export const PACKINGS = ['br', 'gzip'] as const;

/** One of {@link PACKINGS}. */
export type Packing = (typeof PACKINGS)[number];

/** Quick enough for a fast line, and still a third of the bytes on a slow one. */
const LEVEL = { br: 3, gzip: 3 } as const;

const packers = { br: promisify(brotliCompress), gzip: promisify(gzip) };

/** The best packing that the other side's `accept-encoding` names; nothing where it names none. [T12] */
export function choosePacking(accepted: string | null | undefined): Packing | undefined {
  const names = (accepted ?? '').split(',').map((name) => name.trim().toLowerCase());
  return PACKINGS.find((packing) => names.includes(packing));
}

/** Packs a body. */
export async function packBody(bytes: Uint8Array, packing: Packing): Promise<Uint8Array> {
  if (packing === 'gzip') return packers.gzip(bytes, { level: LEVEL.gzip });
  const params = {
    [constants.BROTLI_PARAM_QUALITY]: LEVEL.br,
    [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
  };
  return packers.br(bytes, { params });
}

/** Unpacks a body to at most `limit` bytes; nothing where it is no such packing, torn, or larger. [T12] */
export async function unpackBody(
  bytes: Uint8Array,
  packing: string | null | undefined,
  limit: number,
): Promise<Uint8Array | undefined> {
  if (packing === undefined || packing === null || packing === '' || packing === 'identity') {
    return bytes;
  }
  const options = { maxOutputLength: limit };
  try {
    if (packing === 'br') return await promisify(brotliDecompress)(bytes, options);
    if (packing === 'gzip') {
      return await promisify<Uint8Array, typeof options, Buffer>(gunzip)(bytes, options);
    }
    return undefined;
  } catch {
    return undefined;
  }
}
