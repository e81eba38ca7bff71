import type { ReactNode } from 'react';

import type { Language } from '../../accord/party/names.ts';
import { stretchesIn } from '../../base/marking.ts';

/** A text with what was looked for marked in it, letter by letter as it was written. [I20] */
export function Marked({
  text,
  marks,
  language,
}: {
  readonly text: string;
  readonly language: Language;
  readonly marks: readonly string[];
}) {
  const parts: ReactNode[] = [];
  let at = 0;
  for (const [from, upto] of stretchesIn(text, marks)) {
    parts.push(text.slice(at, from));
    parts.push(
      <mark key={from} className="rounded-xs bg-need-bg font-semibold text-need">
        {text.slice(from, upto)}
      </mark>,
    );
    at = upto;
  }
  return (
    <bdi dir="auto" lang={language}>
      {parts}
      {text.slice(at)}
    </bdi>
  );
}
