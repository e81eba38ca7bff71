/** Why an image cannot be cleaned, and where it stopped making sense. */
export interface StripFault {
  readonly kind: 'attachment-damaged';
  /** In bytes from the beginning. */
  readonly at: number;
}

/** Parts put together; there may be more of them than a call takes. */
export function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}
