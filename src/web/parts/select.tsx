import { ChevronDown } from 'lucide-react';
import {
  Button,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select as AriaSelect,
  SelectValue,
} from 'react-aria-components';

import { INPUT_CLASS } from './field.tsx';

/** One choice of a {@link Select}. */
export interface Choice<T extends string> {
  readonly id: T;
  readonly text: string;
  readonly hint?: string;
}

/** One of a few, under a label; `value` undefined means that nothing was chosen yet: no default. */
export function Select<T extends string>({
  label,
  choices,
  value,
  onChange,
  placeholder,
  hideLabel = false,
  className = '',
}: {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T) => void;
  readonly placeholder?: string;
  readonly hideLabel?: boolean;
  readonly className?: string;
}) {
  return (
    <AriaSelect
      value={value ?? null}
      onChange={(key) => onChange(String(key) as T)}
      className={`flex flex-col gap-0.5 ${className}`}
      {...(hideLabel ? { 'aria-label': label } : {})}
      {...(placeholder === undefined ? {} : { placeholder })}
    >
      {hideLabel ? null : <Label className="text-sm font-medium">{label}</Label>}
      <Button className={`${INPUT_CLASS} flex items-center justify-between gap-2 text-start`}>
        <SelectValue className="truncate data-[placeholder]:text-muted" />
        <ChevronDown aria-hidden size={14} className="shrink-0 text-muted" />
      </Button>
      <Popover className="min-w-(--trigger-width) rounded-sm border border-strong-line bg-panel shadow-lg">
        <ListBox items={choices} className="max-h-80 overflow-auto p-1 outline-none">
          {(choice) => (
            <ListBoxItem
              id={choice.id}
              textValue={choice.text}
              className="flex min-h-7 flex-col justify-center rounded-xs px-2 py-1 data-[focused]:bg-raised data-[selected]:bg-selected"
            >
              <span>{choice.text}</span>
              {choice.hint === undefined ? null : (
                <span className="text-xs text-muted">{choice.hint}</span>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
