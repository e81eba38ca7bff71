import { CircleCheck, CircleX } from 'lucide-react';

import type { CoverView, IncursionView } from '../../contract/beside-plans.ts';
import { useCentre } from '../centre.ts';
import { Dtg } from '../parts/age.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { HashMark, Written } from '../parts/mono.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { Part } from '../plans/plan-page.tsx';
import { ProofLink } from '../running/proof-link.tsx';
import { StateChip } from '../running/state-chip.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** Which plan covers it, if any, and which consents stood then: reckoned alike at every node. [C49] */
export function CoverPart({ view }: { readonly view: IncursionView }) {
  const { t } = useWords();
  const { covers } = view;
  const covering = covers.filter((cover) => cover.covers);
  return (
    <Part title={t('incursions.cover.title')}>
      <p className={`font-medium ${covering.length > 0 ? 'text-ok' : 'text-bad'}`}>
        {covering.length > 0
          ? t('incursions.cover.yes', { count: covering.length })
          : t(covers.length === 0 ? 'incursions.cover.none-near' : 'incursions.cover.no')}
      </p>
      <ul className="flex flex-col gap-3">
        {covers.map((cover) => (
          <Cover key={cover.plan} cover={cover} by={view.incursion.by} />
        ))}
      </ul>
      <p className="text-sm text-muted">{t('incursions.cover.means')}</p>
    </Part>
  );
}

function Cover({ cover, by }: { readonly cover: CoverView; readonly by: string | null }) {
  const { t, language } = useWords();
  const centre = useCentre();
  const party = by === null ? '' : nameOf(by, { centre });
  const isActive = cover.spans.length > 0 && cover.spans.every(({ state }) => state === 'active');
  const facts: readonly (readonly [boolean, string])[] = [
    [
      cover.holdsPlace,
      t(cover.holdsPlace ? 'incursions.cover.place' : 'incursions.cover.no-place'),
    ],
    [cover.holdsTime, t(cover.holdsTime ? 'incursions.cover.time' : 'incursions.cover.no-time')],
    [
      cover.hasParty,
      by === null
        ? t('incursions.cover.nobody')
        : t(cover.hasParty ? 'incursions.cover.party' : 'incursions.cover.no-party', { party }),
    ],
    [isActive, t(isActive ? 'incursions.cover.active' : 'incursions.cover.not-active')],
  ];
  return (
    <li className="flex flex-col gap-1.5 rounded-md border border-line px-3 py-2">
      <p className="flex flex-wrap items-center gap-x-3">
        <GoLink to={`/plans/${cover.plan}`} className="text-lg font-semibold underline">
          <Written>{cover.name}</Written>
        </GoLink>
        <HashMark hash={cover.plan} />
        <span className={`font-medium ${cover.covers ? 'text-ok' : 'text-bad'}`}>
          {t(cover.covers ? 'incursions.cover.covers' : 'incursions.cover.covers-not')}
        </span>
      </p>
      <ul className="flex flex-col gap-0.5">
        {facts.map(([holds, sentence]) => (
          <li key={sentence} className="flex items-baseline gap-1.5">
            {holds ? (
              <CircleCheck aria-hidden size={14} className="shrink-0 translate-y-0.5 text-ok" />
            ) : (
              <CircleX aria-hidden size={14} className="shrink-0 translate-y-0.5 text-bad" />
            )}
            {sentence}
          </li>
        ))}
      </ul>
      {cover.spans.length === 0 ? null : (
        <ul className="flex flex-col gap-1 border-s border-line ps-3 text-sm">
          {cover.spans.map((span) => (
            <li key={span.from} className="flex flex-wrap items-center gap-x-3">
              <span dir="ltr" className="whitespace-nowrap">
                <Dtg at={span.from} /> – <Dtg at={span.upto} short />
              </span>
              <StateChip state={span.state} />
              <span className={span.missing.length > 0 ? 'text-bad' : 'text-muted'}>
                {span.missing.length === 0
                  ? t('incursions.cover.all-stood')
                  : t('incursions.cover.missing', {
                      parties: formatList(
                        span.missing.map((each) => nameOf(each, { centre })),
                        language,
                      ),
                    })}
              </span>
            </li>
          ))}
        </ul>
      )}
      <ProofLink plan={cover.plan} />
    </li>
  );
}
