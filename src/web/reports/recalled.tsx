import type { RecallView } from '../../contract/recalls.ts';
import { useCentre } from '../centre.ts';
import { instantOf } from '../now.ts';
import { Age } from '../parts/age.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { formatDtg } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** In the place of a recalled report's text: who recalled it, when and why. */
export function RecalledNotice({ recall }: { readonly recall: RecallView }) {
  const { t } = useWords();
  const { parties, zone } = useCentre();
  const party = parties.find((each) => each.id === recall.party)?.name ?? recall.party;
  const time = formatDtg(instantOf(recall.at), zone);
  const reason = t(`recall.reason.${recall.reason}`);
  return (
    <Notice title={t('recall.stands.title')}>
      <p>{t('recall.stands.by', { party, time, reason })}</p>
      {recall.words === undefined ? null : (
        <p className="mt-1 border-s-3 border-line ps-2">
          <Written>{recall.words}</Written>
        </p>
      )}
    </Notice>
  );
}

/** Who has said that it erased what was recalled, and who has not. */
export function RecallAccount({ recall }: { readonly recall: RecallView }) {
  const { t } = useWords();
  const waiting = recall.standings.filter(({ erasedAt }) => erasedAt === undefined);
  return (
    <div className="flex flex-col gap-2">
      <p className={waiting.length > 0 ? 'text-need' : 'text-ok'}>
        {waiting.length > 0
          ? t('recall.account.some', { count: waiting.length })
          : t('recall.account.all')}
      </p>
      <ul className="flex flex-col gap-1">
        {recall.standings.map(({ party, erasedAt }) => (
          <li key={party} className="flex flex-wrap items-center gap-x-2">
            <PartyMark party={party} />
            <span className={erasedAt === undefined ? 'text-need' : 'text-muted'}>
              {t(erasedAt === undefined ? 'recall.account.waiting' : 'recall.account.erased')}
            </span>
            <Age at={erasedAt ?? recall.at} />
          </li>
        ))}
      </ul>
    </div>
  );
}
