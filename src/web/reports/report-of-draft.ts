import type { ReportClaim } from '../../accord/knowledge/claims.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import type { Language } from '../../accord/party/names.ts';
import type { PartyId } from '../../base/ids.ts';
import type { Instant } from '../../base/instant.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { Result } from '../../base/result.ts';
import { err, ok } from '../../base/result.ts';
import type { NewReport } from '../../contract/reports.ts';
import type { Zone } from '../words/format.ts';
import { offsetAt } from '../words/format.ts';
import { readCount } from './count-reading.ts';
import { LINE_UNITS_MAX, readDetails } from './detail-fields.ts';
import type { Draft } from './draft.ts';
import { readDtg } from './dtg-reading.ts';
import type { DegreeBox } from './place-reading.ts';
import { readPlace } from './place-reading.ts';
import type { WhenForm } from './kinds.ts';

/** The longest title and text, in UTF-16 units; the schema's own limits. */
export const TITLE_UNITS_MAX = 200;
export const TEXT_UNITS_MAX = 16_000;

/** A part of the draft that is missing or cannot be said; each has a sentence `reports.missing.…`. */
export type DraftFault =
  | 'audience'
  | 'kind'
  | 'details'
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
  | 'upto-missing'
  | 'source'
  | 'claims'
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
  const said = kind ? readDetails(kind, draft.details) : undefined;
  if (!kind) faults.push('kind');
  if (said && said.unclear.length > 0) faults.push('details');
  if (title === '') faults.push('title');
  if (title.length > TITLE_UNITS_MAX) faults.push('title-long');
  if (draft.text.length > TEXT_UNITS_MAX) faults.push('text-long');
  const place = placeOf(draft, ground.area, faults);
  const when = whenOf(draft, ground, faults);
  if (!source) faults.push('source');
  const claims = claimsOf(draft, faults);
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
    ...(draft.whenForm ? { whenForm: draft.whenForm } : {}),
    source: { kind: source, ...(reference === '' ? {} : { reference }) },
    ...(said?.details ? { details: said.details } : {}),
    ...(claims.length > 0 ? { claims } : {}),
    ...(draft.corrects ? { corrects: draft.corrects } : {}),
    ...(reliability && credibility ? { grade: { reliability, credibility } } : {}),
    ...(attachments.length > 0 ? { attachments } : {}),
  };
  const audience = [ground.self, ...draft.audience] as PartyId[];
  const { ownSource } = draft;
  return ok({ audience, tlp: draft.tlp, report, ...(ownSource ? { source: ownSource } : {}) });
}

/** The claims that were typed; one without words is none. */
function claimsOf(draft: Draft, faults: DraftFault[]): ReportClaim[] {
  const claims: ReportClaim[] = [];
  for (const { about, words, count } of draft.claims) {
    const line = words.replaceAll(/\s+/g, ' ').trim();
    const figure = about === 'how-many' && count.trim() !== '' ? readCount(count) : undefined;
    const isUnclear = about === 'how-many' && count.trim() !== '' && figure === undefined;
    const isOnlyFigure = line === '' && figure !== undefined;
    const isWrong = isUnclear || line.length > LINE_UNITS_MAX;
    if (isWrong && !faults.includes('claims')) faults.push('claims');
    if (line === '' && !isOnlyFigure) continue;
    const said = isOnlyFigure ? count.trim() : line;
    claims.push({ about, words: said, ...(figure ? { count: figure } : {}) });
  }
  return claims;
}

function placeOf(draft: Draft, area: DegreeBox, faults: DraftFault[]): Report['place'] | undefined {
  const { asItWas } = draft;
  const label = draft.placeLabel.replaceAll(/\s+/g, ' ').trim();
  const named = {
    ...(label === '' ? {} : { label }),
    ...(draft.placeForm ? { form: draft.placeForm } : {}),
  };
  if (asItWas && draft.place === asItWas.placeText) {
    const { geometry, precisionMetres } = asItWas.place;
    const known = Math.max(precisionMetres, draft.precisionMetres ?? 0);
    return { geometry, precisionMetres: known, ...named };
  }
  const reading = readPlace(draft.place, area);
  if (reading.kind === 'empty') faults.push('place');
  if (reading.kind === 'refused' || reading.kind === 'ambiguous') faults.push('place-unclear');
  if (reading.kind === 'far' && draft.confirmedPlace !== draft.place) faults.push('place-far');
  if (reading.kind !== 'read' && reading.kind !== 'far') return undefined;
  const { point, precisionMetres } = reading.place;
  return {
    geometry: { type: 'Point', coordinates: [...point] },
    precisionMetres: Math.round(Math.max(precisionMetres, draft.precisionMetres ?? 0)),
    ...named,
  };
}

function whenOf(
  draft: Draft,
  { now, zone }: DraftGround,
  faults: DraftFault[],
): Report['when'] | undefined {
  const { asItWas, whenForm } = draft;
  const isAsItWas = draft.from === asItWas?.fromText && draft.upto === asItWas.uptoText;
  if (asItWas && isAsItWas && whenForm === asItWas.whenForm) return asItWas.when;
  if (draft.from.trim() === '') faults.push('from');
  const from = readDtg(draft.from, now, zone);
  if (!from.ok && draft.from.trim() !== '') faults.push('from-unclear');
  const isMoment = draft.upto.trim() === '';
  if (isMoment && whenForm === 'span') faults.push('upto-missing');
  const upto = isMoment ? undefined : readDtg(draft.upto, now, zone);
  if (upto && !upto.ok) faults.push('upto-unclear');
  if (!from.ok || (upto && !upto.ok)) return undefined;
  // [H5] Known to the hour or the day, it lies somewhere in all of that hour or day.
  const step = whenForm === undefined ? undefined : STEP_SECONDS[whenForm];
  const offset = offsetAt(from.value, zone).minutes * 60;
  const start = step ? Math.floor((from.value + offset) / step) * step - offset : from.value;
  const last = upto?.ok ? upto.value : start + (step ?? 1);
  const end = step ? Math.ceil((last + offset) / step) * step - offset : last;
  if (upto?.ok && upto.value <= from.value) {
    faults.push('upto-before');
    return undefined;
  }
  return { from: formatInstant(instant(start)), upto: formatInstant(instant(end)) };
}

/** How long each form of a time is, in seconds; a span is as long as it is said to be. */
const STEP_SECONDS: Readonly<Record<WhenForm, number | undefined>> = {
  minute: 60,
  hour: 3_600,
  day: 86_400,
  span: undefined,
};

/** Line ends as records carry them, without the control characters that they refuse. */
function plainText(text: string): string {
  return text
    .replaceAll(/\r\n?/g, '\n')
    .replaceAll(/(?![\n\t])\p{Cc}/gu, '')
    .trim();
}
