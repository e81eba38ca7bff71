import * as z from 'zod';
import type { PartyId, RecordHash, SeatId } from '../base/ids.ts';
import type { ClaimRow } from '../accord/knowledge/claim-table.ts';
import type { ReportClaim } from '../accord/knowledge/claims.ts';
import type { LikelyReason } from '../accord/knowledge/likely.ts';
import type { Concurrence, Outcome, Resolution } from '../accord/knowledge/matter-schema.ts';
import {
  concurrenceSchema,
  matterSchema,
  outcomeSchema,
  resolutionSchema,
} from '../accord/knowledge/matter-schema.ts';
import type { MatterState } from '../accord/knowledge/matter-state.ts';
import type { Judgement } from '../accord/knowledge/outcome.ts';
import type { Link, Report } from '../accord/knowledge/schema.ts';
import type { SuggestionReason, Tracked } from '../accord/knowledge/track.ts';
import type { Language } from '../accord/party/names.ts';
import { TLP_LEVELS } from '../accord/record.ts';
import { wire } from '../accord/wire.ts';
import type { Call } from './call.ts';
import type { GradeView, ReportLine } from './reports.ts';
import type { Readers } from '../accord/party/audience.ts';

/** How many matters a list of them holds, the newest. */
export const MATTERS_MAX = 200;

/** How many likely same events are offered at once, the likeliest. */
export const LIKELY_MAX = 8;

/** POST /api/matters. The answer is a {@link MatterView}. */
export const newMatterSchema = z.strictObject({
  audience: wire.readers,
  tlp: z.enum(TLP_LEVELS),
  matter: matterSchema,
});

/** POST /api/matters/:hash/resolution. The answer is a {@link MatterView}. */
export const newResolutionSchema = resolutionSchema.omit({ matter: true });

/** See {@link newResolutionSchema}. */
export type NewResolution = z.infer<typeof newResolutionSchema>;

/** POST /api/resolutions/:hash/concurrence. The answer is a {@link MatterView}. */
export const newConcurrenceSchema = concurrenceSchema.omit({ resolution: true });

/** See {@link newConcurrenceSchema}. */
export type NewConcurrence = z.infer<typeof newConcurrenceSchema>;

/** POST /api/outcomes. The answer is a {@link KnowledgeView} of the report. */
export const newOutcomeSchema = outcomeSchema;

/** A line of GET /api/matters: a matter with where it stands, by what this desk may read. */
export interface MatterLine {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly title: string;
  readonly language: Language;
  readonly audience: Readers;
  readonly state: MatterState['kind'];
  /** Who stands by what makes it so. */
  readonly by: readonly PartyId[];
  /** How many reports are part of it. */
  readonly reports: number;
  /** When the last of all this was said. */
  readonly latest: string;
  /** Whether another party's resolution stands on which ours has said nothing. */
  readonly waitsForUs: boolean;
}

/** A report that is part of a matter, and by whose word. */
export interface PartView {
  readonly hash: RecordHash;
  readonly author: PartyId;
  readonly at: string;
  readonly kind: Report['kind'];
  readonly title: string;
  readonly language: Language;
  readonly when: Report['when'];
  readonly place: Report['place'];
  readonly source: Report['source']['kind'];
  readonly audience: Readers;
  readonly grades: readonly GradeView[];
  /** What became of it as a whole; absent where nobody has said anything of that. */
  readonly judgement?: Judgement;
  /** The newer report that corrects it. */
  readonly correctedBy?: RecordHash;
  readonly links: readonly {
    readonly record: RecordHash;
    readonly by: PartyId;
    readonly reason?: string;
  }[];
}

/** What one party said to a resolution. */
export interface ConcurrenceView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly verdict: Concurrence['verdict'];
  readonly language: Language;
  readonly words?: string;
}

/** A resolution with who stands by it; only claims of reports that this desk may read are named. */
export interface ResolutionView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly verdict: Resolution['verdict'];
  readonly language: Language;
  readonly held: string;
  readonly ground: string;
  readonly audience: Readers;
  /** Whether its author still stands by it. */
  readonly stands: boolean;
  readonly by: readonly PartyId[];
  readonly claims: Resolution['claims'];
  /** The last word of each other party. */
  readonly answers: readonly ConcurrenceView[];
}

/** GET /api/matters/:hash: everything of it that this desk may read, and nothing else. */
export interface MatterView extends Omit<MatterLine, 'reports'> {
  readonly text?: string;
  /** By when they happened; at most TABLE_REPORTS_MAX. */
  readonly parts: readonly PartView[];
  /** Whether there are more parts than are shown. */
  readonly isCut: boolean;
  readonly table: readonly ClaimRow[];
  /** Reasons of the links between claims, by the record that makes them. */
  readonly reasons: Readonly<Record<RecordHash, string>>;
  /** Those that stand first, then those that their author has left; the newest last. */
  readonly resolutions: readonly ResolutionView[];
}

/** What a party said became of a report or a claim. */
export interface OutcomeView {
  readonly hash: RecordHash;
  readonly party: PartyId;
  readonly seat: SeatId;
  readonly at: string;
  readonly claim?: number;
  readonly verdict: Outcome['verdict'];
  readonly language: Language;
  readonly ground: string;
  /** Only what this desk may read, with its title. */
  readonly evidence: readonly { readonly record: RecordHash; readonly title: string }[];
}

/** A claim of a report with what was said of it. */
export interface ClaimView extends ReportClaim {
  readonly number: number;
  readonly grades: readonly GradeView[];
  readonly judgement?: Judgement;
  readonly links: readonly ClaimLinkView[];
}

/** A relation of a claim, or of a report as a whole, to another. */
export interface ClaimLinkView {
  readonly record: RecordHash;
  readonly relation: Link['relation'];
  readonly side: 'from' | 'to';
  readonly by: PartyId;
  readonly reason?: string;
  /** The other end. */
  readonly report: RecordHash;
  readonly title: string;
  readonly claim?: number;
  /** The words of that claim. */
  readonly words?: string;
}

/** GET /api/reports/:hash/knowledge: what was said of a report besides its grades as a whole. */
export interface KnowledgeView {
  readonly report: RecordHash;
  readonly matters: readonly {
    readonly hash: RecordHash;
    readonly title: string;
    readonly language: Language;
    readonly state: MatterState['kind'];
    /** Who stands by what makes it so. */
    readonly by: readonly PartyId[];
    /** Whose word it is that the report is part of it, and the record that says so. */
    readonly addedBy: PartyId;
    readonly link: RecordHash;
  }[];
  readonly claims: readonly ClaimView[];
  /** What became of the report as a whole; absent where nobody has said anything of that. */
  readonly judgement?: Judgement;
  /** The last of each party on each claim. */
  readonly outcomes: readonly OutcomeView[];
}

/** GET /api/reports/:hash/likely: a report that may be of the same event; nothing is joined by itself. */
export interface LikelyView {
  readonly report: ReportLine;
  readonly points: number;
  readonly reasons: readonly LikelyReason[];
}

/** A track with what it suggests for the reliability of the source. */
export interface SuggestedTrack extends Tracked {
  readonly suggested: 'A' | 'B' | 'C' | 'D' | 'E' | 'F';
  readonly reason: SuggestionReason;
}

/** GET /api/tracks: how well what was said held, from the records that this desk may read. */
export interface TracksView {
  readonly parties: readonly SuggestedTrack[];
  /** By party and handle of a source. */
  readonly handles: readonly SuggestedTrack[];
  /** By grading party and credibility. */
  readonly graders: readonly Tracked[];
  /** How many reports have some outcome. */
  readonly judged: number;
}

/** The calls about matters, outcomes and track records. */
export const MATTER_CALLS: readonly Call[] = [
  {
    method: 'get',
    path: '/api/matters',
    summary: 'Matters with where they stand, newest first.',
    answers: 'MatterLine[]',
  },
  {
    method: 'get',
    path: '/api/matters/{hash}',
    summary: 'A matter: its reports in time, their claims side by side, its resolutions.',
    answers: 'MatterView',
  },
  {
    method: 'post',
    path: '/api/matters',
    summary: 'Open a matter; reports become part of it by links.',
    answers: 'MatterView',
    status: 201,
    body: newMatterSchema,
  },
  {
    method: 'post',
    path: '/api/matters/{hash}/resolution',
    summary: "Resolve a matter for this desk's party: something is held true, or it is not agreed.",
    answers: 'MatterView',
    status: 201,
    body: newResolutionSchema,
  },
  {
    method: 'post',
    path: '/api/resolutions/{hash}/concurrence',
    summary: "Agree to another party's resolution, or differ from it.",
    answers: 'MatterView',
    status: 201,
    body: newConcurrenceSchema,
  },
  {
    method: 'post',
    path: '/api/outcomes',
    summary: 'Say what became of a report or of one of its claims.',
    answers: 'KnowledgeView',
    status: 201,
    body: newOutcomeSchema,
  },
  {
    method: 'get',
    path: '/api/reports/{hash}/knowledge',
    summary: 'The matters that a report is part of, its claims, and what became of them.',
    answers: 'KnowledgeView',
  },
  {
    method: 'get',
    path: '/api/reports/{hash}/likely',
    summary: 'Reports that are likely of the same event, with the reasons.',
    answers: 'LikelyView[]',
  },
  {
    method: 'get',
    path: '/api/tracks',
    summary: 'How often what parties, sources and grades said came true.',
    answers: 'TracksView',
  },
];
