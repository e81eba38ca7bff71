import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { Agreement, Rule } from '../accord/agreement/schema.ts';
import type { SigningVoid } from '../accord/agreement/force.ts';
import type { Handover, Post, Site } from '../accord/holding/schema.ts';
import type { PostGround } from '../accord/holding/presence.ts';
import type { Incursion } from '../accord/incursion/schema.ts';
import type { LifeSpan } from '../accord/operation/life.ts';
import type { OfficerSignature } from '../accord/operation/schema.ts';
import type { Language, Names } from '../accord/party/names.ts';
import type { AnswerView, StatementView } from './api.ts';
import type { Readers } from '../accord/party/audience.ts';

/* The shapes of what stands beside plans under /api: agreements, incursions, posts, handovers. */

/** An officer's signature under an agreement or a handover; `void` says why it does not count. */
export interface SigningView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly verdict: 'signs' | 'ends';
  readonly words: string;
  readonly language: Language;
  readonly void?: SigningVoid;
}

/** GET /api/agreements (the newest 500), /api/agreements/:hash, and POST /api/agreements {agreement} (to all members). */
export interface AgreementView {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly at: string;
  readonly agreement: Agreement;
  readonly inForce: boolean;
  /** The parties whose signature stands. */
  readonly signed: readonly PartyId[];
  readonly signings: readonly SigningView[];
  readonly rules: readonly { readonly article: string; readonly rule: Rule }[];
}

/** POST /api/signings/statement: what the officer is about to sign; POST /api/signings: the same with `at` and signature. */
export interface NewSigningStatement {
  readonly under: RecordHash;
  readonly verdict: 'signs' | 'ends';
  readonly language: Language;
  readonly words: string;
}

/** The answer to {@link NewSigningStatement}; as {@link StatementView}. */
export type SigningStatementView = Omit<StatementView, 'knows'>;

/** See {@link NewSigningStatement}; the answer is a {@link Saved}. */
export interface NewSigning extends NewSigningStatement {
  readonly at: string;
  readonly signature: OfficerSignature;
}

/** A plan that may cover an incursion: whether it holds the place and the time, and what stood then. */
export interface CoverView {
  readonly plan: RecordHash;
  readonly name: string;
  readonly holdsPlace: boolean;
  readonly holdsTime: boolean;
  /** Whether the party named contributes to it or leads a part. */
  readonly hasParty: boolean;
  /** Whether all of this is so and the operation was active all the while. */
  readonly covers: boolean;
  /** Its states during the time of the incursion, with whose consent was missing. */
  readonly spans: readonly LifeSpan[];
}

/** GET /api/incursions (the newest 200), /api/incursions/:hash; POST /api/incursions {audience, tlp, incursion}. */
export interface IncursionView {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly audience: Readers;
  readonly incursion: Incursion;
  /** Claims of the author that the place touches at that time. */
  readonly claims: readonly { readonly hash: RecordHash; readonly names: Names }[];
  readonly covers: readonly CoverView[];
  readonly answers: readonly AnswerView[];
  readonly settledBy: readonly PartyId[];
  readonly state: 'open' | 'settled';
}

/** A post with what it stands on. */
export interface PostView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly at: string;
  readonly post: Post;
  /** Whose ground it touches by their claims, besides its own party's; empty where it is at home. */
  readonly on: readonly PartyId[];
  /** For a post on another's ground: what it stands on, or that it has outlived it. */
  readonly ground?: PostGround;
  readonly handover?: RecordHash;
}

/** A protected site as the map and the register show it. */
export interface SiteView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly site: Site;
}

/**
 * GET /api/presence: the newest 5,000 posts and protected sites that this desk may read. POST /api/posts {audience,
 * post, replaces?}, POST /api/sites {audience, site, replaces?} answer a {@link Saved}.
 */
export interface PresenceView {
  readonly posts: readonly PostView[];
  readonly sites: readonly SiteView[];
}

/** GET /api/handovers (the newest 500); POST /api/handovers {handover, audience?} (to all members, or to both parties and those named), POST /api/handovers/:hash/step {step, language, note}. */
export interface HandoverView {
  readonly hash: RecordHash;
  readonly from: PartyId;
  readonly at: string;
  readonly audience: Readers;
  readonly handover: Handover;
  readonly postNames?: Names;
  readonly done: readonly {
    readonly step: string;
    readonly at: string;
    readonly note: string | null;
  }[];
  readonly signed: readonly PartyId[];
  readonly signings: readonly SigningView[];
  readonly complete: boolean;
}
