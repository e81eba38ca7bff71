import type { Report } from '../../accord/knowledge/schema.ts';
import type { Language } from '../../accord/party/names.ts';
import type { PartyId } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';
import type { NewReport } from '../../contract/reports.ts';
import type { Zone } from '../words/format.ts';
import type { Draft } from './draft.ts';
import { readDtg } from './dtg-reading.ts';
import type { DegreeBox } from './place-reading.ts';
import { readPlace } from './place-reading.ts';

/** The longest title and text, in UTF-16 units; the schema's own limits. */
export const TITLE_UNITS_MAX = 200;
export const TEXT_UNITS_MAX = 16_000;

/** A part of the draft that is missing or cannot be said; each has a sentence `reports.missing.…`. */
export type DraftFault =
  | 'audience'
  | 'kind'
  | 'title'
  | 'title-long'
  | 'text-long'
  | 'place'
  | 'place-unclear'
  | 'place-far'
  | 'from'
  | 'from-unclear'
  | 'upto-unclear'
  | 'upto-before'
  | 'source'
  | 'grade-half'
  | 'attachments';

/** What the draft is read against. */
export interface DraftGround {
  readonly self: string;
  readonly language: Language;
  readonly now: Instant;
  readonly zone: Zone;
  readonly area: DegreeBox;
}

/** The report that a draft says, or everything that is still missing, in the order of the form. */
export function reportOf(
  draft: Draft,
  ground: DraftGround,
): Result<NewReport, readonly DraftFault[]> {
  const faults: DraftFault[] = [];
  const { kind, source, reliability, credibility } = draft;
  const title = draft.title.replaceAll(/\s+/g, ' ').trim();
  if (draft.audience.length === 0 && !draft.isOwnOnly) faults.push('audience');
  if (!kind) faults.push('kind');
  if (title === '') faults.push('title');
  if (title.length > TITLE_UNITS_MAX) faults.push('title-long');
  if (draft.text.length > TEXT_UNITS_MAX) faults.push('text-long');
  const place = placeOf(draft, ground.area, faults);
  const when = whenOf(draft, ground, faults);
  if (!source) faults.push('source');
  if ((reliability === undefined) !== (credibility === undefined)) faults.push('grade-half');
  const attachments = draft.attachments.flatMap(({ attachment }) => attachment ?? []);
  if (attachments.length < draft.attachments.length) faults.push('attachments');
  if (faults.length > 0 || !kind || !source || !place || !when) return err(faults);
  const reference = draft.reference.trim();
  const report: Report = {
    kind,
    title,
    language: draft.language ?? ground.language,
    text: plainText(draft.text),
    place,
    when,
    source: { kind: source, ...(reference === '' ? {} : { reference }) },
    ...(reliability && credibility ? { grade: { reliability, credibility } } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
  const audience = [ground.self, ...draft.audience] as PartyId[];
  return ok({ audience, tlp: draft.tlp, report });
}

function placeOf(draft: Draft, area: DegreeBox, faults: DraftFault[]): Report['place'] | undefined {
  const reading = readPlace(draft.place, area);
  if (reading.kind === 'empty') faults.push('place');
  if (reading.kind === 'refused' || reading.kind === 'ambiguous') faults.push('place-unclear');
  if (reading.kind === 'far' && draft.confirmedPlace !== draft.place) faults.push('place-far');
  if (reading.kind !== 'read' && reading.kind !== 'far') return undefined;
  const { point, precisionMetres } = reading.place;
  const label = draft.placeLabel.replaceAll(/\s+/g, ' ').trim();
  return {
    geometry: { type: 'Point', coordinates: [...point] },
    precisionMetres: Math.round(Math.max(precisionMetres, draft.precisionMetres ?? 0)),
    ...(label === '' ? {} : { label }),
  };
}

function whenOf(
  draft: Draft,
  { now, zone }: DraftGround,
  faults: DraftFault[],
): Report['when'] | undefined {
  if (draft.from.trim() === '') faults.push('from');
  const from = readDtg(draft.from, now, zone);
  if (!from.ok && draft.from.trim() !== '') faults.push('from-unclear');
  const isMoment = draft.upto.trim() === '';
  const upto = isMoment ? undefined : readDtg(draft.upto, now, zone);
  if (upto && !upto.ok) faults.push('upto-unclear');
  if (!from.ok || (upto && !upto.ok)) return undefined;
  const end = upto?.ok ? upto.value : instant(from.value + 1);
  if (end <= from.value) {
    faults.push('upto-before');
    return undefined;
  }
  return { from: formatInstant(from.value), upto: formatInstant(end) };
}

/** Line ends as records carry them, without the control characters that they refuse. */
function plainText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}
