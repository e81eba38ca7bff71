import type { Language } from '../../accord/party/names.ts';
import { formatTerm } from '../../contract/query-format.ts';
import { readOutline, writeOutline } from '../../contract/query-outline.ts';
import { parseQuery } from '../../contract/query-parse.ts';
import type { Term } from '../../contract/query.ts';
import type { DegreePoint } from '../../geo/grid.ts';
import { without } from './terms.ts';

/** The area within which a query looks, and the term that says so. */
export interface SearchArea {
  readonly term: Term;
  readonly corners: readonly DegreePoint[];
}

/** The area within which a typed query looks; the first where there are several. [Q13] */
export function areaOf(text: string): SearchArea | undefined {
  const query = parseQuery(text);
  if (!query.ok) return undefined;
  for (const term of query.value) {
    if (term.isNot) continue;
    if (term.sought.kind === 'area') {
      const [west, south, east, north] = term.sought.box;
      const corners: readonly DegreePoint[] = [
        [west, south],
        [east, south],
        [east, north],
        [west, north],
      ];
      return { term, corners };
    }
    if (term.sought.kind !== 'outline') continue;
    const outline = readOutline(term.sought.corners);
    if (outline.ok) return { term, corners: outline.value };
  }
  return undefined;
}

/** The typed query with this area in the place of the one that it had; without corners, with none. */
export function withArea(
  text: string,
  corners: readonly DegreePoint[] | undefined,
  language: Language,
): string {
  const held = areaOf(text);
  const rest = held === undefined ? text.trim() : without(text, held.term);
  if (corners === undefined) return rest;
  const sought = { kind: 'outline', corners: writeOutline(corners) } as const;
  return `${rest} ${formatTerm({ sought, isNot: false }, language)}`.trim();
}
