import { equal, parseBase64Url } from '../../base/bytes.ts';
import { parseRecord } from '../record.ts';
import { recallableTypeAt } from './recall.ts';
import type { Recall } from './recall-schema.ts';

/** Opens a stub: the leaf hash that it leads to, and how its entry ended. See `proof/stub.ts`. */
export type OpenStub = (
  stub: Uint8Array,
) => { readonly leaf: Uint8Array; readonly ending: Uint8Array } | undefined;

/** Tells, of a log that is read from its beginning to its end, which erasures it accounts for. [W5] */
export interface ErasureJudge {
  /** Takes in an entry with its bytes. */
  take(index: number, entry: Uint8Array): void;
  /** Whether a recall that was taken in names the entry of this leaf in this place before itself. */
  isRecalled(index: number, leaf: Uint8Array): boolean;
}

/** Begins to judge a log of which nothing was read yet. */
export function openErasureJudge(openStub: OpenStub): ErasureJudge {
  const recalls: { readonly at: number; readonly recall: Recall }[] = [];
  return {
    take(at, entry) {
      const recall = recallIn(entry);
      if (recall) recalls.push({ at, recall });
    },
    isRecalled: (index, leaf) =>
      recalls.some(({ at, recall }) => index < at && namesLeaf(openStub, recall, index, leaf)),
  };
}

/** Whether a recall names the entry of this leaf at `index` of its log, as one that can be recalled. */
export function namesLeaf(
  openStub: OpenStub,
  recall: Recall,
  index: number,
  leaf: Uint8Array,
): boolean {
  return recall.records.some((named) => {
    const stub = named.index === index ? parseBase64Url(named.stub) : undefined;
    const opened = stub?.ok ? openStub(stub.value) : undefined;
    const isOfType = opened !== undefined && recallableTypeAt(opened.ending) !== undefined;
    return isOfType && equal(opened.leaf, leaf);
  });
}

/** The recall that an entry is, or nothing. */
export function recallIn(entry: Uint8Array): Recall | undefined {
  if (!mayBeRecall(entry)) return undefined;
  const read = parseRecord(entry);
  return read.ok && read.value.type === 'recall' ? read.value.body : undefined;
}

const WORD: readonly number[] = Array.from('"recall"', (letter) => letter.codePointAt(0) ?? 0);
/** Where in the word its rarest letter stands. */
const RARE = 3;

/** A quick look before an entry is parsed: a recall has its type's name somewhere. */
function mayBeRecall(entry: Uint8Array): boolean {
  const rare = WORD[RARE] ?? 0;
  for (let at = entry.indexOf(rare); at >= 0; at = entry.indexOf(rare, at + 1)) {
    if (WORD.every((byte, i) => entry[at - RARE + i] === byte)) return true;
  }
  return false;
}
