import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import { Mono } from './mono.tsx';

/** A place as MGRS, with no more digits than it is known to; latitude and longitude in its title. */
export function Place({
  point,
  precisionMetres,
}: {
  /** Longitude and latitude in degrees. */
  readonly point: readonly [number, number];
  readonly precisionMetres: number;
}) {
  const [lon, lat] = point;
  const grid = toGrid(lon, lat);
  const degrees = `${lat.toFixed(5)}, ${lon.toFixed(5)}`;
  return <Mono title={degrees}>{grid.ok ? formatMgrs(grid.value, precisionMetres) : degrees}</Mono>;
}
