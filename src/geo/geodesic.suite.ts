/** The ellipsoid itself, by Vincenty's formulas (1975): what tests hold our metres against. */

const A = 6_378_137;
const F = 1 / 298.257223563;
const B = A * (1 - F);
const RAD = Math.PI / 180;

/** Where one comes from a place in degrees by a bearing in degrees and a way in metres; within a millimetre. */
export function goFrom(
  [lon, lat]: readonly [number, number],
  bearing: number,
  metres: number,
): [number, number] {
  const [sinBearing, cosBearing] = [Math.sin(bearing * RAD), Math.cos(bearing * RAD)];
  const tanU = (1 - F) * Math.tan(lat * RAD);
  const cosU = 1 / Math.sqrt(1 + tanU * tanU);
  const sinU = tanU * cosU;
  const sigma1 = Math.atan2(tanU, cosBearing);
  const sinAlpha = cosU * sinBearing;
  const cosSqAlpha = 1 - sinAlpha * sinAlpha;
  const [big, small] = series(cosSqAlpha);
  let sigma = metres / (B * big);
  let [sin, cos, middle] = [0, 0, 0];
  for (let k = 0; k < 50; k += 1) {
    middle = Math.cos(2 * sigma1 + sigma);
    [sin, cos] = [Math.sin(sigma), Math.cos(sigma)];
    sigma = metres / (B * big) + bend(small, sin, cos, middle);
  }
  const rest = sinU * sin - cosU * cos * cosBearing;
  const north = Math.atan2(
    sinU * cos + cosU * sin * cosBearing,
    (1 - F) * Math.hypot(sinAlpha, rest),
  );
  const lambda = Math.atan2(sin * sinBearing, cosU * cos - sinU * sin * cosBearing);
  const east = lambda - slip(sinAlpha, cosSqAlpha, [sigma, sin, cos, middle]);
  return [((((lon + east / RAD + 180) % 360) + 360) % 360) - 180, north / RAD];
}

/** The shortest way between two places in degrees, in metres; not for places on the far side of the earth. */
export function geodesicMetres(
  from: readonly [number, number],
  to: readonly [number, number],
): number {
  const round = ((((to[0] - from[0] + 180) % 360) + 360) % 360) - 180;
  const [u1, u2] = [from, to].map(([, lat]) => Math.atan((1 - F) * Math.tan(lat * RAD))) as [
    number,
    number,
  ];
  let lambda = round * RAD;
  for (let k = 0; ; k += 1) {
    const across = Math.cos(u2) * Math.sin(lambda);
    const ahead = Math.cos(u1) * Math.sin(u2) - Math.sin(u1) * Math.cos(u2) * Math.cos(lambda);
    const sin = Math.hypot(across, ahead);
    if (sin === 0) return 0;
    const cos = Math.sin(u1) * Math.sin(u2) + Math.cos(u1) * Math.cos(u2) * Math.cos(lambda);
    const sigma = Math.atan2(sin, cos);
    const sinAlpha = (Math.cos(u1) * Math.cos(u2) * Math.sin(lambda)) / sin;
    const cosSqAlpha = 1 - sinAlpha * sinAlpha;
    const middle = cosSqAlpha < 1e-15 ? 0 : cos - (2 * Math.sin(u1) * Math.sin(u2)) / cosSqAlpha;
    const next = round * RAD + slip(sinAlpha, cosSqAlpha, [sigma, sin, cos, middle]);
    if (k > 50 || Math.abs(next - lambda) < 1e-13) {
      const [big, small] = series(cosSqAlpha);
      return B * big * (sigma - bend(small, sin, cos, middle));
    }
    lambda = next;
  }
}

function series(cosSqAlpha: number): readonly [number, number] {
  const u = (cosSqAlpha * (A * A - B * B)) / (B * B);
  return [
    1 + (u / 16_384) * (4096 + u * (-768 + u * (320 - 175 * u))),
    (u / 1024) * (256 + u * (-128 + u * (74 - 47 * u))),
  ];
}

function bend(small: number, sin: number, cos: number, middle: number): number {
  const inner = cos * (-1 + 2 * middle ** 2);
  const outer = (small / 6) * middle * (-3 + 4 * sin ** 2) * (-3 + 4 * middle ** 2);
  return small * sin * (middle + (small / 4) * (inner - outer));
}

function slip(
  sinAlpha: number,
  cosSqAlpha: number,
  [sigma, sin, cos, middle]: readonly [number, number, number, number],
): number {
  const c = (F / 16) * cosSqAlpha * (4 + F * (4 - 3 * cosSqAlpha));
  const inner = middle + c * cos * (-1 + 2 * middle ** 2);
  return (1 - c) * F * sinAlpha * (sigma + c * sin * inner);
}
