import { useQuery } from '@tanstack/react-query';
import { Printer } from 'lucide-react';
import { useState } from 'react';

import type { Language } from '../../accord/party/names.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Select } from '../parts/select.tsx';
import { sitrepQuery } from '../queries.ts';
import { LANGUAGES } from '../words/language.ts';
import { loadWords, useWords } from '../words/words.ts';
import { SitrepPaper } from './sitrep-paper.tsx';

/** The situation of the last 24 hours as a paper, in one language or two side by side. */
export function Page() {
  const words = useWords();
  const { t, language } = words;
  const [second, setSecond] = useState<Language | 'none'>('none');
  const sitrep = useQuery(sitrepQuery);
  const other = useQuery({
    queryKey: ['words', second],
    queryFn: () => (second === 'none' ? null : loadWords(second)),
    staleTime: Infinity,
  });
  const spoken = other.data ? [words, other.data] : [words];
  return (
    <div className="h-full overflow-auto print:h-auto print:overflow-visible">
      <div className="sticky top-0 z-10 flex flex-wrap items-end gap-3 border-b border-line bg-panel px-4 py-2 print:hidden">
        <h1 className="me-auto text-xl">{t('sitrep.page.title')}</h1>
        <Select
          label={t('sitrep.page.second')}
          value={second}
          onChange={setSecond}
          choices={[
            { id: 'none' as const, text: t('sitrep.page.one') },
            ...LANGUAGES.filter((each) => each.id !== language).map(({ id, name }) => ({
              id,
              text: name,
            })),
          ]}
          className="w-52"
        />
        <Button tone="main" isDisabled={!sitrep.data} onPress={() => print()}>
          <Printer aria-hidden size={16} />
          {t('sitrep.page.print')}
        </Button>
      </div>
      <FaultNotice fault={sitrep.error} onRetry={() => void sitrep.refetch()} />
      {sitrep.data ? <SitrepPaper sitrep={sitrep.data} spoken={spoken} /> : null}
    </div>
  );
}
