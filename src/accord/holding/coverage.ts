import type { Coverage } from '../../geo/gap/coverage.ts';
import type { Shape } from '../../geo/shape.ts';
import type { Holding } from './holding-schema.ts';

/** The ground that a holding covers while it counts; nothing where it covers none. [Z8] */
export function coverageOf(
  { covers }: Pick<Holding, 'covers'>,
  ground: Shape,
): Coverage | undefined {
  switch (covers.kind) {
    case 'round':
    case 'sector':
      return ground.kind === 'point' ? { ...covers, at: ground.at } : undefined;
    case 'strip':
      return ground.kind === 'line' ? { ...covers, points: ground.points } : undefined;
    case 'area':
      return { kind: 'area', shape: ground };
    default:
      return undefined;
  }
}
