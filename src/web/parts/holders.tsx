import type { RecordView } from '../../contract/reports.ts';
import { useCentre } from '../centre.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { Age } from './age.tsx';
import { PartyMark } from './party-mark.tsx';

/**
 * Two lines of a record's facts: who of its audience has it since when, by whose word; and whether
 * it is final by our party's policy, or whose signatures it waits for.
 */
export function Holders({ view }: { readonly view: Pick<RecordView, 'holders' | 'finality'> }) {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const { finality } = view;
  const nameOf = (id: string): string => parties.find((each) => each.id === id)?.name ?? id;
  const waits = formatList(finality.waitsFor.map(nameOf), language);
  return (
    <>
      <dt className="text-muted">{t('record.holders.title')}</dt>
      <dd>
        <ul className="flex flex-col gap-1">
          {view.holders.map(({ party, by, since }) => (
            <li key={party} className="flex flex-wrap items-center gap-x-3">
              <PartyMark party={party} />
              {since === undefined ? null : <Age at={since} />}
              <span className={by === 'receipt' && !since ? 'text-need' : 'text-sm text-muted'}>
                {t(by === 'receipt' && !since ? 'record.holders.none' : `record.holders.${by}`)}
              </span>
            </li>
          ))}
        </ul>
      </dd>
      <dt className="text-muted">{t('record.final.label', { party: nameOf(finality.party) })}</dt>
      <dd className={finality.isFinal ? 'text-ok' : 'text-need'}>
        {finality.isFinal ? t('record.final.yes') : t('record.final.waits', { parties: waits })}
      </dd>
    </>
  );
}
