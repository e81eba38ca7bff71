import type { Language } from '../../accord/party/names.ts';
import { PlainField } from '../plans/plain-field.tsx';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';

/** A name in the writer's language and, where known, in the others; those left out bear the writer's. */
export function NamesField({
  label,
  names,
  language,
  fault,
  onChange,
}: {
  readonly label: string;
  readonly names: Readonly<Record<Language, string>>;
  /** The writer's. */
  readonly language: Language;
  readonly fault?: string | undefined;
  readonly onChange: (names: Readonly<Record<Language, string>>) => void;
}) {
  const { t } = useWords();
  const own = LANGUAGES.filter(({ id }) => id === language);
  const others = LANGUAGES.filter(({ id }) => id !== language);
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="text-sm font-medium">{label}</legend>
      {own.map(({ id, name }) => (
        <PlainField
          key={id}
          label={name}
          maxLength={200}
          value={names[id]}
          onChange={(text) => onChange({ ...names, [id]: text })}
          {...(fault === undefined ? {} : { fault })}
        />
      ))}
      <details>
        <summary className="inline-flex min-h-7 items-center text-sm text-muted underline decoration-line underline-offset-3 hover:text-text">
          {t('agreements.names.others')}
        </summary>
        <div className="grid grid-cols-3 gap-2 max-sm:grid-cols-1">
          {others.map(({ id, name }) => (
            <PlainField
              key={id}
              label={name}
              maxLength={200}
              value={names[id]}
              placeholder={names[language]}
              onChange={(text) => onChange({ ...names, [id]: text })}
            />
          ))}
        </div>
        <p className="text-xs text-muted">{t('agreements.names.copied')}</p>
      </details>
    </fieldset>
  );
}
