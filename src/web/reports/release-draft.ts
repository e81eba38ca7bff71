import { coarserOf, releasedWhole } from '../../accord/knowledge/coarser.ts';
import type { Coarsening } from '../../accord/knowledge/coarsening-schema.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import type { PartyId, RecordHash } from '../../base/ids.ts';
import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';
import type { NewRelease } from '../../contract/reports.ts';
import type { Tlp } from './kinds.ts';
import { LINE_UNITS_MAX } from './detail-fields.ts';

/** A release as far as it was chosen. */
export interface ReleaseDraft {
  readonly of: RecordHash | undefined;
  /** The compartment in which the report stands, and so the draft. [R10] */
  readonly within: string | undefined;
  readonly audience: readonly string[];
  /** Out of a compartment it may go to all of our own party, and to nobody else. */
  readonly isOwnOnly: boolean;
  readonly form: 'whole' | 'coarser' | undefined;
  readonly title: string;
  readonly text: string;
  /** Metres of a cell, or `as-known`. */
  readonly place: '1000' | '10000' | '100000' | 'as-known' | undefined;
  readonly label: string;
  readonly isDistrict: boolean;
  readonly when: 'hour' | 'day' | 'as-known' | undefined;
  readonly details: boolean;
  readonly grade: boolean;
  readonly claims: readonly number[];
  readonly files: readonly string[];
  readonly tlp: Tlp;
}

/** Nothing chosen: nobody to read it, nothing that goes. */
export const EMPTY_RELEASE: ReleaseDraft = {
  of: undefined,
  within: undefined,
  audience: [],
  isOwnOnly: false,
  form: undefined,
  title: '',
  text: '',
  place: undefined,
  label: '',
  isDistrict: false,
  when: undefined,
  details: false,
  grade: false,
  claims: [],
  files: [],
  tlp: 'AMBER',
};

/** What is missing; each has a sentence `widen.missing.…`. */
export type ReleaseFault = 'audience' | 'same' | 'form' | 'title' | 'place' | 'when';

/** The release that was chosen of the report `of`, or all that is missing, in the order of the form. */
export function releaseOf(
  draft: ReleaseDraft,
  of: { readonly hash: RecordHash; readonly audience: readonly string[]; readonly self: string },
): Result<NewRelease, readonly ReleaseFault[]> {
  const faults: ReleaseFault[] = [];
  const audience = [of.self, ...draft.audience] as PartyId[];
  const isSame =
    audience.length === of.audience.length && audience.every((each) => of.audience.includes(each));
  const title = lineOf(draft.title);
  const isOwnOnly = draft.within !== undefined && draft.isOwnOnly;
  if (draft.audience.length === 0 && !isOwnOnly) faults.push('audience');
  else if (isSame) faults.push('same');
  if (draft.form === undefined) faults.push('form');
  if (draft.form === 'coarser') {
    if (title === '' || title.length > LINE_UNITS_MAX) faults.push('title');
    if (draft.place === undefined) faults.push('place');
    if (draft.when === undefined) faults.push('when');
  }
  if (faults.length > 0) return err(faults);
  const { tlp, files } = draft;
  const coarsening = draft.form === 'coarser' ? { coarsening: coarseningOf(draft) } : {};
  return ok({ of: of.hash, audience, tlp, files, ...coarsening });
}

/** What the others would read, as far as it was chosen; the node makes it anew from the record. */
export function releasedBy(draft: ReleaseDraft, report: Report, offsetMinutes: number): Report {
  const { files } = draft;
  if (draft.form !== 'coarser') return releasedWhole(report, files);
  return coarserOf(report, coarseningOf(draft), { files, offsetMinutes });
}

function coarseningOf(draft: ReleaseDraft): Coarsening {
  const { place, when, details, grade, claims, isDistrict } = draft;
  const label = lineOf(draft.label);
  return {
    title: lineOf(draft.title),
    text: draft.text.trim(),
    ...(place === undefined || place === 'as-known'
      ? {}
      : { cellMetres: Number(place) as NonNullable<Coarsening['cellMetres']> }),
    ...(label === '' ? {} : { label }),
    ...(isDistrict ? { isDistrict } : {}),
    ...(when === undefined || when === 'as-known' ? {} : { when }),
    details,
    grade,
    claims: [...claims],
  };
}

function lineOf(text: string): string {
  return text.replaceAll(/\s+/g, ' ').trim();
}
