import type { ReactNode, RefObject } from 'react';
import { useEffect, useState } from 'react';
import { Input, SearchField } from 'react-aria-components';

import { INPUT_CLASS } from '../parts/field.tsx';
import { KindFilter, PartyFilter } from '../parts/filter-selects.tsx';
import { useWords } from '../words/words.ts';
import type { BoardFilter } from './board-order.ts';
import { PLAN_KINDS } from '../../accord/operation/kinds.ts';

/** How long a hand rests before the list follows what is typed, in milliseconds. */
const SETTLE_MILLIS = 150;

/** The title of the board with its filters: words, party, kind. */
export function BoardFilters({
  filter,
  onChange,
  searchRef,
  action,
}: {
  readonly filter: BoardFilter;
  readonly onChange: (part: Partial<BoardFilter>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
  readonly action: ReactNode;
}) {
  const { t } = useWords();
  return (
    <div className="flex flex-wrap items-center gap-2 border-b border-line bg-panel px-4 py-2 max-sm:px-3">
      <h1 className="me-auto text-2xl">{t('plans.board.title')}</h1>
      <Search key={filter.text === '' ? 'none' : 'some'} {...{ filter, onChange, searchRef }} />
      <PartyFilter
        className="w-44 max-sm:flex-1"
        value={filter.party}
        onChange={(party) => onChange({ party })}
      />
      <KindFilter
        className="w-40 max-sm:flex-1"
        value={filter.kind}
        onChange={(kind) => onChange({ kind })}
        kinds={PLAN_KINDS.map((id) => ({ id, text: t(`plan-parts.kind.${id}`) }))}
      />
      {action}
    </div>
  );
}

function Search({
  filter,
  onChange,
  searchRef,
}: {
  readonly filter: BoardFilter;
  readonly onChange: (part: Partial<BoardFilter>) => void;
  readonly searchRef: RefObject<HTMLInputElement | null>;
}) {
  const { t } = useWords();
  const [text, setText] = useState(filter.text);
  useEffect(() => {
    if (text === filter.text) return undefined;
    const timer = setTimeout(() => onChange({ text }), SETTLE_MILLIS);
    return () => clearTimeout(timer);
  }, [text, filter.text, onChange]);
  return (
    <SearchField
      value={text}
      onChange={setText}
      aria-label={t('board.filter.text')}
      className="w-56 max-sm:w-full"
    >
      <Input
        ref={searchRef}
        dir="auto"
        placeholder={t('board.filter.text')}
        className={INPUT_CLASS}
      />
    </SearchField>
  );
}
