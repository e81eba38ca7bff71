import { LINE_PATTERNS } from '../centre.ts';
import { openCanvas, pixelsOf } from './canvas.ts';
import type { Palette } from './palette.ts';

const TILE = 20;
const STROKE = 1.1;

interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

/** A tile that fills an area without a seam: each line pattern has a hatch of its own. */
export function drawHatch(of: string, pattern: number, palette: Palette): ImageData {
  const context = openCanvas(TILE, TILE);
  if (of === 'claim') {
    const ink = palette.claims[pattern % palette.claims.length] ?? palette.text;
    context.globalAlpha = 0.34;
    drawHatchInto(context, pattern, ink, { x: 0, y: 0, width: TILE, height: TILE });
  } else {
    context.globalAlpha = 0.16;
    context.fillStyle = planInk(of, palette);
    context.fillRect(0, 0, TILE, TILE);
  }
  return pixelsOf(context);
}

/** Hatches a box, aligned so that tiles of the same pattern join. */
export function drawHatchInto(
  context: CanvasRenderingContext2D,
  pattern: number,
  ink: string,
  box: Box,
): void {
  context.strokeStyle = ink;
  context.fillStyle = ink;
  context.lineWidth = STROKE;
  for (let x = box.x; x < box.x + box.width; x += TILE) {
    for (let y = box.y; y < box.y + box.height; y += TILE) hatchTile(context, pattern, x, y);
  }
}

/** The dashes of a party's line in pixels; none for an unbroken one. */
export function lineDashes(pattern: number): readonly number[] {
  return (LINE_PATTERNS[pattern] ?? '')
    .split(' ')
    .map(Number)
    .filter((length) => length > 0);
}

/** The colour of a plan's line; the word in its label says the same. */
export function planInk(state: string, palette: Palette): string {
  switch (state) {
    case 'proposed':
    case 'draft':
      return palette.need;
    case 'suspended':
    case 'halted':
    case 'out-of-contact':
    case 'refused':
    case 'forbidden':
      return palette.bad;
    case 'active':
      return palette.ok;
    case 'agreed':
    case 'behind':
      return palette.text;
    default:
      return palette.muted;
  }
}

function hatchTile(context: CanvasRenderingContext2D, pattern: number, x: number, y: number): void {
  const line = (ax: number, ay: number, bx: number, by: number) => {
    context.beginPath();
    context.moveTo(x + ax, y + ay);
    context.lineTo(x + bx, y + by);
    context.stroke();
  };
  const rising = (step: number) => {
    for (let at = -TILE; at <= TILE; at += step) line(at - 1, TILE + 1, at + TILE + 1, -1);
  };
  const falling = (step: number) => {
    for (let at = -TILE; at <= TILE; at += step) line(at - 1, -1, at + TILE + 1, TILE + 1);
  };
  switch (pattern % LINE_PATTERNS.length) {
    case 0:
      return rising(TILE / 2);
    case 1:
      return falling(TILE / 2);
    case 2:
      return dots(context, x, y);
    case 3:
      for (const at of [5, 15]) line(0, at, TILE, at);
      return;
    case 4:
      for (const at of [5, 15]) line(at, 0, at, TILE);
      return;
    default:
      rising(TILE);
      falling(TILE);
  }
}

function dots(context: CanvasRenderingContext2D, x: number, y: number): void {
  for (const [dx, dy] of [
    [5, 5],
    [15, 15],
    [15, 5],
    [5, 15],
  ] as const) {
    context.beginPath();
    context.arc(x + dx, y + dy, 1.3, 0, 2 * Math.PI);
    context.fill();
  }
}
