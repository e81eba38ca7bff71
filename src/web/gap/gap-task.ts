import type { Holding } from '../../accord/holding/holding-schema.ts';
import type { Inks, Shade, ShadeView } from './shading.ts';

/** A holding that counts: whose it is, by the party's place in the list, where it is and what it covers. */
export interface HeldGround {
  readonly id: string;
  readonly party: number;
  readonly ground: Holding['ground'];
  readonly covers: Holding['covers'];
}

/** What the worker is told. What is asked later stands for what was asked before. */
export type GapTask =
  | {
      readonly kind: 'ground';
      /** An area as RFC 7946 has it. */
      readonly area: Holding['ground'];
      readonly cellMetres: number;
      readonly parties: number;
    }
  | { readonly kind: 'held'; readonly held: readonly HeldGround[] }
  | {
      readonly kind: 'look';
      readonly inks: Inks;
      /** Only this party's coverage, by its place; all where there is none. */
      readonly party: number | undefined;
      /** What the screen shows; nothing is drawn before it is known. */
      readonly view: ShadeView | undefined;
    }
  | { readonly kind: 'best'; readonly metres: number };

/** A piece of the gap, in square metres, metres and degrees. */
export interface PieceFigures {
  readonly squareMetres: number;
  readonly depthMetres: number;
  readonly deepest: readonly [lon: number, lat: number];
  readonly box: readonly [number, number, number, number];
}

/** What the worker tells. */
export type GapAnswer =
  | {
      readonly kind: 'gap';
      readonly areaSquareMetres: number;
      readonly gapSquareMetres: number;
      /** True where the ground is another: what was told of the one before counts no more. */
      readonly isAnew: boolean;
    }
  | {
      readonly kind: 'pieces';
      readonly pieces: readonly PieceFigures[];
      readonly count: number;
      /** By whom: each party's covered square metres. */
      readonly byParty: readonly number[];
    }
  | { readonly kind: 'shade'; readonly shade: Shade }
  | {
      readonly kind: 'best';
      readonly at: readonly [lon: number, lat: number] | undefined;
      readonly closes: number;
      readonly closesMost: number;
    }
  | {
      readonly kind: 'refused';
      readonly fault: 'no-ground' | 'too-many-cells';
      readonly cellMetres: number;
    };
