import { formatCanonical } from '../base/json.ts';
import type { Json, JsonObject } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import type { Language } from '../accord/party/names.ts';
import { LANGUAGES } from '../accord/party/names.ts';
import type { Shape } from '../geo/shape.ts';
import { formatShape, roundShape } from '../geo/shape.ts';
import type { OutsideRow, ReportRow, RowFault } from './outside.ts';
import { PLACE_CHOSEN, WHEN_CHOSEN, admitRow, lineFrom, outsideId, textFrom } from './outside.ts';
import type { TlpLevel } from './stix-names.ts';
import type { TableMapping } from './table.ts';
import { thinned } from './thin.ts';

/** What an office says of a file beside the file: only what the items do not say themselves. [O3] */
export interface Choices {
  readonly kind?: Report['kind'];
  readonly source?: Report['source']['kind'];
  readonly language?: Language;
  /** When things without a time of their own happened. */
  readonly when?: Report['when'];
  /** Where things without a place of their own are. */
  readonly place?: Report['place'];
  /** How far a place may be off whose precision is not stated, in metres. */
  readonly precisionMetres?: number;
  /** Which column or property gives what; of CSV and GeoJSON alone. */
  readonly mapping?: TableMapping;
  /** A known data set, whose columns need no mapping. */
  readonly preset?: 'ucdp-ged';
  /** The centre is in an exercise, so that what was said in one may come in. [O10] */
  readonly isExercise?: boolean;
}

/** Why an item is of a kind that is never taken, whatever it says. [O4] */
export type LeftOutReason =
  | 'about-persons'
  | 'machine-pattern'
  | 'cyber-only'
  | 'only-a-place'
  | 'only-a-name'
  | 'only-a-link'
  | 'only-a-marking'
  | 'only-a-translation'
  | 'picture-over-map'
  | 'fetched-elsewhere'
  | 'empty'
  | 'withdrawn'
  | 'not-actual'
  | 'no-alert'
  | 'other-language'
  | 'older-version'
  | 'unknown-kind';

/** One thing of a file: where it stands there, what the file calls it, and its name as far as it has one. */
export interface Item {
  /** Its number in the file, from 1. */
  readonly number: number;
  /** `Placemark`, `trk`, `indicator`. */
  readonly type: string;
  readonly name: string;
}

/** What becomes of one thing of a file. */
export type Outcome = Item &
  (
    | { readonly outcome: 'taken'; readonly row: ReportRow }
    | { readonly outcome: 'refused'; readonly fault: RowFault; readonly fields?: OutsideRow }
    | { readonly outcome: 'left-out'; readonly reason: LeftOutReason }
  );

/** Why nothing of a file is read; it names what was found or where. */
export type FileFault =
  | { readonly kind: 'other-encoding'; readonly encoding: string }
  | { readonly kind: 'bad-xml'; readonly line: number; readonly column: number }
  | { readonly kind: 'has-doctype'; readonly line: number }
  | { readonly kind: 'bad-json'; readonly at: number; readonly reason: string }
  | { readonly kind: 'bad-zip'; readonly reason: string }
  | { readonly kind: 'too-deep'; readonly limit: number }
  | { readonly kind: 'too-many-parts'; readonly limit: number }
  | { readonly kind: 'file-too-large'; readonly limit: number }
  | { readonly kind: 'missing-columns'; readonly columns: string }
  | { readonly kind: 'other-grid'; readonly name: string }
  | { readonly kind: 'other-version'; readonly version: string }
  | { readonly kind: 'unknown-format'; readonly found: string };

/** What an item says, before it is made a report. */
export interface Draft {
  /** The format, and what of the item determines its id. [O2] */
  readonly id: readonly [format: string, key: Json];
  readonly kind?: Report['kind'];
  readonly title: string;
  readonly language?: Language;
  /** Paragraphs; empty ones are left out. */
  readonly text: readonly string[];
  readonly shape?: Shape;
  readonly precisionMetres?: number;
  readonly label?: string;
  readonly when?: Report['when'];
  readonly source: Report['source']['kind'];
  /** Lines: where the item is to be found, by whose word, under which licence. */
  readonly reference: readonly string[];
  readonly tlp?: TlpLevel;
}

/** How far a place may be off where neither the file nor the office says how far, in metres. */
export const ITEM_PRECISION_METRES = 5_000;

/** Makes an item a report of what the file says, or says what is missing. It gets no grade. [O1] [O3] */
export function propose(draft: Draft, choices: Choices): Result<ReportRow, RowFault> {
  const when = draft.when ?? choices.when;
  if (when === undefined) return err({ kind: 'missing-field', field: 'time' });
  const thin = draft.shape && thinned(draft.shape);
  const place = thin
    ? {
        geometry: formatShape(thin.shape) as unknown as Report['place']['geometry'],
        precisionMetres: Math.min(
          2_000_000,
          (draft.precisionMetres ?? choices.precisionMetres ?? ITEM_PRECISION_METRES) +
            thin.offMetres,
        ),
        ...labelled(draft.label),
      }
    : choices.place && { ...choices.place, ...labelled(draft.label ?? choices.place.label) };
  if (place === undefined) return err({ kind: 'missing-field', field: 'place' });
  const title = lineFrom(draft.title);
  if (title === '') return err({ kind: 'missing-field', field: 'title' });
  const text = [
    ...draft.text,
    thin && thin.left > 0
      ? `Of the line ${thin.left} points were left out; none lies further than ` +
        `${thin.offMetres} m from one that stands.`
      : '',
  ];
  const reference = [
    ...draft.reference,
    ...(draft.when === undefined ? [WHEN_CHOSEN] : []),
    ...(thin === undefined ? [PLACE_CHOSEN] : []),
  ];
  const made = admitRow(outsideId(draft.id[0], formatCanonical(draft.id[1])), {
    kind: draft.kind ?? choices.kind ?? 'observation',
    title: dated(title, when),
    language: draft.language ?? choices.language ?? 'en',
    text: textFrom(text.filter((each) => each.trim() !== '').join('\n')),
    place,
    when,
    source: {
      kind: choices.source ?? draft.source,
      reference: textFrom(reference.filter((each) => each.trim() !== '').join('\n')),
    },
  });
  if (!made.ok || draft.tlp === undefined) return made;
  return ok({ ...made.value, tlp: draft.tlp });
}

/** The outcome of an item that may become a report. */
export function outcomeOf(item: Item, made: Result<ReportRow, RowFault>): Outcome {
  return made.ok
    ? { ...item, outcome: 'taken', row: made.value }
    : { ...item, outcome: 'refused', fault: made.fault };
}

/** One of our languages, from a tag as `en-CA`; nothing where it is none of them. */
export function languageOf(tag: string): Language | undefined {
  const primary = tag.toLowerCase().split('-', 1)[0];
  return LANGUAGES.find((each) => each === primary);
}

/** An object of JSON, or nothing where it is something else. */
export function objectIn(json: Json | undefined): JsonObject | undefined {
  return typeof json === 'object' && json !== null && !Array.isArray(json)
    ? (json as JsonObject)
    : undefined;
}

/** A list of JSON; empty where it is something else. */
export function listIn(json: Json | undefined): readonly Json[] {
  return Array.isArray(json) ? (json as readonly Json[]) : [];
}

/** A text of JSON; empty where it is something else. */
export function wordsIn(json: Json | undefined): string {
  return typeof json === 'string' ? json : '';
}

/** A geometry of a file as a shape, or the fault of the row that bears it. */
export function shapeFrom(geometry: Json): Result<Shape, RowFault> {
  const shape = roundShape(geometry);
  if (shape.ok) return shape;
  const { kind, ...more } = shape.fault;
  const path = 'path' in more ? ` ${more.path}` : '';
  return err({ kind: 'bad-geometry', reason: `${kind}${path}` });
}

const DEGREES = /^[+-]?(?:\d{1,3}(?:\.\d*)?|\.\d+)$/;

/** Degrees as a file writes them, or nothing; figures with an exponent are refused. */
export function degreesOf(text: string): number | undefined {
  const plain = text.trim();
  return DEGREES.test(plain) ? Number(plain) : undefined;
}

/** [I12] The day stands in the title, so that no list shows an old event as one of today. */
function dated(title: string, { from }: Report['when']): string {
  const day = from.slice(0, 10);
  if (title.includes(day)) return title;
  return lineFrom(`${title.length > 186 ? `${title.slice(0, 185).trim()}…` : title}, ${day}`);
}

function labelled(label: string | undefined): { readonly label?: string } {
  const line = lineFrom(label ?? '');
  return line === '' ? {} : { label: line };
}
