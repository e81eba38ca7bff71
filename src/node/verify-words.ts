import { formatBase64 } from '../base/bytes.ts';
import { formatInstant } from '../base/instant.ts';
import type { Finding, LogVerdict } from './verify-log.ts';

/** What the program says of a finding: what is wrong, and what it means. */
export function sentenceOfFinding(finding: Finding): string {
  switch (finding.kind) {
    case 'flipped-byte':
      return `Flipped byte: entry ${finding.index} in ${finding.file} is not what was written there; its checksum does not hold.`;
    case 'rewritten-entry':
      return `Changed entry: entry ${finding.index} is not the one that was signed; at least one byte of it was flipped.`;
    case 'rewritten-between':
      return `Changed entry: one of the entries ${finding.from} to ${finding.upto - 1} is not the one that was signed, and its checksum was made anew.`;
    case 'dropped-entry':
      return finding.count === 1
        ? `Dropped entry: the signed entry ${finding.index} is not in the log.`
        : `Dropped entries: ${finding.count} signed entries from ${finding.index} on are not in the log.`;
    case 'inserted-entry':
      return `Inserted entry: ${finding.count} that were never signed stand before entry ${finding.index}.`;
    case 'forked-checkpoint':
      return 'Forked checkpoint: the log signed two checkpoints that cannot both be true. Keep both: together they prove it to anyone.';
    case 'erased-entry':
      return `Erased entry: the bytes of entry ${finding.index} are gone, and the log has no recall of it.`;
    case 'damaged-note':
      return `Damaged checkpoint: the one over ${finding.size} entries in ${finding.file} can no longer be read.`;
    case 'damaged-bundle':
      return `Damaged bundle: number ${finding.index} ends inside an entry.`;
    case 'damaged-tile':
      return `Damaged tile: number ${finding.index} of level ${finding.level} does not follow from the entries, which are right themselves.`;
    case 'wrong-root':
      return `Wrong root: the entries lead to ${formatBase64(finding.found)}, and not to the root that was signed.`;
    case 'no-checkpoint':
      return 'No checkpoint: there is nothing signed here that the entries could be held against.';
    case 'no-key':
      return `No key: nobody's key is pinned for ${finding.origin}. Give its verifier key with --key, or its party's card with --card.`;
    case 'bad-checkpoint':
      return `Bad checkpoint: it cannot be read (${finding.fault.kind}).`;
    case 'bad-signature':
      return finding.fault.kind === 'no-known-signature'
        ? "Bad signature: the checkpoint is not signed by the log's key."
        : `Bad signature: the checkpoint does not bear a signature that holds (${finding.fault.kind}).`;
    case 'not-cosigned':
      return 'Not cosigned: none of the witnesses that were named has cosigned it.';
    case 'not-compared':
      return 'Not compared: the entries at hand do not lead from one checkpoint to the other.';
    case 'key-retired':
      return finding.reason === 'lost'
        ? `Retired key: it is signed by a node key that its party has lost, which shows nothing but its head at ${finding.size} entries.`
        : `Retired key: it is signed by a node key that its party has replaced, which is good for at most ${finding.size} entries.`;
    case 'bad-pair':
      return `Bad signature: the other checkpoint is not one of this log (${finding.fault.kind}).`;
  }
}

/** What verifying a log came to, in lines. */
export function linesOfVerdict(verdict: LogVerdict): readonly string[] {
  const { place, origin, size, entries, recalled, cosigned, compared, findings } = verdict;
  const isWhole = findings.length === 0;
  return [
    `${isWhole ? 'whole  ' : 'NOT WHOLE'} ${origin || place}`,
    `  where      ${place}`,
    `  checked    ${entries} of ${size} entries against the signed root, and the tiles`,
    ...(recalled > 0
      ? [
          `  recalled   ${recalled} ${recalled > 1 ? 'entries' : 'entry'}: erased, as the log itself says`,
        ]
      : []),
    ...cosigned.map(
      (each) =>
        `  cosigned   ${each.size} of ${size} entries by ${each.by} at ${formatInstant(each.at)}`,
    ),
    ...(compared > 0
      ? [`  compared   with ${compared} other checkpoint${compared > 1 ? 's' : ''}`]
      : []),
    ...findings.map((finding) => `  FOUND      ${sentenceOfFinding(finding)}`),
  ];
}

/** A verdict as JSON; roots as base64. */
export function presentVerdict(verdict: LogVerdict): unknown {
  const { root, findings, cosigned, ...rest } = verdict;
  return {
    ...rest,
    whole: findings.length === 0,
    ...(root ? { root: formatBase64(root) } : {}),
    cosigned: cosigned.map((each) => ({ ...each, at: formatInstant(each.at) })),
    findings: findings.map((finding) => ({
      ...('found' in finding && typeof finding.found !== 'number'
        ? { ...finding, found: formatBase64(finding.found) }
        : finding),
      says: sentenceOfFinding(finding),
    })),
  };
}
