import { useSession } from '../session.ts';
import { useCentre } from '../centre.ts';
import { partiesAmong, useCompartment, useSeatNames } from '../readers.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { Checkbox, CheckboxGroup } from './checkbox.tsx';
import { PartyMark } from './party-mark.tsx';

/**
 * Who may read what is about to be said: a tick per party (`ours` is always in), or one compartment
 * of ours where those are offered, and the sentence that says it. Nothing is ticked by itself.
 */
export function AudiencePicker({
  ours,
  value,
  onChange,
  fault,
  offersCompartments = false,
}: {
  readonly ours: string;
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
  readonly fault?: string | undefined;
  /** Whether it may be said within a compartment, too. [R6] */
  readonly offersCompartments?: boolean;
}) {
  const { t } = useWords();
  const { parties } = useCentre();
  const offered = parties.filter((party) => !party.observer || party.id === ours);
  const others = partiesAmong(value);
  const isWithin = others.length < value.length;
  return (
    <div className="flex flex-col gap-1">
      <CheckboxGroup
        label={t('parts.audience.label')}
        // A compartment is not its party: then not even our own is ticked.
        value={isWithin ? [] : [ours, ...others]}
        onChange={(chosen) => onChange(chosen.filter((id) => id !== ours))}
        fault={fault}
      >
        {offered.map((party) => (
          <Checkbox key={party.id} value={party.id} isDisabled={party.id === ours}>
            <PartyMark party={party.id} />
          </Checkbox>
        ))}
      </CheckboxGroup>
      {offersCompartments ? <WithinChoice value={value} onChange={onChange} /> : null}
      <Sentence readers={[ours, ...value]} />
    </div>
  );
}

/** The compartments in which this desk stands; one is chosen in place of all parties. */
function WithinChoice({
  value,
  onChange,
}: {
  readonly value: readonly string[];
  readonly onChange: (value: readonly string[]) => void;
}) {
  const { t, language } = useWords();
  const { compartments } = useSession();
  if (compartments.length === 0) return null;
  return (
    <CheckboxGroup
      label={t('compartments.choice')}
      value={value}
      onChange={(chosen) => {
        const added = chosen.find((id) => !value.includes(id));
        onChange(added === undefined ? partiesAmong(value) : [added]);
      }}
    >
      {compartments.map(({ id, names }) => (
        <Checkbox key={id} value={id}>
          <bdi>{names[language]}</bdi>
        </Checkbox>
      ))}
    </CheckboxGroup>
  );
}

/** Who will read it, in one sentence. */
function Sentence({ readers }: { readonly readers: readonly string[] }) {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const within = useCompartment(readers);
  const seatNames = useSeatNames();
  const names = parties.filter(({ id }) => readers.includes(id)).map(({ name }) => name);
  return (
    <p className={`text-sm ${within ? 'font-medium text-need' : ''}`} aria-live="polite">
      {within
        ? t('compartments.readers', { seats: formatList(seatNames(within.seats), language) })
        : names.length > 1
          ? t('parts.audience.readers', { parties: formatList(names, language) })
          : t('parts.audience.nobody')}
    </p>
  );
}
