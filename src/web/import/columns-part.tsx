import type { DryRunView } from '../../contract/imports.ts';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import { Select } from '../parts/select.tsx';
import { useWords } from '../words/words.ts';

const NONE = '';

/** Which column of a table, or property of features, gives what; as it was proposed until changed. [O8] */
export function ColumnsPart({
  table,
  mapping,
  onChange,
}: {
  readonly table: NonNullable<DryRunView['table']>;
  /** What was chosen, also where the node has not answered it yet. */
  readonly mapping: Readonly<Record<string, string>>;
  readonly onChange: (mapping: Readonly<Record<string, string>>) => void;
}) {
  const { t } = useWords();
  const choices = [
    { id: NONE, text: t('import.columns.none') },
    ...table.columns.map((column) => ({ id: column, text: column })),
  ];
  return (
    <Panel title={t('import.columns.title')}>
      {table.preset === undefined ? (
        <div className="grid gap-3 sm:grid-cols-2 md:grid-cols-3">
          {table.fields.map((field) => (
            <Select<string>
              key={field}
              label={t(`import.field.${field}`)}
              value={mapping[field] ?? NONE}
              onChange={(column) => onChange(withColumn(mapping, field, column))}
              choices={choices}
            />
          ))}
        </div>
      ) : (
        <Notice>{t('import.columns.preset', { name: table.preset })}</Notice>
      )}
    </Panel>
  );
}

function withColumn(
  mapping: Readonly<Record<string, string>>,
  field: string,
  column: string,
): Readonly<Record<string, string>> {
  const others = Object.entries(mapping).filter(([each]) => each !== field);
  return Object.fromEntries(column === NONE ? others : [...others, [field, column]]);
}
