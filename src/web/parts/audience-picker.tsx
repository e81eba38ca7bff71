import { useCentre } from '../centre.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { Checkbox, CheckboxGroup } from './checkbox.tsx';
import { PartyMark } from './party-mark.tsx';

/**
 * Who may read what is about to be said: a tick per party (`ours` is always in) and the sentence
 * that says it. Nothing is ticked by itself.
 */
export function AudiencePicker({
  ours,
  value,
  onChange,
  fault,
}: {
  readonly ours: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly fault?: string | undefined;
}) {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const offered = parties.filter((party) => !party.observer || party.id === ours);
  const readers = offered.filter((party) => party.id === ours || value.includes(party.id));
  const others = readers.filter((party) => party.id !== ours);
  return (
    <div className="flex flex-col gap-1">
      <CheckboxGroup
        label={t('parts.audience.label')}
        value={[ours, ...value]}
        onChange={(chosen) => onChange(chosen.filter((id) => id !== ours))}
        fault={fault}
      >
        {offered.map((party) => (
          <Checkbox key={party.id} value={party.id} isDisabled={party.id === ours}>
            <PartyMark party={party.id} />
          </Checkbox>
        ))}
      </CheckboxGroup>
      <p className="text-sm" aria-live="polite">
        {others.length === 0
          ? t('parts.audience.nobody')
          : t('parts.audience.readers', {
              parties: formatList(
                readers.map((party) => party.name),
                language,
              ),
            })}
      </p>
    </div>
  );
}
