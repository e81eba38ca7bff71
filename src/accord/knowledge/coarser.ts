import type { JsonObject } from '../../base/json.ts';
import type { Instant } from '../../base/instant.ts';
import { formatInstant, instant, parseInstant } from '../../base/instant.ts';
import { invariant } from '../../base/result.ts';
import type { GridPoint } from '../../geo/grid.ts';
import { toDegrees } from '../../geo/grid.ts';
import { distanceMetres } from '../../geo/measure.ts';
import { formatMgrs, parseMgrs } from '../../geo/mgrs.ts';
import { boundsOf, parseShape } from '../../geo/shape.ts';
import type { Coarsening } from './coarsening-schema.ts';
import type { Report } from './schema.ts';

/** How far a cell's corners lie from its middle, in parts of its side, rounded up. */
const HALF_DIAGONAL = 0.7072;

/** The steps to which a release widens how exactly a place is known, in metres. */
const PRECISION_STEPS = [1_000, 2_000, 5_000, 10_000, 20_000, 50_000, 100_000, 200_000, 500_000];

/** The widest precision that a report may have, in metres. */
const PRECISION_METRES_MAX = 2_000_000;

/** A whole release: all but the source's handle and, unless their SHA-256 is named, attachments. [H13] */
export function releasedWhole(report: Report, files: readonly string[]): Report {
  const { corrects: _, attachments: __, source, ...rest } = report;
  const { handle: ___, ...bare } = source;
  return { ...rest, source: bare, ...filesOf(report, files) };
}

/**
 * A coarser release: what `coarsening` names of `report`, its place and time no finer than asked.
 * `offsetMinutes` east of UTC is where hours and days begin. [H13] [H14]
 */
export function coarserOf(
  report: Report,
  coarsening: Coarsening,
  beside: { readonly files: readonly string[]; readonly offsetMinutes: number },
): Report {
  const { title, text, details, grade } = coarsening;
  const claims = (report.claims ?? []).filter((_, i) => coarsening.claims.includes(i + 1));
  return {
    kind: report.kind,
    title,
    language: report.language,
    text,
    place: placeOf(report, coarsening),
    ...whenOf(report, coarsening, beside.offsetMinutes * 60),
    source: { kind: report.source.kind },
    ...(grade && report.grade ? { grade: report.grade } : {}),
    ...(details && report.details ? { details: report.details } : {}),
    ...(claims.length > 0 ? { claims } : {}),
    ...filesOf(report, beside.files),
  };
}

function filesOf(report: Report, files: readonly string[]): Pick<Report, 'attachments'> {
  const kept = (report.attachments ?? []).filter(({ sha256 }) => files.includes(sha256));
  return kept.length > 0 ? { attachments: kept } : {};
}

function placeOf(report: Report, { cellMetres, label, isDistrict }: Coarsening): Report['place'] {
  const named = label === undefined ? {} : { label };
  const { place } = report;
  if (cellMetres === undefined) {
    const { label: _, ...bare } = place;
    return { ...bare, ...named };
  }
  const shape = parseShape(place.geometry as unknown as JsonObject);
  invariant(shape.ok, 'a report that was understood has a shape');
  const { west, south, east, north } = boundsOf(shape.value);
  const middle: GridPoint = [Math.round((west + east) / 2), Math.round((south + north) / 2)];
  const corner: GridPoint = [west, south];
  // Beyond the grid's zones there is no cell; the whole degrees around it are as wide.
  const square = parseMgrs(formatMgrs(middle, cellMetres));
  const at = square.ok ? square.value.at : wholeDegrees(middle);
  const reach = Math.max(
    cellMetres * HALF_DIAGONAL,
    distanceMetres(at, middle) + distanceMetres(middle, corner) + place.precisionMetres,
  );
  return {
    geometry: { type: 'Point', coordinates: [...toDegrees(at)] },
    precisionMetres: PRECISION_STEPS.find((step) => step >= reach) ?? PRECISION_METRES_MAX,
    ...named,
    form: isDistrict === true ? 'district' : 'around',
  };
}

function wholeDegrees([lon, lat]: GridPoint): GridPoint {
  const degree = 10_000_000;
  return [Math.round(lon / degree) * degree, Math.round(lat / degree) * degree];
}

function whenOf(
  report: Report,
  { when }: Coarsening,
  offset: number,
): Pick<Report, 'when' | 'whenForm'> {
  if (when === undefined) {
    return { when: report.when, ...(report.whenForm ? { whenForm: report.whenForm } : {}) };
  }
  const step = when === 'hour' ? 3_600 : 86_400;
  const from = Math.floor((momentAt(report.when.from) + offset) / step) * step - offset;
  const upto = Math.ceil((momentAt(report.when.upto) + offset) / step) * step - offset;
  return {
    when: { from: formatInstant(instant(from)), upto: formatInstant(instant(upto)) },
    whenForm: upto - from === step ? when : 'span',
  };
}

/** A report that was understood has moments. */
function momentAt(text: string): Instant {
  const moment = parseInstant(text);
  return moment.ok ? moment.value : instant(0);
}
