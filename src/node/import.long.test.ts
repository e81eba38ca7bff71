import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, describe, expect, it } from 'vitest';
import type { PartyId } from '../base/ids.ts';
import type { NewReportBatch } from '../contract/reports.ts';
import type { ImportOptions } from './import.ts';
import { importFile } from './import.ts';

const folder = mkdtempSync(join(tmpdir(), 'tansiq-import-'));
const servers: { close(): void }[] = [];
afterAll(() => {
  for (const server of servers) server.close();
  rmSync(folder, { recursive: true, force: true });
});

let files = 0;
function file(name: string, bytes: string | Uint8Array): string {
  const path = join(folder, `${(files += 1)}-${name}`);
  writeFileSync(path, bytes);
  return path;
}

/** The node's door for batches, by the contract: it keeps ids and passes over those it has. */
async function door(refuse: (nth: number) => number = () => 200) {
  const ids = new Set<string>();
  const titles: string[] = [];
  const marks: string[] = [];
  let nth = 0;
  const server = createServer((asked, answer) => {
    const parts: Buffer[] = [];
    asked.on('data', (part: Buffer) => parts.push(part));
    asked.on('end', () => {
      nth += 1;
      const status = asked.headers.authorization === 'Bearer key' ? refuse(nth) : 401;
      answer.writeHead(status, { 'content-type': 'application/json' });
      if (status !== 200) return answer.end(JSON.stringify({ code: `code-${status}` }));
      if (asked.method === 'GET') return answer.end('{}');
      const { reports, tlp } = JSON.parse(Buffer.concat(parts).toString()) as NewReportBatch;
      marks.push(tlp);
      const fresh = reports.filter(({ id }) => !ids.has(id));
      for (const { id, report } of fresh) {
        ids.add(id);
        titles.push(report.title);
      }
      const view = { saved: fresh.length, passedOver: reports.length - fresh.length };
      return answer.end(JSON.stringify(view));
    });
  });
  servers.push(server);
  await new Promise<void>((open) => server.listen(0, '127.0.0.1', () => open()));
  const { port } = server.address() as AddressInfo;
  return { url: `http://127.0.0.1:${port}/`, titles, marks };
}

function options(url: string, path: string, more: Partial<ImportOptions> = {}): ImportOptions {
  return {
    file: path,
    rows: { mapping: { title: 't', lat: 'y', lon: 'x', from: 'd', id: 'n' } },
    audience: ['qamar', 'nahr'] as PartyId[],
    tlp: 'AMBER',
    url,
    token: 'key',
    refusedPath: join(folder, `${(files += 1)}.refused.csv`),
    say: () => undefined,
    patienceSeconds: 0,
    ...more,
  };
}

const rows = (count: number) =>
  `t,y,x,d,n\r\n${Array.from({ length: count }, (_, n) => `r${n},35,44,2016-03-05,${n}\r\n`).join('')}`;

describe('an import', () => {
  it('[I13] sends batches in order, and passes over what is there when it is run again', async () => {
    const { url, titles } = await door();
    const path = file('a.csv.gz', gzipSync(rows(1345)));
    const lines: string[] = [];
    const first = await importFile(options(url, path, { say: (line) => lines.push(line) }));
    expect(first).toMatchObject({ read: 1345, saved: 1345, passedOver: 0, refused: 0 });
    expect([titles.length, titles[0], titles.at(-1), lines.length]).toEqual([
      1345,
      'r0',
      'r1344',
      2,
    ]);
    const again = await importFile(options(url, path));
    expect(again).toMatchObject({ saved: 0, passedOver: 1345, stopped: false });
    expect(again.refusedPath).toBeUndefined();
  });

  it('[I13] stops between batches and goes on later', async () => {
    const { url, titles } = await door();
    const path = file('a.csv', rows(1500));
    const stop = new AbortController();
    const first = await importFile(
      options(url, path, { signal: stop.signal, say: () => stop.abort() }),
    );
    expect(first).toMatchObject({ saved: 1000, stopped: true });
    const rest = await importFile(options(url, path));
    expect(rest).toMatchObject({ saved: 500, passedOver: 1000, stopped: false });
    expect(new Set(titles).size).toBe(1500);
  });

  it('[I9] [I14] writes refused rows with line, reason and all their fields', async () => {
    const { url, titles } = await door();
    const path = file(
      'a.csv',
      '\ufefft,y,x,d,n\r\n"one, ""two""\r\nthree",35,44,2016-03-05,1\r\n' +
        '"bad\r\nplace",95,44,2016-03-05,2\r\nshort,1\r\nbad date,35,44,05.03.16,3\r\n' +
        'twice,35,44,2016-03-05,1\r\nlast,35,44,2016-03-06,4\r\n',
    );
    const asked = options(url, path);
    const report = await importFile(asked);
    expect(report).toMatchObject({
      saved: 2,
      refused: 4,
      reasons: { 'bad-coordinates': 1, 'bad-date': 1, 'unreadable-row': 1, 'repeated-row': 1 },
    });
    expect(titles).toEqual(['one, "two" three', 'last']);
    const refused = readFileSync(asked.refusedPath!, 'utf8');
    expect(refused).toContain('t,y,x,d,n,refused_row,refused_why,refused_rest\r\n');
    expect(refused).toContain('"bad\r\nplace",95,44,2016-03-05,2,2,bad-coordinates lat 95,');
    expect(refused).toContain('short,1,,,,3,"unreadable-row 2 fields, not 5"');
  });

  it('[I9] reads GeoJSON feature by feature, whatever stands around them', async () => {
    const { url, titles } = await door();
    const feature = (n: number, lat: number) =>
      `{"type":"Feature","properties":{"t":"a \\"]} ${n}","d":"2016-03-05","n":${n}},` +
      `"geometry":{"type":"Point","coordinates":[44,${lat}]}}`;
    const text =
      `{"type":"FeatureCollection","crs":{"features":[{"no":1}]},"features":[` +
      `${[feature(1, 35), feature(2, 95), '{"type":"Feature","a":1,"a":2}', feature(3, 36)].join(' ,\n')}]}`;
    const rowsBy = { mapping: { title: 't', from: 'd', id: 'n' } };
    const report = await importFile(options(url, file('a.geojson', text), { rows: rowsBy }));
    expect(report).toMatchObject({ read: 4, saved: 2, refused: 2 });
    expect(report.reasons).toEqual({ 'bad-geometry': 1, 'unreadable-row': 1 });
    expect(titles).toEqual(['a "]} 1', 'a "]} 3']);
  });

  it('tries again while the node asks for patience, and gives up at its refusal', async () => {
    const patient = await door((nth) => (nth < 3 ? 503 : 200));
    const path = file('a.csv', rows(3));
    expect(await importFile(options(patient.url, path))).toMatchObject({ saved: 3 });
    const strict = await door(() => 403);
    await expect(importFile(options(strict.url, path))).rejects.toMatchObject({ code: 'code-403' });
    await expect(importFile(options(strict.url, path, { token: '' }))).rejects.toMatchObject({
      code: 'code-401',
    });
    const nobody = options('http://127.0.0.1:1', path);
    await expect(importFile(nobody)).rejects.toMatchObject({ code: 'node-silent' });
  });

  const KML =
    '<kml><Placemark><name>Ford</name><TimeStamp><when>2026-02-03</when></TimeStamp><Point>' +
    '<coordinates>44,35</coordinates></Point></Placemark><Placemark><name>Mill</name><Point>' +
    '<coordinates>44,36</coordinates></Point></Placemark><NetworkLink/></kml>';

  it('[O5] [O11] reads what it is by its content, tried dry or in earnest', async () => {
    const { url, titles } = await door();
    const path = file('a.xml', KML);
    const rowsBy = { choices: {} };
    const tried = await importFile(options('', path, { rows: rowsBy, isDry: true }));
    expect(tried).toMatchObject({ read: 3, saved: 1, refused: 1, leftOut: 1 });
    expect(tried.reasons).toEqual({
      'missing-field': 1,
      'left out: fetched-elsewhere (NetworkLink)': 1,
    });
    expect(titles).toEqual([]);
    const when = { from: '2026-03-01T00:00:00Z', upto: '2026-03-02T00:00:00Z' };
    const done = await importFile(options(url, path, { rows: { choices: { when } } }));
    expect(done).toMatchObject({ saved: 2, refused: 0 });
    expect(titles).toEqual(['Ford, 2026-02-03', 'Mill, 2026-03-01']);
  });

  it('[O7] sends each report under the stricter mark, and what is for one party alone to no other', async () => {
    const { url, titles, marks } = await door();
    const object = (n: number, marking: string) => ({
      type: 'report',
      spec_version: '2.1',
      id: `report--11111111-1111-4111-8111-11111111111${n}`,
      name: `R${n}`,
      published: '2026-02-03T00:00:00Z',
      object_marking_refs: [`marking-definition--${marking}`],
    });
    const [green, red] = [
      'bab4a63c-aed9-4cf5-a766-dfca5abac2bb',
      'e828b379-4e03-4974-9ac4-e53a884c97c1',
    ];
    const objects = [object(1, green), object(2, red)];
    const place = {
      geometry: { type: 'Point' as const, coordinates: [44, 35] },
      precisionMetres: 9,
    };
    const path = file('a.json', JSON.stringify({ type: 'bundle', objects }));
    const rowsBy = { choices: { place } };
    const report = await importFile(options(url, path, { rows: rowsBy, tlp: 'CLEAR' }));
    expect(report).toMatchObject({ saved: 1, reasons: { 'marking-narrower': 1 } });
    expect([titles, marks]).toEqual([['R1, 2026-02-03'], ['GREEN']]);
  });

  it.each([
    ['a.kml', '<!DOCTYPE kml><kml/>', 'import-unreadable'],
    ['a.txt', 'only words', 'import-unreadable'],
  ])('[O5] says of %s what is wrong with it', async (name, text, code) => {
    const asked = options('', file(name, text), { rows: { choices: {} }, isDry: true });
    await expect(importFile(asked)).rejects.toMatchObject({ code });
  });

  const bad: readonly (readonly [string, string, string | Uint8Array])[] = [
    ['import-file-kind', 'a.xlsx', ''],
    ['import-file-damaged', 'a.csv.gz', 'not packed'],
    ['import-file-damaged', 'a.csv.gz', gzipSync(rows(5000)).subarray(0, 9000)],
    ['import-file-damaged', 'a.geojson', '{"type":"Feature"}'],
    ['import-file-damaged', 'a.geojson', '{"features":[{"type":"Feature"'],
    ['import-column-missing', 'a.csv', 't,y\r\na,1\r\n'],
  ];
  it.each(bad)('says %s of %s', async (code, name, bytes) => {
    const { url } = await door();
    await expect(importFile(options(url, file(name, bytes)))).rejects.toMatchObject({ code });
  });

  it('says that there is no such file, and nothing of an empty one', async () => {
    const { url } = await door();
    const missing = options(url, join(folder, 'none.csv'));
    await expect(importFile(missing)).rejects.toMatchObject({ code: 'import-file-missing' });
    expect(await importFile(options(url, file('a.csv', '')))).toMatchObject({ read: 0, saved: 0 });
  });

  const real = '../shared/data/04-events/ucdp_ged_syria_east_2016';
  it.runIf(existsSync(`${real}.csv.gz`) || process.env['CI'] === 'true')(
    '[I10] knows the real events by the same ids in CSV and in GeoJSON',
    async () => {
      const { url } = await door();
      const preset = { rows: { preset: 'ucdp-ged' } } as const;
      const table = await importFile(options(url, `${real}.csv.gz`, preset));
      expect(table).toMatchObject({ read: 640, saved: 640, refused: 0 });
      const features = await importFile(options(url, `${real}.geojson.gz`, preset));
      expect(features).toMatchObject({ read: 640, saved: 0, passedOver: 640, refused: 0 });
    },
    60_000,
  );
});
