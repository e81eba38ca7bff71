// Transverse Mercator on the WGS 84 ellipsoid by Krüger's series to the third order: its error
// inside a zone is far below a millimetre, where the map needs a metre.
const EQUATOR_METRES = 6_378_137;
const FLATTENING = 1 / 298.257223563;
const SCALE = 0.9996;
const FALSE_EASTING_METRES = 500_000;
const N = FLATTENING / (2 - FLATTENING);
const RADIUS_METRES = (EQUATOR_METRES / (1 + N)) * (1 + N ** 2 / 4 + N ** 4 / 64);
const ALPHA = [
  N / 2 - (2 / 3) * N ** 2 + (5 / 16) * N ** 3,
  (13 / 48) * N ** 2 - (3 / 5) * N ** 3,
  (61 / 240) * N ** 3,
] as const;
const BETA = [
  N / 2 - (2 / 3) * N ** 2 + (37 / 96) * N ** 3,
  (1 / 48) * N ** 2 + (1 / 15) * N ** 3,
  (17 / 480) * N ** 3,
] as const;
const DELTA = [
  2 * N - (2 / 3) * N ** 2 - 2 * N ** 3,
  (7 / 3) * N ** 2 - (8 / 5) * N ** 3,
  (56 / 15) * N ** 3,
] as const;
const ECCENTRIC = (2 * Math.sqrt(N)) / (1 + N);

/** Metres east and north in a UTM zone of the northern half. */
export interface UtmPoint {
  readonly zone: number;
  readonly east: number;
  readonly north: number;
}

/** The six-degree zone of a longitude in degrees; the special zones around Norway are left out. */
export function zoneOf(longitude: number): number {
  return Math.min(60, Math.max(1, Math.floor((longitude + 180) / 6) + 1));
}

/** The meridian in the middle of a zone, in degrees. */
export function meridianOf(zone: number): number {
  return zone * 6 - 183;
}

/** Degrees to metres in the given zone, also some way beyond its edges. North of the equator. */
export function toUtm(longitude: number, latitude: number, zone: number): UtmPoint {
  const phi = radians(latitude);
  const lambda = radians(longitude - meridianOf(zone));
  const t = Math.sinh(
    Math.atanh(Math.sin(phi)) - ECCENTRIC * Math.atanh(ECCENTRIC * Math.sin(phi)),
  );
  const xi = Math.atan2(t, Math.cos(lambda));
  const eta = Math.atanh(Math.sin(lambda) / Math.hypot(1, t));
  let east = eta;
  let north = xi;
  ALPHA.forEach((alpha, at) => {
    const twice = 2 * (at + 1);
    east += alpha * Math.cos(twice * xi) * Math.sinh(twice * eta);
    north += alpha * Math.sin(twice * xi) * Math.cosh(twice * eta);
  });
  const grown = SCALE * RADIUS_METRES;
  return { zone, east: FALSE_EASTING_METRES + grown * east, north: grown * north };
}

/** Metres in a zone back to degrees, longitude first. */
export function fromUtm({ zone, east, north }: UtmPoint): [number, number] {
  const grown = SCALE * RADIUS_METRES;
  const xi = north / grown;
  const eta = (east - FALSE_EASTING_METRES) / grown;
  let across = eta;
  let along = xi;
  BETA.forEach((beta, at) => {
    const twice = 2 * (at + 1);
    along -= beta * Math.sin(twice * xi) * Math.cosh(twice * eta);
    across -= beta * Math.cos(twice * xi) * Math.sinh(twice * eta);
  });
  const chi = Math.asin(Math.sin(along) / Math.cosh(across));
  let phi = chi;
  DELTA.forEach((delta, at) => {
    phi += delta * Math.sin(2 * (at + 1) * chi);
  });
  const lambda = Math.atan2(Math.sinh(across), Math.cos(along));
  return [meridianOf(zone) + degrees(lambda), degrees(phi)];
}

function radians(angle: number): number {
  return (angle * Math.PI) / 180;
}

function degrees(angle: number): number {
  return (angle * 180) / Math.PI;
}
