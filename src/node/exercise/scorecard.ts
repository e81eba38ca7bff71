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
  /** What the third act came to, where it was played. */
  thirdAct?: ThirdActScore;
  /** What the fourth act came to, where it was played. */
  fourthAct?: FourthActScore;
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

/** What the third act came to, as numbers and names. */
export interface ThirdActScore {
  /** Who was away and what it missed; how long its node stood still, and of how many days records tell. */
  away?: {
    readonly party: string;
    readonly seconds: number;
    readonly days: number;
    readonly entries: number;
  };
  /** Each time that a bundle was opened, in its order. */
  readonly opened: OpenedScore[];
  /** Entries that were short at its node, and reports that stood there twice, once it had caught up. */
  caughtUp?: { readonly lost: number; readonly doubled: number; readonly seconds: number };
  recall?: {
    /** Who had said that it erased the report, while one member was away and after it came back. */
    readonly erasedBefore: readonly string[];
    readonly erasedAfter: readonly string[];
    /** In whose folders files had its words, then and afterwards. */
    readonly wordsBefore: readonly string[];
    readonly wordsAfter: readonly string[];
  };
  proof?: {
    /** Who has signed that it had the record, and when. */
    readonly storedBy: readonly { readonly party: string; readonly at: string }[];
    readonly witnesses: readonly string[];
    /** How many copies of the record with one changed byte were refused, of how many. */
    readonly refused: number;
    readonly changed: number;
    readonly folders: readonly FolderScore[];
  };
  fork?: {
    readonly party: string;
    /** What each node that found it keeps: the sizes of both notes, and whether its file convinces a stranger. */
    readonly foundBy: readonly {
      readonly party: string;
      readonly sizes: readonly number[];
      readonly isShown: boolean;
    }[];
    /** Which reports arrived afterwards between those who go on. */
    readonly goesOn: readonly string[];
  };
}

/** What the fourth act came to, as numbers and names. */
export interface FourthActScore {
  /** Of each of the four words, who graded it how: `party:B2` and so on. */
  grades: readonly string[];
  /** About how many things the words do not fit together. */
  differences: number;
  /** Whether every node reckons the same track records. */
  sameTracks?: boolean;
  release?: {
    /** How exactly the neighbour knows the place, in metres. */
    readonly precisionMetres: number;
    /** How many of its reports bear the word that was left out. */
    readonly found: number;
    /** Whether the release is linked for those who may see both. */
    readonly isLinked: boolean;
  };
  /** Who answered the request, and how late. */
  answered: readonly { readonly party: string; readonly lateSeconds: number }[];
}

/** What came of opening a bundle. */
export interface OpenedScore {
  /** The place of the bundle in the order of packing, from 1. */
  readonly bundle: number;
  readonly bytes: number;
  readonly entries: number;
  /** Entries that were new. */
  readonly kept: number;
  /** The logs of which an earlier bundle must come first, as `author from FROM, held HELD`. */
  readonly needs: readonly string[];
  /** Whether the slip's words are the same at both ends, in every language. */
  readonly sameWords: boolean;
}

/** The logs of a party's folder as they were audited without its node. */
export interface FolderScore {
  readonly party: string;
  readonly logs: number;
  readonly entries: number;
  readonly recalled: number;
  readonly whole: boolean;
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

/** What the third act needs besides: whoever is lowered and raised keeps its address and its desks. */
export interface ThirdCast extends SecondCast {
  /** The folder in which all nodes have theirs. */
  readonly dir: string;
  lower(party: PartyId): Promise<void>;
  raise(party: PartyId): Promise<void>;
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

/** The parts of the third act, in their order. */
export type ThirdChapter = 'absence' | 'courier' | 'recall' | 'return' | 'proof' | 'fork';

/** The parts of the fourth act, in their order. */
export type FourthChapter = 'words' | 'grades' | 'matter' | 'resolution' | 'release' | 'request';
