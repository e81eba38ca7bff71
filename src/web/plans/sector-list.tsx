import { PLAN_PARTS_MAX } from '../../accord/operation/plan-schema.ts';
import { useWords } from '../words/words.ts';
import type { SectorRow } from './draft.ts';
import { nextPart, nextRow } from './draft.ts';
import { sectorOf } from './draft-plan.ts';
import type { Draw } from './hand.ts';
import { openOutline } from './outline.ts';
import { OutlineField } from './outline-field.tsx';
import { AddPart, PartEntry, PartySelect } from './part-entry.tsx';
import { PlainField } from './plain-field.tsx';

/** The sectors of a plan: an area, a name, the party that leads there. */
export function SectorList({
  rows,
  isAsked,
  onDraw,
  onChange,
}: {
  readonly rows: readonly SectorRow[];
  readonly isAsked: boolean;
  readonly onDraw: Draw;
  readonly onChange: (change: (rows: readonly SectorRow[]) => readonly SectorRow[]) => void;
}) {
  const { t } = useWords();
  const put = (id: number, part: Partial<SectorRow>) =>
    onChange((held) => held.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const add = () =>
    onChange((held) => [
      ...held,
      {
        ...openOutline('polygon'),
        id: nextRow(held),
        part: nextPart('s', held),
        name: '',
        lead: undefined,
      },
    ]);
  return (
    <>
      <ul className="flex flex-col gap-2">
        {rows.map((row, i) => (
          <PartEntry
            key={row.id}
            title={t('plan-parts.sectors.one', { number: i + 1 })}
            remove={t('plan-parts.sectors.remove', { number: i + 1 })}
            onRemove={() => onChange((held) => held.filter(({ id }) => id !== row.id))}
            fault={isAsked && !sectorOf(row) ? t('plan-parts.fault.sector') : undefined}
          >
            <div className="flex gap-2 max-sm:flex-col">
              <PlainField
                label={t('plans.new.name')}
                className="min-w-0 flex-1"
                maxLength={200}
                value={row.name}
                onChange={(name) => put(row.id, { name })}
              />
              <PartySelect
                label={t('plan-parts.lead')}
                className="min-w-0 flex-1"
                value={row.lead}
                onChange={(lead) => put(row.id, { lead })}
              />
            </div>
            <OutlineField
              outline={row}
              modes={['polygon']}
              isAsked={isAsked}
              missing={t('plan-parts.fault.sector-area')}
              onDraw={onDraw}
              onChange={(outline) => put(row.id, outline)}
            />
          </PartEntry>
        ))}
      </ul>
      {rows.length >= PLAN_PARTS_MAX ? null : (
        <AddPart onPress={add}>{t('plan-parts.sectors.add')}</AddPart>
      )}
    </>
  );
}
