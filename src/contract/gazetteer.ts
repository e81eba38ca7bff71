import { wordsOf } from '../base/fold.ts';
import type { DegreePoint } from '../geo/grid.ts';
import { toGrid } from '../geo/grid.ts';
import { distanceMetres } from '../geo/measure.ts';
import type { Names } from '../accord/party/names.ts';
import { LANGUAGES } from '../accord/party/names.ts';

/** A place of the ground with its names, as the map's own table gives it. */
export interface GroundPlace extends Names {
  readonly id: string;
  readonly kind: 'town' | 'water' | 'height';
  /** From 1, the greatest, to 4. */
  readonly rank: number;
  readonly lon: number;
  readonly lat: number;
}

/** The places of the ground by their names in any of the languages. */
export interface Gazetteer {
  /** Places that have this name; a river may have several points. [Q6] */
  named(name: string): readonly GroundPlace[];
  /** Places of which a name begins so, the greatest first, at most `most`. */
  begun(name: string, most: number): readonly GroundPlace[];
  /** The town in whose reach a point in degrees lies, the nearest of them. */
  around(lon: number, lat: number): GroundPlace | undefined;
}

/** How far from its middle a place reaches, by its rank, in metres. [Q6] */
const REACH_METRES = [20_000, 15_000, 10_000, 7_000, 5_000] as const;

/** How far from its middle a place reaches, in metres; what is no town has no edge to speak of. */
export function reachOf({ kind, rank }: Pick<GroundPlace, 'kind' | 'rank'>): number {
  return kind === 'town' ? (REACH_METRES[rank] ?? 5_000) : REACH_METRES[0];
}

/** The names of a place, each once; what stands in brackets is a name of its own. */
export function namesOf(place: GroundPlace): readonly string[] {
  const all = LANGUAGES.flatMap((language) => place[language].split(/[()]/));
  return [...new Set(all.map((name) => name.trim()))].filter((name) => name !== '');
}

/** Opens the places that are given; any two of them may share a name. */
export function openGazetteer(places: readonly GroundPlace[]): Gazetteer {
  const byName = new Map<string, GroundPlace[]>();
  const ranked = places.toSorted((a, b) => a.rank - b.rank);
  for (const place of ranked) {
    for (const key of new Set(namesOf(place).flatMap(keysOf))) {
      byName.set(key, [...(byName.get(key) ?? []), place]);
    }
  }
  const towns = ranked.flatMap((place) => {
    const at = toGrid(place.lon, place.lat);
    return place.kind === 'town' && at.ok ? [{ place, at: at.value }] : [];
  });
  return {
    named: (name) =>
      keysOf(name)
        .flatMap((key) => byName.get(key) ?? [])
        .filter(isFirst),
    begun(name, most) {
      const beginning = wordsOf(name).join(' ');
      if (beginning === '') return [];
      const found = ranked.filter((place) =>
        namesOf(place)
          .flatMap(keysOf)
          .some((key) => key.startsWith(beginning)),
      );
      return found.slice(0, most);
    },
    around(lon, lat) {
      const at = toGrid(lon, lat);
      if (!at.ok) return undefined;
      const near = towns.flatMap(({ place, at: middle }) => {
        const metres = distanceMetres(at.value, middle);
        return metres <= reachOf(place) ? [{ place, metres }] : [];
      });
      return near.toSorted((a, b) => a.metres - b.metres)[0]?.place;
    },
  };
}

/** A point of a place in degrees. */
export function pointOf({ lon, lat }: GroundPlace): DegreePoint {
  return [lon, lat];
}

const ARTICLE = /^(?:\u0627\u0644|(?:al|el|ad|an|ar|as|at) )(?=.{3})/;

/** A name as it is looked up: folded, with its Arabic article and without. */
function keysOf(name: string): readonly string[] {
  const key = wordsOf(name).join(' ');
  return [...new Set([key, key.replace(ARTICLE, '')])].filter((each) => each !== '');
}

function isFirst<T>(each: T, at: number, all: readonly T[]): boolean {
  return all.indexOf(each) === at;
}
