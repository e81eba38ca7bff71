import { directionOfText } from '../map/label-direction.ts';

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
 * A text that somebody wrote, without marks, in its own order inside a line of the other direction:
 * its full stop stays at its end.
 */
export function inOwnOrder(text: string, direction: 'rtl' | 'ltr'): string {
  const plain = plainText(text);
  const own = directionOfText(plain);
  if (own === direction) return plain;
  const mark = own === 'ltr' ? '\u200e' : '\u200f';
  return `${mark}${plain}${mark}`;
}

/** A name set apart in a list, so that it does not decide the direction of the list. */
export function setApart(text: string): string {
  return `\u2068${text}\u2069`;
}

/**
 * Times, grid references and hashes inside a right-to-left line, kept in their own order by the two
 * plain marks that records may carry.
 */
export function leftToRight(text: string, direction: 'rtl' | 'ltr'): string {
  return direction === 'rtl' ? `\u200e${text}\u200e` : text;
}
