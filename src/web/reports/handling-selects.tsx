import type { Language } from '../../accord/party/names.ts';
import { Select } from '../parts/select.tsx';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import type { Tlp } from './kinds.ts';
import { TLP_LEVELS } from './kinds.ts';

/** Chooses the mark of the Traffic Light Protocol, each with what it allows its readers. */
export function TlpSelect({
  value,
  onChange,
}: {
  readonly value: Tlp;
  readonly onChange: (tlp: Tlp) => void;
}) {
  const { t } = useWords();
  return (
    <Select
      label={t('reports.part.tlp')}
      value={value}
      onChange={onChange}
      choices={TLP_LEVELS.map((id) => ({
        id,
        text: `TLP:${id} · ${t(`reports.tlp.${id.toLowerCase().replace('+', '-')}`)}`,
      }))}
    />
  );
}

/** Chooses the language that words are written in: the page's own until another is chosen. */
export function LanguageSelect({
  value,
  onChange,
}: {
  readonly value: Language | undefined;
  readonly onChange: (language: Language) => void;
}) {
  const { t, language } = useWords();
  return (
    <Select<Language>
      label={t('reports.part.language')}
      value={value ?? language}
      onChange={onChange}
      choices={LANGUAGES.map(({ id, name }) => ({ id, text: name }))}
    />
  );
}
