import { formatHex, sha256, utf8 } from '../base/bytes.ts';
import { formatCanonical } from '../base/json.ts';
import type { Result } from '../base/result.ts';
import { err, ok } from '../base/result.ts';
import type { Report } from '../accord/knowledge/schema.ts';
import { reportSchema } from '../accord/knowledge/schema.ts';
import type { TlpLevel } from './stix-names.ts';
import { LINE_UNITS_MAX, TEXT_UNITS_MAX } from '../accord/wire.ts';

/** A row of somebody else's file: each field by its name, as text. */
export type OutsideRow = Readonly<Record<string, string>>;

/** A report made of a row, with the id that the row determines, so that an import can go on. */
export interface ReportRow {
  /** A UUID of version 8 (RFC 9562) over the source and the row's key. [I10] */
  readonly id: string;
  readonly report: Report;
  /** How its source marked it, where it did; its record is marked no more lightly. [O7] */
  readonly tlp?: TlpLevel;
}

/** Why a row is refused; `field` names where, `text` is what stands there. */
export type RowFault =
  | { readonly kind: 'missing-field'; readonly field: string }
  | { readonly kind: 'bad-coordinates'; readonly field: string; readonly text: string }
  | { readonly kind: 'bad-date'; readonly field: string; readonly text: string }
  | { readonly kind: 'date-backwards'; readonly from: string; readonly upto: string }
  | { readonly kind: 'bad-precision'; readonly field: string; readonly text: string }
  | { readonly kind: 'bad-choice'; readonly field: string; readonly text: string }
  | { readonly kind: 'bad-number'; readonly field: string; readonly text: string }
  | { readonly kind: 'bad-geometry'; readonly reason: string }
  | { readonly kind: 'too-large'; readonly bytes: number; readonly limit: number }
  | { readonly kind: 'bad-report'; readonly path: string }
  | { readonly kind: 'repeated-row' }
  | { readonly kind: 'marking-narrower'; readonly tlp: TlpLevel }
  | { readonly kind: 'unreadable-row'; readonly reason: string };

/** The longest report that an outside row may become, in bytes; a record adds a head of its own. */
export const OUTSIDE_REPORT_BYTES_MAX = 60_000;

/** What is written where the office, and not the file, says where. [O3] */
export const PLACE_CHOSEN = 'The place is not in the file: it was given at import.';

/** What is written where the office, and not the file, says when. [O3] */
export const WHEN_CHOSEN = 'The time is not in the file: it was given at import.';

/** A UUID of version 8 that `source` and `key` determine. [I10] */
export function outsideId(source: string, key: string): string {
  const digest = sha256(utf8(`tansiq import\n${source}\n${key}`));
  const bytes = digest.slice(0, 16);
  bytes[6] = (bytes[6]! & 0x0f) | 0x80;
  bytes[8] = (bytes[8]! & 0x3f) | 0x80;
  const hex = formatHex(bytes);
  const cuts = [0, 8, 12, 16, 20, 32];
  return cuts
    .slice(1)
    .map((cut, i) => hex.slice(cuts[i], cut))
    .join('-');
}

/** Checks that `report` can be said as a record, to the letter. */
export function admitRow(id: string, report: Report): Result<ReportRow, RowFault> {
  const read = reportSchema.safeParse(report);
  if (!read.success) {
    const path = (read.error.issues[0]?.path ?? []).map(String).join('.');
    return err({ kind: 'bad-report', path });
  }
  // A UTF-16 unit is at most three bytes of UTF-8, so most rows need no closer look.
  const isSmall = JSON.stringify(report).length * 3 <= OUTSIDE_REPORT_BYTES_MAX;
  const bytes = isSmall ? 0 : utf8(formatCanonical(report as never)).length;
  if (bytes > OUTSIDE_REPORT_BYTES_MAX) {
    return err({ kind: 'too-large', bytes, limit: OUTSIDE_REPORT_BYTES_MAX });
  }
  return ok({ id, report: read.data });
}

// What a text of a record may not hold: bidirectional controls and halves of characters anywhere,
// controls but line feed and tab in a text, any control in a line.
const NEVER = /[\u202a-\u202e\u2066-\u2069]|\p{Cs}/gu;
const NOT_IN_TEXT = /[^\P{Cc}\n\t]/gu;

/** `text` as a text of a record: line ends as line feeds, cut to what a record takes. */
export function textFrom(text: string): string {
  const plain = text.replace(/\r\n?/g, '\n').replace(NEVER, '').replace(NOT_IN_TEXT, ' ').trim();
  return cut(plain, TEXT_UNITS_MAX);
}

/** `text` as one line of a record, inner white space made single. */
export function lineFrom(text: string): string {
  const plain = text
    .replace(NEVER, '')
    .replace(/[\p{Cc}\s\u2028\u2029]+/gu, ' ')
    .trim();
  return cut(plain, LINE_UNITS_MAX);
}

/** The field's text without white space around it, or nothing where the row has none. */
export function fieldOf(row: OutsideRow, field: string): string | undefined {
  const text = Object.hasOwn(row, field) ? row[field]?.trim() : undefined;
  return text === '' ? undefined : text;
}

/** Cut at a whole character, and shown to be cut. */
function cut(text: string, units: number): string {
  if (text.length <= units) return text;
  return `${text.slice(0, units - 1).replace(/[\ud800-\udbff]$/, '')}…`;
}
