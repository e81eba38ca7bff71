import type { Hono } from 'hono';
import type { RecordHash } from '../../base/ids.ts';
import { invariant } from '../../base/result.ts';
import { coarserOf, releasedWhole } from '../../accord/knowledge/coarser.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import type { Audience } from '../../accord/party/audience.ts';
import { isSameAudience } from '../../accord/party/audience.ts';
import type { RecordHead } from '../../accord/record.ts';
import { parseRecord } from '../../accord/record.ts';
import { requests } from '../../contract/requests.ts';
import type { IndexedRecord } from '../../index/port.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { Placed } from '../office.ts';
import { presentSaved } from '../present/place.ts';
import type { SourceHandles } from '../source-handles.ts';
import { must } from './attachments.ts';
import { readBody } from './door.ts';
import {
  mustAudience,
  mustCommon,
  mustHaveDuty,
  mustReaders,
  mustReport,
  mustSay,
} from './must.ts';
import { Refusal } from './problem.ts';
import type { Desk } from './session.ts';

/** A new report, a new version of one, and the release of one to others. */
export function serveOwnReports(app: Hono, house: House, handles: SourceHandles): void {
  const { sessions } = house;

  app.post('/api/reports', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const { audience, tlp, report, source } = await readBody(context, requests.report);
    const readers = mustReaders(house, desk, audience);
    const old = report.corrects === undefined ? undefined : await mustOwn(desk, report.corrects);
    // [H6] A new version goes to exactly those who read the old one.
    if (old && !isSameAudience(old.found.audience, readers)) {
      throw new Refusal('correction-other-readers');
    }
    const body = source === undefined ? report : withHandle(report, source, readers);
    const refs = old ? [{ rel: 'corrects', record: old.found.hash }] : [];
    const said = await say(desk, { readers, tlp, body, refs, kept: old?.report });
    return context.json(presentSaved(house, said), 201);
  });

  app.post('/api/releases', async (context) => {
    const desk = mustHaveDuty(await sessions.desk(context), 'report');
    const { of, audience, tlp, coarsening, files } = await readBody(context, requests.release);
    const readers = mustAudience(house, audience);
    const { found, report } = await mustOwn(desk, of);
    // [H7] Only who may read both is told that the two are one.
    const both = mustCommon(house, [found.audience, readers]);
    if (isSameAudience(found.audience, readers)) throw new Refusal('release-same-readers');
    const { offsetMinutes } = house.folder.charter.timeZone;
    const body = coarsening
      ? coarserOf(report, coarsening, { files, offsetMinutes })
      : releasedWhole(report, files);
    const said = await say(desk, { readers, tlp, body, refs: [], kept: report });
    await mustSay(house, desk, {
      audience: both,
      type: 'release',
      body: { of, as: said.hash, form: coarsening ? 'coarser' : 'whole' },
      refs: [
        { rel: 'of', record: of },
        { rel: 'as', record: said.hash },
      ],
    });
    return context.json(presentSaved(house, said), 201);
  });

  /** A report of ours that no newer version of has been said. */
  const mustOwn = async (desk: Desk, hash: RecordHash) => {
    const found = await mustReport(house, desk, hash);
    if (found.author !== selfOf(house)) throw new Refusal('not-your-report');
    const about = (await house.index.about([hash], [found.log])).get(hash);
    if (about?.correctedBy !== undefined) {
      throw new Refusal('corrected-already', { record: about.correctedBy });
    }
    return { found, report: reportIn(found) };
  };

  const withHandle = (report: Report, record: RecordHash, readers: Audience): Report => {
    const own = house.office.sources().find(({ hash }) => hash === record);
    if (!own) throw new Refusal('not-found');
    // [H10] To ourselves alone a source needs no handle, yet what it said is counted by one.
    return { ...report, source: { ...report.source, handle: handles.handleOf(own, readers) } };
  };

  const say = async (desk: Desk, saying: ReportSaying): Promise<Placed> => {
    const { readers: audience, tlp, body, refs, kept } = saying;
    // [G11] What a report names comes from this very desk, or is named by the report of ours before it.
    const named = await house.uploads.naming(
      { seat: desk.seat.seat, named: body.attachments ?? [], kept: kept?.attachments ?? [] },
      () => mustSay(house, desk, { audience, type: 'report', tlp, body, refs }),
    );
    return must(named);
  };
}

interface ReportSaying {
  readonly readers: Audience;
  readonly tlp: RecordHead['marking']['tlp'];
  readonly body: Report;
  readonly refs: RecordHead['refs'];
  /** The report of ours before it. */
  readonly kept: Report | undefined;
}

function reportIn(found: IndexedRecord): Report {
  const record = parseRecord(found.bytes);
  invariant(record.ok && record.value.type === 'report', 'an indexed report is understood');
  return record.value.body;
}
