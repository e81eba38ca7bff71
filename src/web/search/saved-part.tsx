import { Bell, X } from 'lucide-react';
import { useState } from 'react';
import { Button as AriaButton } from 'react-aria-components';

import type { SavedSearches } from '../../contract/search.ts';
import { SAVED_SEARCHES_MAX } from '../../contract/search.ts';
import { useBook } from '../drafts.ts';
import { Button } from '../parts/button.tsx';
import { Field } from '../parts/field.tsx';
import { useWords } from '../words/words.ts';

const EMPTY: SavedSearches = { searches: [] };

/** The searches that this desk keeps: it is told when something comes that one of them finds. [Q9] */
export function SavedPart({
  query,
  mayKeep,
  onTake,
}: {
  readonly query: string;
  /** Whether what is typed can be kept: it is read without a fault. */
  readonly mayKeep: boolean;
  readonly onTake: (query: string) => void;
}) {
  const { t } = useWords();
  const { draft, book } = useBook('searches', EMPTY);
  const [name, setName] = useState('');
  const { searches } = draft;
  const isKept = searches.some((each) => each.query === query);
  const isFull = searches.length >= SAVED_SEARCHES_MAX;
  const keep = () => {
    const called = name.trim() === '' ? query.slice(0, 60) : name.trim();
    book.write({ searches: [...searches, { name: called, query }] });
    setName('');
  };
  return (
    <section aria-label={t('search.saved.title')} className="flex flex-col gap-1.5">
      <h2 className="flex items-center gap-1.5 text-sm font-semibold text-muted">
        <Bell aria-hidden size={14} />
        {t('search.saved.title')}
      </h2>
      {searches.length === 0 ? (
        <p className="text-xs text-muted">{t('search.saved.none')}</p>
      ) : null}
      <ul>
        {searches.map((each, i) => (
          <li key={`${each.name} ${each.query}`} className="flex items-center">
            <button
              type="button"
              onClick={() => onTake(each.query)}
              aria-current={each.query === query}
              title={each.query}
              className="min-h-7 min-w-0 flex-1 truncate rounded-sm px-1.5 text-start text-sm hover:bg-raised aria-[current=true]:bg-selected aria-[current=true]:font-semibold"
            >
              <bdi>{each.name}</bdi>
            </button>
            <AriaButton
              aria-label={t('search.saved.drop', { name: each.name })}
              onPress={() => book.write({ searches: searches.filter((_, at) => at !== i) })}
              className="flex size-7 items-center justify-center rounded-sm data-[hovered]:bg-raised"
            >
              <X aria-hidden size={13} />
            </AriaButton>
          </li>
        ))}
      </ul>
      {query === '' || !mayKeep || isKept ? null : isFull ? (
        <p className="text-xs text-need">{t('search.saved.full', { count: SAVED_SEARCHES_MAX })}</p>
      ) : (
        <form
          className="flex flex-col gap-1.5"
          onSubmit={(event) => {
            event.preventDefault();
            keep();
          }}
        >
          <Field label={t('search.saved.name')} value={name} onChange={setName} maxLength={60} />
          <Button type="submit">{t('search.saved.keep')}</Button>
        </form>
      )}
    </section>
  );
}
