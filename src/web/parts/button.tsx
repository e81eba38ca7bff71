import type { ReactNode } from 'react';
import type { ButtonProps } from 'react-aria-components';
import { Button as AriaButton } from 'react-aria-components';

const BASE =
  'inline-flex min-h-7 items-center justify-center gap-1.5 rounded-sm border px-2.5 py-0.5 font-medium ' +
  'select-none data-[disabled]:opacity-45 data-[disabled]:border-dashed';

const TONES = {
  plain:
    'border-strong-line bg-panel text-text data-[hovered]:bg-raised data-[pressed]:bg-selected',
  main: 'border-text bg-text text-panel data-[hovered]:opacity-90 data-[pressed]:opacity-80',
  need: 'border-need bg-need-bg text-need data-[hovered]:opacity-90 data-[pressed]:opacity-80',
  bad: 'border-bad bg-panel text-bad data-[hovered]:bg-raised data-[pressed]:bg-selected',
  quiet: 'border-transparent text-text data-[hovered]:bg-raised data-[pressed]:bg-selected',
} as const;

/** How a button weighs: `main` is the one act of a page, `quiet` has no frame. */
export type Tone = keyof typeof TONES;

/** The classes of a button, for a link that looks like one. */
export function buttonClass(tone: Tone = 'plain'): string {
  return `${BASE} ${TONES[tone]}`;
}

/** A button that names its act. `keys` shows the shortcut that does the same. */
export function Button({
  tone = 'plain',
  keys,
  children,
  className = '',
  ...rest
}: Omit<ButtonProps, 'className' | 'children'> & {
  readonly tone?: Tone;
  readonly keys?: string;
  readonly className?: string;
  readonly children: ReactNode;
}) {
  return (
    <AriaButton {...rest} className={`${buttonClass(tone)} ${className}`}>
      {children}
      {keys === undefined ? null : <Key>{keys}</Key>}
    </AriaButton>
  );
}

/** A key of the keyboard as it is printed on it. */
export function Key({ children }: { readonly children: string }) {
  return (
    <kbd className="mono rounded-xs border border-line px-1 text-xs text-muted">{children}</kbd>
  );
}
