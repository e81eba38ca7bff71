import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Json } from '../base/json.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import { parseShape } from '../geo/shape.ts';
import { touches } from '../geo/touch.ts';
import { report, teller } from './cast.suite.ts';
import type { Index } from './port.ts';
import type { Condition } from './sought.ts';

type Pair = readonly [number, number];
type Geometry = Report['place']['geometry'];

// Few values, so that points fall on corners and edges; the rims of the grid among them.
const lon = fc.constantFrom(-180, -1, 0, 1, 2, 3, 3.5, 4, 5, 179.9999999, 180);
const lat = fc.constantFrom(-90, -1, 0, 0.5, 1, 2, 3, 4, 5, 89.9999999, 90);
const pair = fc.tuple(lon, lat);
const area = (corners: readonly Pair[]) => ({
  type: 'Polygon',
  coordinates: [[...corners, ...corners.slice(0, 1)]],
});
const isSound = (geometry: unknown) => parseShape(geometry as Json).ok;
const outline = fc
  .array(pair, { minLength: 3, maxLength: 7 })
  .filter((corners) => isSound(area(corners)));
const place = fc
  .oneof(
    pair.map((coordinates) => ({ type: 'Point', coordinates })),
    fc.array(pair, { minLength: 2, maxLength: 3 }).map((coordinates) => ({
      type: 'LineString',
      coordinates,
    })),
    fc.array(pair, { minLength: 3, maxLength: 4 }).map(area),
  )
  .filter(isSound);

/** What every index must find within an outline. */
export function outlineSuite(open: () => Promise<Index>): void {
  it('[I43] finds what touches an outline, as the geometry of plans says it', async () => {
    const places = fc.sample(place, { seed: 43, numRuns: 160 });
    const qamar = teller('qamar');
    const index = await open();
    const entries = places.map((geometry, i) =>
      qamar.say('report', report(String(i), 0, { geometry: geometry as unknown as Geometry })),
    );
    await index.follow(entries);
    const logs = [qamar.log];
    const shapes = places.map((geometry) => shapeOf(geometry));
    for (const corners of fc.sample(outline, { seed: 7, numRuns: 30 })) {
      const within = shapeOf(area(corners));
      // A drawn outline does not reach over the 180th meridian, so its two sides are two places.
      const wanted = shapes.flatMap((shape, i) => (touches(shape, within) ? [String(i)] : []));
      const where: readonly Condition[] = [{ kind: 'outline', corners }];
      const found = await index.findReports({ logs, where, limit: 500 });
      const titles = found.rows.map(({ title }) => title).toSorted();
      const isAtRim = corners.some(([x]) => Math.abs(x) === 180);
      if (!isAtRim) expect([corners, titles]).toEqual([corners, wanted.toSorted()]);
      const others = await index.findReports({
        logs,
        where: [{ kind: 'not', part: where[0]! }],
        limit: 500,
      });
      expect(others.count + found.count).toBe(places.length);
      expect((await index.points({ logs, where }, 500)).points).toHaveLength(found.count);
    }
    expect(await index.findReports({ logs: [], where: [], limit: 5 })).toMatchObject({ count: 0 });
    await index.close();
  });
}

function shapeOf(geometry: unknown) {
  const shape = parseShape(geometry as Json);
  if (!shape.ok) throw new Error(JSON.stringify(geometry));
  return shape.value;
}
