import type { LogId } from '../../base/ids.ts';
import type { Said } from '../../accord/said.ts';
import type { Reader } from '../../accord/party/release.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { RecallView } from '../../contract/recalls.ts';
import { RECALLS_MAX } from '../../contract/recalls.ts';
import type { House } from '../house.ts';

/** A recall with its account, as a screen shows it. [W8] */
export function presentRecall(
  { office: { recalls, eraser } }: Pick<House, 'office'>,
  recall: Said<'recall'>,
): RecallView {
  const { hash, author, record } = recall;
  const { reason, words, records } = record.body;
  return {
    recall: hash,
    party: author,
    seat: record.by.seat,
    at: record.at,
    reason,
    ...(words === undefined ? {} : { words }),
    records: records.map(({ index, record: named }) => ({ index, record: named })),
    standings: recalls.standings(recall).map(({ party, erasure }) => ({
      party,
      ...(erasure ? { erasedAt: erasure.record.at, record: erasure.hash } : {}),
    })),
    isErasedHere: eraser.isDone(recall),
  };
}

/** Recalls that this reader may read and that reach something, newest first. */
export function presentRecalls(house: Pick<House, 'office'>, reader: Reader): RecallView[] {
  const { recalls, eraser } = house.office;
  return recalls.all
    .filter((recall) => mayRead(reader, recall) && eraser.isDone(recall))
    .toSorted((one, other) => (one.record.at < other.record.at ? 1 : -1))
    .slice(0, RECALLS_MAX)
    .map((recall) => presentRecall(house, recall));
}

/** The recall that erased what stands in this place, or nothing. */
export function recallOf(
  { office: { recalls, eraser } }: Pick<House, 'office'>,
  log: LogId,
  index: number,
): Said<'recall'> | undefined {
  return recalls.at(log, index).find((recall) => eraser.isDone(recall));
}
