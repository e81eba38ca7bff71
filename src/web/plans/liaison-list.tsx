import { queryOptions, useQuery } from '@tanstack/react-query';

import type { RosterView } from '../../contract/api.ts';

import { get } from '../api.ts';
import { Select } from '../parts/select.tsx';
import { useWords } from '../words/words.ts';
import type { LiaisonRow } from './draft.ts';
import { nextRow } from './draft.ts';
import { liaisonOf } from './draft-plan.ts';
import { AddPart, PartEntry, PartySelect } from './part-entry.tsx';
import { PlainField } from './plain-field.tsx';

/** The offices of every party, as its latest roster names them. */
const rostersQuery = queryOptions({
  queryKey: ['centre', 'rosters'],
  queryFn: ({ signal }) => get<readonly RosterView[]>('/api/rosters', signal),
});

/** The office on each side that is called when units meet, and how; never a person's name. */
export function LiaisonList({
  rows,
  isAsked,
  onChange,
}: {
  readonly rows: readonly LiaisonRow[];
  readonly isAsked: boolean;
  readonly onChange: (rows: readonly LiaisonRow[]) => void;
}) {
  const { t, language } = useWords();
  const rosters = useQuery(rostersQuery).data ?? [];
  const put = (id: number, part: Partial<LiaisonRow>) =>
    onChange(rows.map((held) => (held.id === id ? { ...held, ...part } : held)));
  const add = () =>
    onChange([...rows, { id: nextRow(rows), party: undefined, seat: '', call: '' }]);
  return (
    <>
      <p className="text-xs text-muted">{t('plan-parts.liaison.hint')}</p>
      <ul className="flex flex-col gap-2">
        {rows.map((row, i) => (
          <PartEntry
            key={row.id}
            title={t('plan-parts.liaison.one', { number: i + 1 })}
            remove={t('plan-parts.liaison.remove', { number: i + 1 })}
            onRemove={() => onChange(rows.filter(({ id }) => id !== row.id))}
            fault={isAsked && !liaisonOf(row) ? t('plan-parts.fault.liaison') : undefined}
          >
            <div className="flex gap-2 max-sm:flex-col">
              <PartySelect
                label={t('plans.forces.party')}
                className="min-w-0 flex-1"
                value={row.party}
                onChange={(party) => put(row.id, { party, seat: '' })}
              />
              {rosters.some(({ party }) => party === row.party) ? (
                <Select
                  label={t('plan-parts.liaison.seat')}
                  placeholder={t('plan-parts.liaison.seat')}
                  className="min-w-0 flex-1"
                  choices={(rosters.find(({ party }) => party === row.party)?.seats ?? []).map(
                    ({ seat, names }) => ({ id: seat, text: names[language] }),
                  )}
                  value={row.seat === '' ? undefined : row.seat}
                  onChange={(seat) => put(row.id, { seat })}
                />
              ) : (
                <PlainField
                  label={t('plan-parts.liaison.seat')}
                  className="min-w-0 flex-1"
                  maxLength={64}
                  placeholder="liaison-officer"
                  value={row.seat}
                  onChange={(seat) => put(row.id, { seat })}
                />
              )}
              <PlainField
                label={t('plan-parts.liaison.call')}
                className="min-w-0 flex-1"
                maxLength={200}
                value={row.call}
                onChange={(call) => put(row.id, { call })}
              />
            </div>
          </PartEntry>
        ))}
      </ul>
      <AddPart onPress={add}>{t('plan-parts.liaison.add')}</AddPart>
    </>
  );
}
