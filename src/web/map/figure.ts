import { openCanvas, pixelsOf } from './canvas.ts';
import type { MapPointKind, MarkAge } from './marks.ts';
import type { Palette } from './palette.ts';

// Plain figures of our own: a report says that something was said, not who is friend or foe, so
// none of the frames and colours of military symbols is used for it.
const SIZE = 24;
const MIDDLE = SIZE / 2;
const RADIUS = 9;

type Outline = 'diamond' | 'circle' | 'triangle' | 'square' | 'hexagon' | 'ring';
type Glyph = 'none' | 'burst' | 'cross' | 'arrow' | 'arrows' | 'quote' | 'bar' | 'flag' | 'stop';

const FIGURES: Readonly<Record<MapPointKind, readonly [Outline, Glyph]>> = {
  incident: ['diamond', 'none'],
  'explosive-hazard': ['diamond', 'burst'],
  'civil-harm': ['diamond', 'cross'],
  'threat-warning': ['triangle', 'bar'],
  observation: ['circle', 'none'],
  crossing: ['circle', 'arrow'],
  trafficking: ['circle', 'arrows'],
  'media-claim': ['circle', 'quote'],
  infrastructure: ['square', 'none'],
  post: ['square', 'flag'],
  checkpoint: ['hexagon', 'stop'],
  place: ['ring', 'none'],
};

/** A report's or post's figure: solid when fresh, hollow when old, broken when only last known. */
export function drawFigure(kind: MapPointKind, age: MarkAge, palette: Palette): ImageData {
  const context = openCanvas(SIZE, SIZE);
  const [outline, glyph] = FIGURES[kind] ?? FIGURES.observation;
  const ink = age === 'last-known' ? palette.muted : palette.text;
  context.lineJoin = 'round';
  trace(context, outline, RADIUS + 1.8);
  context.fillStyle = palette.halo;
  context.fill();
  trace(context, outline, RADIUS);
  context.fillStyle = age === 'fresh' ? ink : palette.panel;
  context.fill();
  context.strokeStyle = ink;
  context.lineWidth = 1.8;
  context.setLineDash(age === 'last-known' ? [3, 2.4] : []);
  context.stroke();
  context.setLineDash([]);
  const glyphInk = age === 'fresh' ? palette.panel : ink;
  context.strokeStyle = glyphInk;
  context.fillStyle = glyphInk;
  context.lineWidth = 1.8;
  context.lineCap = 'round';
  drawGlyph(context, glyph);
  return pixelsOf(context);
}

/** A gathering of reports with its count: solid when at least one of them is fresh. */
export function drawCluster(count: string, isFresh: boolean, palette: Palette): ImageData {
  const radius = count.length > 2 ? 17 : 14;
  const size = 2 * radius + 6;
  const context = openCanvas(size, size);
  context.beginPath();
  context.arc(size / 2, size / 2, radius + 2, 0, 2 * Math.PI);
  context.fillStyle = palette.halo;
  context.fill();
  context.beginPath();
  context.arc(size / 2, size / 2, radius, 0, 2 * Math.PI);
  context.fillStyle = isFresh ? palette.text : palette.panel;
  context.fill();
  context.strokeStyle = palette.text;
  context.lineWidth = 1.8;
  context.stroke();
  context.fillStyle = isFresh ? palette.panel : palette.text;
  context.font = '600 13px "IBM Plex Sans", sans-serif';
  context.direction = 'ltr';
  context.textAlign = 'center';
  context.textBaseline = 'middle';
  context.fillText(count, size / 2, size / 2 + 0.5);
  return pixelsOf(context);
}

/** A town's dot, larger for a greater town. */
export function drawDot(rank: number, palette: Palette): ImageData {
  const radius = rank <= 1 ? 3 : rank === 2 ? 2.5 : 2;
  const size = 2 * radius + 4;
  const context = openCanvas(size, size);
  context.beginPath();
  context.arc(size / 2, size / 2, radius, 0, 2 * Math.PI);
  context.fillStyle = rank <= 2 ? palette.placeInk : palette.smallPlaceInk;
  context.fill();
  context.strokeStyle = palette.halo;
  context.lineWidth = 1;
  context.stroke();
  return pixelsOf(context);
}

function trace(context: CanvasRenderingContext2D, outline: Outline, radius: number): void {
  context.beginPath();
  if (outline === 'circle' || outline === 'ring') {
    const r = outline === 'ring' ? radius * 0.6 : radius * 0.88;
    context.arc(MIDDLE, MIDDLE, r, 0, 2 * Math.PI);
    return;
  }
  const corners = cornersOf(outline, radius);
  corners.forEach(([x, y], at) => {
    if (at === 0) context.moveTo(MIDDLE + x, MIDDLE + y);
    else context.lineTo(MIDDLE + x, MIDDLE + y);
  });
  context.closePath();
}

function cornersOf(
  outline: Exclude<Outline, 'circle' | 'ring'>,
  radius: number,
): readonly (readonly [number, number])[] {
  const side = radius * 0.8;
  switch (outline) {
    case 'diamond':
      return [
        [0, -radius],
        [radius, 0],
        [0, radius],
        [-radius, 0],
      ];
    case 'triangle':
      return [
        [0, -radius],
        [radius, radius * 0.8],
        [-radius, radius * 0.8],
      ];
    case 'square':
      return [
        [-side, -side],
        [side, -side],
        [side, side],
        [-side, side],
      ];
    case 'hexagon':
      return Array.from({ length: 6 }, (_, at) => {
        const angle = (Math.PI / 3) * at;
        return [radius * Math.cos(angle), radius * Math.sin(angle)] as const;
      });
  }
}

function drawGlyph(context: CanvasRenderingContext2D, glyph: Glyph): void {
  const line = (ax: number, ay: number, bx: number, by: number) => {
    context.beginPath();
    context.moveTo(MIDDLE + ax, MIDDLE + ay);
    context.lineTo(MIDDLE + bx, MIDDLE + by);
    context.stroke();
  };
  switch (glyph) {
    case 'none':
      return;
    case 'burst':
      for (const [x, y] of [
        [0, 3.6],
        [3.2, 1.8],
        [3.2, -1.8],
      ] as const) {
        line(-x, -y, x, y);
      }
      return;
    case 'cross':
      line(-3, -3, 3, 3);
      line(-3, 3, 3, -3);
      return;
    case 'arrow':
      line(-3.6, 0, 3.6, 0);
      line(1.2, -2.6, 3.8, 0);
      line(1.2, 2.6, 3.8, 0);
      return;
    case 'arrows':
      line(-3.6, -2, 3.6, -2);
      line(1.6, -4, 3.6, -2);
      line(3.6, 2.2, -3.6, 2.2);
      line(-1.6, 4.2, -3.6, 2.2);
      return;
    case 'quote':
      line(-1.8, -2.4, -2.4, 1.2);
      line(2.4, -2.4, 1.8, 1.2);
      return;
    case 'bar':
      line(0, -3, 0, 1.6);
      line(0, 4.4, 0, 4.5);
      return;
    case 'flag':
      line(-2.6, -3.8, -2.6, 4);
      line(-2.6, -3.2, 3.2, -1.4);
      line(3.2, -1.4, -2.6, 0.4);
      return;
    case 'stop':
      line(-3.6, 0, 3.6, 0);
  }
}
