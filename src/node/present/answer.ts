import type { RecordHash } from '../../base/ids.ts';
import type { AnswerView } from '../../contract/api.ts';
import { threadOf } from '../../accord/incursion/cover.ts';
import { mayRead } from '../../accord/party/release.ts';
import type { Look } from './look.ts';

/** The answers to a record and to its answers that this reader may read, the earliest first. [C50] */
export function presentAnswers(
  { known, reader }: Pick<Look, 'known' | 'reader'>,
  to: RecordHash,
): readonly AnswerView[] {
  return threadOf(known, to)
    .filter((said) => mayRead(reader, said))
    .toSorted((ours, theirs) => (ours.record.at < theirs.record.at ? -1 : 1))
    .map(({ hash, author, record }) => {
      const { body, by, at } = record;
      return { hash, party: author, seat: by.seat, at, ...body };
    });
}
