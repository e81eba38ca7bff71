import { mayRead } from '../../accord/party/release.ts';
import type { RecordOf } from '../../accord/record.ts';
import type { RecordView, ReleaseView } from '../../contract/reports.ts';
import type { AboutReport, IndexedRecord, ReleaseRow } from '../../index/port.ts';
import type { House } from '../house.ts';
import { selfOf } from '../house.ts';
import type { Desk } from '../http/session.ts';
import type { SourceHandles } from '../source-handles.ts';

/** The new version of a report, its releases, and which of our own sources it is from. [H6] [H7] */
export async function presentEditions(
  { house, desk, handles }: Asking,
  found: IndexedRecord,
  record: RecordOf | undefined,
  about: AboutReport | undefined,
): Promise<Pick<RecordView, 'correctedBy' | 'releases' | 'ownSource'>> {
  const releases = (about?.releases ?? []).map((row) => presentRelease(house, desk, row));
  const ownSource = ownSourceOf({ house, desk, handles }, found, record);
  return {
    ...(about?.correctedBy ? { correctedBy: about.correctedBy } : {}),
    releases: await Promise.all(releases),
    ...(ownSource ? { ownSource } : {}),
  };
}

interface Asking {
  readonly house: House;
  readonly desk: Desk;
  readonly handles: SourceHandles;
}

async function presentRelease(house: House, desk: Desk, row: ReleaseRow): Promise<ReleaseView> {
  const { side, report, form, at, record, title } = row;
  const logs = house.logs.readable(desk.reader).map(({ id }) => id);
  const other = await house.index.record(report, logs);
  const mayBeNamed = other !== undefined && title !== undefined && mayRead(desk.reader, other);
  const named = mayBeNamed ? { other: { title, audience: other.audience } } : {};
  return { side, report, form, at, record, ...named };
}

function ownSourceOf(
  { house, desk, handles }: Asking,
  { author, audience }: IndexedRecord,
  record: RecordOf | undefined,
): RecordView['ownSource'] {
  const handle = record?.type === 'report' ? record.body.source.handle : undefined;
  if (handle === undefined || author !== selfOf(house)) return undefined;
  const asked = { author, audience: house.office.own, type: 'source' as const };
  if (!mayRead(desk.reader, asked)) return undefined; // [H11]
  const own = handles.sourceOf(handle, audience, house.office.sources());
  return own ? { record: own.hash, label: own.source.label } : undefined;
}
