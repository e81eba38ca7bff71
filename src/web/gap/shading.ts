import { GRID_PER_DEGREE } from '../../geo/grid.ts';
import type { Ground } from '../../geo/gap/ground.ts';

/** The longest side of a shaded picture, in pixels; the map stretches it. */
export const SHADE_PIXELS_MAX = 1_400;

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
 * Draws the counts. Rows of cells are even in latitude, those of a web map are not: each row of
 * pixels shows the row of cells that lies at its own latitude.
 */
export function drawShade(ground: Ground, counts: Uint16Array, inks: Inks): Shade {
  const { bounds, lonStep, latStep, columns, rows } = ground;
  const east = bounds.west + columns * lonStep;
  const north = bounds.south + rows * latStep;
  const [low, high] = [upOf(bounds.south), upOf(north)];
  const wide = ((east - bounds.west) / GRID_PER_DEGREE) * (Math.PI / 180);
  const scale = Math.min(1, SHADE_PIXELS_MAX / columns, SHADE_PIXELS_MAX / rows);
  const width = Math.max(1, Math.round(columns * scale));
  const height = Math.max(1, Math.round((width * (high - low)) / wide));
  const pixels = new Uint8ClampedArray(width * height * 4);
  const words = new Uint32Array(pixels.buffer);
  const [gap, stripe, ...covered] = [
    inks.gap,
    inks.gapStripe,
    inks.once,
    inks.twice,
    inks.oftener,
  ].map(wordOf) as [number, number, number, number, number];
  for (let y = 0; y < height; y += 1) {
    const lat = latOfUp(high - ((y + 0.5) / height) * (high - low));
    const row = Math.min(rows - 1, Math.max(0, Math.floor((lat - bounds.south) / latStep)));
    const past = ground.firstOf[row + 1] as number;
    for (let stretch = ground.firstOf[row] as number; stretch < past; stretch += 1) {
      const from = ground.from[stretch] as number;
      const shift = (ground.cellOf[stretch] as number) - from;
      const end = Math.min(width, Math.ceil(((ground.upto[stretch] as number) * width) / columns));
      for (let x = Math.floor((from * width) / columns); x < end; x += 1) {
        const column = Math.min(
          (ground.upto[stretch] as number) - 1,
          Math.max(from, Math.floor(((x + 0.5) * columns) / width)),
        );
        const count = counts[column + shift] as number;
        const isStripe = (x + y) % STRIPE_PIXELS < STRIPE_INK_PIXELS;
        const ink =
          count === 0 ? (isStripe ? stripe : gap) : (covered[Math.min(count, 3) - 1] ?? 0);
        words[y * width + x] = ink;
      }
    }
  }
  const degrees = [bounds.west, bounds.south, east, north].map((each) => each / GRID_PER_DEGREE);
  return { width, height, pixels, box: degrees as unknown as Shade['box'] };
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
