import { encodeQR } from 'qr';
import { LANGUAGES } from '../accord/party/names.ts';
import type { BundleView, OpenedView } from '../contract/courier.ts';
import { fingerprintCode, fingerprintWords } from '../contract/fingerprint.ts';

/**
 * The slip of a bundle as text. It travels apart from the file; opening prints the same, so that
 * two people can hold one beside the other. [B12]
 */
export function slipText(bundle: BundleView | OpenedView): string {
  const to = 'to' in bundle ? [`to        ${bundle.to}`] : [];
  const hash = new Uint8Array(Buffer.from(bundle.sha256, 'hex'));
  return [
    'COURIER SLIP',
    `from      ${bundle.from}`,
    ...to,
    `packed    ${bundle.at}`,
    `holds     ${bundle.entries} entries, ${bundle.logs.length} logs, ${bundle.bytes} bytes`,
    `SHA-256   ${bundle.sha256}`,
    ...fingerprintText('bundle', hash),
  ].join('\n');
}

/** A fingerprint as words in each language and as a code that a telephone reads. */
export function fingerprintText(kind: 'bundle' | 'card', hash: Uint8Array): readonly string[] {
  const rows = LANGUAGES.flatMap((language) => {
    const words = fingerprintWords(hash, language);
    return [0, 4, 8].map((from) => {
      const name = from === 0 ? language : '';
      return `${name.padEnd(9)} ${words.slice(from, from + 4).join(' ')}`;
    });
  });
  return [...rows, encodeQR(fingerprintCode(kind, hash), 'ascii').trimEnd()];
}
