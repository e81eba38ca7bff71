/**
 * Text without marks of direction: no record carries those that nest, and those that do not could
 * still make a signed line look other than it is.
 */
export function plainText(text: string): string {
  return text.replaceAll(/[\u200e\u200f\u061c\u202a-\u202e\u2066-\u2069]/g, '');
}

/**
 * Whether a text holds marks that turn the order of letters around: what is signed could then be read
 * otherwise than it was written, so the person is told instead of being helped in silence.
 */
export function hasTurningMarks(text: string): boolean {
  return /[\u202a-\u202e\u2066-\u2069]/.test(text);
}

/**
 * Times, grid references and hashes inside a right-to-left line, kept in their own order by the two
 * plain marks that records may carry.
 */
export function leftToRight(text: string, direction: 'rtl' | 'ltr'): string {
  return direction === 'rtl' ? `\u200e${text}\u200e` : text;
}
