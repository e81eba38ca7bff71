import { PLAN_PARTS_MAX } from '../../accord/operation/plan-schema.ts';
import { instantOf, useNow } from '../now.ts';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { useWords } from '../words/words.ts';
import { AheadField } from './ahead-field.tsx';
import type { PhaseRow, PlanDraft } from './draft.ts';
import { nextPart, nextRow } from './draft.ts';
import { phaseOf } from './draft-plan.ts';
import { AddPart, PartEntry, PartySelect } from './part-entry.tsx';
import { PlainField } from './plain-field.tsx';

/** The phases of a plan: a name, the party that leads, a time within the window, sectors. */
export function PhaseList({
  draft,
  isAsked,
  onChange,
}: {
  readonly draft: PlanDraft;
  readonly isAsked: boolean;
  readonly onChange: (rows: readonly PhaseRow[]) => void;
}) {
  const { t } = useWords();
  const rows = draft.phases;
  const add = () =>
    onChange([
      ...rows,
      {
        id: nextRow(rows),
        part: nextPart('p', rows),
        name: '',
        lead: undefined,
        // A phase follows the one before it.
        from: rows.at(-1)?.upto ?? draft.from,
        upto: undefined,
        sectors: [],
      },
    ]);
  return (
    <>
      <ul className="flex flex-col gap-2">
        {rows.map((row, i) => (
          <PartEntry
            key={row.id}
            title={t('plan-parts.phases.one', { number: i + 1 })}
            remove={t('plan-parts.phases.remove', { number: i + 1 })}
            onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
            fault={isAsked && !phaseOf(row, draft) ? t('plan-parts.fault.phase') : undefined}
          >
            <Phase
              row={row}
              draft={draft}
              onChange={(part) =>
                onChange(rows.map((held) => (held.id === row.id ? { ...held, ...part } : held)))
              }
            />
          </PartEntry>
        ))}
      </ul>
      {rows.length >= PLAN_PARTS_MAX ? null : (
        <AddPart onPress={add}>{t('plan-parts.phases.add')}</AddPart>
      )}
    </>
  );
}

function Phase({
  row,
  draft,
  onChange,
}: {
  readonly row: PhaseRow;
  readonly draft: PlanDraft;
  readonly onChange: (part: Partial<PhaseRow>) => void;
}) {
  const { t } = useWords();
  const now = useNow(60);
  const base = draft.from === undefined ? now : instantOf(draft.from);
  return (
    <>
      <div className="flex gap-2 max-sm:flex-col">
        <PlainField
          label={t('plans.new.name')}
          className="min-w-0 flex-1"
          maxLength={200}
          value={row.name}
          onChange={(name) => onChange({ name })}
        />
        <PartySelect
          label={t('plan-parts.lead')}
          className="min-w-0 flex-1"
          value={row.lead}
          onChange={(lead) => onChange({ lead })}
        />
      </div>
      <div className="flex items-start gap-3 max-sm:flex-col max-sm:items-stretch">
        <AheadField
          label={t('plans.new.from')}
          value={row.from}
          base={base}
          onChange={(from) => onChange({ from })}
        />
        <AheadField
          label={t('plans.new.upto')}
          value={row.upto}
          base={row.from === undefined ? base : instantOf(row.from)}
          onChange={(upto) => onChange({ upto })}
          hint={t('plans.time.hint-upto')}
        />
      </div>
      {draft.sectors.length === 0 ? null : (
        <CheckboxGroup
          label={t('plan-parts.phases.sectors')}
          value={[...row.sectors]}
          onChange={(sectors) => onChange({ sectors })}
        >
          {draft.sectors.map((sector, i) => (
            <Checkbox key={sector.id} value={sector.part}>
              <bdi>
                {sector.name.trim() === ''
                  ? t('plan-parts.sectors.one', { number: i + 1 })
                  : sector.name}
              </bdi>
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
    </>
  );
}
