import { parseBase64Url } from '../base/bytes.ts';
import type { PartyId } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { Language } from '../accord/party/names.ts';
import type { RecordOf } from '../accord/record.ts';
import { parseRecord } from '../accord/record.ts';
import { momentOf } from '../accord/wire.ts';
import type { OtherType } from './other.ts';
import { partsOf, wordsInParts } from './report-parts.ts';

/** What of a matter, request or passage is searched: when it was said, by which office, its words. */
export interface OtherMeaning {
  readonly at: Instant;
  readonly seat: string;
  readonly words: readonly string[];
}

/** What a person reads of it. */
export interface OtherFace {
  readonly title: string;
  readonly language: Language;
  readonly text: string;
  readonly origin?: PartyId;
}

/** A record that is found beside reports. [I44] */
export type OtherRecord = RecordOf<OtherType>;

/** What of such a record is searched, or nothing where it bears nothing that is understood. */
export function otherMeaning(record: OtherRecord, author: PartyId): OtherMeaning | undefined {
  const parts = otherParts(record, author);
  if (parts === undefined) return undefined;
  return { at: momentOf(record.at), seat: record.by.seat, words: wordsInParts(parts) };
}

/** What a person reads of such a record, or nothing where it bears nothing that is understood. */
export function faceOf(record: OtherRecord): OtherFace | undefined {
  if (record.type !== 'passage') {
    const { title, language, text } = record.body;
    return { title, language, text: text ?? '' };
  }
  const passed = passedIn(record);
  if (passed === undefined) return undefined;
  const { title, language, text } = passed.body;
  return { title, language, text, origin: record.body.origin };
}

function otherParts(record: OtherRecord, author: PartyId): readonly string[] | undefined {
  switch (record.type) {
    case 'matter':
      return [record.body.title, record.body.text ?? '', author].filter((part) => part !== '');
    case 'request': {
      const { title, text, place } = record.body;
      return [title, text, place?.label ?? '', author].filter((part) => part !== '');
    }
    case 'passage': {
      const passed = passedIn(record);
      return passed && [...partsOf(passed.body, record.body.origin), author];
    }
  }
}

/** The report that was passed on; what is no report of the party that is named has no words here. */
function passedIn({ body }: RecordOf<'passage'>): RecordOf<'report'> | undefined {
  const bytes = parseBase64Url(body.record);
  const read = bytes.ok ? parseRecord(bytes.value) : undefined;
  if (!read?.ok || read.value.type !== 'report') return undefined;
  return read.value.by.party === body.origin ? read.value : undefined;
}
