import type { PartyId } from '../../base/ids.ts';
import type { Card } from '../../ledger/card.ts';
import type { Signer } from '../../proof/primitives.ts';
import type { Client } from './desk.ts';
import type { Wire } from './wire.ts';

/** What the story came to, as numbers and names. */
export interface Scorecard {
  readonly exercise: true;
  passed: boolean;
  readonly steps: Step[];
  reportsShared: number;
  readonly secondsToArrive: number[];
  readonly consents: { readonly party: string; readonly verdict: string }[];
  readonly refusedWhileMissing: string[];
  activatedAfterConsent: boolean;
  logs: readonly LogScore[];
  recordsProved: number;
  /** What the second act came to, where it was played. */
  secondAct?: SecondActScore;
}

/** A step of the story and whether it came out as it must. */
export interface Step {
  readonly step: string;
  readonly ok: boolean;
  readonly detail?: string;
  /** What was seen at the node of each member. */
  readonly at?: Readonly<Record<string, string>>;
}

/** A log as it was audited at the end. */
export interface LogScore {
  readonly origin: string;
  readonly author: string;
  readonly size: number;
  readonly cosignedSize: number;
  readonly verified: boolean;
}

/** What the second act came to, as numbers and names. */
export interface SecondActScore {
  /** Who is asked about the sweep, each with the reasons and figures. */
  readonly asked: { readonly party: string; readonly reasons: readonly string[] }[];
  readonly conflicts: {
    readonly kind: string;
    readonly title: string;
    readonly clearedBy: readonly string[];
  }[];
  /** In what the second version of the sweep differs from the first, and in what it is wider. */
  readonly changed: string[];
  readonly widened: string[];
  /** From the word *stop* to the stream of each node. */
  readonly secondsToStop: { readonly party: string; readonly seconds: number }[];
  /** From the cut to the last node that says the contact is lost, and from the mending to the last that goes on. */
  secondsToLostContact: number;
  secondsToContact: number;
  /** Of whom each node says that it hears nothing, while the link is cut. */
  silent: Readonly<Record<string, string>>;
  /** What stood when the incursion happened. */
  incursion?: {
    readonly covered: boolean;
    readonly missing: readonly string[];
    /** Whether the withdrawal was cosigned before the incursion began. */
    readonly withdrawnBefore: boolean;
    readonly settledBy: readonly string[];
  };
  readonly proofs: ProofScore[];
}

/** A proof file that was made, and read with the cards alone. */
export interface ProofScore {
  readonly name: string;
  readonly operation: string;
  readonly bytes: number;
  readonly covered: boolean;
  /** Whose consent was missing while it ran. */
  readonly missing: readonly string[];
  /** How many copies with one changed byte were refused, of how many. */
  readonly refused: number;
  readonly changed: number;
}

/** The desks that the story is played at. */
export interface Cast {
  readonly desks: ReadonlyMap<string, Client>;
  /** The software keys of officers, by `party/seat`. */
  readonly officers: ReadonlyMap<string, Signer>;
  /** Addresses of the nodes by party. */
  readonly addresses: ReadonlyMap<string, string>;
}

/** What the second act needs besides. */
export interface SecondCast extends Cast {
  /** Joins the node of {@link SecondCast.apart} to all others. */
  readonly wire: Wire;
  readonly apart: PartyId;
  /** The cards of all parties, with which anyone reads a proof file. */
  readonly cards: ReadonlyMap<PartyId, Card>;
}

/** Told each step as it ends. */
export type TellStep = (step: string, ok: boolean, detail?: string) => void;

/** The parts of the story, in their order. */
export type Chapter =
  | 'meeting'
  | 'report'
  | 'grades'
  | 'proposal'
  | 'consents'
  | 'withdrawal'
  | 'closing';

/** The parts of the second act, in their order. */
export type SecondChapter =
  | 'agreement'
  | 'notice'
  | 'sweep'
  | 'limits'
  | 'narrowing'
  | 'clearing'
  | 'flight'
  | 'beginning'
  | 'stop'
  | 'cut'
  | 'incursion'
  | 'closing'
  | 'proof';
