import type { Query } from '../../contract/query.ts';
import { FILTERS } from '../../contract/query.ts';
import { Button } from '../parts/button.tsx';
import { Empty } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';
import { exampleOf, without } from './terms.ts';
import { useKnown } from './use-known.ts';

/** What may be typed, each with an example that can be taken. */
export function Teaching({ onTake }: { readonly onTake: (text: string) => void }) {
  const { t, language } = useWords();
  const known = useKnown();
  return (
    <details className="border-b border-line px-3 py-2 text-sm">
      <summary className="cursor-pointer text-muted">{t('search.teach.title')}</summary>
      <p className="my-1.5">{t('search.teach.words')}</p>
      <ul className="grid gap-x-4 gap-y-1 sm:grid-cols-2">
        {FILTERS.map((filter) => {
          const example = exampleOf(filter, language, known);
          return (
            <li key={filter} className="flex items-baseline gap-2">
              <button
                type="button"
                onClick={() => onTake(example)}
                className="min-h-7 shrink-0 rounded-sm border border-line px-1.5 font-mono text-xs hover:bg-raised"
              >
                <bdi>{example}</bdi>
              </button>
              <span className="min-w-0 text-xs text-muted">{t(`search.expects.${filter}`)}</span>
            </li>
          );
        })}
      </ul>
    </details>
  );
}

/** What to do where nothing was found: leave a term out. */
export function NothingFound({
  text,
  query,
  hasOthers,
  onTake,
}: {
  readonly text: string;
  readonly query: Query;
  /** Whether something that is no report was found. */
  readonly hasOthers: boolean;
  readonly onTake: (text: string) => void;
}) {
  const { t } = useWords();
  if (hasOthers) return <Empty>{t('search.other.no-reports')}</Empty>;
  return (
    <Empty
      action={
        query.length < 2 ? undefined : (
          <div className="flex flex-wrap gap-2">
            {query.map((term) => (
              <Button key={term.from} onPress={() => onTake(without(text, term))}>
                {t('search.none.without', { term: text.slice(term.from, term.upto) })}
              </Button>
            ))}
          </div>
        )
      }
    >
      {t(query.length < 2 ? 'search.none.one' : 'search.none.many')}
    </Empty>
  );
}
