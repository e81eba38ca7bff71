import { GRID_PER_DEGREE } from '../../geo/grid.ts';
import type { Ground } from '../../geo/gap/ground.ts';

/** The most pixels of a shaded picture to one side. */
export const SHADE_PIXELS_MAX = 3_000;

/** What is looked at: degrees, and how many pixels the screen has for it. */
export interface ShadeView {
  readonly box: readonly [west: number, south: number, east: number, north: number];
  readonly width: number;
  readonly height: number;
}

/** A colour as red, green, blue and opacity, each 0 to 255. */
export type Ink = readonly [red: number, green: number, blue: number, opacity: number];

/** What each kind of ground is shaded with: the gap in stripes of two inks, the rest by how often it is covered. */
export interface Inks {
  readonly gap: Ink;
  readonly gapStripe: Ink;
  readonly once: Ink;
  readonly twice: Ink;
  readonly oftener: Ink;
}

/** A picture of the counts that lies on a web map without being bent. */
export interface Shade {
  readonly width: number;
  readonly height: number;
  /** Four numbers a pixel, from the north-west. */
  readonly pixels: Uint8ClampedArray<ArrayBuffer>;
  /** West, south, east and north in degrees. */
  readonly box: readonly [number, number, number, number];
}

/** How many pixels one stripe of the gap and the room beside it take. */
const STRIPE_PIXELS = 8;
const STRIPE_INK_PIXELS = 3;

/**
 * Draws the counts as a screen looks at them. Rows of cells are even in latitude, those of a web map
 * are not: each row of pixels shows the row of cells that lies at its own latitude. Stripes are as
 * wide at every height of the eye.
 */
export function drawShade(
  ground: Ground,
  counts: Uint16Array,
  inks: Inks,
  { box, ...size }: ShadeView,
): Shade {
  const { bounds, lonStep, latStep, columns, rows } = ground;
  const width = Math.min(SHADE_PIXELS_MAX, Math.max(1, Math.round(size.width)));
  const height = Math.min(SHADE_PIXELS_MAX, Math.max(1, Math.round(size.height)));
  const [west, south, east, north] = box.map((each) => each * GRID_PER_DEGREE) as unknown as [
    number,
    number,
    number,
    number,
  ];
  const [low, high] = [upOf(south), upOf(north)];
  const pixels = new Uint8ClampedArray(width * height * 4);
  const words = new Uint32Array(pixels.buffer);
  const [gap, stripe, ...covered] = [
    inks.gap,
    inks.gapStripe,
    inks.once,
    inks.twice,
    inks.oftener,
  ].map(wordOf) as [number, number, number, number, number];
  // Where the middle of a pixel lies, in columns of cells.
  const columnAt = (x: number): number =>
    (west + ((x + 0.5) / width) * (east - west) - bounds.west) / lonStep;
  const step = (east - west) / width / lonStep;
  const first = columnAt(0);
  for (let y = 0; y < height; y += 1) {
    const lat = latOfUp(high - ((y + 0.5) / height) * (high - low));
    const row = Math.floor((lat - bounds.south) / latStep);
    if (row < 0 || row >= rows) continue;
    const past = ground.firstOf[row + 1] as number;
    for (let stretch = ground.firstOf[row] as number; stretch < past; stretch += 1) {
      const from = ground.from[stretch] as number;
      const upto = Math.min(columns, ground.upto[stretch] as number);
      const shift = (ground.cellOf[stretch] as number) - from;
      const begin = Math.max(0, Math.ceil((from - first) / step));
      const end = Math.min(width, Math.ceil((upto - first) / step));
      for (let x = begin; x < end; x += 1) {
        const count = counts[Math.floor(first + x * step) + shift] as number;
        const isStripe = (x + y) % STRIPE_PIXELS < STRIPE_INK_PIXELS;
        words[y * width + x] =
          count === 0 ? (isStripe ? stripe : gap) : (covered[Math.min(count, 3) - 1] ?? 0);
      }
    }
  }
  return { width, height, pixels, box };
}

/** How far up a web map a latitude lies, in radii of the earth; grid units in, and back again. */
function upOf(lat: number): number {
  return Math.asinh(Math.tan((lat / GRID_PER_DEGREE) * (Math.PI / 180)));
}

function latOfUp(up: number): number {
  return Math.atan(Math.sinh(up)) * (180 / Math.PI) * GRID_PER_DEGREE;
}

/** Pixels are written four bytes at once, the lowest first. */
function wordOf([red, green, blue, opacity]: Ink): number {
  return ((opacity << 24) | (blue << 16) | (green << 8) | red) >>> 0;
}
