import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import type { Theme } from '../theme.ts';
import { applyTheme, readTheme } from '../theme.ts';
import { chooseLanguage, isLanguage, LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';

const CHOICE =
  'flex min-h-7.5 flex-1 items-center justify-center rounded-sm border border-line px-1.5 text-sm whitespace-nowrap ' +
  'data-[hovered]:bg-raised data-[selected]:border-text data-[selected]:bg-selected data-[selected]:font-semibold';

/** The four languages, each in its own; choosing one reads the page anew at the same address. */
export function LanguageChoice() {
  const { t, language } = useWords();
  return (
    <RadioGroup
      value={language}
      onChange={(value) => {
        if (isLanguage(value) && value !== language) chooseLanguage(value);
      }}
      orientation="horizontal"
    >
      <Label className="text-sm text-muted">{t('shell.language.label')}</Label>
      <div className="mt-1 flex gap-1">
        {LANGUAGES.map((each) => (
          <Radio key={each.id} value={each.id} className={CHOICE}>
            <span lang={each.id}>{each.name}</span>
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}

/** How the screen is lit. */
export function ThemeChoice() {
  const { t } = useWords();
  const [theme, setTheme] = useState(readTheme);
  return (
    <RadioGroup
      value={theme}
      onChange={(value) => {
        applyTheme(value as Theme);
        setTheme(value as Theme);
      }}
      orientation="horizontal"
    >
      <Label className="text-sm text-muted">{t('shell.theme.label')}</Label>
      <div className="mt-1 flex gap-1">
        {(['system', 'light', 'dark'] as const).map((each) => (
          <Radio key={each} value={each} className={CHOICE}>
            {t(`shell.theme.${each}`)}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
