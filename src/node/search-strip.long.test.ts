import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { DegreePoint } from '../geo/grid.ts';
import { report, teller } from '../index/cast.suite.ts';
import { openInlineIndex } from '../index/sqlite.ts';
import { stripAround } from './search-strip.ts';

const at = fc.tuple(
  fc.integer({ min: 43_000, max: 43_300 }).map((n) => n / 1000),
  fc.integer({ min: 35_000, max: 35_300 }).map((n) => n / 1000),
);
const METRES_PER_DEGREE = 111_320;

/** How far a point is from a stretch, in metres, on ground that is flat round the point. */
function distance(point: DegreePoint, from: DegreePoint, to: DegreePoint): number {
  const narrow = Math.cos((point[1] * Math.PI) / 180);
  const flat = ([lon, lat]: DegreePoint) =>
    [(lon - point[0]) * narrow * METRES_PER_DEGREE, (lat - point[1]) * METRES_PER_DEGREE] as const;
  const [[ax, ay], [bx, by]] = [flat(from), flat(to)];
  const [dx, dy] = [bx - ax, by - ay];
  const square = dx * dx + dy * dy;
  const share = square === 0 ? 0 : Math.min(1, Math.max(0, -(ax * dx + ay * dy) / square));
  return Math.hypot(ax + share * dx, ay + share * dy);
}

it('[Q16] finds what comes so near to a line, and nothing that does not', async () => {
  const points = fc.sample(at, { seed: 16, numRuns: 400 });
  const qamar = teller('qamar');
  const index = openInlineIndex(':memory:', { say: () => undefined });
  const entries = points.map((coordinates, i) =>
    qamar.say('report', report(String(i), 0, { geometry: { type: 'Point', coordinates } })),
  );
  await index.follow(entries);
  const logs = [qamar.log];
  const lines = fc.array(at, { minLength: 2, maxLength: 6 });
  let near = 0;
  for (const line of fc.sample(lines, { seed: 61, numRuns: 40 })) {
    for (const metres of [800, 4000]) {
      const where = [stripAround(line, metres)];
      const found = await index.findReports({ logs, where, limit: 500 });
      const titles = new Set(found.rows.map(({ title }) => title));
      const astray = points.filter((point, i) => {
        const far = Math.min(...line.slice(1).map((to, n) => distance(point, line[n]!, to)));
        return titles.has(String(i)) ? far > metres * 1.01 : far < metres * 0.99;
      });
      expect([line, metres, astray]).toEqual([line, metres, []]);
      near += titles.size;
      const others = await index.findReports({
        ...{ logs, limit: 500 },
        where: [{ kind: 'not', part: where[0]! }],
      });
      expect(others.count + found.count).toBe(points.length);
    }
  }
  expect(near).toBeGreaterThan(1000);
  await index.close();
});

it('[Q16] stands at the rims of the map and on a stretch without length', async () => {
  const qamar = teller('qamar');
  const index = openInlineIndex(':memory:', { say: () => undefined });
  const coordinates = [43, 35];
  await index.follow([
    qamar.say('report', report('there', 0, { geometry: { type: 'Point', coordinates } })),
  ]);
  const count = async (line: readonly DegreePoint[]) => {
    const where = [stripAround(line, 50_000)];
    return (await index.findReports({ logs: [qamar.log], where, limit: 5 })).count;
  };
  const here: DegreePoint = [43, 35];
  expect(await count([here, here])).toBe(1);
  expect(await count([here, [180, 90], [-180, -90]])).toBe(1);
  expect(
    await count([
      [179.9, 89.9],
      [180, 90],
    ]),
  ).toBe(0);
  await index.close();
});
