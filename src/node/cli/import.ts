import { basename } from 'node:path';
import type { PartyId } from '../../base/ids.ts';
import { isPartyId } from '../../base/ids.ts';
import { TLP_LEVELS } from '../../accord/record.ts';
import { TABLE_FIELDS, parseMapping } from '../../gateway/table.ts';
import { newToken } from '../http/session.ts';
import type { ImportOptions, ImportReport } from '../import.ts';
import { importFile } from '../import.ts';
import { hostClock } from '../primitives.ts';
import type { Command, Given } from './ask.ts';
import { UsageError, readArgs } from './ask.ts';
import { mustRunAt, mustSeat, shelfBeside } from './folder.ts';

const USAGE =
  'Usage: tansiq import FILE --as reports --preset ucdp-ged --audience PARTY,… ' +
  '(--data DIR --seat SEAT | --url URL --token T); see "tansiq import --help".';

const INTERRUPTED = 130;

/** Turns the rows of a file into reports of the party of a running node. */
export const importRows: Command = {
  help: `Usage: tansiq import FILE --as reports (--preset NAME | --map MAP) --audience PARTY,… WHERE

  FILE is .csv, .geojson or .json, packed with gzip (.gz) or not.

  --preset ucdp-ged   rows of the UCDP Georeferenced Event Dataset
  --map MAP           which column gives what: title=headline,lat=y,lon=x,from=date,kind==incident
                      (a value after == is for all rows); fields: ${TABLE_FIELDS.join(' ')}
  --audience PARTY,…  who will read the reports, besides ourselves
  --tlp LEVEL         ${TLP_LEVELS.join(', ')}; AMBER by itself
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
        refused: { type: 'string' },
        data: { type: 'string' },
        seat: { type: 'string' },
        url: { type: 'string' },
        token: { type: 'string' },
      },
    });
    const stopping = new AbortController();
    process.once('SIGINT', () => stopping.abort());
    const report = await importFile({ ...(await optionsOf(given)), signal: stopping.signal });
    for (const line of linesOf(report)) console.log(line);
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
  const where = await whereOf(given);
  return { file, rows, audience, tlp, refusedPath, ...where, say: (line) => console.log(line) };
}

function rowsOf(given: Given): ImportOptions['rows'] {
  const [preset, map] = [given.text('preset'), given.text('map')];
  if ((preset === undefined) === (map === undefined)) {
    throw new UsageError(`Give either --preset or --map. ${USAGE}`);
  }
  if (preset === 'ucdp-ged') return { preset };
  if (preset !== undefined) throw new UsageError(`There is no preset "${preset}": ucdp-ged.`);
  const mapping = parseMapping(map ?? '');
  if (mapping.ok) return { mapping: mapping.value };
  const { kind, ...facts } = mapping.fault;
  throw new UsageError(`--map is not understood (${kind} ${Object.values(facts).join(' ')}).`);
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

function linesOf(report: ImportReport): readonly string[] {
  const { read, saved, passedOver, refused, reasons, refusedPath, seconds } = report;
  return [
    `${report.stopped ? 'Stopped' : 'Done'} after ${seconds.toFixed(1)} s: ${read} rows read, ` +
      `${saved} saved, ${passedOver} there already, ${refused} refused.`,
    ...Object.entries(reasons).map(([reason, count]) => `  ${String(count).padStart(6)} ${reason}`),
    ...(refusedPath ? [`Refused rows with their reasons: ${refusedPath}`] : []),
    ...(report.stopped ? ['Run it again to go on; what is there is passed over.'] : []),
  ];
}
