import { useQuery } from '@tanstack/react-query';

import type { PlanLine } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { Dtg } from '../parts/age.tsx';
import { buttonClass } from '../parts/button.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { plansQuery } from '../queries.ts';
import { useWords } from '../words/words.ts';

/** What needs us first: every plan that waits for our consent, in one line each once something is selected. */
export function ConsentCards({ isShort = false }: { readonly isShort?: boolean }) {
  const plans = useQuery(plansQuery);
  const waiting = (plans.data ?? []).filter((plan) => plan.waitsForUs);
  if (waiting.length === 0) return null;
  return (
    <div className="flex flex-col gap-2 border-b border-line p-2.5">
      {waiting.map((plan) => (
        <ConsentCard key={plan.hash} plan={plan} isShort={isShort} />
      ))}
    </div>
  );
}

function ConsentCard({ plan, isShort }: { readonly plan: PlanLine; readonly isShort: boolean }) {
  const { t } = useWords();
  const to = `/plans/${plan.hash}`;
  if (isShort) {
    return (
      <GoLink
        to={to}
        className="flex min-h-7 items-center gap-2 rounded-md border border-need bg-need-bg px-3 text-need"
      >
        <span className="font-semibold">{t('picture.consent.title')}</span>
        <Written className="truncate text-text underline">{plan.plan.name}</Written>
      </GoLink>
    );
  }
  return (
    <Notice tone="need" title={t('picture.consent.title')}>
      <ConsentWords plan={plan} />
      <GoLink to={to} className={`${buttonClass('main')} mt-1.5`}>
        {t('picture.consent.read')}
      </GoLink>
    </Notice>
  );
}

/** A plan in three lines: its name, its window, and where each asked party stands. */
export function ConsentWords({ plan }: { readonly plan: PlanLine }) {
  const { t } = useWords();
  const { parties } = useCentre();
  const nameOf = (id: string) => parties.find((party) => party.id === id)?.name ?? id;
  return (
    <>
      <p>
        <Written lang={plan.plan.language} className="font-medium">
          {plan.plan.name}
        </Written>
        {' · '}
        <bdi dir="ltr" className="whitespace-nowrap">
          <Dtg at={plan.plan.window.from} short /> – <Dtg at={plan.plan.window.upto} short />
        </bdi>
      </p>
      <p className="text-sm">
        {plan.asked
          .map((asked) => t(`picture.stance.${asked.stance.kind}`, { party: nameOf(asked.party) }))
          .join(' · ')}
      </p>
    </>
  );
}
