import type { JsonObject } from '../../base/json.ts';
import type { DryRunView, LeftOut, RefusedItem, TakenItem } from '../../contract/imports.ts';
import { IMPORT_SHOWN_MAX } from '../../contract/imports.ts';
import type { Outcome } from '../../gateway/items.ts';
import { TABLE_FIELDS } from '../../gateway/table.ts';
import { toDegrees } from '../../geo/grid.ts';
import { boundsOf, parseShape } from '../../geo/shape.ts';
import type { ReadFile } from '../import-items.ts';

/** What a file would become, for a screen: counts, and the first of each outcome. [O11] */
export function presentDryRun(
  { format, outcomes, table }: ReadFile,
  here: ReadonlySet<string>,
): DryRunView {
  const taken = outcomes.filter((each) => each.outcome === 'taken');
  const refused = outcomes.filter((each) => each.outcome === 'refused');
  const reasons: Record<string, number> = {};
  const asks = new Set<string>();
  for (const { fault } of refused) {
    reasons[fault.kind] = (reasons[fault.kind] ?? 0) + 1;
    const field = fault.kind === 'missing-field' ? fault.field : '';
    if (field === 'time' || field === 'from') asks.add('time');
    if (field === 'place' || field === 'lon' || field === 'lat') asks.add('place');
  }
  const leftOut = groupsOf(outcomes);
  return {
    format,
    counts: {
      taken: taken.length,
      here: taken.filter(({ row }) => here.has(row.id)).length,
      refused: refused.length,
      leftOut: leftOut.reduce((sum, { count }) => sum + count, 0),
    },
    taken: taken.slice(0, IMPORT_SHOWN_MAX).map((each) => presentTaken(each, here)),
    refused: refused.slice(0, IMPORT_SHOWN_MAX).map(presentRefused),
    leftOut,
    reasons,
    asks: [...asks],
    ...(table ? { table: { ...table, fields: TABLE_FIELDS } } : {}),
  };
}

function presentTaken(
  { number, type, name, row }: Extract<Outcome, { readonly outcome: 'taken' }>,
  here: ReadonlySet<string>,
): TakenItem {
  const { title, kind, place, when } = row.report;
  const shape = parseShape(place.geometry as unknown as JsonObject);
  const { west, south, east, north } = shape.ok
    ? boundsOf(shape.value)
    : { west: 0, south: 0, east: 0, north: 0 };
  return {
    number,
    type,
    name,
    title,
    kind,
    point: toDegrees([Math.round((west + east) / 2), Math.round((south + north) / 2)]),
    precisionMetres: place.precisionMetres,
    when,
    ...(row.tlp === undefined ? {} : { tlp: row.tlp }),
    isHere: here.has(row.id),
  };
}

function presentRefused({
  number,
  type,
  name,
  fault,
}: Extract<Outcome, { readonly outcome: 'refused' }>): RefusedItem {
  return { number, type, name, fault: { ...fault } };
}

function groupsOf(outcomes: readonly Outcome[]): readonly LeftOut[] {
  const groups = new Map<string, { type: string; reason: string; count: number }>();
  for (const each of outcomes) {
    if (each.outcome !== 'left-out') continue;
    const { type, reason } = each;
    const group = groups.get(`${reason}\n${type}`);
    if (group) group.count += 1;
    else groups.set(`${reason}\n${type}`, { type, reason, count: 1 });
  }
  return [...groups.values()].toSorted((a, b) => b.count - a.count);
}
