import { parseBase64 } from '../../base/bytes.ts';
import type { RecordHash } from '../../base/ids.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import type { ProofView, RecordView } from '../../contract/reports.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import { parseVerifierKey } from '../../proof/note.ts';
import { verifyProof } from '../../proof/tlog-proof.ts';
import { hostPrimitives } from '../primitives.ts';

/** A strip on both lines of the exercise. */
export const SEAM = {
  type: 'Polygon',
  coordinates: [
    [
      [43.62, 35.68],
      [43.9, 35.55],
      [43.95, 35.66],
      [43.7, 35.78],
      [43.62, 35.68],
    ],
  ],
};

/** The terms of a decision of the story, before its conditions and reason. */
export function termsOf(plan: RecordHash, verdict: string) {
  const words = `EXERCISE. ${verdict} to the plan on the screen.`;
  return { plan, verdict, upto: null, conditions: [], reason: null, language: 'en', words };
}

/** A report of the story, of a minute ago. */
export function reportOf(
  title: string,
  at: readonly [number, number],
  source: Report['source']['kind'],
): Report {
  const now = Date.now() / 1000;
  return {
    kind: 'observation',
    title,
    language: 'en',
    text: `${title}. Seen once, no contact.`,
    place: { geometry: { type: 'Point', coordinates: [...at] }, precisionMetres: 100 },
    when: { from: formatInstant(instant(now - 60)), upto: formatInstant(instant(now)) },
    source: { kind: source },
    grade: { reliability: 'B', credibility: '2' },
  };
}

/** Whether a record is shown, by its bytes, its proof and the keys alone, to be on its log and cosigned. */
export function checkProof(view: RecordView, proof: ProofView): boolean {
  return cosignedAt(view, proof) !== undefined;
}

/** When a record was first shown to be cosigned, by its bytes, its proof and the keys alone; nothing where it is not. */
export function cosignedAt(view: RecordView, proof: ProofView): number | undefined {
  const bytes = parseBase64(view.bytes);
  const log = parseVerifierKey(proof.logKey);
  const witnesses = proof.witnessKeys.flatMap((text) => {
    const key = parseVerifierKey(text);
    return key.ok ? [key.value] : [];
  });
  if (!bytes.ok || !log.ok) return undefined;
  const keys = { log: log.value, witnesses };
  const shown = verifyProof(hostPrimitives(), proof.proof, bytes.value, keys);
  const times = shown.ok ? shown.value.cosignedBy.map(({ time }) => Number(time)) : [];
  return times.length > 0 ? Math.min(...times) : undefined;
}
