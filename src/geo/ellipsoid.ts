/**
 * The WGS 84 ellipsoid, for figures that people read: areas and ways in metres. They use sines, which
 * hosts compute a little differently, so nothing that is decided may hang on them [P11].
 */

/** The equatorial radius of WGS 84, in metres. */
export const SEMI_MAJOR_METRES = 6_378_137;

const FLATTENING = 1 / 298.257223563;
const ECCENTRICITY_SQUARED = FLATTENING * (2 - FLATTENING);
const ECCENTRICITY = Math.sqrt(ECCENTRICITY_SQUARED);
const SEMI_MINOR_METRES = SEMI_MAJOR_METRES * (1 - FLATTENING);

/** Radians in one unit of the grid. */
export const RADIANS_PER_UNIT = Math.PI / 180 / 10_000_000;

/** The radii of curvature at a latitude in radians, in metres: along the meridian, and across it. */
export function radiiAt(lat: number): { readonly along: number; readonly across: number } {
  const sine = Math.sin(lat);
  const square = 1 - ECCENTRICITY_SQUARED * sine * sine;
  const across = SEMI_MAJOR_METRES / Math.sqrt(square);
  return { along: (across * (1 - ECCENTRICITY_SQUARED)) / square, across };
}

/** The area between the equator and a latitude in radians, in square metres for each radian of longitude. */
export function underLatitude(lat: number): number {
  const sine = Math.sin(lat);
  const bent = ECCENTRICITY * sine;
  const curved = Math.log((1 + bent) / (1 - bent)) / (2 * ECCENTRICITY);
  return (SEMI_MINOR_METRES ** 2 / 2) * (sine / (1 - bent * bent) + curved);
}
