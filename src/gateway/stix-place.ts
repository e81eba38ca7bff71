import type { Json, JsonObject } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { GridPoint } from '../geo/grid.ts';
import { distanceMetres } from '../geo/measure.ts';
import { toDegrees } from '../geo/grid.ts';
import type { Shape } from '../geo/shape.ts';
import { ITEM_PRECISION_METRES, listIn, shapeFrom, wordsIn } from './items.ts';
import type { RowFault } from './outside.ts';
import { lineFrom } from './outside.ts';
import type { StixWorld } from './stix-world.ts';

/** Where an object is, as far as the file says so in coordinates. */
export interface StixPlace {
  readonly shape?: Shape;
  readonly precisionMetres?: number;
  readonly label?: string;
}

/**
 * The place of an object: the locations that it names, that it is related to, or that what it
 * speaks of has. Of several it is a point with a circle that holds them all. [I11]
 */
export function placeOf(
  object: JsonObject,
  world: StixWorld,
  chosenMetres: number | undefined,
): Result<StixPlace, RowFault> {
  const locations = locationsOf(object, world, 2);
  const points: { readonly at: GridPoint; readonly metres: number }[] = [];
  for (const location of locations) {
    const { latitude, longitude, precision } = location;
    if (latitude === undefined && longitude === undefined) continue;
    const shape = shapeFrom({ type: 'Point', coordinates: [longitude ?? null, latitude ?? null] });
    if (!shape.ok || shape.value.kind !== 'point') {
      const text = `${JSON.stringify(latitude)}, ${JSON.stringify(longitude)}`;
      return err({ kind: 'bad-coordinates', field: 'location', text });
    }
    const isStated = typeof precision === 'number' && precision > 0;
    const metres = isStated ? Math.ceil(precision) : (chosenMetres ?? ITEM_PRECISION_METRES);
    points.push({ at: shape.value.at, metres });
  }
  const names = locations.map(nameOf).filter((name) => name !== '');
  const label = lineFrom([...new Set(names)].join('; '));
  const named = label === '' ? {} : { label };
  if (points.length === 0) return ok(named);
  const lons = points.map(({ at }) => at[0]);
  const lats = points.map(({ at }) => at[1]);
  const middle: GridPoint = [halfWay(lons), halfWay(lats)];
  const reach = points.map(({ at, metres }) => Math.ceil(distanceMetres(middle, at)) + metres);
  const precisionMetres = reach.reduce((most, each) => Math.max(most, each), 0);
  if (precisionMetres > 2_000_000) {
    return err({ kind: 'bad-geometry', reason: 'places too far from each other' });
  }
  const shape = shapeFrom({ type: 'Point', coordinates: [...toDegrees(middle)] });
  return shape.ok ? ok({ shape: shape.value, precisionMetres, ...named }) : shape;
}

const REFS = ['object_refs', 'where_sighted_refs'] as const;

function locationsOf(object: JsonObject, world: StixWorld, depth: number): readonly JsonObject[] {
  const refs = [
    ...REFS.flatMap((field) => listIn(object[field]).map((ref: Json) => wordsIn(ref))),
    ...world.targetsOf(wordsIn(object['id'])),
  ];
  const here = refs
    .filter((ref) => ref.startsWith('location--'))
    .map((ref) => world.latest(ref))
    .filter((each) => each !== undefined);
  if (here.length > 0 || depth === 0) return [...new Set(here)];
  const further = [...refs, wordsIn(object['sighting_of_ref'])]
    .filter((ref) => /^(?:report|grouping|note|incident|observed-data|sighting)--/.test(ref))
    .slice(0, 20)
    .map((ref) => world.latest(ref))
    .filter((each) => each !== undefined);
  return [...new Set(further.flatMap((each) => locationsOf(each, world, depth - 1)))];
}

function nameOf(location: JsonObject): string {
  const fields = ['name', 'street_address', 'city', 'administrative_area', 'country', 'region'];
  const [name] = fields.map((field) => lineFrom(wordsIn(location[field]))).filter(Boolean);
  return name ?? '';
}

function halfWay(units: readonly number[]): number {
  const least = units.reduce((a, b) => Math.min(a, b));
  const most = units.reduce((a, b) => Math.max(a, b));
  return Math.round((least + most) / 2);
}
