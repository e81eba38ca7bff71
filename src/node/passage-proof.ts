import { formatInstant } from '../base/instant.ts';
import type { Instant } from '../base/instant.ts';
import type { Passed } from '../accord/knowledge/passages.ts';
import { passedReport } from '../accord/knowledge/passages.ts';
import type { PassageProof } from '../contract/passages.ts';
import { keysOfOrigin } from '../ledger/log.ts';
import { openOf, signerOf } from '../ledger/succession.ts';
import { parseProof, verifyProof } from '../proof/tlog-proof.ts';
import type { House } from './house.ts';

/** What a passage's proof shows here: by the origin's pinned card, and by the witnesses that count here. */
export function provePassage(
  { folder, primitives, witnesses }: Pick<House, 'folder' | 'primitives' | 'witnesses'>,
  passed: Passed,
): { readonly proof: PassageProof; readonly cosignedAt?: string } {
  const { origin, proof: text } = passed.said.record.body;
  const card = folder.cards.get(origin);
  if (!card) return { proof: 'key-unknown' };
  const fails = { proof: 'does-not-hold' } as const;
  // A record that speaks for another party, or is no report, is no word of its origin.
  if (!passedReport(passed)) return fails;
  const parsed = parseProof(text);
  if (!parsed.ok) return fails;
  const { note, origin: name } = parsed.value.checkpoint;
  const keys = keysOfOrigin(card, name);
  if (!keys || !openOf(primitives, keys, note, 'alone').ok) return fails;
  const log = signerOf(keys, note);
  const shown = verifyProof(primitives, text, passed.bytes, { log, witnesses });
  if (!shown.ok) return fails;
  const [first] = shown.value.cosignedBy.map(({ time }) => time).toSorted(byMoment);
  return { proof: 'proven', ...(first === undefined ? {} : { cosignedAt: formatInstant(first) }) };
}

function byMoment(one: Instant, other: Instant): number {
  return one - other;
}
