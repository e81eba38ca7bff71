import { outlineTest, outsideOf } from '../outline.ts';
import { DRAWN_MAX } from '../outline.ts';
import type { Condition } from '../sought.ts';
import type { Corners } from '../wanted.ts';
import type { Link } from './link.ts';
import { numbersText } from './link.ts';
import type { Logs } from './logs.ts';

/** Of each outline that is asked for, the keys of lines and areas that touch it with their box alone. */
export type Missed = ReadonlyMap<Corners, readonly string[]>;

/** Reads what lies round the outlines that these conditions name. [I43] */
export async function missedBy(
  link: Link,
  conditions: readonly Condition[],
  logs: Logs,
): Promise<Missed> {
  const missed = new Map<Corners, readonly string[]>();
  for (const corners of conditions.flatMap(outlinesIn)) {
    const rows = await link.all(
      `SELECT r.key::text, e.bytes FROM reports r JOIN entries e ON e.no = r.entry
       WHERE (r.west < r.east OR r.south < r.north) AND r.log = ANY($1::text::int4[])
         AND ${touchesOutline(corners)} ORDER BY r.key DESC LIMIT ${DRAWN_MAX}`,
      [numbersText(logs.keys())],
      { isOnce: true },
    );
    const isOutside = outsideOf(corners);
    const keys = rows.flatMap(([key, bytes]) => (isOutside(bytes as Uint8Array) ? [key] : []));
    missed.set(corners, keys as readonly string[]);
  }
  return missed;
}

/** A test that the box of report `r` touches an outline; the server counts in 32 bits where it may. */
export function touchesOutline(corners: Corners): string {
  return outlineTest(corners).replaceAll(/\br\.(?:west|south|east|north)\b/g, '$&::int8');
}

function outlinesIn(condition: Condition): readonly Corners[] {
  switch (condition.kind) {
    case 'outline':
      return [condition.corners];
    case 'all':
    case 'any':
      return condition.parts.flatMap(outlinesIn);
    case 'not':
      return outlinesIn(condition.part);
    default:
      return [];
  }
}
