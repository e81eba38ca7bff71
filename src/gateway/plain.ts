/**
 * The text of what may be written in HTML: tags are taken out, line breaks kept, characters that are
 * written by name or number set. It is not made safe to be shown as HTML: it is text from then on.
 */
export function plainFrom(markup: string): string {
  if (!/[<&]/.test(markup)) return markup.trim();
  return withoutTags(markup)
    .replace(
      /&(?:#(\d{1,7})|#x([0-9a-fA-F]{1,6})|([a-z]{2,6}));/g,
      (whole, ...parts: unknown[]) => {
        const [decimal, hex, name] = parts as (string | undefined)[];
        if (name !== undefined) return NAMED.get(name) ?? whole;
        const code = decimal === undefined ? Number.parseInt(hex ?? '', 16) : Number(decimal);
        return code > 0 && code <= 0x10_ff_ff && (code < 0xd8_00 || code > 0xdf_ff)
          ? String.fromCodePoint(code)
          : '';
      },
    )
    .replace(/[^\S\n]+/g, ' ')
    .replace(/ ?\n ?/g, '\n')
    .replace(/\n{3,}/g, '\n\n')
    .trim();
}

const NAMED: ReadonlyMap<string, string> = new Map([
  ['amp', '&'],
  ['lt', '<'],
  ['gt', '>'],
  ['quot', '"'],
  ['apos', "'"],
  ['nbsp', ' '],
]);

const BREAKS = /^\/?(?:br|p|div|li|tr|h[1-6]|table|ul|ol)\b/i;
const UNSAID = /^(?:script|style)\b/i;

/** One pass from tag to tag, so that a long text of open brackets takes no longer than another. */
function withoutTags(markup: string): string {
  const parts: string[] = [];
  let at = 0;
  while (at < markup.length) {
    const open = markup.indexOf('<', at);
    const close = open < 0 ? -1 : markup.indexOf('>', open);
    if (open < 0 || close < 0) {
      parts.push(markup.slice(at));
      break;
    }
    parts.push(markup.slice(at, open));
    const tag = markup.slice(open + 1, Math.min(close, open + 40));
    const isTag = /^[/!?a-z]/i.test(tag);
    if (!isTag) {
      parts.push('<');
      at = open + 1;
      continue;
    }
    at = close + 1;
    const [unsaid] = UNSAID.exec(tag) ?? [];
    if (unsaid !== undefined) {
      const end = new RegExp(`</${unsaid}`, 'gi');
      end.lastIndex = at;
      at = end.exec(markup)?.index ?? markup.length;
    } else if (BREAKS.test(tag)) {
      parts.push('\n');
    }
  }
  return parts.join('');
}
