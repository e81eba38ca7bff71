import type { PartyId } from '../../base/ids.ts';
import { PLAN_PARTS_MAX } from '../../accord/operation/plan-schema.ts';
import { useCentre } from '../centre.ts';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useWords } from '../words/words.ts';
import type { LineRow } from './draft.ts';
import { nextPart, nextRow } from './draft.ts';
import { lineOf } from './draft-plan.ts';
import type { Draw } from './hand.ts';
import { openOutline } from './outline.ts';
import { OutlineField } from './outline-field.tsx';
import { AddPart, PartEntry } from './part-entry.tsx';
import { PlainField } from './plain-field.tsx';

/** Lines that are not crossed: a line, a name, the parties whose units keep to their side. */
export function LineList({
  rows,
  isAsked,
  onDraw,
  onChange,
}: {
  readonly rows: readonly LineRow[];
  readonly isAsked: boolean;
  readonly onDraw: Draw;
  readonly onChange: (change: (rows: readonly LineRow[]) => readonly LineRow[]) => void;
}) {
  const { t } = useWords();
  const { parties } = useCentre();
  const put = (id: number, part: Partial<LineRow>) =>
    onChange((held) => held.map((row) => (row.id === id ? { ...row, ...part } : row)));
  const add = () =>
    onChange((held) => [
      ...held,
      {
        ...openOutline('line'),
        id: nextRow(held),
        part: nextPart('l', held),
        name: '',
        holds: [],
      },
    ]);
  return (
    <>
      <ul className="flex flex-col gap-2">
        {rows.map((row, i) => (
          <PartEntry
            key={row.id}
            title={t('plan-parts.lines.one', { number: i + 1 })}
            remove={t('plan-parts.lines.remove', { number: i + 1 })}
            onRemove={() => onChange((held) => held.filter(({ id }) => id !== row.id))}
            fault={isAsked && !lineOf(row) ? t('plan-parts.fault.line') : undefined}
          >
            <PlainField
              label={t('plans.new.name')}
              maxLength={200}
              value={row.name}
              onChange={(name) => put(row.id, { name })}
            />
            <CheckboxGroup
              label={t('plan-parts.lines.holds')}
              value={[...row.holds]}
              onChange={(holds) => put(row.id, { holds: holds as PartyId[] })}
            >
              {parties
                .filter((party) => !party.observer)
                .map(({ id }) => (
                  <Checkbox key={id} value={id}>
                    <PartyMark party={id} />
                  </Checkbox>
                ))}
            </CheckboxGroup>
            <OutlineField
              outline={row}
              modes={['line']}
              isAsked={isAsked}
              missing={t('plan-parts.fault.line-route')}
              onDraw={onDraw}
              onChange={(outline) => put(row.id, outline)}
            />
          </PartEntry>
        ))}
      </ul>
      {rows.length >= PLAN_PARTS_MAX ? null : (
        <AddPart onPress={add}>{t('plan-parts.lines.add')}</AddPart>
      )}
    </>
  );
}
