import type { Hono } from 'hono';
import { formatBase64 } from '../../base/bytes.ts';
import { invariant } from '../../base/result.ts';
import { parseRecord } from '../../accord/record.ts';
import type { ReportPoints, RecordView, BatchView } from '../../contract/reports.ts';
import {
  POINTS_MAX,
  recordProofQuerySchema,
  reportQuerySchema,
  requests,
} from '../../contract/requests.ts';
import type { House } from '../house.ts';
import { presentEditions } from '../present/edition.ts';
import { presentFinality, presentHolders } from '../present/holders.ts';
import { presentPlace, presentSaved } from '../present/place.ts';
import { presentRecall, recallOf } from '../present/recall.ts';
import { filterOf, presentGrade, presentLink, presentReports } from '../present/report.ts';
import { BATCH_BYTES_MAX, hashIn, readBody, readQuery } from './door.ts';
import { mustHaveDuty, mustReaders, mustRecord, mustSay } from './must.ts';
import { serveOwnReports } from './own-reports.ts';
import { Refusal } from './problem.ts';
import { serveRecalls } from './recalls.ts';
import { serveSources } from './sources.ts';
import type { SourceHandles } from '../source-handles.ts';
import { prove } from '../prove.ts';
import { ownLogs } from '../reader.ts';

/** Reports, grades, links, remarks and any record by its identity. */
export function serveReports(app: Hono, house: House, handles: SourceHandles): void {
  const { sessions, office, index } = house;

  serveRecalls(app, house);
  serveOwnReports(app, house, handles);
  serveSources(app, house);

  app.get('/api/reports', async (context) => {
    const { reader, person } = await sessions.desk(context);
    const { limit, after, ...ask } = readQuery(context, reportQuerySchema);
    const page = { limit, after, reading: await house.readings.of(person) };
    return context.json(await presentReports(house, filterOf(house, reader, ask), page));
  });

  app.get('/api/reports/points', async (context) => {
    const { reader } = await sessions.desk(context);
    const { limit: _limit, after: _after, ...ask } = readQuery(context, reportQuerySchema);
    const found = await index.points(filterOf(house, reader, ask), POINTS_MAX);
    return context.json(found satisfies ReportPoints);
  });

  app.post('/api/reports/batch', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const { audience, tlp, reports } = await readBody(context, requests.batch, BATCH_BYTES_MAX);
    const readers = mustReaders(house, desk, audience);
    const known = await index.idsKnown(
      reports.map((each) => each.id),
      ownLogs(house.logs, desk.reader),
    );
    const seen = new Set(known);
    const fresh = reports.filter(({ id }) => !seen.has(id) && seen.add(id));
    if (fresh.length > 0) {
      const said = await office.sayAll(
        fresh.map(({ id, report }) => ({
          seat: desk.seat.seat,
          audience: readers,
          type: 'report' as const,
          tlp,
          id,
          body: report,
        })),
      );
      if (!said.ok) throw new Refusal('bad-record', { ...said.fault });
    }
    const passedOver = reports.length - fresh.length;
    return context.json({ saved: fresh.length, passedOver } satisfies BatchView);
  });

  app.post('/api/remarks', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const { audience, remark } = await readBody(context, requests.remark);
    const readers = mustReaders(house, desk, audience);
    const said = await mustSay(house, desk, { audience: readers, type: 'remark', body: remark });
    return context.json(presentSaved(house, said), 201);
  });

  app.get('/api/records/:hash', async (context) => {
    const desk = await sessions.desk(context);
    const found = await mustRecord(house, desk, hashIn(context));
    const logs = house.logs.readable(desk.reader).map((log) => log.id);
    const about = (await index.about([found.hash], logs)).get(found.hash);
    const record = parseRecord(found.bytes);
    const recall = recallOf(house, found.log, found.index);
    const log = house.logs.byId(found.log);
    invariant(log !== undefined, 'an indexed record stands on a kept log');
    const said = record.ok ? record.value.at : undefined;
    const view: RecordView = {
      hash: found.hash,
      place: presentPlace(house, found),
      ...(record.ok ? { record: record.value } : {}),
      bytes: formatBase64(found.bytes),
      holders: await presentHolders(house, log, found, said),
      finality: await presentFinality(house, log, found, said),
      ...(recall ? { recalled: presentRecall(house, recall) } : {}),
      grades: (about?.grades ?? []).map(presentGrade),
      // What leads to a matter is shown with the matters of a report.
      links: (about?.links ?? [])
        .filter(({ report }) => !office.judgements.one('matter', report, () => true))
        .map(presentLink),
      ...(await presentEditions(
        { house, desk, handles },
        found,
        record.ok ? record.value : undefined,
        about,
      )),
    };
    return context.json(view);
  });

  app.get('/api/records/:hash/proof', async (context) => {
    const desk = await sessions.desk(context);
    const found = await mustRecord(house, desk, hashIn(context));
    const { earliest } = readQuery(context, recordProofQuerySchema);
    const which = earliest === undefined ? 'newest' : 'earliest';
    return context.json(await prove(house, found, which));
  });
}
