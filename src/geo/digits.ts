/** Western digits for Arabic-Indic and Persian ones, and plain marks for their separators [P12]. */
export function foldDigits(text: string): string {
  return (
    text
      .replace(/[\u0660-\u0669]/g, (digit) => String(digit.charCodeAt(0) - 0x0660))
      .replace(/[\u06f0-\u06f9]/g, (digit) => String(digit.charCodeAt(0) - 0x06f0))
      .replace(/\u066b/g, '.')
      .replace(/\u060c/g, ',')
      .replace(/\u2212/g, '-')
      // Marks of direction and joining are not seen, so they cannot be meant.
      .replace(/[\u200b-\u200f\u061c\u2066-\u2069\u202a-\u202e\ufeff]/g, '')
  );
}
