import type { MarkAge, MapPointKind } from './marks.ts';
import type { Palette } from './palette.ts';
import { drawHatch } from './hatch.ts';
import type { LabelStyle } from './label-image.ts';
import { drawAreaLabel, drawLabel } from './label-image.ts';
import { drawCluster, drawDot, drawFigure } from './figure.ts';

const FAMILIES = ['IBM Plex Sans', 'IBM Plex Mono', 'Noto Sans Arabic Variable'] as const;
const SEPARATOR = '|';

/** What an image's name asks for; the style writes such names, the map draws them when first met. */
export type ImageWish =
  | { readonly kind: 'label'; readonly style: LabelStyle; readonly text: string }
  | {
      readonly kind: 'area';
      readonly of: string;
      readonly pattern: number;
      readonly mark: string;
      readonly text: string;
    }
  | { readonly kind: 'figure'; readonly of: MapPointKind; readonly age: MarkAge }
  | { readonly kind: 'cluster'; readonly count: string; readonly isFresh: boolean }
  | { readonly kind: 'dot'; readonly rank: number }
  | { readonly kind: 'hatch'; readonly of: string; readonly pattern: number };

/** Reads `label|town1|هەولێر`, `area|plan-active|-1||NAHR 14`, `figure|post|old`, and so on. */
export function parseImageName(name: string): ImageWish | undefined {
  const [kind, first = '', second = '', ...tail] = name.split(SEPARATOR);
  const [third = '', ...rest] = tail;
  switch (kind) {
    case 'label':
      return { kind, style: first as LabelStyle, text: [second, ...tail].join(SEPARATOR) };
    case 'area':
      return {
        kind,
        of: first,
        pattern: Number(second),
        mark: third,
        text: rest.join(SEPARATOR),
      };
    case 'figure':
      return { kind, of: first as MapPointKind, age: second as MarkAge };
    case 'cluster':
      return { kind, count: first, isFresh: second === 'fresh' };
    case 'dot':
      return { kind, rank: Number(first) };
    case 'hatch':
      return { kind, of: first, pattern: Number(second) };
    default:
      return undefined;
  }
}

/** Draws what a name asks for, once the letters that it needs are there. */
export async function drawImage(name: string, palette: Palette): Promise<ImageData | undefined> {
  const wish = parseImageName(name);
  if (!wish) return undefined;
  await loadLetters('text' in wish ? `${wish.text}` : '0');
  switch (wish.kind) {
    case 'label':
      return drawLabel(wish.text, wish.style, palette);
    case 'area':
      return drawAreaLabel(wish, palette);
    case 'figure':
      return drawFigure(wish.of, wish.age, palette);
    case 'cluster':
      return drawCluster(wish.count, wish.isFresh, palette);
    case 'dot':
      return drawDot(wish.rank, palette);
    case 'hatch':
      return drawHatch(wish.of, wish.pattern, palette);
  }
}

/** The browser fetches a font only for letters it is asked for; a canvas would not wait for it. */
async function loadLetters(text: string): Promise<void> {
  const wanted = FAMILIES.flatMap((family) =>
    [400, 500, 600].map((weight) => document.fonts.load(`${weight} 14px "${family}"`, text)),
  );
  await Promise.allSettled(wanted);
}
