import { Plus, X } from 'lucide-react';
import { Button as AriaButton, Input, TextField } from 'react-aria-components';

import { FORCE_KINDS } from '../../accord/operation/kinds.ts';
import type { PartyId } from '../../base/ids.ts';
import { foldDigits } from '../../geo/digits.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { INPUT_CLASS } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { useWords } from '../words/words.ts';
import type { ForceRow } from './draft.ts';
import { isForceWhole } from './draft-plan.ts';

/** What each party brings, as kinds and counts; never names of people. */
export function ForceList({
  rows,
  isAsked,
  onChange,
}: {
  readonly rows: readonly ForceRow[];
  /** Whether missing parts are to be pointed out. */
  readonly isAsked: boolean;
  readonly onChange: (rows: readonly ForceRow[]) => void;
}) {
  const { t } = useWords();
  const next = Math.max(0, ...rows.map((row) => row.id)) + 1;
  const last = rows.at(-1);
  const add = () =>
    onChange([...rows, { id: next, party: last?.party, kind: undefined, count: '' }]);
  return (
    <div className="flex flex-col gap-1.5">
      <ul className="flex flex-col gap-1.5">
        {rows.map((row) => (
          <ForceEntry
            key={row.id}
            row={row}
            isAsked={isAsked}
            onChange={(part) =>
              onChange(rows.map((held) => (held.id === row.id ? { ...held, ...part } : held)))
            }
            onRemove={() => onChange(rows.filter((held) => held.id !== row.id))}
          />
        ))}
      </ul>
      <div>
        <Button onPress={add}>
          <Plus aria-hidden size={15} />
          {t('plans.forces.add')}
        </Button>
      </div>
    </div>
  );
}

function ForceEntry({
  row,
  isAsked,
  onChange,
  onRemove,
}: {
  readonly row: ForceRow;
  readonly isAsked: boolean;
  readonly onChange: (part: Partial<ForceRow>) => void;
  readonly onRemove: () => void;
}) {
  const { t } = useWords();
  const { parties } = useCentre();
  const members = parties.filter((party) => !party.observer);
  return (
    <li>
      <div className="flex items-end gap-1.5">
        <Select
          hideLabel
          label={t('plans.forces.party')}
          placeholder={t('plans.forces.party')}
          className="min-w-0 flex-3"
          choices={members.map((party) => ({ id: party.id, text: party.name }))}
          value={row.party}
          onChange={(party) => onChange({ party: party as PartyId })}
        />
        <Select
          hideLabel
          label={t('plans.forces.kind')}
          placeholder={t('plans.forces.kind')}
          className="min-w-0 flex-3"
          choices={FORCE_KINDS.map((kind) => ({ id: kind, text: t(`plans.force.${kind}`) }))}
          value={row.kind}
          onChange={(kind) => onChange({ kind })}
        />
        <TextField
          aria-label={t('plans.forces.count')}
          value={row.count}
          onChange={(text) => onChange({ count: foldDigits(text).replaceAll(/\D/g, '') })}
          className="w-16 shrink-0"
        >
          <Input
            dir="ltr"
            inputMode="numeric"
            autoComplete="off"
            placeholder={t('plans.forces.count')}
            className={`${INPUT_CLASS} tabular-nums`}
          />
        </TextField>
        <AriaButton
          aria-label={t('plans.forces.remove')}
          onPress={onRemove}
          className="flex size-7.5 shrink-0 items-center justify-center rounded-sm data-[hovered]:bg-raised"
        >
          <X aria-hidden size={15} />
        </AriaButton>
      </div>
      {isAsked && !isForceWhole(row) ? (
        <p className="text-xs text-bad">{t('plans.fault.force')}</p>
      ) : null}
    </li>
  );
}
