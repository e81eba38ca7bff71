import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { GradeAxes, Link, Report } from '../accord/knowledge/schema.ts';
import type { Coarsening } from '../accord/knowledge/coarsening-schema.ts';
import type { Release } from '../accord/knowledge/released.ts';
import type { Source } from '../accord/knowledge/source-schema.ts';
import type { Language } from '../accord/party/names.ts';
import type { RecordOf, TlpLevel } from '../accord/record.ts';
import type { PlaceInLog } from './api.ts';
import type { RecallView } from './recalls.ts';
import type { Readers } from '../accord/party/audience.ts';

/* The shapes of reports and records under /api; see `api.ts` for what holds of all. */

/** A party's grade of a report. */
export interface GradeView {
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly grade: GradeAxes;
  readonly at: string;
  readonly record: RecordHash;
  readonly reason?: string;
}

/** A relation of a report to another. */
export interface LinkView {
  readonly relation: Link['relation'];
  /** Whether the report that was asked about is the link's `from` or its `to`. */
  readonly side: 'from' | 'to';
  /** The numbers of the claims that it joins; a report as a whole has none. */
  readonly fromClaim?: number;
  readonly toClaim?: number;
  /** The other report. */
  readonly report: RecordHash;
  readonly title: string;
  readonly by: PartyId;
  readonly record: RecordHash;
  readonly reason?: string;
}

/** A line of a list of reports: enough for a list and a map. */
export interface ReportLine {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly kind: Report['kind'];
  readonly title: string;
  readonly language: Language;
  readonly tlp: TlpLevel;
  /** A point to stand for the place: [lon, lat] in degrees. */
  readonly point: readonly [number, number];
  readonly precisionMetres: number;
  readonly when: { readonly from: string; readonly upto: string };
  readonly audience: Readers;
  /** The earlier report of which it is the new version. */
  readonly corrects?: RecordHash;
  /** Whether it is new to the person who asks. [I40] */
  readonly isUnread: boolean;
  /** The author's own grade, then those of others. */
  readonly grades: readonly GradeView[];
  readonly contradicts: readonly RecordHash[];
  /** The matters, or reports, that somebody says it is part of. */
  readonly partOf: readonly { readonly record: RecordHash; readonly title: string }[];
}

/** GET /api/reports?text=&box=w,s,e,n&from=&upto=&party=&kind=&limit=&after= */
export interface ReportPage {
  readonly reports: readonly ReportLine[];
  /** All that match, counted up to `countedUpto`. */
  readonly count: number;
  readonly countedUpto: number;
  /** Give it back as `after` for the next page. */
  readonly next?: string;
}

/** GET /api/reports/points?(same filters): for the map; each [lon, lat, whenFrom POSIX seconds, kind index in REPORT_KINDS, hash]. */
export interface ReportPoints {
  readonly points: readonly (readonly [number, number, number, number, RecordHash])[];
  readonly cut: boolean;
}

/** Since when a party has a record, and by whose word. */
export interface HolderView {
  readonly party: PartyId;
  /** The author says it itself, this node holds it, or the party signed for it. */
  readonly by: 'author' | 'here' | 'receipt';
  /** Absent where the party has not acknowledged the record, which does not say that it lacks it. */
  readonly since?: string;
}

/** Whether a record is final by a party's policy. */
export interface FinalityView {
  readonly party: PartyId;
  readonly isFinal: boolean;
  /** Parties, or names of keys, whose signatures the policy still waits for. */
  readonly waitsFor: readonly string[];
}

/** GET /api/records/:hash, any type that the reader may read. */
export interface RecordView {
  readonly hash: RecordHash;
  readonly place: PlaceInLog;
  /** Absent where the record is not understood; its bytes are kept all the same. */
  readonly record?: RecordOf;
  /** Base64 of the exact bytes; empty where they are erased. */
  readonly bytes: string;
  /** All of the audience, the author first. */
  readonly holders: readonly HolderView[];
  readonly finality: FinalityView;
  /** Where its author recalled it. */
  readonly recalled?: RecallView;
  /** For reports. */
  readonly grades: readonly GradeView[];
  readonly links: readonly LinkView[];
  /** The new version of this report, where there is one. [H6] */
  readonly correctedBy?: RecordHash;
  /** Releases of this report, and what it is a release of. [H7] */
  readonly releases: readonly ReleaseView[];
  /** Which of our own sources it is from, for desks that know our sources. */
  readonly ownSource?: { readonly record: RecordHash; readonly label: string };
}

/** That two reports are one, released to two audiences; seen from one of them. */
export interface ReleaseView {
  /** Whether the report that was asked about is the one released, or the release. */
  readonly side: 'of' | 'as';
  /** The other report. */
  readonly report: RecordHash;
  readonly form: Release['form'];
  readonly at: string;
  readonly record: RecordHash;
  /** Absent where the other is not for this reader, or its author recalled it. */
  readonly other?: { readonly title: string; readonly audience: Readers };
}

/** GET /api/records/:hash/proof: all that a browser needs to check the record with its own eyes. */
export interface ProofView {
  readonly hash: RecordHash;
  /** `c2sp.org/tlog-proof@v1`. */
  readonly proof: string;
  /** The verifier key of the author's log, from the party card that was pinned by hand. */
  readonly logKey: string;
  readonly witnessKeys: readonly string[];
  /** The keys by which the other readers acknowledge what they have stored. */
  readonly receiptKeys: readonly { readonly party: PartyId; readonly key: string }[];
}

/** POST /api/reports. The answer is a {@link Saved}. */
export interface NewReport {
  readonly audience: Readers;
  readonly tlp: string;
  /** Without a handle of its source. */
  readonly report: Report;
  /** One of our own sources, by its record; our node says its handle to this audience. [H10] */
  readonly source?: RecordHash;
}

/** POST /api/releases: a report of ours to others. The answer is a {@link Saved}. [H13] */
export interface NewRelease {
  readonly of: RecordHash;
  readonly audience: Readers;
  readonly tlp: string;
  /** Absent where it goes as a whole. */
  readonly coarsening?: Coarsening;
  /** SHA-256 of the attachments that go with it. */
  readonly files: readonly string[];
}

/** GET /api/sources: our own register, the first entered first. [H9] */
export interface SourceView {
  /** The record that says how it stands. */
  readonly record: RecordHash;
  readonly source: Source;
  /** When it was said last. */
  readonly at: string;
}

/** POST /api/sources. The answer is a {@link Saved}. */
export interface NewSource {
  readonly source: Source;
  /** The record that this one takes the place of. */
  readonly replaces?: RecordHash;
}

/** POST /api/reports/batch: up to 1,000 of one import; rows already there by `id` are passed over. */
export interface NewReportBatch {
  readonly audience: Readers;
  readonly tlp: string;
  /** `id` is a UUID that the row determines (so that an import may be resumed). */
  readonly reports: readonly { readonly id: string; readonly report: Report }[];
}

/** What a batch came to. */
export interface BatchView {
  readonly saved: number;
  readonly passedOver: number;
}
