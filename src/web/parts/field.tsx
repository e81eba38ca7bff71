import type { ReactNode } from 'react';
import type { TextFieldProps } from 'react-aria-components';
import { FieldError, Input, Label, Text, TextArea, TextField } from 'react-aria-components';

/** The classes of anything that is typed or chosen in. */
export const INPUT_CLASS =
  'w-full min-h-7.5 max-md:min-h-10 rounded-sm border border-strong-line bg-panel px-2 py-1 text-text ' +
  'data-[invalid]:border-bad data-[disabled]:opacity-45';

/**
 * One line or several (`rows`) of text under a label. `fault` says what is wrong and what to do; what
 * was typed is kept. `mono` for coordinates and DTGs; other text takes its direction from its letters.
 */
export function Field({
  label,
  hint,
  fault,
  rows,
  mono = false,
  placeholder = '',
  className = '',
  ...rest
}: Omit<TextFieldProps, 'className' | 'children'> & {
  readonly label: string;
  readonly hint?: ReactNode;
  readonly fault?: ReactNode;
  readonly rows?: number;
  readonly mono?: boolean;
  readonly placeholder?: string;
  readonly className?: string;
}) {
  const shape = `${INPUT_CLASS} ${mono ? 'font-mono font-medium' : ''}`;
  const dir = mono ? 'ltr' : 'auto';
  return (
    <TextField
      {...rest}
      isInvalid={fault !== undefined && fault !== null}
      className={`flex flex-col gap-0.5 ${className}`}
    >
      <Label className="text-sm font-medium">{label}</Label>
      {rows === undefined ? (
        <Input className={shape} dir={dir} placeholder={placeholder} autoComplete="off" />
      ) : (
        <TextArea className={shape} dir={dir} placeholder={placeholder} rows={rows} />
      )}
      {hint === undefined ? null : (
        <Text slot="description" className="text-xs text-muted">
          {hint}
        </Text>
      )}
      <FieldError className="text-xs text-bad">{fault}</FieldError>
    </TextField>
  );
}
