import type { Attachment } from '../../accord/knowledge/attachment.ts';
import type { GradeAxes, Report } from '../../accord/knowledge/schema.ts';
import type { Language } from '../../accord/party/names.ts';
import type { Book } from '../drafts.ts';
import { useBook } from '../drafts.ts';
import type { SourceKind, Tlp } from './kinds.ts';

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

/** A report as far as it has been written; places and times as they were typed. */
export interface Draft {
  /** Parties besides our own that will read it. */
  readonly audience: readonly string[];
  /** Said outright, so that a report without other readers is no oversight. */
  readonly isOwnOnly: boolean;
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
  readonly from: string;
  readonly upto: string;
  readonly source: SourceKind | undefined;
  readonly reference: string;
  readonly reliability: GradeAxes['reliability'] | undefined;
  readonly credibility: GradeAxes['credibility'] | undefined;
  readonly attachments: readonly DraftAttachment[];
}

/** Nothing written: nobody chosen to read it, nothing graded. */
export const EMPTY_DRAFT: Draft = {
  audience: [],
  isOwnOnly: false,
  tlp: 'AMBER',
  kind: undefined,
  title: '',
  text: '',
  language: undefined,
  place: '',
  confirmedPlace: '',
  precisionMetres: undefined,
  placeLabel: '',
  from: '',
  upto: '',
  source: undefined,
  reference: '',
  reliability: undefined,
  credibility: undefined,
  attachments: [],
};

/** The report that this desk is writing, and the book that it stands in. */
export function useDraft(): { readonly draft: Draft; readonly book: Book<Draft> } {
  return useBook('report', EMPTY_DRAFT);
}

/** Tells whether a draft holds anything that would be lost. */
export function isBegun(draft: Draft): boolean {
  if (draft.attachments.length > 0) return true;
  return [draft.title, draft.text, draft.place, draft.from, draft.placeLabel, draft.reference].some(
    (text) => text.trim() !== '',
  );
}
