import type { LogId, PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { OperationState } from '../accord/operation/state.ts';
import type { GrantLack } from '../accord/operation/authority.ts';
import type { Reason } from '../accord/operation/asked.ts';
import type { Conflict } from '../accord/operation/conflict.ts';
import type { Stance, VoidReason } from '../accord/operation/consent.ts';
import type {
  LineState,
  PhaseState,
  SectorState,
  StandingStop,
} from '../accord/operation/running.ts';
import type { NarrowingCheck } from '../accord/operation/versions.ts';
import type { Plan } from '../accord/operation/plan-schema.ts';
import type { Decision, Limit, OfficerSignature, Step } from '../accord/operation/schema.ts';
import type { Language, Names } from '../accord/party/names.ts';
import type { Charter, Claim, Compartment, Roster } from '../accord/party/schema.ts';
import type { Readers } from '../accord/party/audience.ts';

/*
 * The shapes of the HTTP interface under /api. Times are RFC 3339 in UTC to the second; places are
 * RFC 7946 geometries in degrees; hashes are `sha256:` and hexadecimal. Every refusal is a
 * {@link Problem} (RFC 9457, `application/problem+json`).
 */

/** RFC 9457; `code` is one of `FAULT_CODES` and has words in every language. */
export interface Problem {
  readonly type: 'about:blank';
  readonly status: number;
  readonly title: string;
  readonly code: string;
  /** Facts that the words of the code may name: a limit, a path, a list of parties. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** An office of the node's own party, as the sign-in page and the roster show it. */
export interface SeatView {
  readonly seat: SeatId;
  readonly names: Names;
  readonly duties: readonly string[];
}

/** A party of the centre as everyone sees it. */
export interface PartyView {
  readonly party: PartyId;
  readonly names: Names;
  readonly role: 'member' | 'observer';
  /** The name under which its node cosigns, where it does. */
  readonly cosigner?: string;
}

/** GET /api/centre (without sign-in: names only, for the sign-in page). */
export interface CentreView {
  readonly charter: Charter;
  /** The party whose node this is. */
  readonly self: PartyId;
  readonly parties: readonly PartyView[];
  /** Offices that may sign in here; in an exercise each with a ready desk. */
  readonly desks: readonly SeatView[];
  readonly now: string;
}

/** GET /api/session: 200 with this, or 401 `not-signed-in`. POST /api/session/exercise {seat} answers the same. */
export interface SessionView {
  readonly party: PartyId;
  readonly seat: SeatView;
  readonly isObserver: boolean;
  /** Keys with which this seat may sign decisions. */
  readonly signingKeys: readonly SigningKeyView[];
  /** The compartments in which this seat stands, with who else does. [R8] */
  readonly compartments: readonly Compartment[];
}

/** A key in the roster of the node's party. */
export interface SigningKeyView {
  readonly id: string;
  readonly kind: 'passkey' | 'exercise';
  readonly seat: SeatId;
  readonly from: string;
  readonly upto: string | null;
  /** Only for passkeys made at this node. */
  readonly credentialId?: string;
}

/** Where a record stands: on which log, whose, read by whom, cosigned or not yet. */
export interface PlaceInLog {
  readonly log: LogId;
  readonly index: number;
  readonly author: PartyId;
  readonly audience: Readers;
  /** When this node first held it (its own clock). */
  readonly heldSince: string;
  readonly cosigned: boolean;
}

/** POST /api/grades {report, grade, reason?} · POST /api/links {relation, from, to, reason?} · POST /api/remarks {language, text, audience} answer this. */
export interface Saved {
  readonly hash: RecordHash;
  readonly place: PlaceInLog;
}

/** GET /api/rosters (list); POST /api/roster {seats, twoPerson} by who administers answers our own. */
export interface RosterView {
  readonly party: PartyId;
  readonly seats: Roster['seats'];
  readonly keys: Roster['keys'];
  readonly twoPerson: NonNullable<Roster['twoPerson']>;
}

/** A claim as the map draws it. */
export interface ClaimView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly claim: Claim;
}

/** POST /api/plans {audience, plan}: proposes. Answer: {@link PlanView}. */
export interface NewPlan {
  readonly audience: Readers;
  readonly plan: Plan;
}

/** A decision as shown beside a plan; `void` says why it does not count. */
export interface DecisionView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly verdict: Decision['verdict'];
  readonly upto: string | null;
  readonly conditions: readonly string[];
  readonly limits: readonly Limit[];
  readonly reason: string | null;
  readonly words: string;
  readonly language: Language;
  readonly key: OfficerSignature['kind'];
  readonly accepted: boolean;
  /** The version it was said to, where that is an earlier one that this one narrows. */
  readonly version?: RecordHash;
  readonly void?: VoidReason;
}

/** Why a party must consent, with the figures that a person asks for. */
export type ReasonView = Reason & {
  /** The names of the claim or the agreement. */
  readonly names?: Names;
  /** For a claim: how much of the plan's ground it covers; absent for a route or a place without reach. */
  readonly km2?: number;
  /** For a claim: when, within the plan's window. */
  readonly from?: string;
  readonly upto?: string;
  /** For a claim: how much of each sector it covers. */
  readonly sectors?: readonly {
    readonly id: string;
    readonly name: string;
    readonly km2: number;
  }[];
};

/** A party that must consent, with every reason and where it stands. */
export interface AskedView {
  readonly party: PartyId;
  readonly reasons: readonly ReasonView[];
  readonly stance: Stance;
}

/** Which of our offices may decide on a plan, and what keeps this desk from it. */
export interface AuthorityView {
  /** Whether this desk's own office may decide. */
  readonly here: boolean;
  /** Why not, where it has the duty and no grant that is wide enough: what the nearest grant lacks. */
  readonly lacks: readonly GrantLack[];
  /** The office to which the request goes up from this one. */
  readonly goesTo?: SeatId;
  /** All our offices that may decide. */
  readonly offices: readonly SeatId[];
  /** Whether our roster asks for two officers for this kind of plan. */
  readonly twoPerson: boolean;
}

/** One version in a plan's line. */
export interface VersionView {
  readonly hash: RecordHash;
  readonly at: string;
  readonly place: 'earlier' | 'this' | 'later';
  /** Whether it only narrows the one before it; consents then go on. Absent for the first. */
  readonly narrows?: boolean;
  readonly state: OperationState['kind'];
}

/** What changed from the version before, check by check; where `widens` is empty it only narrows. */
export interface ChangeView {
  readonly from: RecordHash;
  /** The version before, for the side-by-side. */
  readonly before: Plan;
  readonly widens: readonly NarrowingCheck[];
  /** Whether anything differs at all in that check. */
  readonly changed: readonly NarrowingCheck[];
}

/** A conflict with names for the other side, as this reader may see it. */
export type ConflictView = Conflict & {
  /** The other plan's name, or the post's or site's names. */
  readonly title: string;
  readonly names?: Names;
  /** The other's geometry, for the map. */
  readonly shape: Plan['shape'];
};

/** How a running operation is. */
export interface RunningView {
  readonly stops: readonly StandingStop[];
  readonly phases: readonly PhaseState[];
  readonly sectors: readonly SectorState[];
  readonly lines: readonly LineState[];
  /** The last sign of life of each asked party, where the plan has a lost-contact rule. */
  readonly contacts: readonly { readonly party: PartyId; readonly at: string | null }[];
  /** The turn that runs or comes next. */
  readonly turn?: { readonly from: string; readonly upto: string };
}

/** What a party says came of an operation. */
export interface ResultView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly at: string;
  readonly outcome: 'done' | 'cancelled';
  readonly language: Language;
  readonly result: string;
  readonly lessons: string | null;
}

/** A question to the proposer or an account, and the answers to it. */
export interface AnswerView {
  readonly hash: RecordHash;
  readonly to: RecordHash;
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly language: Language;
  readonly text: string;
  readonly settles: boolean;
}

/** GET /api/plans/:hash. */
export interface PlanView {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly audience: readonly PartyId[];
  readonly exercise: boolean;
  readonly plan: Plan;
  readonly asked: readonly AskedView[];
  readonly state: OperationState;
  /** Whether this node's party is asked and has not yet said anything that counts. */
  readonly waitsForUs: boolean;
  readonly decisions: readonly DecisionView[];
  /** Answers to questions about this plan. */
  readonly answers: readonly AnswerView[];
  readonly authority: AuthorityView;
  /** All versions of this plan, the oldest first. */
  readonly versions: readonly VersionView[];
  readonly change?: ChangeView;
  readonly conflicts: readonly ConflictView[];
  readonly running: RunningView;
  readonly results: readonly ResultView[];
  readonly activation?: { readonly hash: RecordHash; readonly at: string };
  readonly closing?: { readonly hash: RecordHash; readonly at: string; readonly result: string };
}

/**
 * GET /api/plans?before= answers the newest 500 of these, newest first: what a board and a map need
 * of each. `before` names the last plan of the list before; conflicts of ended plans are left out.
 */
export type PlanLine = Omit<PlanView, 'decisions' | 'answers' | 'change' | 'results'>;

/**
 * POST /api/plans/preview {plan}: who would be asked and what would conflict, computed as every node
 * will compute it, and for an amendment what it changes.
 */
export interface PreviewView {
  readonly asked: readonly Omit<AskedView, 'stance'>[];
  readonly conflicts: readonly ConflictView[];
  /** Rules of agreements that would keep it from being active. */
  readonly forbidden: readonly {
    readonly agreement: RecordHash;
    readonly article: string;
    readonly party: PartyId;
  }[];
  readonly change?: ChangeView;
}

/**
 * POST /api/statements: what the officer is about to sign. The node fixes `at`; the browser shows
 * `statement`, computes its own SHA-256 and signs that.
 */
export interface NewStatement {
  readonly plan: RecordHash;
  readonly verdict: Decision['verdict'];
  readonly upto: string | null;
  readonly conditions: readonly string[];
  readonly limits?: readonly Limit[];
  readonly reason: string | null;
  readonly language: Language;
  /** What the screen says, in the officer's language. */
  readonly words: string;
}

/** The answer to {@link NewStatement}. */
export interface StatementView {
  readonly at: string;
  /** How far our node knew each member's log; goes back with the decision unchanged. */
  readonly knows: NonNullable<Decision['knows']>;
  readonly statement: string;
  /** base64url of SHA-256 over the statement's UTF-8 bytes. */
  readonly challenge: string;
  readonly rpId: string;
  /** Credentials that may sign for this seat. */
  readonly credentialIds: readonly string[];
}

/**
 * POST /api/decisions: the same terms with `at` from the answer and the signature. The answer is
 * the {@link PlanView} after it.
 */
export interface NewDecision extends NewStatement {
  readonly at: string;
  readonly knows: NonNullable<Decision['knows']>;
  readonly signature: OfficerSignature;
}

/** POST /api/plans/:hash/acceptance {decision} · /activation {} · /closing {outcome, language, result} answer PlanView; activation refused: 409 `consent-missing` with details.awaiting. */
export interface NewClosing {
  readonly outcome: 'done' | 'cancelled';
  readonly language: Language;
  readonly result: string;
  readonly lessons?: string;
}

/** POST /api/plans/:hash/stop and /resumption: any party of the audience; answers {@link PlanView}. */
export interface NewStop {
  readonly language: Language;
  readonly reason: string | null;
}

/** POST /api/plans/:hash/step: how far a phase, sector or line is; answers {@link PlanView}. */
export interface NewStep {
  readonly step: Step;
  readonly language: Language;
  readonly note: string | null;
}

/** POST /api/plans/:hash/clearance: this party has seen the conflict; answers {@link PlanView}. */
export interface NewClearance {
  readonly with: RecordHash;
  readonly language: Language;
  readonly reason: string | null;
}

/** POST /api/answers: to a question (a decision), an incursion or another answer, for whoever read that; answers {@link Saved}. */
export interface NewAnswer {
  readonly to: RecordHash;
  readonly language: Language;
  readonly text: string;
  readonly settles: boolean;
}

/** POST /api/passkeys/options → PublicKeyCredentialCreationOptionsJSON; POST /api/passkeys {label, credential: RegistrationResponseJSON} → SigningKeyView (published in the roster). POST /api/session/passkey/options, POST /api/session/passkey {credential} sign in. */
export interface NewPasskey {
  readonly label: string;
  readonly credential: unknown;
}
