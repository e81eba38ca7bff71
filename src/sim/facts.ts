import type { LogId, PartyId, RecordHash } from '../base/ids.ts';
import type { Patch } from './ground.ts';
import type { Readers } from '../accord/party/audience.ts';

/**
 * What the world knows of a record because it was there when it was made: whom it names as its
 * author, from which office, at which moment, and what it says. The judges reckon from these and
 * use none of the code that they judge.
 */
export interface Fact {
  readonly by: PartyId;
  readonly seat: string;
  readonly at: number;
  readonly isExercise: boolean;
  readonly says: Saying;
}

/** A span of seconds; `upto` itself is outside, and nothing ends where there is none. */
export interface Span {
  readonly from: number;
  readonly upto: number | null;
}

/** A key in a roster. */
export interface KeyFact extends Span {
  readonly key: string;
  readonly seat: string;
}

/** What an office may decide. */
export interface GrantFact {
  readonly kinds: readonly string[];
  readonly patch: Patch | null;
  readonly hoursAhead: number | null;
  readonly forcesMax: number | null;
}

/** An office in a roster; without grants it decides whatever its duties let it. */
export interface OfficeFact {
  readonly seat: string;
  readonly duties: readonly ('report' | 'plan' | 'decide' | 'sign' | 'administer')[];
  readonly grants?: readonly GrantFact[];
}

/** A party's offices and their keys. */
export interface RosterFact {
  readonly seats: readonly OfficeFact[];
  readonly keys: readonly KeyFact[];
  readonly twoPerson: readonly PlanKindFact[];
}

/** Kinds of plan that stories have: those whose ground may be whole cells. */
export type PlanKindFact = 'operation' | 'sweep' | 'visit';

/** What one party brings of one kind. */
export interface ForceFact {
  readonly party: PartyId;
  readonly kind: 'police' | 'medical';
  readonly count: number;
}

/** A phase of a plan. */
export interface PhaseFact {
  readonly lead: PartyId;
  readonly from: number;
  readonly upto: number;
}

/** A plan. */
export interface PlanFact {
  readonly planKind: PlanKindFact;
  readonly patch: Patch;
  readonly from: number;
  readonly upto: number;
  readonly forces: readonly ForceFact[];
  readonly sectors: readonly { readonly lead: PartyId; readonly patch: Patch }[];
  readonly phases: readonly PhaseFact[];
  readonly lostContact: { readonly after: number; readonly then: LostContact } | null;
  readonly isNotice: boolean;
  /** Its name and all its texts. */
  readonly words: string;
  readonly amends: RecordHash | null;
}

/** What is done where contact is lost. */
export type LostContact = 'finish-phase' | 'suspend' | 'withdraw';

/** A limit of a consent. */
export type LimitFact =
  | { readonly kind: 'time'; readonly from: number; readonly upto: number }
  | { readonly kind: 'area'; readonly patch: Patch }
  | { readonly kind: 'forces'; readonly forces: readonly ForceFact['kind'][] }
  | { readonly kind: 'count'; readonly party: PartyId | null; readonly max: number };

/** What an officer has signed: with which key, whether the signature holds, in which act. */
export interface SignedFact {
  readonly key: string;
  readonly isSigned: boolean;
  /** The act of signing; a record that repeats it is no new act. */
  readonly act: number;
}

/** An officer's decision. */
export interface DecisionFact extends SignedFact {
  readonly plan: RecordHash;
  readonly verdict: 'consent' | 'refusal' | 'withdrawal' | 'question';
  readonly upto: number | null;
  readonly conditions: readonly string[];
  readonly limits: readonly LimitFact[];
  readonly knows: readonly { readonly party: PartyId; readonly size: number }[];
}

/** The machine's part of an article. */
export interface RuleFact extends Span {
  readonly effect: 'consent' | 'notify' | 'forbidden';
  readonly parties: readonly PartyId[];
  readonly kinds: readonly PlanKindFact[];
  readonly patch: Patch | null;
}

/** What a record says. */
export type Saying =
  | { readonly kind: 'other' }
  | ({ readonly kind: 'claim'; readonly patch: Patch; readonly replaces: RecordHash | null } & Span)
  | ({ readonly kind: 'roster' } & RosterFact)
  | ({ readonly kind: 'plan' } & PlanFact)
  | ({ readonly kind: 'decision' } & DecisionFact)
  | { readonly kind: 'acceptance'; readonly plan: RecordHash; readonly decision: RecordHash }
  | { readonly kind: 'activation' | 'stop' | 'resumption'; readonly plan: RecordHash }
  | {
      readonly kind: 'closing';
      readonly plan: RecordHash;
      readonly outcome: 'done' | 'cancelled';
    }
  | {
      readonly kind: 'contact';
      readonly plan: RecordHash;
      readonly heard: readonly { readonly party: PartyId; readonly at: number }[];
    }
  | {
      readonly kind: 'agreement';
      readonly parties: readonly PartyId[];
      readonly rules: readonly RuleFact[];
    }
  | ({
      readonly kind: 'signing';
      readonly under: RecordHash;
      readonly verdict: 'signs' | 'ends';
    } & SignedFact);

/** A record in its place at one node. */
export interface Placed {
  readonly hash: RecordHash;
  readonly log: LogId;
  /** The party whose log it stands on. */
  readonly author: PartyId;
  /** Who reads that log. */
  readonly audience: Readers;
  readonly index: number;
  readonly fact: Fact;
}

/** All that one node holds. */
export interface Table {
  readonly placed: readonly Placed[];
  readonly members: readonly PartyId[];
  readonly isExercise: boolean;
}
