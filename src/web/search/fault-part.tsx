import type { Language } from '../../accord/party/names.ts';
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
  const offer = filter && offerOf(text, fault, exampleOf(filter, language, known), language);
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
      {offer === undefined ? null : (
        <p className="flex flex-wrap items-center gap-2">
          <span className="text-muted">{t('search.fault.example')}</span>
          <Button onPress={() => onTake(offer.taken)} className="font-mono">
            <bdi>{offer.shown}</bdi>
          </Button>
        </p>
      )}
    </div>
  );
}

/** What to take in the place of what cannot be read: a misspelt name keeps its value. */
function offerOf(
  text: string,
  { kind, from, upto }: QueryFault,
  example: string,
  language: Language,
): { readonly shown: string; readonly taken: string } {
  const rest = text.slice(upto);
  if (kind === 'unknown-filter') {
    const meant = filterNames.read(example.split(':')[0] ?? '');
    const name = meant === undefined ? '' : `${filterNames.write(meant, language)}:`;
    const value = /^\S*/.exec(rest)?.[0] ?? '';
    return { shown: `${name}${value}`, taken: `${text.slice(0, from)}${name}${rest}` };
  }
  // The fault of a value begins behind its filter's name.
  const before = kind === 'bad-value' ? text.slice(0, from).replace(NAME_AT_END, '') : undefined;
  return { shown: example, taken: `${before ?? text.slice(0, from)}${example}${rest}` };
}

const NAME_AT_END = /[\p{L}\p{M}]+[:\uff1a]$/u;

function choicesOf(
  filter: NonNullable<QueryFault['filter']>,
  language: Parameters<typeof kindNames.all>[0],
): readonly string[] {
  if (filter === 'kind') return kindNames.all(language);
  if (filter === 'is') return stateNames.all(language);
  return filter === 'has' ? belongingNames.all(language) : [];
}
