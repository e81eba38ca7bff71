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
      {children}
    </span>
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
