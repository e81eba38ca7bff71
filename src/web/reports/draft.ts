import { createContext, useContext } from 'react';

import type { Attachment } from '../../accord/knowledge/attachment.ts';
import type { ReportClaim } from '../../accord/knowledge/claims.ts';
import type { GradeAxes, Report } from '../../accord/knowledge/schema.ts';
import type { RecordHash } from '../../base/ids.ts';
import type { Language } from '../../accord/party/names.ts';
import type { Book } from '../drafts.ts';
import { useBook } from '../drafts.ts';
import type { TypedDetails } from './detail-fields.ts';
import type { PlaceForm, SourceKind, Tlp, WhenForm } from './kinds.ts';

/** A file that is, or shall be, attached to the draft. */
export interface DraftAttachment {
  /** The upload at our node. */
  readonly id: string;
  /** What it is called on this machine. */
  readonly name: string;
  /** In bytes, on this machine. */
  readonly size: number;
  /** What the report names, once all of it was sent and cleaned. */
  readonly attachment?: Attachment;
}

/** A claim as it was typed. */
export interface DraftClaim {
  readonly about: ReportClaim['about'];
  readonly words: string;
  /** Only of how many. */
  readonly count: string;
}

/** What a new version keeps to the letter as long as nobody types over it. */
export interface AsItWas {
  /** The texts that stand in the fields for these. */
  readonly placeText: string;
  readonly fromText: string;
  readonly uptoText: string;
  readonly place: Report['place'];
  readonly when: Report['when'];
  readonly whenForm: WhenForm | undefined;
}

/** A report as far as it has been written; places and times as they were typed. */
export interface Draft {
  /** Parties besides our own that will read it. */
  readonly audience: readonly string[];
  /** Said outright, so that a report without other readers is no oversight. */
  readonly isOwnOnly: boolean;
  /** Whether the readers were chosen for this report, and are not the desk's usual ones. */
  readonly isChosen: boolean;
  readonly tlp: Tlp;
  readonly kind: Report['kind'] | undefined;
  readonly title: string;
  readonly text: string;
  /** Undefined: the language of the screen. */
  readonly language: Language | undefined;
  readonly place: string;
  /** The text of a far-off place that was confirmed. */
  readonly confirmedPlace: string;
  /** Undefined: as finely as it was written. */
  readonly precisionMetres: number | undefined;
  readonly placeLabel: string;
  readonly placeForm: PlaceForm | undefined;
  readonly from: string;
  readonly upto: string;
  readonly whenForm: WhenForm | undefined;
  readonly source: SourceKind | undefined;
  readonly reference: string;
  /** One of our own sources, by its record. */
  readonly ownSource: RecordHash | undefined;
  readonly reliability: GradeAxes['reliability'] | undefined;
  readonly credibility: GradeAxes['credibility'] | undefined;
  readonly attachments: readonly DraftAttachment[];
  readonly details: TypedDetails;
  readonly claims: readonly DraftClaim[];
  /** The report of which this is to be the new version. */
  readonly corrects: RecordHash | undefined;
  readonly asItWas: AsItWas | undefined;
}

/** Nothing written: nobody chosen to read it, nothing graded. */
export const EMPTY_DRAFT: Draft = {
  audience: [],
  isOwnOnly: false,
  isChosen: false,
  tlp: 'AMBER',
  kind: undefined,
  title: '',
  text: '',
  language: undefined,
  place: '',
  confirmedPlace: '',
  precisionMetres: undefined,
  placeLabel: '',
  placeForm: undefined,
  from: '',
  upto: '',
  whenForm: undefined,
  source: undefined,
  reference: '',
  ownSource: undefined,
  reliability: undefined,
  credibility: undefined,
  attachments: [],
  details: {},
  claims: [],
  corrects: undefined,
  asItWas: undefined,
};

/** Which of the desk's drafts the form writes in: a new report, or a new version of one. */
export const DraftKindContext = createContext<'report' | 'correction'>('report');

/** The report that this desk is writing, and the book that it stands in. */
export function useDraft(): { readonly draft: Draft; readonly book: Book<Draft> } {
  return useBook(useContext(DraftKindContext), EMPTY_DRAFT);
}

/** Tells whether a draft holds anything that would be lost. */
export function isBegun(draft: Draft): boolean {
  if (draft.attachments.length > 0 || draft.claims.length > 0) return true;
  return [draft.title, draft.text, draft.place, draft.from, draft.placeLabel, draft.reference].some(
    (text) => text.trim() !== '',
  );
}
