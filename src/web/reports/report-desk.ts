import { compartmentIn } from '../../accord/party/audience.ts';
import type { Book } from '../drafts.ts';
import { useBook } from '../drafts.ts';
import { DRAFT_UNITS_MAX } from './kinds.ts';
import type { Draft } from './draft.ts';
import { EMPTY_DRAFT } from './draft.ts';

/** How many templates one desk keeps. */
export const TEMPLATES_MAX = 12;

/** The longest name of a template, in UTF-16 units. */
export const TEMPLATE_NAME_UNITS_MAX = 60;

/** A report as this desk often begins one; kept for this desk alone, as its drafts are. */
export interface Template {
  readonly name: string;
  /** What of a draft it fills in: never readers, times, a source of ours or files. */
  readonly draft: Partial<Draft>;
}

/** How this desk writes its reports. */
export interface ReportDesk {
  /** The other readers of its last report, unless that went to all: a new one begins with them. */
  readonly readers: readonly string[];
  readonly templates: readonly Template[];
}

const EMPTY_DESK: ReportDesk = { readers: [], templates: [] };

/** How this desk writes its reports, kept in its party's private log. */
export function useReportDesk(): { readonly desk: ReportDesk; readonly desks: Book<ReportDesk> } {
  const { draft, book } = useBook('report-desk', EMPTY_DESK);
  return { desk: draft, desks: book };
}

/** The draft with the readers that it has: chosen for it, or the desk's usual ones. */
export function withReaders(draft: Draft, desk: ReportDesk): Draft {
  const isOpen = draft.audience.length === 0 && !draft.isOwnOnly && !draft.isChosen;
  return isOpen ? { ...draft, audience: desk.readers } : draft;
}

/** Whom a new report begins with after one that `audience` reads; never everybody, or a compartment, by itself. */
export function readersAfter(audience: readonly string[], others: number): readonly string[] {
  const isWithin = compartmentIn(audience) !== undefined;
  return audience.length < others && !isWithin ? audience : [];
}

const KEPT = [
  ...(['kind', 'title', 'text', 'language', 'place', 'confirmedPlace', 'precisionMetres'] as const),
  ...(['placeLabel', 'placeForm', 'whenForm', 'source', 'reference', 'details'] as const),
  ...(['claims', 'tlp'] as const),
];

/** The template that a draft makes, of what was written in it. */
export function templateOf(name: string, draft: Draft): Template {
  const written = KEPT.filter(
    (key) => JSON.stringify(draft[key]) !== JSON.stringify(EMPTY_DRAFT[key]),
  );
  const kept = Object.fromEntries(written.map((key) => [key, draft[key]])) as Partial<Draft>;
  return { name: name.trim().slice(0, TEMPLATE_NAME_UNITS_MAX), draft: kept };
}

/** The templates with one more, in place of one of its name; nothing where there is no room. */
export function withTemplate(
  templates: readonly Template[],
  added: Template,
): readonly Template[] | undefined {
  const next = [...templates.filter(({ name }) => name !== added.name), added];
  const isTooLong = JSON.stringify(next).length > DRAFT_UNITS_MAX - 2_000;
  return next.length > TEMPLATES_MAX || isTooLong ? undefined : next;
}
