import { parseBase64Url } from '../base/bytes.ts';
import type { RecordHash } from '../base/ids.ts';
import { unreachable } from '../base/result.ts';
import { LINE_UNITS_MAX } from '../accord/wire.ts';
import type { RecordOf } from '../accord/record.ts';
import { parseRecord } from '../accord/record.ts';
import type { LineRow } from './port.ts';

/** The title of a record that its reader may read, or nothing. */
export type Titled = (hash: RecordHash) => string | undefined;

/** The title by which a record is named elsewhere; one of a resolution is that of its matter. */
export function titleIn(record: RecordOf, titled: Titled): string | undefined {
  switch (record.type) {
    case 'report':
    case 'matter':
    case 'request':
      return record.body.title;
    case 'resolution':
      return titled(record.body.matter);
    case 'plan':
      return record.body.name;
    default:
      return undefined;
  }
}

/** What a line says a record is about; `titled` gives the title of a record that may be read. */
export function subjectOf(
  record: RecordOf,
  titled: Titled,
): Pick<LineRow, 'subject' | 'verdict' | 'plan' | 'about'> {
  const named = (hash: RecordHash) => titled(hash) ?? '';
  switch (record.type) {
    case 'report':
    case 'matter':
      return { subject: record.body.title };
    case 'outcome':
    case 'grade':
      return { subject: named(record.body.report) };
    case 'link':
      return { subject: named(record.body.from) };
    case 'release':
      return { subject: named(record.body.of) };
    case 'resolution':
      return { subject: named(record.body.matter), about: record.body.matter };
    case 'concurrence':
      return { subject: named(record.body.resolution) };
    case 'plan':
      return { subject: record.body.name };
    case 'decision':
      return {
        subject: named(record.body.plan),
        verdict: record.body.verdict,
        plan: record.body.plan,
      };
    case 'acceptance':
    case 'activation':
    case 'closing':
    case 'stop':
    case 'resumption':
    case 'step':
    case 'contact':
    case 'clearance':
      return { subject: named(record.body.plan), plan: record.body.plan };
    case 'incursion':
    case 'request':
      return { subject: record.body.title };
    case 'reply':
    case 'request-end':
      return { subject: named(record.body.request), about: record.body.request };
    case 'release-request':
    case 'release-answer':
      return { subject: named(record.body.record) };
    case 'passage':
      return { subject: passedTitle(record.body.record) };
    case 'answer':
      return { subject: firstLineOf(record.body.text) };
    case 'signing':
      return {
        subject: named(record.body.under),
        verdict: record.body.verdict,
        about: record.body.under,
      };
    case 'handover':
      return { subject: named(record.body.post), about: record.body.post };
    case 'handover-step':
      return { subject: record.body.step, about: record.body.handover };
    case 'remark':
      return { subject: firstLineOf(record.body.text) };
    case 'claim':
    case 'charter':
    case 'agreement':
    case 'post':
    case 'site':
    case 'holding':
      return { subject: record.body.names.en };
    case 'confirmation':
      return { subject: named(record.body.holding) };
    case 'recall':
    case 'erasure':
    case 'roster':
    case 'access':
    case 'compartment':
    case 'source':
    case 'draft':
      return { subject: '' };
    default:
      return unreachable(record);
  }
}

function firstLineOf(text: string): string {
  return [...text].slice(0, LINE_UNITS_MAX).join('');
}

/** The title of a report that was passed on; what is not understood has none. */
function passedTitle(base64Url: string): string {
  const bytes = parseBase64Url(base64Url);
  const read = bytes.ok ? parseRecord(bytes.value) : undefined;
  return read?.ok && read.value.type === 'report' ? read.value.body.title : '';
}
