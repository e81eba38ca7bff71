import { useId } from 'react';
import { ToggleButton, ToggleButtonGroup } from 'react-aria-components';

import type { Choice } from './select.tsx';

const TILE =
  'flex min-h-11 items-center justify-center rounded-sm border border-strong-line bg-panel px-2 py-1 ' +
  'text-center text-sm leading-tight md:min-h-8 data-[hovered]:bg-raised data-[selected]:border-text ' +
  'data-[selected]:bg-text data-[selected]:text-panel data-[selected]:font-semibold';

/**
 * One of a few, each as large as a thumb. Pressing the chosen one again chooses none, unless
 * something must be chosen.
 */
export function ChoiceTiles<T extends string>({
  label,
  choices,
  value,
  onChange,
  isNeeded = false,
  columns = 'auto',
}: {
  readonly label: string;
  readonly choices: readonly Choice<T>[];
  readonly value: T | undefined;
  readonly onChange: (value: T | undefined) => void;
  readonly isNeeded?: boolean;
  readonly columns?: 'auto' | 'three';
}) {
  const id = useId();
  return (
    <div className="flex flex-col gap-1">
      <span id={id} className="text-sm font-medium">
        {label}
      </span>
      <ToggleButtonGroup
        aria-labelledby={id}
        selectionMode="single"
        disallowEmptySelection={isNeeded && value !== undefined}
        selectedKeys={value === undefined ? [] : [value]}
        onSelectionChange={(keys) => {
          const [chosen] = [...keys].map(String);
          onChange(chosen as T | undefined);
        }}
        className={columns === 'three' ? 'grid grid-cols-3 gap-1' : 'flex flex-wrap gap-1'}
      >
        {choices.map((choice) => (
          <ToggleButton key={choice.id} id={choice.id} className={TILE}>
            {choice.text}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
