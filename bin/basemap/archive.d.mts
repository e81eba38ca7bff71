/** One vector tile before compression. */
export interface GroundTile {
  readonly z: number;
  readonly x: number;
  readonly y: number;
  readonly bytes: Uint8Array;
}

/** Writes tiles into one PMTiles v3 archive; equal tiles are kept once. */
export function formatArchive(ground: {
  readonly tiles: readonly GroundTile[];
  /** West, south, east, north in degrees. */
  readonly bounds: readonly [number, number, number, number];
  readonly minZoom: number;
  readonly maxZoom: number;
  readonly metadata: object;
}): Uint8Array;
