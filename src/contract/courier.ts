import type { LogId, PartyId } from '../base/ids.ts';

/* The shapes of courier bundles under /api. */

/** GET /api/courier: to whom we can seal, and the bundles that were packed here lately. */
export interface CourierView {
  readonly parties: readonly {
    readonly party: PartyId;
    /** Whether its pinned card names a key to seal to; an older card does not. */
    readonly hasKey: boolean;
  }[];
  readonly packed: readonly BundleView[];
  /** The identity key of each pinned card, ours among them, as a C2SP verifier key. */
  readonly cards: readonly { readonly party: PartyId; readonly identity: string }[];
}

/** A bundle that was packed here; its file is at /api/bundles/{id}/file while it is kept. */
export interface BundleView {
  /** 32 hexadecimal digits. */
  readonly id: string;
  readonly to: PartyId;
  readonly from: PartyId;
  readonly at: string;
  /** Bytes of the sealed file. */
  readonly bytes: number;
  /** SHA-256 of the sealed file in hexadecimal. */
  readonly sha256: string;
  readonly entries: number;
  readonly logs: readonly PackedLog[];
  /** Whether a limit was met before all was packed; the next bundle goes on from there. */
  readonly isCut: boolean;
  /** Attachments of what was packed: how many went in, and how many were left out by a limit. */
  readonly attachments?: { readonly packed: number; readonly left: number };
}

/** What a bundle holds of one log: entries from `from` to before `upto`. */
export interface PackedLog {
  readonly log: LogId;
  readonly author: PartyId;
  readonly from: number;
  readonly upto: number;
}

/** What came of a bundle that was opened here. */
export interface OpenedView {
  readonly from: PartyId;
  readonly at: string;
  readonly bytes: number;
  /** SHA-256 of the sealed file in hexadecimal, to be compared with the slip. */
  readonly sha256: string;
  /** Entries that were new here. */
  readonly kept: number;
  /** Entries that the bundle holds. */
  readonly entries: number;
  readonly logs: readonly OpenedLog[];
  /** Pieces of attachments that were taken in; absent where there were none. */
  readonly pieces?: number;
  /** Frames of kinds that this version does not know. */
  readonly unknown: number;
  /** Present where the bundle is not whole; what is listed stands all the same. */
  readonly fault?: 'bundle-damaged' | 'bundle-newer' | 'bundle-too-large';
}

/** What became of a log that a bundle holds. */
export interface OpenedLog {
  readonly log: LogId;
  readonly author: PartyId;
  readonly outcome:
    | 'kept'
    | 'held-already'
    /** The bundle before this one must come first: it begins at `from`, and we have `held`. */
    | 'gap'
    /** Its author signed two histories; the evidence is kept. */
    | 'accused'
    | 'refused'
    | 'not-shared';
  readonly kept: number;
  /** Entries that are here now. */
  readonly held: number;
  readonly from: number;
}
