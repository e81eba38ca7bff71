import type { HoldingView } from '../../contract/holdings.ts';
import { useCentre } from '../centre.ts';
import { Age } from '../parts/age.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Part } from '../plans/plan-page.tsx';
import { formatArea } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { GapKnown } from './use-gap.ts';

/** On what the figures rest: for each party how much of what it shares counts, and how old it is. */
export function Basis({
  holdings,
  known,
  shown,
  onShow,
}: {
  readonly holdings: readonly HoldingView[];
  readonly known: GapKnown;
  readonly shown: string | undefined;
  readonly onShow: (party: string | undefined) => void;
}) {
  const { t, rich, language } = useWords();
  const { parties } = useCentre();
  const members = parties.filter(({ observer }) => !observer);
  return (
    <Part title={t('gap.basis.title')}>
      <ul className="flex flex-col">
        {members.map(({ id }) => {
          const theirs = holdings.filter(({ party }) => party === id);
          const counted = theirs.filter(({ not }) => not === undefined);
          const oldest = counted.map(({ confirmed }) => confirmed).toSorted()[0];
          const covered = known.pieces?.byParty[parties.findIndex((each) => each.id === id)];
          return (
            <li
              key={id}
              className="flex flex-wrap items-baseline gap-x-2 gap-y-0.5 border-b border-line py-1.5 last:border-0"
            >
              <PartyMark party={id} />
              {covered === undefined || theirs.length === 0 ? null : (
                <span className="ms-auto">
                  {t('gap.basis.covers', { area: formatArea(covered / 1e6, language) })}
                </span>
              )}
              <span className="w-full text-sm text-muted">
                {theirs.length === 0
                  ? t('gap.basis.nothing')
                  : t('gap.basis.counted', { counted: counted.length, all: theirs.length })}{' '}
                {oldest === undefined
                  ? null
                  : rich('gap.basis.oldest', { age: <Age at={oldest} short /> })}
              </span>
              <label className="flex items-center gap-1.5 text-sm">
                <input
                  type="checkbox"
                  className="size-4 accent-text"
                  checked={shown === id}
                  onChange={() => onShow(shown === id ? undefined : id)}
                />
                {t('gap.basis.only')}
              </label>
            </li>
          );
        })}
      </ul>
      <p className="text-xs text-muted">{t('gap.basis.means')}</p>
    </Part>
  );
}
