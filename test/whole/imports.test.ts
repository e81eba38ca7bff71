import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { RecordOf } from '../../src/accord/record.ts';
import type { Problem } from '../../src/contract/api.ts';
import type { DryRunView, ImportView } from '../../src/contract/imports.ts';
import type { RecordView, ReportPage } from '../../src/contract/reports.ts';
import type { Client } from '../../src/node/exercise/desk.ts';
import { openDesk } from '../../src/node/exercise/desk.ts';
import type { OneNode } from './one-node.ts';
import { openOneNode } from './one-node.ts';
import { sizesAt, until } from './stage.ts';

const KML = `<kml><Document><name>Crossings</name>
  <Placemark><name>Zerdi ford</name><TimeStamp><when>2026-02-03</when></TimeStamp>
    <Point><coordinates>44.1,35.2,0</coordinates></Point></Placemark>
  <Placemark><name>No time</name><Point><coordinates>44.2,35.3</coordinates></Point></Placemark>
  <Placemark><name>Nowhere</name><Point><coordinates>44.2,95</coordinates></Point></Placemark>
  <NetworkLink/></Document></kml>`;

describe('a file of others', () => {
  let one: OneNode;
  let planner: Client;
  beforeAll(async () => {
    one = await openOneNode();
    planner = one.planner;
  });
  afterAll(() => one.close());

  const send = async <T>(desk: Client, path: string, head: object, file: string | Buffer) => {
    const body = Buffer.concat([Buffer.from(`${JSON.stringify(head)}\n`), Buffer.from(file)]);
    const headers = { authorization: `Bearer ${desk.token}` };
    const answer = await fetch(`${desk.address}${path}`, { method: 'POST', headers, body });
    const said: unknown = await answer.json();
    return { status: answer.status, said: said as T, problem: said as Problem };
  };
  const dryRun = (desk: Client, file: string, head: object = { choices: {} }) =>
    send<DryRunView>(desk, '/api/imports/dry-run', head, file);
  const bringIn = (desk: Client, file: string, more: object = {}) =>
    send<ImportView>(
      desk,
      '/api/imports',
      { name: 'a.kml', audience: ['krg'], tlp: 'GREEN', choices: {}, ...more },
      file,
    );
  const ended = async (desk: Client, { id }: ImportView): Promise<ImportView> => {
    let view = await desk.get<ImportView>(`/api/imports/${id}`);
    await until(async () => {
      view = await desk.get<ImportView>(`/api/imports/${id}`);
      return view.state !== 'running';
    }, 'the import is at its end');
    return view;
  };
  const remove = (desk: Client, id: string) =>
    fetch(`${desk.address}/api/imports/${id}`, {
      method: 'DELETE',
      headers: { authorization: `Bearer ${desk.token}` },
    });

  it('[O11] is tried dry: what comes in, what not, and why; nothing is written', async () => {
    const before = await sizesAt(one.analyst);
    const { status, said } = await dryRun(one.analyst, KML, { audience: ['krg'], choices: {} });
    expect(status).toBe(200);
    expect(said).toMatchObject({
      format: 'kml',
      counts: { taken: 1, here: 0, refused: 2, leftOut: 1 },
      taken: [{ number: 1, title: 'Zerdi ford, 2026-02-03', point: [44.1, 35.2], isHere: false }],
      refused: [
        { number: 2, name: 'No time', fault: { kind: 'missing-field', field: 'time' } },
        { number: 3, name: 'Nowhere', fault: { kind: 'bad-coordinates', text: '44.2,95' } },
      ],
      leftOut: [{ type: 'NetworkLink', reason: 'fetched-elsewhere', count: 1 }],
      asks: ['time'],
    });
    expect(await sizesAt(one.analyst)).toEqual(before);
  });

  it('[O1] [O12] comes in as reports of our own office, is found, and leaves a table of the rest', async () => {
    const { status, said } = await bringIn(one.analyst, KML);
    expect(status).toBe(201);
    const view = await ended(one.analyst, said);
    expect(view).toMatchObject({
      state: 'done',
      all: 1,
      saved: 1,
      passedOver: 0,
      refused: 2,
      leftOut: 1,
    });
    const { reports } = await one.analyst.get<ReportPage>('/api/reports?text=zerdi');
    expect(reports).toMatchObject([{ author: 'iraq', title: 'Zerdi ford, 2026-02-03' }]);
    const { record } = await one.analyst.get<RecordView>(`/api/records/${reports[0]?.hash}`);
    const report = record as RecordOf<'report'>;
    expect(report.marking.tlp).toBe('GREEN');
    expect(report.by).toEqual({ party: 'iraq', seat: 'analyst' });
    expect(report.body.source.reference).toBe('KML / Crossings / Zerdi ford');
    expect(report.body.grade).toBeUndefined();
    const table = Buffer.from(
      await one.analyst.bytes(`/api/imports/${view.id}/refused`),
    ).toString();
    expect(table).toContain('2,Placemark,No time,missing-field time\r\n');
  });

  it('[I13] brought in again is passed over, with what was chosen meanwhile taken in', async () => {
    const choices = { when: { from: '2026-03-01T00:00:00Z', upto: '2026-03-02T00:00:00Z' } };
    const tried = await dryRun(one.analyst, KML, { choices });
    expect(tried.said.counts).toMatchObject({ taken: 2, here: 1 });
    const { said } = await bringIn(one.analyst, KML, { choices });
    expect(await ended(one.analyst, said)).toMatchObject({
      state: 'done',
      saved: 1,
      passedOver: 1,
    });
  });

  it('[O12] is stopped between its steps, and begun again goes on', async () => {
    const rows = Array.from({ length: 3_000 }, (_, i) => `Row ${i},35,44,2026-02-03,${i}`);
    const table = `title,lat,lon,date,id\n${rows.join('\n')}\n`;
    const first = await bringIn(one.analyst, table);
    const busy = await bringIn(one.analyst, table);
    expect([busy.status, busy.problem.code]).toEqual([429, 'too-many-imports']);
    expect((await remove(one.analyst, first.said.id)).status).toBe(204);
    const stopped = await ended(one.analyst, first.said);
    expect(stopped.state).toBe('stopped');
    expect(stopped.saved).toBeLessThan(3_000);
    expect(stopped.saved % 200).toBe(0);
    const second = await bringIn(one.analyst, table);
    expect(await ended(one.analyst, second.said)).toMatchObject({
      state: 'done',
      passedOver: stopped.saved,
      saved: 3_000 - stopped.saved,
    });
  });

  it('[O12] is of the desk that brought it, and of no other', async () => {
    const { said } = await bringIn(one.analyst, KML);
    await ended(one.analyst, said);
    expect(await planner.get<readonly ImportView[]>('/api/imports')).toEqual([]);
    for (const path of [said.id, `${said.id}/refused`]) {
      const { code } = await planner.refused(planner.get(`/api/imports/${path}`));
      expect(code).toBe('not-found');
    }
    expect((await remove(planner, said.id)).status).toBe(404);
  });

  it('[O7] that its source marked RED comes in for our own party alone, marked so', async () => {
    const bundle = JSON.stringify({
      type: 'bundle',
      id: 'bundle--11111111-1111-4111-8111-111111111110',
      objects: [
        {
          type: 'report',
          spec_version: '2.1',
          id: 'report--11111111-1111-4111-8111-111111111111',
          name: 'Redgate',
          published: '2026-02-03T00:00:00Z',
          object_marking_refs: ['marking-definition--e828b379-4e03-4974-9ac4-e53a884c97c1'],
        },
      ],
    });
    const choices = {
      place: { geometry: { type: 'Point', coordinates: [44, 35] }, precisionMetres: 9 },
    };
    const wide = await dryRun(one.analyst, bundle, { audience: ['krg'], choices });
    expect(wide.said).toMatchObject({
      refused: [{ fault: { kind: 'marking-narrower', tlp: 'RED' } }],
    });
    const { said } = await bringIn(one.analyst, bundle, { audience: ['iraq'], choices });
    expect(await ended(one.analyst, said)).toMatchObject({ saved: 1 });
    const { reports } = await one.analyst.get<ReportPage>('/api/reports?text=redgate');
    const { record } = await one.analyst.get<RecordView>(`/api/records/${reports[0]?.hash}`);
    expect((record as RecordOf<'report'>).marking.tlp).toBe('RED');
  });

  it.each([
    [
      'a document type',
      '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><kml>&x;</kml>',
      'has-doctype',
    ],
    ['no format of ours', '<html/>', 'unknown-format'],
    ['nothing', '', 'unknown-format'],
  ])('[O5] of %s is refused with its reason', async (_, file, kind) => {
    const { status, problem } = await dryRun(one.analyst, file);
    expect([status, problem.code, problem.details?.['kind']]).toEqual([
      400,
      'import-unreadable',
      kind,
    ]);
  });

  it('[O11] is asked of desks that report, with a first line that is understood', async () => {
    const administrator = await openDesk(one.node.address, 'administrator');
    expect((await dryRun(administrator, KML)).problem.code).toBe('not-allowed');
    expect((await bringIn(administrator, KML)).problem.code).toBe('not-allowed');
    administrator.close();
    expect((await dryRun(one.analyst, KML, { choice: {} })).problem.code).toBe('bad-request');
    expect((await bringIn(one.analyst, KML, { audience: ['nobody'] })).problem.code).toBe(
      'not-a-member',
    );
  });
});
