import type { ReactNode } from 'react';

/** A part of a form with what is wrong in it, where something is; `goToFault` finds it. */
export function Faulty({
  fault,
  children,
}: {
  readonly fault: string | undefined;
  readonly children: ReactNode;
}) {
  if (fault === undefined) return <div className="contents">{children}</div>;
  return (
    <div className="flex flex-col gap-2" data-fault>
      {children}
      <p className="text-xs text-bad">{fault}</p>
    </div>
  );
}

/** Brings the first part that is missing into view and puts the focus there. */
export function goToFault(frame: HTMLElement | null): void {
  const part = frame?.querySelector<HTMLElement>('[data-fault], [data-invalid]');
  part?.scrollIntoView({ block: 'center' });
  const input = part?.matches('input, textarea')
    ? part
    : part?.querySelector<HTMLElement>('input, textarea, button');
  input?.focus({ preventScroll: true });
}
