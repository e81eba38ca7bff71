import type { ReactNode } from 'react';
import { Fragment } from 'react';

import type { Language } from '../../accord/party/names.ts';
import { stretchesIn } from '../../base/marking.ts';
import { withPlacesWhole } from './mono.tsx';

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
    parts.push(<Fragment key={`to-${from}`}>{withPlacesWhole(text.slice(at, from))}</Fragment>);
    parts.push(
      <mark key={from} className="rounded-xs bg-need-bg font-semibold text-need">
        {text.slice(from, upto)}
      </mark>,
    );
    at = upto;
  }
  return (
    <span dir="auto" lang={language} className="whitespace-pre-line wrap-anywhere">
      {parts}
      {withPlacesWhole(text.slice(at))}
    </span>
  );
}
