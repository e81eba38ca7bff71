import { openCanvas, pixelsOf } from './canvas.ts';
import { drawHatchInto, lineDashes } from './hatch.ts';
import { directionOfText } from './label-direction.ts';
import type { Palette } from './palette.ts';

/** The ways in which a name is written on the map. */
export type LabelStyle =
  | 'town1'
  | 'town2'
  | 'town3'
  | 'town4'
  | 'water1'
  | 'water2'
  | 'water3'
  | 'height'
  | 'grid1'
  | 'grid2'
  | 'point';

interface Lettering {
  readonly size: number;
  readonly weight: 400 | 500 | 600;
  readonly ink: keyof Palette;
  readonly family: 'sans' | 'mono';
  readonly slant?: true;
}

const LETTERINGS: Readonly<Record<LabelStyle, Lettering>> = {
  town1: { size: 15, weight: 600, ink: 'placeInk', family: 'sans' },
  town2: { size: 13.5, weight: 500, ink: 'placeInk', family: 'sans' },
  town3: { size: 12.5, weight: 500, ink: 'smallPlaceInk', family: 'sans' },
  town4: { size: 12, weight: 400, ink: 'smallPlaceInk', family: 'sans' },
  water1: { size: 12.5, weight: 500, ink: 'waterInk', family: 'sans', slant: true },
  water2: { size: 12, weight: 400, ink: 'waterInk', family: 'sans', slant: true },
  water3: { size: 12, weight: 400, ink: 'waterInk', family: 'sans', slant: true },
  height: { size: 12, weight: 400, ink: 'heightInk', family: 'sans', slant: true },
  grid1: { size: 12, weight: 500, ink: 'gridInk', family: 'mono' },
  grid2: { size: 11, weight: 500, ink: 'gridInk', family: 'mono' },
  point: { size: 12.5, weight: 600, ink: 'text', family: 'sans' },
};

const STACKS = {
  sans: '"IBM Plex Sans", "Noto Sans Arabic Variable", sans-serif',
  mono: '"IBM Plex Mono", "Noto Sans Arabic Variable", monospace',
} as const;

const HALO_WIDTH = 3;
const LABEL_LETTERS_MAX = 60;

/** Draws a name by the browser's own text engine, which shapes every script rightly. */
export function drawLabel(text: string, style: LabelStyle, palette: Palette): ImageData {
  const lettering = LETTERINGS[style] ?? LETTERINGS.point;
  const words = shortened(text);
  const { width, height } = measured(words, lettering);
  const context = openCanvas(width, height);
  write(context, words, { lettering, x: width / 2, y: height / 2, palette });
  return pixelsOf(context);
}

/** An area's label: for a claim a swatch of its hatch and the party's mark stand before the name. */
export function drawAreaLabel(
  wish: {
    readonly of: string;
    readonly pattern: number;
    readonly mark: string;
    readonly text: string;
  },
  palette: Palette,
): ImageData {
  const words = shortened(wish.text);
  const lettering = LETTERINGS.point;
  const text = measured(words, lettering);
  const isClaim = wish.pattern >= 0;
  const swatch = isClaim ? markWidth(wish.mark) : 0;
  const gap = isClaim ? 4 : 0;
  const height = Math.max(text.height, 22);
  const width = swatch + gap + text.width + 8;
  const context = openCanvas(width, height);
  context.fillStyle = palette.panel;
  context.globalAlpha = 0.88;
  context.beginPath();
  context.roundRect(0.5, 0.5, width - 1, height - 1, 3);
  context.fill();
  context.globalAlpha = 1;
  // The mark leads: on the right where the name reads from the right.
  const isRtl = directionOfText(words) === 'rtl';
  const markAt = isRtl ? width - swatch - 3 : 3;
  const textAt = isRtl ? 4 + text.width / 2 : 4 + swatch + gap + text.width / 2;
  if (isClaim) drawMark(context, { ...wish, x: markAt, width: swatch, height, palette });
  write(context, words, { lettering, x: textAt, y: height / 2, palette });
  return pixelsOf(context);
}

interface MarkPlace {
  readonly pattern: number;
  readonly mark: string;
  readonly x: number;
  readonly width: number;
  readonly height: number;
  readonly palette: Palette;
}

function drawMark(context: CanvasRenderingContext2D, place: MarkPlace): void {
  const { pattern, mark, x, width, height, palette } = place;
  const ink = palette.claims[pattern % palette.claims.length] ?? palette.text;
  const [top, tall] = [3, height - 6];
  context.save();
  context.beginPath();
  context.rect(x, top, width, tall);
  context.clip();
  context.globalAlpha = 0.45;
  drawHatchInto(context, pattern, ink, { x, y: top, width, height: tall });
  context.restore();
  context.strokeStyle = ink;
  context.lineWidth = 1.6;
  context.setLineDash([...lineDashes(pattern)]);
  context.strokeRect(x + 0.8, top + 0.8, width - 1.6, tall - 1.6);
  context.setLineDash([]);
  const lettering: Lettering = { size: 11.5, weight: 600, ink: 'text', family: 'sans' };
  write(context, mark, { lettering, x: x + width / 2, y: height / 2, palette });
}

function markWidth(mark: string): number {
  return 10 + measured(mark, { size: 11.5, weight: 600, ink: 'text', family: 'sans' }).width - 6;
}

interface Spot {
  readonly lettering: Lettering;
  readonly x: number;
  readonly y: number;
  readonly palette: Palette;
}

function write(context: CanvasRenderingContext2D, text: string, spot: Spot): void {
  const { lettering, x, y, palette } = spot;
  const ink = palette[lettering.ink];
  context.font = fontOf(lettering, text);
  // By the text's own first letter: the screen's language would turn "7 Div" into "Div 7".
  context.direction = directionOfText(text);
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.lineJoin = 'round';
  context.lineWidth = HALO_WIDTH;
  context.strokeStyle = palette.halo;
  context.strokeText(text, x, y + 0.5);
  context.fillStyle = typeof ink === 'string' ? ink : palette.text;
  context.fillText(text, x, y + 0.5);
}

function measured(text: string, lettering: Lettering): { width: number; height: number } {
  const context = openCanvas(1, 1);
  context.font = fontOf(lettering, text);
  context.direction = directionOfText(text);
  const box = context.measureText(text);
  return {
    width: Math.ceil(box.width + 2 * HALO_WIDTH),
    // Arabic script rises and falls further than Latin; a fixed line keeps labels in step.
    height: Math.ceil(lettering.size * 1.7),
  };
}

/** Arabic script has no slant of its own, and a faked one is hard to read. */
function fontOf({ size, weight, family, slant }: Lettering, text: string): string {
  const style = slant && directionOfText(text) === 'ltr' ? 'italic ' : '';
  return `${style}${weight} ${size}px ${STACKS[family]}`;
}

function shortened(text: string): string {
  const letters = [...text];
  if (letters.length <= LABEL_LETTERS_MAX) return text;
  return `${letters.slice(0, LABEL_LETTERS_MAX - 1).join('')}…`;
}
