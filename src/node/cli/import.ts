import { basename } from 'node:path';
import type { PartyId } from '../../base/ids.ts';
import { isPartyId } from '../../base/ids.ts';
import { parseInstant } from '../../base/instant.ts';
import { REPORT_KINDS, SOURCE_KINDS } from '../../accord/knowledge/schema.ts';
import { LANGUAGES } from '../../accord/party/names.ts';
import { TLP_LEVELS } from '../../accord/record.ts';
import { TABLE_FIELDS, parseMapping } from '../../gateway/table.ts';
import { toDegrees, toGrid } from '../../geo/grid.ts';
import { newToken } from '../http/session.ts';
import type { ImportOptions, ImportReport } from '../import.ts';
import { importFile } from '../import.ts';
import type { WholeChoices } from '../import-whole.ts';
import { hostClock } from '../primitives.ts';
import type { Command, Given } from './ask.ts';
import { UsageError, readArgs } from './ask.ts';
import { mustRunAt, mustSeat, shelfBeside } from './folder.ts';

const USAGE =
  'Usage: tansiq import FILE --as reports [--preset ucdp-ged | --map MAP] --audience PARTY,… ' +
  '(--data DIR --seat SEAT | --url URL --token T | --dry-run); see "tansiq import --help".';

const INTERRUPTED = 130;

/** Turns a file of others into reports of the party of a running node. */
export const importRows: Command = {
  help: `Usage: tansiq import FILE --as reports [OPTIONS] --audience PARTY,… WHERE

  FILE is a table (CSV) or GeoJSON, GPX, KML, KMZ, STIX 2.1, MISP or CAP, packed with gzip or not. What
  it is, is told by its content, and columns by their names. With --preset or --map a .csv or .geojson
  of any size is read row by row; other files have at most 32 MB.

  --dry-run           says what would come in, what not and why, and sends nothing; WHERE may be absent
  --preset ucdp-ged   rows of the UCDP Georeferenced Event Dataset
  --map MAP           which column gives what: title=headline,lat=y,lon=x,from=date,kind==incident
                      (a value after == is for all rows); fields: ${TABLE_FIELDS.join(' ')}
  --audience PARTY,…  who will read the reports, besides ourselves
  --tlp LEVEL         ${TLP_LEVELS.join(', ')}; AMBER by itself
  --when FROM/UPTO    when things without a time happened: 2026-03-01T00:00:00Z/2026-03-02T00:00:00Z
  --place LAT,LON,M   where things without a place are, known to M metres
  --precision M       how far places may be off that do not say it, in metres
  --kind, --source, --language   what items do not say: ${REPORT_KINDS.join(', ')};
                      ${SOURCE_KINDS.join(', ')}; ${LANGUAGES.join(', ')}
  --refused FILE      where refused rows go with their reasons; by itself NAME.refused.csv here

  WHERE is one of:
  --data DIR --seat SEAT   the node that runs on this folder, as the desk SEAT
  --url URL --token T      any node, with a token of one of its desks

  May be stopped and run again: what is there already is passed over.
  Exit code 0: read to its end, refused rows are in their file. 1: trouble. 2: not understood.`,
  async run(args) {
    const given = readArgs(args, {
      usage: USAGE,
      words: [1, 1],
      options: {
        as: { type: 'string' },
        preset: { type: 'string' },
        map: { type: 'string' },
        audience: { type: 'string' },
        tlp: { type: 'string' },
        'dry-run': { type: 'boolean' },
        when: { type: 'string' },
        place: { type: 'string' },
        precision: { type: 'string' },
        kind: { type: 'string' },
        source: { type: 'string' },
        language: { type: 'string' },
        refused: { type: 'string' },
        data: { type: 'string' },
        seat: { type: 'string' },
        url: { type: 'string' },
        token: { type: 'string' },
      },
    });
    const stopping = new AbortController();
    process.once('SIGINT', () => stopping.abort());
    const options = { ...(await optionsOf(given)), signal: stopping.signal };
    const report = await importFile(options);
    for (const line of linesOf(report, options.isDry === true)) console.log(line);
    return report.stopped ? INTERRUPTED : 0;
  },
};

async function optionsOf(given: Given): Promise<ImportOptions> {
  if (given.must('as') !== 'reports') {
    throw new UsageError('Rows can become reports and nothing else yet: --as reports.');
  }
  const [file = ''] = given.words;
  const refusedPath = given.text('refused') ?? `${basename(file)}.refused.csv`;
  const [rows, audience, tlp] = [rowsOf(given), audienceOf(given), tlpOf(given)];
  const isDry = given.has('dry-run');
  const hasWhere = ['data', 'url'].some((each) => given.text(each) !== undefined);
  const where = isDry && !hasWhere ? { url: '', token: '' } : await whereOf(given);
  const say = (line: string): void => console.log(line);
  return { file, rows, audience, tlp, refusedPath, isDry, ...where, say };
}

function rowsOf(given: Given): ImportOptions['rows'] {
  const [preset, map] = [given.text('preset'), given.text('map')];
  if (preset !== undefined && map !== undefined) {
    throw new UsageError(`Give either --preset or --map. ${USAGE}`);
  }
  if (preset === undefined && map === undefined) return { choices: choicesOf(given) };
  if (preset === 'ucdp-ged') return { preset };
  if (preset !== undefined) throw new UsageError(`There is no preset "${preset}": ucdp-ged.`);
  const mapping = parseMapping(map ?? '');
  if (mapping.ok) return { mapping: mapping.value };
  const { kind, ...facts } = mapping.fault;
  throw new UsageError(`--map is not understood (${kind} ${Object.values(facts).join(' ')}).`);
}

function choicesOf(given: Given): WholeChoices {
  const [kind, source] = [
    choice(given, 'kind', REPORT_KINDS),
    choice(given, 'source', SOURCE_KINDS),
  ];
  const language = choice(given, 'language', LANGUAGES);
  const [when, place] = [given.text('when'), given.text('place')];
  const precision = given.text('precision');
  return {
    ...(kind ? { kind } : {}),
    ...(source ? { source } : {}),
    ...(language ? { language } : {}),
    ...(when === undefined ? {} : { when: whenIn(when) }),
    ...(place === undefined ? {} : { place: placeIn(place) }),
    ...(precision === undefined ? {} : { precisionMetres: metresIn('precision', precision) }),
  };
}

function choice<const T extends string>(
  given: Given,
  option: string,
  choices: readonly T[],
): T | undefined {
  const text = given.text(option);
  const chosen = choices.find((each) => each === text);
  if (text !== undefined && chosen === undefined) {
    throw new UsageError(`--${option} is one of ${choices.join(', ')}, not "${text}".`);
  }
  return chosen;
}

function whenIn(text: string): NonNullable<WholeChoices['when']> {
  const [from = '', upto = ''] = text.split('/');
  const [begin, end] = [parseInstant(from), parseInstant(upto)];
  if (!begin.ok || !end.ok || begin.value >= end.value) {
    throw new UsageError(`--when is FROM/UPTO as 2026-03-01T00:00:00Z, not "${text}".`);
  }
  return { from, upto };
}

function placeIn(text: string): NonNullable<WholeChoices['place']> {
  const [lat = '', lon = '', metres = '', ...more] = text.split(',');
  const at =
    more.length === 0 && lat !== '' && lon !== '' ? toGrid(Number(lon), Number(lat)) : undefined;
  if (!at?.ok) throw new UsageError(`--place is LAT,LON,METRES, not "${text}".`);
  const [x, y] = toDegrees(at.value);
  const precisionMetres = metresIn('place', metres);
  return { geometry: { type: 'Point', coordinates: [x, y] }, precisionMetres };
}

function metresIn(option: string, text: string): number {
  if (/^\d{1,7}$/.test(text) && Number(text) <= 2_000_000) return Number(text);
  throw new UsageError(`--${option} is given in metres up to 2000000, not "${text}".`);
}

function audienceOf(given: Given): readonly PartyId[] {
  const parties = given.must('audience').split(',');
  const bad = parties.find((party) => !isPartyId(party));
  if (bad !== undefined) throw new UsageError(`"${bad}" cannot be the name of a party.`);
  return parties as PartyId[];
}

function tlpOf(given: Given): string {
  const tlp = given.text('tlp') ?? 'AMBER';
  if ((TLP_LEVELS as readonly string[]).includes(tlp)) return tlp;
  throw new UsageError(`--tlp is one of ${TLP_LEVELS.join(', ')}, not "${tlp}".`);
}

async function whereOf(given: Given): Promise<Pick<ImportOptions, 'url' | 'token'>> {
  const data = given.text('data');
  if (data === undefined) {
    const [url, token] = [given.must('url'), given.must('token')];
    if (!URL.canParse(url)) throw new UsageError(`--url is not an address: "${url}".`);
    return { url, token };
  }
  const url = await mustRunAt(data);
  const token = given.text('token');
  if (token !== undefined) return { url, token };
  const seat = await mustSeat(data, given.must('seat'));
  return { url, token: await newToken(shelfBeside(data), seat, hostClock().now()) };
}

function linesOf(report: ImportReport, isDry: boolean): readonly string[] {
  const { read, saved, passedOver, refused, leftOut, reasons, refusedPath, seconds } = report;
  const end = report.stopped ? 'Stopped' : isDry ? 'Tried' : 'Done';
  return [
    `${end} after ${seconds.toFixed(1)} s: ${read} rows read, ` +
      `${saved} ${isDry ? 'would come in' : 'saved'}, ${passedOver} there already, ${refused} refused.`,
    ...(leftOut > 0 ? [`${leftOut} were left out by their kind.`] : []),
    ...Object.entries(reasons).map(([reason, count]) => `  ${String(count).padStart(6)} ${reason}`),
    ...(refusedPath ? [`Refused rows with their reasons: ${refusedPath}`] : []),
    ...(report.stopped ? ['Run it again to go on; what is there is passed over.'] : []),
  ];
}
