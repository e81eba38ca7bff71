import type { LogId, PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { Signing } from '../accord/agreement/schema.ts';
import type { Decision } from '../accord/operation/schema.ts';
import type { RecordOf } from '../accord/record.ts';
import type { ReportLine } from './reports.ts';
import type { PlanView } from './api.ts';
import type { Readers } from '../accord/party/audience.ts';

/* The shapes of the log of the centre, the situation report and the live events under /api. */

/** GET /api/log?after=&limit=&before= : the log of the centre, oldest first; who did what when. */
export interface LogLine {
  readonly hash: RecordHash;
  readonly at: string;
  readonly heldSince: string;
  readonly party: PartyId;
  readonly seat: SeatId;
  /** `erased` where its author recalled it. */
  readonly type: RecordOf['type'] | 'unknown' | 'erased';
  readonly audience: Readers;
  /** What it was about: a title, a plan's name, a verdict; words are the screen's business. */
  readonly subject: string;
  readonly verdict?: Decision['verdict'] | Signing['verdict'];
  readonly plan?: RecordHash;
  /** The agreement, post or handover that it is about, which has a name in every language. */
  readonly about?: RecordHash;
  readonly cosigned: boolean;
}

/** See {@link LogLine}. */
export interface LogPage {
  readonly lines: readonly LogLine[];
  /** Give it back as `after` for what follows. */
  readonly next?: string;
  /** Give it back as `before` for what precedes; absent at the beginning. */
  readonly before?: string;
}

/** GET /api/sitrep?from=&upto= (default: the last 24 hours). */
export interface SitrepView {
  readonly from: string;
  readonly upto: string;
  readonly asOf: string;
  readonly self: PartyId;
  readonly reports: readonly ReportLine[];
  readonly plans: readonly PlanView[];
  readonly lines: readonly LogLine[];
  readonly counts: Readonly<Record<PartyId, number>>;
  /** Whether there were more reports, lines or plans than are given here. */
  readonly cut: boolean;
  readonly peers: readonly PeerView[];
}

/** GET /api/logs: is the record whole? Observers see every log's figures and no contents. */
export interface IntegrityView {
  readonly logs: readonly LogView[];
  /** The verifier keys of the witnesses whose cosignatures count here. */
  readonly witnessKeys: readonly string[];
  readonly peers: readonly PeerView[];
  readonly evidence: readonly EvidenceView[];
}

/** The figures of a log. */
export interface LogView {
  readonly origin: string;
  readonly log: LogId;
  readonly author: PartyId;
  /** Absent for an observer, who sees no audience. */
  readonly audience?: Readers;
  readonly size: number;
  readonly root: string;
  readonly checkpoint: string;
  readonly verifierKey: string;
  /** The newest cosignature we hold: over how much of the log, by whom, when. */
  readonly cosigned?: { readonly size: number; readonly by: string; readonly at: string };
  /** Path below this node's address, for those who may read the log. */
  readonly path?: string;
}

/** How we stand with another party's node. */
export interface PeerView {
  readonly party: PartyId;
  readonly link: 'live' | 'catching-up' | 'silent';
  readonly lastContact?: string;
  /** Seconds that its clock differs from ours, where it is more than a minute. */
  readonly clockOff?: number;
  /** Encrypted, both sides known by certificate; plainly, on one machine; or by sealed letters. */
  readonly carrier?: 'https' | 'http' | 'nats';
  /** Until when the certificates are good by which both sides are known; theirs once it was shown. */
  readonly certificates?: { readonly ours: string; readonly theirs?: string };
  /** When its node key was last replaced, and why; absent where it never was. [D8] */
  readonly keyReplaced?: { readonly at: string; readonly reason: 'rotated' | 'lost' };
  /** Why there is no link, as far as this side can tell. */
  readonly why?: LinkWhy;
  /**
   * Records of its own that are on their way to us: how many came since they began to, of how many,
   * and in how many seconds the rest should be here. Absent where all that it has shown is here.
   */
  readonly arriving?: { readonly held: number; readonly of: number; readonly seconds?: number };
  /** The same for each log that both read and that is not whole here, the farthest behind first. */
  readonly behind?: readonly LogFlowView[];
  /** How many records of ours it has not shown to hold; absent where it holds all. */
  readonly waiting?: number;
  /** What may pass between us, both ways together, in kB/s; absent where there is no budget. */
  readonly budget?: number;
  /** What passed in the last ten seconds, in kB/s. */
  readonly pace?: number;
}

/** What is still on its way of one log. */
export interface LogFlowView {
  readonly log: LogId;
  /** Who reads it besides ourselves. */
  readonly audience: readonly PartyId[];
  /** How many entries came since they began to, of how many. */
  readonly held: number;
  readonly of: number;
  readonly seconds?: number;
}

/** Every reason for which a link does not stand; each has words in every language. */
export const LINK_WHYS = [
  'no-address',
  'unreachable',
  'own-certificate-expired',
  'certificate-expired',
  'certificate-early',
  'certificate-unknown',
  'certificate-of-another',
  'refused',
  'broken',
] as const;

/** One of {@link LINK_WHYS}. */
export type LinkWhy = (typeof LINK_WHYS)[number];

/** Two signed checkpoints that cannot both be true, or entries that their checkpoint does not cover. */
export interface EvidenceView {
  /** Its file is at `/api/evidence/{id}`. [F18] */
  readonly id: string;
  readonly kind: string;
  readonly party: PartyId;
  readonly origin: string;
  /** Since when this node has had it. */
  readonly at: string;
  readonly notes: readonly string[];
}

/** Told to a desk that came to stand in a compartment, or no longer does: what it shows is stale. [R7] */
export interface SeatedEvent {
  readonly kind: 'seated';
}

/** GET /api/stream: server-sent events; `data` is one of these as JSON. */
export type LiveEvent =
  | {
      readonly kind: 'record';
      readonly log: LogId;
      readonly type: RecordOf['type'] | 'unknown' | 'erased';
      readonly hash: RecordHash;
      readonly author: PartyId;
      readonly plan?: RecordHash;
      readonly subject: string;
    }
  | {
      readonly kind: 'records';
      readonly log: LogId;
      readonly author: PartyId;
      readonly count: number;
    }
  | { readonly kind: 'cosigned'; readonly log: LogId; readonly size: number }
  | { readonly kind: 'state'; readonly log: LogId; readonly plan: RecordHash }
  /** A request for information fell due that a party has not answered. [J10] */
  | {
      readonly kind: 'late';
      readonly log: LogId;
      readonly request: RecordHash;
      readonly author: PartyId;
      readonly subject: string;
    }
  | { readonly kind: 'peer'; readonly peer: PeerView }
  | { readonly kind: 'evidence'; readonly evidence: EvidenceView };
