import { Plus, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components';

import type { PartyId } from '../../base/ids.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { Select } from '../parts/select.tsx';
import { useWords } from '../words/words.ts';

/** One part of a plan in its frame, with the way to take it away. */
export function PartEntry({
  title,
  remove,
  onRemove,
  fault,
  children,
}: {
  readonly title: string;
  /** The name of the button that takes it away. */
  readonly remove: string;
  readonly onRemove: () => void;
  readonly fault?: string | undefined;
  readonly children: ReactNode;
}) {
  return (
    <li className="flex flex-col gap-2 rounded-md border border-line p-2.5">
      <div className="flex items-center justify-between gap-2">
        <p className="text-sm font-medium">{title}</p>
        <AriaButton
          aria-label={remove}
          onPress={onRemove}
          className="flex size-7 shrink-0 items-center justify-center rounded-sm data-[hovered]:bg-raised"
        >
          <X aria-hidden size={15} />
        </AriaButton>
      </div>
      {children}
      {fault === undefined ? null : <p className="text-xs text-bad">{fault}</p>}
    </li>
  );
}

/** The button below a list that adds to it. */
export function AddPart({
  children,
  onPress,
}: {
  readonly children: ReactNode;
  readonly onPress: () => void;
}) {
  return (
    <div>
      <Button onPress={onPress}>
        <Plus aria-hidden size={15} />
        {children}
      </Button>
    </div>
  );
}

/** One member of the centre. */
export function PartySelect({
  label,
  value,
  onChange,
  className = '',
}: {
  readonly label: string;
  readonly value: PartyId | undefined;
  readonly onChange: (party: PartyId) => void;
  readonly className?: string;
}) {
  const { t } = useWords();
  const { parties } = useCentre();
  const members = parties.filter((party) => !party.observer);
  return (
    <Select
      label={label}
      placeholder={t('plans.forces.party')}
      className={className}
      choices={members.map((party) => ({ id: party.id, text: party.name }))}
      value={value}
      onChange={(party) => onChange(party as PartyId)}
    />
  );
}
