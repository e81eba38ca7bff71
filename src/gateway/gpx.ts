import type { Json } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Choices, Draft, FileFault, Outcome } from './items.ts';
import { degreesOf, outcomeOf, propose, shapeFrom } from './items.ts';
import type { ReportRow, RowFault } from './outside.ts';
import { lineFrom } from './outside.ts';
import type { Span } from './when.ts';
import { parseSpan, windowOf } from './when.ts';
import type { Element } from './xml.ts';
import { childOf, childrenOf, textIn } from './xml.ts';

/** How far a receiver's point may be off, in metres: rather too large than too small. */
export const GPX_PRECISION_METRES = 100;

/**
 * Reads GPX 1.0 and 1.1: each waypoint, each route and each segment of a track is an item. Places are
 * in the attributes `lat` and `lon`; a time without a zone is UTC, as GPX has it. [O6]
 */
export function readGpx(root: Element, choices: Choices): Result<readonly Outcome[], FileFault> {
  if (root.name !== 'gpx') return err({ kind: 'unknown-format', found: root.name });
  const outcomes: Outcome[] = [];
  const meta = childOf(root, 'metadata') ?? root;
  const origin = originOf(root, meta);
  const add = (type: string, name: string, made: Result<ReportRow, RowFault> | 'empty'): void => {
    const item = { number: outcomes.length + 1, type, name: lineFrom(name) };
    outcomes.push(
      made === 'empty' ? { ...item, outcome: 'left-out', reason: 'empty' } : outcomeOf(item, made),
    );
  };
  for (const point of childrenOf(root, 'wpt')) {
    add('wpt', textIn(point, 'name'), line('wpt', point, [point], { origin, choices }));
  }
  for (const route of childrenOf(root, 'rte')) {
    const points = childrenOf(route, 'rtept');
    add('rte', textIn(route, 'name'), line('rte', route, points, { origin, choices }));
  }
  for (const track of childrenOf(root, 'trk')) {
    for (const segment of childrenOf(track, 'trkseg')) {
      const points = childrenOf(segment, 'trkpt');
      add('trkseg', textIn(track, 'name'), line('trkseg', track, points, { origin, choices }));
    }
  }
  return ok(outcomes);
}

interface Around {
  readonly origin: readonly string[];
  readonly choices: Choices;
}

function line(
  type: keyof typeof NAMES,
  about: Element,
  points: readonly Element[],
  { origin, choices }: Around,
): Result<ReportRow, RowFault> | 'empty' {
  if (points.length === 0) return 'empty';
  const at: [number, number][] = [];
  const spans: Span[] = [];
  for (const [i, point] of points.entries()) {
    const read = pointOf(point, points.length > 1 ? `${point.name} ${i + 1} ` : '');
    if (!read.ok) return read;
    at.push(read.value.at);
    if (read.value.span !== undefined) spans.push(read.value.span);
  }
  const [only] = at;
  const geometry: Json =
    at.length === 1 && only !== undefined
      ? { type: 'Point', coordinates: only }
      : { type: 'LineString', coordinates: at };
  const shape = shapeFrom(geometry);
  if (!shape.ok) return shape;
  const name = lineFrom(textIn(about, 'name'));
  const said = ['desc', 'cmt', 'type', 'src'].map((each) => textIn(about, each));
  const when = windowOf(spans);
  const draft: Draft = {
    id: ['gpx', { type, name, said, geometry, when: when ? { ...when } : null }],
    title: name === '' ? NAMES[type] : name,
    text: [...new Set(said.filter((each) => each !== name))],
    shape: shape.value,
    precisionMetres: choices.precisionMetres ?? GPX_PRECISION_METRES,
    ...(when ? { when } : {}),
    source: 'technical',
    reference: [...origin, `GPX ${NAMES[type].toLowerCase()}${name === '' ? '' : `: ${name}`}`],
  };
  return propose(draft, choices);
}

const NAMES = { wpt: 'Waypoint', rte: 'Route', trkseg: 'Track' } as const;

function pointOf(
  point: Element,
  where: string,
): Result<{ readonly at: [number, number]; readonly span: Span | undefined }, RowFault> {
  const degrees: number[] = [];
  for (const name of ['lon', 'lat']) {
    const field = `${where}${name}`;
    const text = point.attributes.get(name);
    if (text === undefined) return err({ kind: 'missing-field', field });
    const value = degreesOf(text);
    if (value === undefined || Math.abs(value) > (name === 'lat' ? 90 : 180)) {
      return err({ kind: 'bad-coordinates', field, text });
    }
    degrees.push(value);
  }
  const [lon = 0, lat = 0] = degrees;
  const text = textIn(point, 'time');
  if (text === '') return ok({ at: [lon, lat], span: undefined });
  const span = parseSpan(text);
  if (!span.ok) return err({ kind: 'bad-date', field: `${where}time`, text });
  return ok({ at: [lon, lat], span: span.value });
}

/** Who made the file and under which licence, as far as it says; no person's name or address. [O4] */
function originOf(root: Element, meta: Element): readonly string[] {
  const maker = lineFrom(root.attributes.get('creator') ?? '');
  const licence = lineFrom(textIn(childOf(meta, 'copyright'), 'license'));
  const name = lineFrom(textIn(meta, 'name'));
  return [
    name === '' ? '' : `File: ${name}`,
    maker === '' ? '' : `Made with: ${maker}`,
    licence === '' ? '' : `Licence: ${licence}`,
  ].filter((each) => each !== '');
}
