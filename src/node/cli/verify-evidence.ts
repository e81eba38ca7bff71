import { readFileSync, statSync } from 'node:fs';
import { formatInstant } from '../../base/instant.ts';
import type { EvidenceFault, EvidenceShown } from '../../exchange/evidence-file.ts';
import {
  EVIDENCE_BYTES_MAX,
  EVIDENCE_HEAD,
  judgeEvidence,
  parseEvidence,
} from '../../exchange/evidence-file.ts';
import type { Card } from '../../ledger/card.ts';
import { hostPrimitives } from '../primitives.ts';

/** Whether a file begins as an evidence file does. */
export function looksLikeEvidence(file: string): boolean {
  const isSized = statSync(file).size <= EVIDENCE_BYTES_MAX;
  return isSized && readFileSync(file, 'utf8').startsWith(EVIDENCE_HEAD);
}

/** Says what an evidence file shows. 0 where it shows a contradiction, else 1. [F17] */
export function verifyEvidenceFile(file: string, cards: readonly Card[], isJson: boolean): number {
  const read = parseEvidence(readFileSync(file, 'utf8'));
  const shown = read.ok ? judgeEvidence(hostPrimitives(), read.value, cards) : read;
  if (!shown.ok) {
    const says = sentenceOf(shown.fault);
    if (isJson) console.log(JSON.stringify({ shown: false, fault: shown.fault, says }, null, 2));
    else console.log(`${file} shows nothing. ${says}`);
    return 1;
  }
  const { since, ...facts } = shown.value;
  const says = linesOf(shown.value);
  const json = { shown: true, ...facts, since: since.map(formatInstant), says };
  console.log(isJson ? JSON.stringify(json, null, 2) : says.join('\n'));
  return 0;
}

function linesOf(shown: EvidenceShown): readonly string[] {
  const { kind, origin, author, against, since, sizes } = shown;
  const [earlier, later] = sizes;
  if (kind === 'fork') {
    return [
      `${author} signed two states of ${origin} that cannot both be true:`,
      `one of ${earlier} entries, and one of ${later} whose first ${earlier} are others.`,
      'Both signatures are its own; nobody else need be believed.',
    ];
  }
  const by = against.map((party, at) => `${party} on ${formatInstant(since[at]!)}`).join(', ');
  return [
    `A state of ${origin} with ${earlier} entries was signed as stored by ${by}.`,
    `It is not what ${author} signed: in its ${later} entries the first ${earlier} are others.`,
    `Either ${against.join(', ')} signed what was never there, or ${author} had shown another history there.`,
  ];
}

function sentenceOf(fault: EvidenceFault): string {
  switch (fault.kind) {
    case 'evidence-malformed':
      return `It is not an evidence file as it was written${fault.path ? ` (${fault.path})` : ''}: ask for it anew.`;
    case 'no-card':
      return fault.origin
        ? `The card of the party whose log is ${fault.origin} is needed: give it with --card.`
        : 'It names no log.';
    case 'note-not-signed':
      return `The ${fault.which} note is not signed by whom it would speak against, by the cards given.`;
    case 'no-contradiction':
      return 'Both notes can be true.';
  }
}
