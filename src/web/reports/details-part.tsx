import { useCentre } from '../centre.ts';
import { ChoiceTiles } from '../parts/choice-tiles.tsx';
import { Field } from '../parts/field.tsx';
import { Select } from '../parts/select.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import { readCount } from './count-reading.ts';
import type { DetailField } from './detail-fields.ts';
import { DETAIL_FIELDS, readDetails } from './detail-fields.ts';
import { useDraft } from './draft.ts';

/** The choices and figures of the draft's kind; each may be left out. */
export function DetailsPart({ fault }: { readonly fault: string | undefined }) {
  const { draft } = useDraft();
  const { kind } = draft;
  if (kind === undefined) return null;
  const fields = DETAIL_FIELDS[kind];
  const { unclear } = readDetails(kind, draft.details);
  const isShort = ({ form }: DetailField) => form === 'count' || form === 'hours';
  return (
    <div className="flex flex-col gap-3" {...(fault === undefined ? {} : { 'data-fault': '' })}>
      {fields
        .filter((field) => !isShort(field))
        .map((field) => (
          <Detail key={field.id} kind={kind} field={field} isUnclear={unclear.includes(field.id)} />
        ))}
      {fields.some(isShort) ? (
        <div className="grid grid-cols-2 gap-2">
          {fields.filter(isShort).map((field) => (
            <Detail
              key={field.id}
              kind={kind}
              field={field}
              isUnclear={unclear.includes(field.id)}
            />
          ))}
        </div>
      ) : null}
    </div>
  );
}

function Detail({
  kind,
  field,
  isUnclear,
}: {
  readonly kind: Report['kind'];
  readonly field: DetailField;
  readonly isUnclear: boolean;
}) {
  const { t } = useWords();
  const { parties } = useCentre();
  const { draft, book } = useDraft();
  const { id, form } = field;
  const label = t(`details.${kind}.${id}`);
  const value = draft.details[id] ?? '';
  const write = (text: string) => book.write({ details: { ...draft.details, [id]: text } });
  if (form === 'choice' || form === 'yes') {
    const choices =
      form === 'yes'
        ? (['yes', 'no'] as const).map((each) => ({ id: each, text: t(`details.yes.${each}`) }))
        : (field.choices ?? []).map((each) => ({ id: each, text: t(`details.${id}.${each}`) }));
    return (
      <ChoiceTiles<string>
        label={label}
        choices={choices}
        value={value === '' ? undefined : value}
        onChange={(chosen) => write(chosen ?? '')}
      />
    );
  }
  if (form === 'party') {
    const none = { id: 'none', text: t('details.party.none') };
    return (
      <Select<string>
        label={label}
        value={value === '' ? 'none' : value}
        onChange={(chosen) => write(chosen === 'none' ? '' : chosen)}
        choices={[none, ...parties.map((party) => ({ id: party.id, text: party.name }))]}
      />
    );
  }
  if (form === 'count') {
    return <CountField label={label} value={value} onChange={write} />;
  }
  return (
    <Field
      label={label}
      value={value}
      onChange={write}
      {...(form === 'hours' ? { inputMode: 'numeric', mono: true } : {})}
      fault={isUnclear ? t(`details.wrong.${form}`) : undefined}
    />
  );
}

/** How many: one figure, or two with a hyphen between them, in any digits. */
export function CountField({
  label,
  value,
  onChange,
}: {
  readonly label: string;
  readonly value: string;
  readonly onChange: (value: string) => void;
}) {
  const { t, language } = useWords();
  const count = readCount(value);
  const isWrong = value.trim() !== '' && count === undefined;
  const figures = {
    from: formatNumber(count?.from ?? 0, language),
    upto: formatNumber(count?.upto ?? 0, language),
  };
  const isRange = count !== undefined && count.from !== count.upto;
  return (
    <Field
      mono
      label={label}
      value={value}
      onChange={onChange}
      placeholder="3 · 3-5"
      fault={isWrong ? t('details.wrong.count') : undefined}
      hint={isRange ? t('details.count.range', figures) : undefined}
    />
  );
}
