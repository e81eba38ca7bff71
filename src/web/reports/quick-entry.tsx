import { useState } from 'react';

import { useGo } from '../go.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { isBegun, useDraft } from './draft.ts';

/** One line is enough to begin a report; the form that opens asks for the rest. */
export function QuickEntry() {
  const { t } = useWords();
  const go = useGo();
  const { seat } = useSession();
  const { draft, book } = useDraft();
  const [line, setLine] = useState('');
  if (!seat.duties.includes('report')) return null;
  // What was begun already is gone on with: its line is not written over.
  if (isBegun(draft)) {
    return (
      <div className="flex items-center gap-2 border-b border-line p-2">
        <p className="min-w-0 flex-1 truncate text-sm">
          {t('form.quick.begun')} <bdi className="font-medium">{draft.title}</bdi>
        </p>
        <Button tone="need" onPress={() => go('/reports/new')} className="min-h-11 md:min-h-8">
          {t('form.quick.go-on')}
        </Button>
      </div>
    );
  }
  return (
    <form
      className="flex items-end gap-2 border-b border-line p-2"
      onSubmit={(event) => {
        event.preventDefault();
        if (line.trim() === '') return;
        // What this desk began elsewhere is gone on with.
        void book.brought().then(() => {
          if (!isBegun(book.read())) book.write({ title: line.trim() });
          go('/reports/new');
        });
      }}
    >
      <Field
        label={t('form.quick.label')}
        value={line}
        onChange={setLine}
        maxLength={200}
        className="min-w-0 flex-1"
      />
      <Button
        type="submit"
        tone="main"
        isDisabled={line.trim() === ''}
        className="min-h-11 md:min-h-8"
      >
        {t('form.quick.begin')}
      </Button>
    </form>
  );
}
