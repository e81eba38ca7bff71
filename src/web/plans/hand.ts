import type { DrawingMode, DrawnShape } from '../map/drawing.ts';

/** What the hand on the map draws, and who takes it. */
export interface Hand {
  readonly mode: DrawingMode;
  readonly take: (shape: DrawnShape) => void;
}

/** Hands the map a pencil. */
export type Draw = (hand: Hand) => void;
