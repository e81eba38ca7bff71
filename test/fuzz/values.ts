/*
 * Changes of one value inside JSON, so that what is bent is still JSON and is looked at further in:
 * another value in its place, none, twice, the value of another place, a number one more or less.
 */

type Value = null | boolean | number | string | Value[] | { [key: string]: Value };
type Holder = Value[] | { [key: string]: Value };

const OTHERS: readonly Value[] = [
  null,
  true,
  false,
  0,
  -1,
  1,
  0.5,
  1e15,
  Number.MAX_SAFE_INTEGER,
  1e308,
  5e-324,
  '',
  'x',
  'nahr',
  'a'.repeat(300),
  '\u0000',
  '\n',
  '\u202e',
  'e\u0301',
  '\ufb2c',
  '2026-02-30T00:00:00Z',
  '9999-12-31T23:59:59Z',
  'AAAA',
  'AAA=',
  'sha256:',
  [],
  [[]],
  [null],
  {},
  { type: 'Point', coordinates: [0, 0] },
  { type: 'Point', coordinates: [180, 90] },
  { type: 'LineString', coordinates: [[0, 0]] },
  {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [1, 1],
        [1, 0],
        [0, 1],
        [0, 0],
      ],
    ],
  },
  {
    type: 'Polygon',
    coordinates: [
      [
        [0, 0],
        [0, 0],
        [0, 0],
        [0, 0],
      ],
    ],
  },
  { type: 'MultiPolygon', coordinates: [] },
  { ['__proto__']: 1, constructor: 1, toString: 1, hash: 'AAAA' },
];

const SPECIAL = 5;

/** The highest number of a change. */
export const CHANGES_MAX = OTHERS.length + 3 * SPECIAL - 1;

/** The bytes with one value of their first line of JSON changed; as they are where there is none. */
export function withValueChanged(
  bytes: Buffer,
  { at, change, from }: { readonly at: number; readonly change: number; readonly from: number },
): Buffer {
  const start = bytes.indexOf(0x7b);
  if (start < 0 || (start > 0 && bytes[start - 1] !== 0x0a)) return bytes;
  const newline = bytes.indexOf(0x0a, start);
  const end = newline < 0 ? bytes.length : newline;
  let line: Buffer;
  try {
    const json = JSON.parse(bytes.toString('utf8', start, end)) as Value;
    const places = placesIn(json);
    const place = places[at % Math.max(1, places.length)];
    if (!place) return bytes;
    alter(place, change, places[from % places.length]);
    line = Buffer.from(JSON.stringify(json));
  } catch {
    // No JSON, or deeper than the host goes; a reader gets it as it is.
    return bytes;
  }
  return Buffer.concat([bytes.subarray(0, start), line, bytes.subarray(end)]);
}

interface Place {
  readonly holder: Holder;
  readonly key: string | number;
}

function placesIn(json: Value): Place[] {
  const places: Place[] = [];
  const walk = (value: Value): void => {
    if (typeof value !== 'object' || value === null) return;
    for (const key of Object.keys(value)) {
      places.push({ holder: value, key });
      walk((value as { [key: string]: Value })[key] ?? null);
    }
  };
  walk(json);
  return places;
}

function alter({ holder, key }: Place, change: number, other: Place | undefined): void {
  const held = holder as { [key: string]: Value };
  const value = held[key] ?? null;
  const special = change - OTHERS.length;
  if (special < 0) held[key] = OTHERS[change] ?? null;
  else if (special % SPECIAL === 0) remove(holder, key);
  else if (special % SPECIAL === 1 && Array.isArray(holder)) holder.push(structuredClone(value));
  else if (special % SPECIAL === 2 && typeof value === 'number') held[key] = value + 1;
  else if (special % SPECIAL === 3 && typeof value === 'number') held[key] = value - 1e-7;
  else if (other) held[key] = structuredClone((other.holder as typeof held)[other.key] ?? null);
}

function remove(holder: Holder, key: string | number): void {
  if (Array.isArray(holder)) holder.splice(Number(key), 1);
  else delete holder[key];
}
