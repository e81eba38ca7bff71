import { useCentre } from '../centre.ts';
import { useWords } from '../words/words.ts';
import { Select } from './select.tsx';

const ALL = 'all';

interface FilterProps {
  /** What the list is narrowed to; empty where it is not. */
  readonly value: string;
  readonly onChange: (value: string) => void;
  readonly className: string;
}

/** Narrows a list to what one party wrote. */
export function PartyFilter({ value, onChange, className }: FilterProps) {
  const { t } = useWords();
  const { parties } = useCentre();
  return (
    <Select<string>
      hideLabel
      label={t('board.filter.party')}
      className={className}
      value={value === '' ? ALL : value}
      onChange={(chosen) => onChange(chosen === ALL ? '' : chosen)}
      choices={[
        { id: ALL, text: t('board.filter.all-parties') },
        ...parties
          .filter((party) => !party.observer)
          .map((party) => ({ id: party.id, text: party.name })),
      ]}
    />
  );
}

/** Narrows a list to one of the kinds that it may hold. */
export function KindFilter({
  value,
  onChange,
  className,
  kinds,
}: FilterProps & { readonly kinds: readonly { readonly id: string; readonly text: string }[] }) {
  const { t } = useWords();
  return (
    <Select<string>
      hideLabel
      label={t('board.filter.kind')}
      className={className}
      value={value === '' ? ALL : value}
      onChange={(chosen) => onChange(chosen === ALL ? '' : chosen)}
      choices={[{ id: ALL, text: t('board.filter.all-kinds') }, ...kinds]}
    />
  );
}
