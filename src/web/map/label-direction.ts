const STRONG_RTL =
  /[\p{Script=Arabic}\p{Script=Hebrew}\p{Script=Syriac}\p{Script=Thaana}\u200f\u061c]/u;
const STRONG_LTR = /[\p{L}\u200e]/u;

/**
 * The direction that a text reads in: that of its first strong letter. The language of the screen
 * does not decide, or "7 Div" would turn into "Div 7" beside Arabic names.
 */
export function directionOfText(text: string): 'rtl' | 'ltr' {
  for (const letter of text) {
    if (STRONG_RTL.test(letter)) return 'rtl';
    if (STRONG_LTR.test(letter)) return 'ltr';
  }
  return 'ltr';
}
