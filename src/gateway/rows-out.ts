import type { JsonObject } from '../base/json.ts';
import type { GradeAxes, Report } from '../accord/knowledge/schema.ts';
import type { PartyId } from '../base/ids.ts';
import { toDegrees } from '../geo/grid.ts';
import { boundsOf, parseShape } from '../geo/shape.ts';
import type { Outgoing } from './stix-head.ts';

/** A report with what others said of it, on its way into a table or a map. */
export interface OutgoingReport extends Outgoing<'report'> {
  /** The grades of parties other than its author. */
  readonly grades: readonly { readonly party: PartyId; readonly grade: GradeAxes }[];
  /** The hashes of reports that contradict it. */
  readonly contradicts: readonly string[];
}

/** The byte order mark by which some programs know UTF-8. */
export const BOM = '\ufeff';

/** The head of the table, as RFC 4180 writes a line. */
export function tableHead(): string {
  return line(COLUMNS.map(([name]) => name));
}

/** A report as a line of the table. [Y12] */
export function tableLine(out: OutgoingReport): string {
  const facts = factsOf(out);
  return line(COLUMNS.map(([, cell]) => cell(out, facts)));
}

/** A report as an RFC 7946 feature, with its exact place and its marks. [Y10] */
export function featureOf(out: OutgoingReport): JsonObject {
  const { hash, author, audience, record } = out;
  const { place, title, text, kind, language, when, source, grade } = record.body;
  const { tlp, caveats, exercise } = record.marking;
  return {
    type: 'Feature',
    id: hash,
    geometry: place.geometry as unknown as JsonObject,
    properties: {
      tlp,
      caveats,
      exercise,
      audience,
      party: author,
      said: record.at,
      kind,
      title,
      language,
      text,
      from: when.from,
      upto: when.upto,
      precision_metres: place.precisionMetres,
      ...(place.label === undefined ? {} : { place: place.label }),
      source: source.kind,
      ...(source.reference === undefined ? {} : { source_reference: source.reference }),
      ...(grade ? { reliability: grade.reliability, credibility: grade.credibility } : {}),
      grades: out.grades.map(({ party, grade: given }) => ({ party, ...given })),
      contradicts: out.contradicts,
    },
  };
}

interface Facts {
  readonly body: Report;
  readonly longitude: number;
  readonly latitude: number;
}

type Cell = (out: OutgoingReport, facts: Facts) => string;

// What people wrote is guarded; what we wrote ourselves, a negative longitude among it, is not.
const COLUMNS: readonly (readonly [name: string, cell: Cell])[] = [
  ['tlp', ({ record }) => `TLP:${record.marking.tlp}`],
  ['caveats', ({ record }) => record.marking.caveats.join(' ')],
  ['exercise', ({ record }) => (record.marking.exercise ? 'EXERCISE' : '')],
  ['audience', ({ audience }) => audience.join(' ')],
  ['id', ({ hash }) => hash],
  ['party', ({ author }) => author],
  ['said', ({ record }) => record.at],
  ['kind', (_, { body }) => body.kind],
  ['title', (_, { body }) => guarded(body.title)],
  ['language', (_, { body }) => body.language],
  ['text', (_, { body }) => guarded(body.text)],
  ['from', (_, { body }) => body.when.from],
  ['upto', (_, { body }) => body.when.upto],
  ['longitude', (_, { longitude }) => String(longitude)],
  ['latitude', (_, { latitude }) => String(latitude)],
  ['precision_metres', (_, { body }) => String(body.place.precisionMetres)],
  ['shape', (_, { body }) => body.place.geometry.type],
  ['place', (_, { body }) => guarded(body.place.label ?? '')],
  ['source', (_, { body }) => body.source.kind],
  ['source_reference', (_, { body }) => guarded(body.source.reference ?? '')],
  ['reliability', (_, { body }) => body.grade?.reliability ?? ''],
  ['credibility', (_, { body }) => body.grade?.credibility ?? ''],
  ['grades', ({ grades }) => grades.map(gradeText).join(' ')],
  ['contradicts', ({ contradicts }) => contradicts.join(' ')],
];

function factsOf({ record }: OutgoingReport): Facts {
  const { body } = record;
  const shape = parseShape(body.place.geometry as unknown as JsonObject);
  if (!shape.ok) return { body, longitude: 0, latitude: 0 };
  const { west, south, east, north } = boundsOf(shape.value);
  const [longitude, latitude] = toDegrees([
    Math.round((west + east) / 2),
    Math.round((south + north) / 2),
  ]);
  return { body, longitude, latitude };
}

function gradeText({ party, grade }: OutgoingReport['grades'][number]): string {
  return `${party}:${grade.reliability}${grade.credibility}`;
}

// [Y12] What begins so may be read as a formula by the program that opens the table, white space or not.
const FORMULA = /^\s*[=+\-@|\uff1d\uff0b\uff0d\uff20]|^[\t\r\n]/;

function guarded(text: string): string {
  return FORMULA.test(text) ? `'${text}` : text;
}

function line(cells: readonly string[]): string {
  return `${cells.map(quoted).join(',')}\r\n`;
}

function quoted(cell: string): string {
  return /[",\r\n;\t]|^\s|\s$/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
