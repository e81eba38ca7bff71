import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import type { CheckboxProps } from 'react-aria-components';
import {
  Checkbox as AriaCheckbox,
  CheckboxGroup as AriaCheckboxGroup,
  FieldError,
  Label,
} from 'react-aria-components';

/** A square to tick, with its words beside it. */
export function Checkbox({
  children,
  ...rest
}: Omit<CheckboxProps, 'className' | 'children'> & { readonly children: ReactNode }) {
  return (
    <AriaCheckbox
      {...rest}
      // Positioned, so that the hidden input within stays in its place and moves no page.
      className="group relative flex min-h-7 items-center gap-2 data-[disabled]:text-muted"
    >
      <span className="flex size-4.5 shrink-0 items-center justify-center rounded-xs border border-strong-line bg-panel group-data-[focus-visible]:outline-2 group-data-[selected]:border-text group-data-[selected]:bg-text">
        <Check
          aria-hidden
          size={13}
          strokeWidth={3}
          className="invisible text-panel group-data-[selected]:visible"
        />
      </span>
      <span>{children}</span>
    </AriaCheckbox>
  );
}

/** Several squares under one label; each child is a {@link Checkbox} with a `value`. */
export function CheckboxGroup({
  label,
  value,
  onChange,
  fault,
  children,
}: {
  readonly label: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly fault?: ReactNode;
  readonly children: ReactNode;
}) {
  return (
    <AriaCheckboxGroup
      value={[...value]}
      onChange={onChange}
      isInvalid={fault !== undefined && fault !== null}
      className="flex flex-col"
    >
      <Label className="text-sm font-medium">{label}</Label>
      {children}
      <FieldError className="text-xs text-bad">{fault}</FieldError>
    </AriaCheckboxGroup>
  );
}
