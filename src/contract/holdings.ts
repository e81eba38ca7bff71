import type { Readers } from '../accord/party/audience.ts';
import type { Holding } from '../accord/holding/holding-schema.ts';
import type { NotCovering } from '../accord/holding/holdings.ts';
import type { Names } from '../accord/party/names.ts';
import type { PartyId, RecordHash } from '../base/ids.ts';

/* The shapes of holdings and of the gap under /api. */

/** A holding that no later one of its party has replaced, as it counts at one moment. */
export interface HoldingView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly audience: Readers;
  readonly at: string;
  readonly holding: Holding;
  /** When its party last said that it stands so. [Z10] */
  readonly confirmed: string;
  /** From when on it fades unless it is confirmed again. [Z10] */
  readonly fades: string;
  /** Why it covers nothing now; absent where it counts. */
  readonly not?: NotCovering;
}

/** GET /api/holdings?at=: what this desk may read of what stood at that moment, by party and name. */
export interface HoldingsView {
  readonly asOf: string;
  readonly holdings: readonly HoldingView[];
  /** True where there are more than the list holds. */
  readonly cut: boolean;
}

/** A circle within a piece of the gap, and the piece's figures. */
export interface GapPieceView {
  readonly km2: number;
  /** The width of the widest circle within, in kilometres, and its middle in degrees. [Z5] */
  readonly depthKm: number;
  readonly deepest: readonly [lon: number, lat: number];
  /** West, south, east and north in degrees. */
  readonly box: readonly [number, number, number, number];
}

/** What is known of one party's coverage, on which the figures rest. */
export interface GapParty {
  readonly party: PartyId;
  /** How many of its holdings count, and how many do not, by the reason. */
  readonly counted: number;
  readonly not: Partial<Record<NotCovering, number>>;
  readonly coveredKm2: number;
  /** The oldest and the newest word on which what counts rests. */
  readonly oldest?: string;
  readonly newest?: string;
}

/** POST /api/gap {area?, at?, cellMetres?}: what nobody covers, as far as this desk may know. [Z4] */
export interface GapView {
  readonly asOf: string;
  readonly cellMetres: number;
  readonly areaKm2: number;
  readonly gapKm2: number;
  /** What exactly one, two, and three or more coverages reach. */
  readonly coveredKm2: readonly [once: number, twice: number, oftener: number];
  readonly parties: readonly GapParty[];
  readonly pieces: readonly GapPieceView[];
  readonly pieceCount: number;
  /** Claims that this desk may read, each with what of it nobody covers. */
  readonly zones: readonly {
    readonly hash: RecordHash;
    readonly party: PartyId;
    readonly names: Names;
    readonly areaKm2: number;
    readonly gapKm2: number;
  }[];
}
