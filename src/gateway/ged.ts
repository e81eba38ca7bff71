import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import { toDegrees, toGrid } from '../geo/grid.ts';
import type { OutsideRow, ReportRow, RowFault } from './outside.ts';
import { admitRow, fieldOf, lineFrom, outsideId, textFrom } from './outside.ts';
import { whenOf } from './when.ts';

/** The edition of the UCDP Georeferenced Event Dataset whose columns are read here. */
export const GED_EDITION = '19.1';

/**
 * How far the true place may lie from the point, in metres, for each class of `where_prec`. The data
 * set gives a class and no distance, but for 2; so each is taken rather too large than too small: a
 * named place, whose point is its middle; within about 25 km of it; a district; a province; an area
 * or line; a country; sea or air. [I11]
 */
export const GED_PRECISION_METRES: ReadonlyMap<string, number> = new Map([
  ['1', 5_000],
  ['2', 25_000],
  ['3', 100_000],
  ['4', 250_000],
  ['5', 250_000],
  ['6', 1_000_000],
  ['7', 1_000_000],
]);

/**
 * Reads a row of the UCDP Georeferenced Event Dataset as a report of what the data set says: its
 * words for the sides, its figures as they are, its own key and sources. It is given no grade: that
 * is for people. [I9] [I11] [I12]
 */
export function parseGedRow(row: OutsideRow): Result<ReportRow, RowFault> {
  const key = fieldOf(row, 'id');
  if (key === undefined) return err({ kind: 'missing-field', field: 'id' });
  const point = pointOf(row);
  if (!point.ok) return point;
  const precision = fieldOf(row, 'where_prec') ?? '';
  const precisionMetres = GED_PRECISION_METRES.get(precision);
  if (precisionMetres === undefined) {
    return err({ kind: 'bad-precision', field: 'where_prec', text: precision });
  }
  const when = whenOf(row, 'date_start', 'date_end');
  if (!when.ok) return when;
  const violence = VIOLENCE.get(fieldOf(row, 'type_of_violence') ?? '');
  if (violence === undefined) {
    const text = fieldOf(row, 'type_of_violence') ?? '';
    return err({ kind: 'bad-choice', field: 'type_of_violence', text });
  }
  const deaths = deathsOf(row);
  if (!deaths.ok) return deaths;
  const label = lineFrom(placesOf(row).join(', '));
  return admitRow(outsideId('ucdp-ged', key), {
    kind: 'incident',
    title: titleOf(row, violence),
    language: 'en',
    text: textFrom([sidesOf(row, violence), ...deaths.value, ...remarksOf(row)].join('\n')),
    place: {
      geometry: { type: 'Point', coordinates: [...point.value] },
      precisionMetres,
      ...(label === '' ? {} : { label }),
    },
    when: when.value,
    source: { kind: 'dataset', reference: referenceOf(row, key) },
  });
}

interface Violence {
  readonly name: string;
  /** Stands between the names of the two sides. */
  readonly between: 'and' | 'against';
}

const VIOLENCE: ReadonlyMap<string, Violence> = new Map([
  ['1', { name: 'State-based violence', between: 'and' }],
  ['2', { name: 'Non-state violence', between: 'and' }],
  ['3', { name: 'One-sided violence', between: 'against' }],
]);

const DATE_PRECISION: ReadonlyMap<string, string> = new Map([
  ['1', 'the exact day is known'],
  ['2', 'known to within two to six days'],
  ['3', 'known to the week'],
  ['4', 'known to the month'],
  ['5', 'known only to more than a month'],
]);

const PLACE_PRECISION: ReadonlyMap<string, string> = new Map([
  ['1', 'a named place'],
  ['2', 'within about 25 km of a named place'],
  ['3', 'a district'],
  ['4', 'a province'],
  ['5', 'an area or a line'],
  ['6', 'a country'],
  ['7', 'at sea or in the air'],
]);

const CLARITY: ReadonlyMap<string, string> = new Map([
  ['1', 'the sources tell this event apart from others'],
  ['2', 'the sources tell of several events together'],
]);

function pointOf(row: OutsideRow): Result<readonly [number, number], RowFault> {
  const degrees: number[] = [];
  for (const field of ['longitude', 'latitude']) {
    const text = fieldOf(row, field);
    if (text === undefined) return err({ kind: 'missing-field', field });
    if (!/^-?\d{1,3}(?:\.\d+)?$/.test(text)) return err({ kind: 'bad-coordinates', field, text });
    degrees.push(Number(text));
  }
  const [lon = 0, lat = 0] = degrees;
  const point = toGrid(lon, lat);
  if (!point.ok) {
    const field = Math.abs(lat) > 90 ? 'latitude' : 'longitude';
    return err({ kind: 'bad-coordinates', field, text: fieldOf(row, field) ?? '' });
  }
  return ok(toDegrees(point.value));
}

/** [I12] The date stands in the title, so that no list shows an old event as one of today. */
function titleOf(row: OutsideRow, { name }: Violence): string {
  const [from = '', upto = from] = [fieldOf(row, 'date_start'), fieldOf(row, 'date_end')];
  const dates = from === upto ? from : `${from} to ${upto}`;
  const [place] = placesOf(row);
  const room = 200 - name.length - dates.length - 4;
  return lineFrom([name, place?.slice(0, room), dates].filter(Boolean).join(', '));
}

function placesOf(row: OutsideRow): readonly string[] {
  const names = ['where_coordinates', 'adm_2', 'adm_1', 'country']
    .map((field) => lineFrom(fieldOf(row, field) ?? ''))
    .filter((name) => name !== '');
  return [...new Set(names)];
}

function sidesOf(row: OutsideRow, { name, between }: Violence): string {
  const [a, b] = [fieldOf(row, 'side_a'), fieldOf(row, 'side_b')].map((side) =>
    side === undefined ? 'a side not named' : lineFrom(side),
  );
  const recorded =
    between === 'and' ? `${name} between ${a} and ${b}` : `${name} by ${a} against ${b}`;
  return `The data set records: ${recorded}.`;
}

/** [I11] The figures as the data set gives them, an odd one said to be odd and left as it is. */
function deathsOf(row: OutsideRow): Result<readonly string[], RowFault> {
  const figures: Record<string, number | undefined> = {};
  for (const field of [...ESTIMATES, ...PARTS]) {
    const text = fieldOf(row, field);
    if (text !== undefined && !/^\d{1,7}(?:\.0)?$/.test(text)) {
      return err({ kind: 'bad-number', field, text });
    }
    figures[field] = text === undefined ? undefined : Number(text);
  }
  const { best, low, high } = figures as Record<(typeof ESTIMATES)[number], number | undefined>;
  const say = (figure: number | undefined) => (figure === undefined ? 'not given' : String(figure));
  const isOdd =
    best !== undefined &&
    ((low !== undefined && best < low) || (high !== undefined && best > high));
  const parts = PARTS.map((field) => say(figures[field]));
  return ok([
    `Deaths, best estimate: ${say(best)} (low ${say(low)}, high ${say(high)}).`,
    ...(isOdd ? ['The best estimate lies outside the range; the figures are left as given.'] : []),
    `Of them, side A: ${parts[0]}; side B: ${parts[1]}; civilians: ${parts[2]}; unknown: ${parts[3]}.`,
  ]);
}

const ESTIMATES = ['best', 'low', 'high'] as const;
const PARTS = ['deaths_a', 'deaths_b', 'deaths_civilians', 'deaths_unknown'] as const;

function remarksOf(row: OutsideRow): readonly string[] {
  const say = (what: string, field: string, words: ReadonlyMap<string, string>) => {
    const text = fieldOf(row, field);
    return text === undefined ? [] : [`${what}: ${words.get(text) ?? lineFrom(text)}.`];
  };
  return [
    ...say('Date', 'date_prec', DATE_PRECISION),
    ...say('Place', 'where_prec', PLACE_PRECISION),
    ...say('Clarity', 'event_clarity', CLARITY),
  ];
}

function referenceOf(row: OutsideRow, key: string): string {
  const given = (field: string) => fieldOf(row, field);
  const apart = ['source_office', 'source_date', 'source_headline'].map(given).filter(Boolean);
  const article = given('source_article') ?? apart.join(', ');
  const original = given('source_original');
  return textFrom(
    [
      `UCDP GED ${GED_EDITION} #${key}, Uppsala Conflict Data Program, CC BY 4.0`,
      ...(article === '' ? [] : [article]),
      ...(original === undefined ? [] : [`Original source: ${original}`]),
    ].join('\n'),
  );
}
