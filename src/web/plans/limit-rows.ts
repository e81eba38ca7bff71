import { groundOf, shapeOf } from '../../accord/operation/ground.ts';
import { isWithinLimit } from '../../accord/operation/limits.ts';
import type { ForceKind } from '../../accord/operation/kinds.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { Limit } from '../../accord/operation/schema.ts';
import type { PartyId } from '../../base/ids.ts';
import type { Outline } from './outline.ts';
import { geometryOf, openOutline, outlineOf } from './outline.ts';

/** A limit of a consent as it is being written. */
export type LimitRow =
  | {
      readonly kind: 'time';
      readonly id: number;
      /** RFC 3339 in UTC, once understood. */
      readonly from: string | undefined;
      readonly upto: string | undefined;
    }
  | (Outline & {
      readonly kind: 'area';
      readonly id: number;
      /** The sector of the plan whose area it is. */
      readonly sector: string | undefined;
    })
  | { readonly kind: 'forces'; readonly id: number; readonly forces: readonly ForceKind[] }
  | {
      readonly kind: 'count';
      readonly id: number;
      readonly party: PartyId | undefined;
      readonly force: ForceKind | undefined;
      readonly max: string;
    };

/** The limits that there are, in the order in which they are offered. */
export const LIMIT_KINDS = ['time', 'area', 'forces', 'count'] as const;

const COUNT_MAX = 100_000;

/** A new limit of a kind; it begins with what the plan says, so that it is narrowed and not retyped. */
export function openLimit(kind: LimitRow['kind'], id: number, plan: Plan): LimitRow {
  switch (kind) {
    case 'time':
      return { kind, id, from: plan.window.from, upto: plan.window.upto };
    case 'area':
      return { kind, id, ...openOutline('polygon'), sector: undefined };
    case 'forces':
      return { kind, id, forces: kindsOf(plan) };
    case 'count':
      return { kind, id, party: undefined, force: undefined, max: '' };
  }
}

/** The limit that a row says, once it is whole. */
export function limitOf(row: LimitRow): Limit | undefined {
  switch (row.kind) {
    case 'time': {
      const { kind, from, upto } = row;
      if (from === undefined || upto === undefined || from >= upto) return undefined;
      return { kind, from, upto };
    }
    case 'area': {
      const area = geometryOf(row);
      return area?.type.endsWith('Polygon') === true ? { kind: row.kind, area } : undefined;
    }
    case 'forces':
      return row.forces.length > 0 ? { kind: row.kind, forces: [...row.forces] } : undefined;
    case 'count': {
      const { kind, party, force } = row;
      const max = Number(row.max);
      if (row.max.trim() === '' || !Number.isInteger(max) || max < 0 || max > COUNT_MAX) {
        return undefined;
      }
      return {
        kind,
        ...(party === undefined ? {} : { party }),
        ...(force === undefined ? {} : { force }),
        max,
      };
    }
  }
}

/** The area of a sector as a limit. */
export function sectorLimit(
  row: Extract<LimitRow, { kind: 'area' }>,
  plan: Plan,
  sector: string,
): LimitRow {
  const area = plan.sectors?.find(({ id }) => id === sector)?.area;
  return area ? { ...row, ...outlineOf(area), sector } : row;
}

/** Whether the plan as it stands keeps within a limit; as every node finds. [C31] */
export function isKept(limit: Limit, plan: Plan): boolean {
  return isWithinLimit(limit, plan, groundOf(shapeOf(plan.shape), plan.reachMetres));
}

function kindsOf({ contributions }: Plan): readonly ForceKind[] {
  return [...new Set(contributions.flatMap(({ forces }) => forces.map(({ kind }) => kind)))];
}
