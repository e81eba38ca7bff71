import type { ImportChoices } from '../../contract/imports.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { Instant } from '../../base/instant.ts';
import { readDtg } from '../reports/dtg-reading.ts';
import type { SourceKind, Tlp } from '../reports/kinds.ts';
import type { DegreeBox } from '../reports/place-reading.ts';
import { readPlace } from '../reports/place-reading.ts';
import type { Zone } from '../words/format.ts';

/** What an office says of a file, as far as it has been said; times and places as they were typed. */
export interface ImportDraft {
  readonly audience: readonly string[];
  /** Said outright, so that an import without other readers is no oversight. */
  readonly isOwnOnly: boolean;
  readonly tlp: Tlp;
  readonly kind: ImportChoices['kind'];
  readonly source: SourceKind | undefined;
  readonly language: ImportChoices['language'];
  readonly from: string;
  readonly upto: string;
  readonly place: string;
  readonly confirmedPlace: string;
  readonly placeLabel: string;
  readonly precisionMetres: number | undefined;
  /** Undefined: as it was proposed. */
  readonly mapping: Readonly<Record<string, string>> | undefined;
}

/** Nothing said: nobody chosen to read it. */
export const EMPTY_IMPORT: ImportDraft = {
  audience: [],
  isOwnOnly: false,
  tlp: 'AMBER',
  kind: undefined,
  source: undefined,
  language: undefined,
  from: '',
  upto: '',
  place: '',
  confirmedPlace: '',
  placeLabel: '',
  precisionMetres: undefined,
  mapping: undefined,
};

/** What the draft is read against. */
export interface ImportGround {
  readonly now: Instant;
  readonly zone: Zone;
  readonly area: DegreeBox;
}

/** What of the draft is understood, as a node takes it; what is not yet clear is left out. */
export function choicesOf(draft: ImportDraft, ground: ImportGround): ImportChoices {
  const { kind, source, language, precisionMetres, mapping } = draft;
  const when = whenOf(draft, ground);
  const place = placeOf(draft, ground.area);
  return {
    ...(kind ? { kind } : {}),
    ...(source ? { source } : {}),
    ...(language ? { language } : {}),
    ...(when ? { when } : {}),
    ...(place ? { place } : {}),
    ...(precisionMetres === undefined ? {} : { precisionMetres }),
    ...(mapping ? { mapping: { ...mapping } } : {}),
  };
}

function whenOf({ from, upto }: ImportDraft, { now, zone }: ImportGround): ImportChoices['when'] {
  if (from.trim() === '') return undefined;
  const begin = readDtg(from, now, zone);
  const end = upto.trim() === '' ? undefined : readDtg(upto, now, zone);
  if (!begin.ok || end?.ok === false) return undefined;
  const over = end?.ok ? end.value : instant(begin.value + 1);
  if (over <= begin.value) return undefined;
  return { from: formatInstant(begin.value), upto: formatInstant(over) };
}

function placeOf(draft: ImportDraft, area: DegreeBox): ImportChoices['place'] {
  const reading = readPlace(draft.place, area);
  const isMeant = reading.kind === 'far' && draft.confirmedPlace === draft.place;
  if (reading.kind !== 'read' && !isMeant) return undefined;
  const { point, precisionMetres } = reading.place;
  const label = draft.placeLabel.replaceAll(/\s+/g, ' ').trim();
  return {
    geometry: { type: 'Point', coordinates: [...point] },
    precisionMetres: Math.round(Math.max(precisionMetres, draft.precisionMetres ?? 0)),
    ...(label === '' ? {} : { label }),
  };
}
