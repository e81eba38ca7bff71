import type { RecordHash } from '../base/ids.ts';
import { recordHash } from '../base/ids.ts';
import type { Instant } from '../base/instant.ts';
import type { JsonObject } from '../base/json.ts';
import { invariant } from '../base/result.ts';
import type { Bounds } from '../geo/edge.ts';
import { boundsOf, parseShape } from '../geo/shape.ts';
import { REPORT_KINDS } from '../accord/knowledge/schema.ts';
import type { RecordOf } from '../accord/record.ts';
import { parseRecord } from '../accord/record.ts';
import { momentOf } from '../accord/wire.ts';
import { MARKS, gradeNumber } from './grade-number.ts';
import { unpack } from './pack.ts';
import type { OtherMeaning } from './other-meaning.ts';
import { otherMeaning } from './other-meaning.ts';
import type { IndexedEntry, IndexedType } from './port.ts';
import { partsOf, wordsInParts } from './report-parts.ts';

/** What of a report is searched: when, where, of which kind, with which words. */
export interface ReportMeaning {
  readonly from: Instant;
  readonly upto: Instant;
  readonly kind: number;
  readonly box: Bounds;
  /** In the order in which they stand, with `PART_END` between parts. */
  readonly words: readonly string[];
  readonly marks: number;
  /** The number of the grade that it gives itself, or 0. */
  readonly own: number;
  readonly seat: string;
}

/** What the index keeps of an entry besides its place and its bytes. */
export interface Meaning {
  readonly type: IndexedType;
  /** The record's own id, 16 bytes. */
  readonly id?: Uint8Array;
  /** The reports that a grade, a link, a release or a new version names. */
  readonly mentions: readonly RecordHash[];
  readonly report?: ReportMeaning;
  /** A matter, request or passage, by what it is found. [I44] */
  readonly other?: OtherMeaning;
  /** A grade or a link, for what is found by it. */
  readonly judgement?: RecordOf<'grade'> | RecordOf<'link'>;
}

/**
 * Reads what an entry means. A record that is not understood, or that speaks for another party than
 * the one whose log it is on, is kept as unknown. [I5]
 */
export function meaningOf(entry: IndexedEntry): Meaning {
  if (entry.bytes.length === 0) return { type: 'erased', mentions: [] };
  const record = recordIn(entry);
  if (record?.by.party !== entry.author) return { type: 'unknown', mentions: [] };
  const id = idBytes(record.id);
  const { type } = record;
  switch (type) {
    case 'report':
      return {
        type,
        id,
        mentions: record.body.corrects === undefined ? [] : [record.body.corrects],
        report: reportMeaning(record, entry.author),
      };
    case 'grade':
      return { type, id, mentions: [record.body.report], judgement: record };
    case 'link':
      return {
        type,
        id,
        mentions: [...new Set([record.body.from, record.body.to])],
        judgement: record,
      };
    case 'release':
      return { type, id, mentions: [...new Set([record.body.of, record.body.as])] };
    case 'matter':
    case 'request':
    case 'passage': {
      const other = otherMeaning(record, entry.author);
      return { type, id, mentions: [], ...(other ? { other } : {}) };
    }
    default:
      return { type, id, mentions: [] };
  }
}

/** The record in bytes, packed or not, that were understood when they were taken in. */
export function understood(bytes: Uint8Array): RecordOf {
  return JSON.parse(decoder.decode(unpack(bytes))) as RecordOf;
}

/** Whether `id` has the form of a record's id. */
export function isRecordId(id: string): boolean {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(id);
}

/** The 16 bytes of a record's id. */
export function idBytes(id: string): Uint8Array {
  return hexBytes(id.replaceAll('-', ''));
}

/** The 32 bytes of a record's hash. */
export function hashBytes(hash: RecordHash): Uint8Array {
  return hexBytes(hash.slice('sha256:'.length));
}

/** The hash that {@link hashBytes} made bytes of. */
export function hashOf(bytes: unknown): RecordHash {
  return recordHash(bytes as Uint8Array);
}

function recordIn({ bytes, type }: IndexedEntry): RecordOf | undefined {
  if (type === 'unknown' || type === 'erased') return undefined;
  if (type !== undefined) return understood(bytes);
  const read = parseRecord(bytes);
  return read.ok ? read.value : undefined;
}

const decoder = new TextDecoder();

function hexBytes(text: string): Uint8Array {
  return Buffer.from(text, 'hex');
}

function reportMeaning(record: RecordOf<'report'>, author: string): ReportMeaning {
  const { kind, place, when, grade, attachments } = record.body;
  const shape = parseShape(place.geometry as JsonObject);
  invariant(shape.ok, 'a report that was understood has a shape');
  return {
    from: momentOf(when.from),
    upto: momentOf(when.upto),
    kind: REPORT_KINDS.indexOf(kind),
    box: boundsOf(shape.value),
    words: wordsInParts(partsOf(record.body, author)),
    marks: (attachments ?? []).length > 0 ? MARKS.attached : 0,
    own: grade === undefined ? 0 : gradeNumber(grade),
    seat: record.by.seat,
  };
}
