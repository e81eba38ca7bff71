import { formatBase64Url, parseBase64Url } from '../base/bytes.ts';
import type { RecordHash } from '../base/ids.ts';
import { recallIn } from '../accord/knowledge/erasure-judge.ts';
import { isRecallable, reaches, recallableTypeAt } from '../accord/knowledge/recall.ts';
import type { Recall } from '../accord/knowledge/recall-schema.ts';
import type { Said } from '../accord/said.ts';
import { makeStub, openStub } from '../proof/stub.ts';
import type { Entry } from './ports.ts';

/** The leaf hash in a stub that shows a record which can be recalled, or nothing. [W6] */
export function openRecallableStub(stub: Uint8Array): Uint8Array | undefined {
  const opened = openStub(stub);
  return opened && recallableTypeAt(opened.ending) ? opened.leaf : undefined;
}

/** The stub that a recall gives for a record. */
export function stubIn(named: Recall['records'][number]): Uint8Array | undefined {
  const stub = parseBase64Url(named.stub);
  return stub.ok ? stub.value : undefined;
}

/** What a recall says of a record of ours, or nothing where the record cannot be recalled. [W2] */
export function nameForRecall(
  index: number,
  record: RecordHash,
  entry: Entry,
): Recall['records'][number] | undefined {
  const stub = makeStub(entry);
  if (!openRecallableStub(stub)) return undefined;
  return { index, record, stub: formatBase64Url(stub) };
}

/** Whether a recall reaches a record whose bytes are at hand, stub and all. [W1] [W2] */
export function reachesEntry(recall: Said<'recall'>, said: Said, entry: Entry): boolean {
  if (!reaches(recall, said) || !isRecallable(said.record.type)) return false;
  const named = nameForRecall(said.index, said.hash, entry);
  return recall.record.body.records.some(
    (each) => each.index === said.index && each.stub === named?.stub,
  );
}

/** The indexes that recalls among `entries`, the first of which is at `first`, name before themselves. */
export function recalledIn(first: number, entries: readonly Entry[]): ReadonlySet<number> {
  const named = new Set<number>();
  for (const [i, entry] of entries.entries()) {
    for (const { index } of recallIn(entry)?.records ?? []) if (index < first + i) named.add(index);
  }
  return named;
}
