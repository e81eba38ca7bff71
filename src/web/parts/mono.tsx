import type { ReactNode } from 'react';

import { unbroken } from '../words/format.ts';

/** DTG, MGRS, hash or key: left to right in every language, never broken over two lines. */
export function Mono({
  children,
  className = '',
  title,
}: {
  readonly children: ReactNode;
  readonly className?: string;
  readonly title?: string;
}) {
  const shown = typeof children === 'string' ? unbroken(children) : children;
  return (
    <bdi dir="ltr" className={`mono ${className}`} title={title}>
      {shown}
    </bdi>
  );
}

/** Text that a person wrote: it takes its direction from its own letters, not from the screen. */
export function Written({
  children,
  className = '',
  lang,
}: {
  readonly children: string;
  readonly className?: string;
  readonly lang?: string;
}) {
  return (
    <span dir="auto" lang={lang} className={`whitespace-pre-line wrap-anywhere ${className}`}>
      {withPlacesWhole(children)}
    </span>
  );
}

/** A grid reference, a DTG or a name like NAHR-14 in running text; the group keeps it in a split. */
const KEPT_WHOLE =
  /(\b\d{1,2}[C-HJ-NP-X] ?[A-HJ-NP-Z]{2} ?\d{1,5} ?\d{1,5}\b|\b\d{6}[A-Z](?: [A-Z]{3} \d\d)?\b|\b[A-Z]+-\d+\b)/;

/**
 * Running text whose grid references, times and plan names stand on one line: broken over two lines
 * in a text from right to left they would read backwards.
 */
export function withPlacesWhole(text: string): ReactNode {
  const parts = text.split(KEPT_WHOLE);
  if (parts.length === 1) return text;
  return parts.map((part, i) =>
    i % 2 === 0 ? (
      part
    ) : (
      // The same text always splits into the same parts.
      // oxlint-disable-next-line react/no-array-index-key
      <bdi key={i} dir="ltr" className="whitespace-nowrap">
        {part}
      </bdi>
    ),
  );
}

/** The first and last digits of a hash, whole in its title; enough to read over a telephone. */
export function HashMark({ hash }: { readonly hash: string }) {
  const digits = hash.replace(/^sha256:/, '');
  return (
    <Mono
      className="text-xs text-muted"
      title={hash}
    >{`${digits.slice(0, 6)}…${digits.slice(-4)}`}</Mono>
  );
}
