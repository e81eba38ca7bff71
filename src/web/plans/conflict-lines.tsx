import type { ConflictView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { withPlacesWhole } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';
import { clearedPhrase, conflictPhrase } from './beside-phrases.ts';

/** What a plan comes too near to, before it is decided on; none is left out. [C47] */
export function ConflictLines({ conflicts }: { readonly conflicts: readonly ConflictView[] }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  if (conflicts.length === 0) {
    return <p className="text-sm text-muted">{t('plan-parts.conflict.none')}</p>;
  }
  return (
    <Notice
      tone="need"
      title={
        <span className="inline-flex items-center gap-1.5">
          {t('plan-parts.conflict.title', { count: conflicts.length })}
        </span>
      }
    >
      <ul className="flex flex-col gap-1.5">
        {conflicts.map((conflict) => {
          const cleared = clearedPhrase(conflict, { words, centre });
          return (
            <li key={`${conflict.kind} ${conflict.with}`} data-conflict={conflict.with}>
              <p>{withPlacesWhole(conflictPhrase(conflict, { words, centre }))}</p>
              <p className={`text-sm ${cleared === undefined ? 'text-need' : 'text-ok'}`}>
                {cleared ?? t('decide.conflict.open')}
              </p>
            </li>
          );
        })}
      </ul>
    </Notice>
  );
}
