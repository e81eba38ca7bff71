import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { Holding } from '../../accord/holding/holding-schema.ts';
import type { MapTheme } from '../map/palette.ts';
import { pageToken, paletteOf } from '../map/palette.ts';
import type { GapAnswer, GapTask, HeldGround } from './gap-task.ts';
import type { Ink, Inks, Shade, ShadeView } from './shading.ts';

/** What is asked of the gap on this screen. */
export interface GapAsked {
  readonly area: Holding['ground'] | undefined;
  readonly cellMetres: number;
  /** How many parties there are to tell apart. */
  readonly parties: number;
  readonly held: readonly HeldGround[];
  /** Only this party's coverage is shaded, by its place; all where there is none. */
  readonly party: number | undefined;
  readonly theme: MapTheme;
  /** What the screen shows. */
  readonly view: ShadeView | undefined;
}

/** What is known of it so far; each part comes when it is reckoned. */
export interface GapKnown {
  readonly gap?: Extract<GapAnswer, { readonly kind: 'gap' }>;
  readonly pieces?: Extract<GapAnswer, { readonly kind: 'pieces' }>;
  readonly best?: Extract<GapAnswer, { readonly kind: 'best' }>;
  readonly refused?: Extract<GapAnswer, { readonly kind: 'refused' }>;
  readonly shade?: Shade;
  /** Asks where one more post that reaches so far closes most. */
  readonly seekBest: (metres: number) => void;
}

/** Reckons a gap beside the page, so that what is moved with the mouse is seen at once. */
export function useGap({
  area,
  cellMetres,
  parties,
  held,
  party,
  theme,
  view,
}: GapAsked): GapKnown {
  const worker = useRef<Worker>(undefined);
  const [known, setKnown] = useState<Omit<GapKnown, 'seekBest'>>({});
  const tell = useCallback((task: GapTask) => worker.current?.postMessage(task), []);
  useEffect(() => {
    const own = new Worker(new URL('./gap-worker.ts', import.meta.url), { type: 'module' });
    worker.current = own;
    own.addEventListener('message', ({ data }: MessageEvent<GapAnswer>) =>
      setKnown((before) => withAnswer(before, data)),
    );
    return () => own.terminate();
  }, []);
  const inks = useMemo(() => inksOf(theme), [theme]);
  useEffect(() => tell({ kind: 'look', inks, party, view }), [tell, inks, party, view]);
  useEffect(() => {
    if (area) tell({ kind: 'ground', area, cellMetres, parties });
  }, [tell, area, cellMetres, parties]);
  useEffect(() => tell({ kind: 'held', held }), [tell, held]);
  const seekBest = useCallback((metres: number) => tell({ kind: 'best', metres }), [tell]);
  return { ...known, seekBest };
}

function withAnswer(before: Omit<GapKnown, 'seekBest'>, answer: GapAnswer) {
  switch (answer.kind) {
    case 'gap': {
      const { refused: _, pieces, best, ...rest } = before;
      const still = answer.isAnew ? {} : { ...(pieces && { pieces }), ...(best && { best }) };
      return { ...rest, ...still, gap: answer };
    }
    case 'pieces':
      return { ...before, pieces: answer };
    case 'best':
      return { ...before, best: answer };
    case 'shade':
      return { ...before, shade: answer.shade };
    case 'refused':
      return { refused: answer };
  }
}

/** The gap in stripes, so that it is told from covered ground without its colour. */
function inksOf(theme: MapTheme): Inks {
  const { bad, ok } = paletteOf(theme, pageToken);
  return {
    gap: inkOf(bad, 26),
    gapStripe: inkOf(bad, 96),
    once: inkOf(ok, 46),
    twice: inkOf(ok, 84),
    oftener: inkOf(ok, 120),
  };
}

function inkOf(hex: string, opacity: number): Ink {
  const part = (from: number) => Number.parseInt(hex.slice(from, from + 2), 16);
  return [part(1), part(3), part(5), opacity];
}
