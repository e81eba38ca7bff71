import { Check, Plus, TriangleAlert } from 'lucide-react';
import { useMemo } from 'react';

import type { ForceKind } from '../../accord/operation/kinds.ts';
import type { Plan } from '../../accord/operation/plan-schema.ts';
import { FORCE_KINDS } from '../../accord/operation/kinds.ts';
import { CONDITIONS_MAX } from '../../accord/operation/schema.ts';
import type { PartyId } from '../../base/ids.ts';
import { useCentre } from '../centre.ts';
import { instantOf, useNow } from '../now.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { Select } from '../parts/select.tsx';
import { useWords } from '../words/words.ts';
import { AheadField } from './ahead-field.tsx';
import { nextRow } from './draft.ts';
import type { Draw } from './hand.ts';
import type { LimitRow } from './limit-rows.ts';
import { isKept, LIMIT_KINDS, limitOf, openLimit, sectorLimit } from './limit-rows.ts';
import { NumberField } from './number-field.tsx';
import { OutlineField } from './outline-field.tsx';
import { PartEntry } from './part-entry.tsx';

const ANY = 'any';

type Change = (change: (rows: readonly LimitRow[]) => readonly LimitRow[]) => void;

/** Limits of a consent that every node checks, each saying at once whether the plan keeps it. [C31] */
export function LimitList({
  rows,
  plan,
  onDraw,
  onChange,
}: {
  readonly rows: readonly LimitRow[];
  readonly plan: Plan;
  readonly onDraw: Draw;
  readonly onChange: Change;
}) {
  const { t } = useWords();
  const put = (row: LimitRow) =>
    onChange((held) => held.map((each) => (each.id === row.id ? row : each)));
  return (
    <div className="flex flex-col gap-2">
      <p className="text-sm font-medium">{t('decide.limit.label')}</p>
      <p className="text-xs text-muted">{t('decide.limit.hint')}</p>
      <ul className="flex flex-col gap-2">
        {rows.map((row, i) => (
          <PartEntry
            key={row.id}
            title={t(`decide.limit.${row.kind}`)}
            remove={t('decide.limit.remove', { number: i + 1 })}
            onRemove={() => onChange((held) => held.filter(({ id }) => id !== row.id))}
          >
            <LimitFields row={row} plan={plan} onDraw={onDraw} onChange={put} />
            <Kept row={row} plan={plan} />
          </PartEntry>
        ))}
      </ul>
      {rows.length >= CONDITIONS_MAX ? null : (
        <div className="flex flex-wrap gap-2">
          {LIMIT_KINDS.map((kind) => (
            <Button
              key={kind}
              onPress={() => onChange((held) => [...held, openLimit(kind, nextRow(held), plan)])}
            >
              <Plus aria-hidden size={15} />
              {t(`decide.limit.${kind}`)}
            </Button>
          ))}
        </div>
      )}
    </div>
  );
}

/** Whether the plan as it stands already keeps a limit; where not, the consent does not stand yet. */
function Kept({ row, plan }: { readonly row: LimitRow; readonly plan: Plan }) {
  const { t } = useWords();
  const limit = useMemo(() => limitOf(row), [row]);
  const kept = useMemo(() => limit && isKept(limit, plan), [limit, plan]);
  if (kept === undefined) {
    return <p className="text-sm text-muted">{t('decide.limit.open')}</p>;
  }
  return (
    <p
      aria-live="polite"
      data-kept={kept}
      className={`flex items-start gap-1.5 text-sm font-medium ${kept ? 'text-ok' : 'text-need'}`}
    >
      {kept ? (
        <Check aria-hidden size={15} className="mt-0.5 shrink-0" />
      ) : (
        <TriangleAlert aria-hidden size={15} className="mt-0.5 shrink-0" />
      )}
      {t(kept ? 'decide.limit.kept' : 'decide.limit.unkept')}
    </p>
  );
}

interface Fields<K extends LimitRow['kind'] = LimitRow['kind']> {
  readonly row: Extract<LimitRow, { readonly kind: K }>;
  readonly plan: Plan;
  readonly onDraw: Draw;
  readonly onChange: (row: LimitRow) => void;
}

function LimitFields({ row, ...rest }: Fields) {
  switch (row.kind) {
    case 'time':
      return <TimeFields {...rest} row={row} />;
    case 'area':
      return <AreaFields {...rest} row={row} />;
    case 'forces':
      return <ForcesFields {...rest} row={row} />;
    case 'count':
      return <CountFields {...rest} row={row} />;
  }
}

function TimeFields({ row, plan, onChange }: Fields<'time'>) {
  const { t } = useWords();
  const now = useNow(60);
  return (
    <div className="flex items-start gap-3 max-sm:flex-col max-sm:items-stretch">
      <AheadField
        label={t('decide.limit.not-before')}
        value={row.from}
        base={now}
        onChange={(from) => onChange({ ...row, from })}
      />
      <AheadField
        label={t('decide.limit.not-after')}
        value={row.upto}
        base={instantOf(row.from ?? plan.window.from)}
        onChange={(upto) => onChange({ ...row, upto })}
      />
    </div>
  );
}

function AreaFields({ row, plan, onDraw, onChange }: Fields<'area'>) {
  const { t } = useWords();
  const sectors = plan.sectors ?? [];
  return (
    <>
      {sectors.length === 0 ? null : (
        <Select
          label={t('decide.limit.sector')}
          placeholder={t('decide.limit.own-area')}
          className="max-w-80"
          choices={sectors.map(({ id, name }) => ({ id, text: name }))}
          value={row.sector}
          onChange={(sector) => onChange(sectorLimit(row, plan, sector))}
        />
      )}
      <OutlineField
        outline={row}
        modes={['polygon']}
        isAsked={false}
        missing=""
        onDraw={onDraw}
        onChange={(outline) => onChange({ ...row, ...outline, sector: undefined })}
      />
    </>
  );
}

function ForcesFields({ row, onChange }: Fields<'forces'>) {
  const { t } = useWords();
  return (
    <CheckboxGroup
      label={t('decide.limit.only-kinds')}
      value={[...row.forces]}
      onChange={(forces) => onChange({ ...row, forces: forces as ForceKind[] })}
    >
      <div className="grid grid-cols-3 max-sm:grid-cols-2">
        {FORCE_KINDS.map((kind) => (
          <Checkbox key={kind} value={kind}>
            {t(`plans.force.${kind}`)}
          </Checkbox>
        ))}
      </div>
    </CheckboxGroup>
  );
}

function CountFields({ row, onChange }: Fields<'count'>) {
  const { t } = useWords();
  const { parties } = useCentre();
  const members = parties.filter((party) => !party.observer);
  return (
    <div className="flex flex-wrap items-start gap-3">
      <NumberField
        label={t('decide.limit.at-most')}
        className="w-28"
        value={row.max}
        onChange={(max) => onChange({ ...row, max })}
      />
      <Select
        label={t('plans.forces.kind')}
        className="min-w-40 flex-1"
        choices={[
          { id: ANY, text: t('plan-parts.limit.any-force') },
          ...FORCE_KINDS.map((kind) => ({ id: kind as string, text: t(`plans.force.${kind}`) })),
        ]}
        value={row.force ?? ANY}
        onChange={(force) =>
          onChange({ ...row, force: force === ANY ? undefined : (force as ForceKind) })
        }
      />
      <Select
        label={t('plans.forces.party')}
        className="min-w-40 flex-1"
        choices={[
          { id: ANY, text: t('plan-parts.limit.all-parties') },
          ...members.map((party) => ({ id: party.id, text: party.name })),
        ]}
        value={row.party ?? ANY}
        onChange={(party) =>
          onChange({ ...row, party: party === ANY ? undefined : (party as PartyId) })
        }
      />
    </div>
  );
}
