import type { QueryFault } from '../../contract/query.ts';
import { filterNames, kindNames, stateNames, belongingNames } from '../../contract/query-names.ts';
import { Button } from '../parts/button.tsx';
import { useWords } from '../words/words.ts';
import { exampleOf } from './terms.ts';
import { useKnown } from './use-known.ts';

/** What of a query cannot be read: the place in it, what was expected there, and an example to take. [Q5] */
export function FaultPart({
  text,
  fault,
  onTake,
}: {
  readonly text: string;
  readonly fault: QueryFault;
  readonly onTake: (text: string) => void;
}) {
  const { t, language, rich } = useWords();
  const known = useKnown();
  const { kind, from, upto, filter } = fault;
  const example = filter && exampleOf(filter, language, known);
  // What ends at the end of the text may not be finished yet.
  const isUnfinished = upto >= text.length && kind !== 'bad-value' && kind !== 'too-long';
  const choices = filter === undefined ? [] : choicesOf(filter, language);
  return (
    <div
      role={isUnfinished ? undefined : 'alert'}
      className={`flex flex-col gap-1 rounded-md border px-3 py-2 text-sm ${isUnfinished ? 'border-line bg-raised' : 'border-bad bg-panel'}`}
    >
      <p dir="auto" className="font-mono wrap-anywhere" data-fault>
        {text.slice(0, from)}
        <mark className="rounded-xs border-b-2 border-bad bg-need-bg font-semibold text-text">
          {text.slice(from, upto) || '\u00a0'}
        </mark>
        {text.slice(upto)}
      </p>
      <p className={isUnfinished ? 'text-muted' : 'font-medium text-bad'}>
        {t(`search.fault.${kind}`, {
          text: fault.text.slice(0, 60),
          filter: filter === undefined ? '' : filterNames.write(filter, language),
        })}
      </p>
      {filter === undefined ? null : (
        <p className="flex flex-wrap items-center gap-x-2 gap-y-1">
          <span>
            {rich(`search.expects.${filter}`, {})}
            {choices.length === 0 ? null : <> {choices.join(' · ')}</>}
          </span>
        </p>
      )}
      {example === undefined ? null : (
        <p className="flex flex-wrap items-center gap-2">
          <span className="text-muted">{t('search.fault.example')}</span>
          <Button
            onPress={() => onTake(`${text.slice(0, from)}${example}${text.slice(upto)}`)}
            className="font-mono"
          >
            <bdi>{example}</bdi>
          </Button>
        </p>
      )}
    </div>
  );
}

function choicesOf(
  filter: NonNullable<QueryFault['filter']>,
  language: Parameters<typeof kindNames.all>[0],
): readonly string[] {
  if (filter === 'kind') return kindNames.all(language);
  if (filter === 'is') return stateNames.all(language);
  return filter === 'has' ? belongingNames.all(language) : [];
}
