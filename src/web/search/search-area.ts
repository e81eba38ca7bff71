import type { Language } from '../../accord/party/names.ts';
import { formatTerm } from '../../contract/query-format.ts';
import { readLine, readOutline, writeLine, writeOutline } from '../../contract/query-outline.ts';
import { parseQuery } from '../../contract/query-parse.ts';
import type { Sought, Term } from '../../contract/query.ts';
import type { DegreePoint } from '../../geo/grid.ts';
import { without } from './terms.ts';

/** Ground to look on: within corners, or along a line so many metres to each side. [Q13] [Q16] */
export type Ground =
  | { readonly form: 'area'; readonly corners: readonly DegreePoint[] }
  | {
      readonly form: 'line';
      readonly corners: readonly DegreePoint[];
      readonly metres: number;
    };

/** The ground on which a query looks, and the term that says so. */
export type SearchArea = Ground & { readonly term: Term };

/** The ground on which a typed query looks; the first where there are several. [Q13] [Q16] */
export function areaOf(text: string): SearchArea | undefined {
  const query = parseQuery(text);
  if (!query.ok) return undefined;
  for (const term of query.value) {
    const ground = term.isNot ? undefined : groundOf(term.sought);
    if (ground) return { term, ...ground };
  }
  return undefined;
}

function groundOf(sought: Sought): Ground | undefined {
  switch (sought.kind) {
    case 'area': {
      const [west, south, east, north] = sought.box;
      const corners: readonly DegreePoint[] = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ];
      return { form: 'area', corners };
    }
    case 'outline': {
      const outline = readOutline(sought.corners);
      return outline.ok ? { form: 'area', corners: outline.value } : undefined;
    }
    case 'strip': {
      const line = readLine(sought.corners);
      const { metres } = sought;
      return line.ok ? { form: 'line', corners: line.value, metres } : undefined;
    }
    default:
      return undefined;
  }
}

/** The typed query with this ground in the place of what it had; without any, with none. */
export function withArea(text: string, ground: Ground | undefined, language: Language): string {
  const held = areaOf(text);
  const rest = held === undefined ? text.trim() : without(text, held.term);
  if (ground === undefined) return rest;
  const sought: Sought =
    ground.form === 'area'
      ? { kind: 'outline', corners: writeOutline(ground.corners) }
      : { kind: 'strip', corners: writeLine(ground.corners), metres: ground.metres };
  return `${rest} ${formatTerm({ sought, isNot: false }, language)}`.trim();
}
