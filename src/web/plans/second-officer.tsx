import { UserCheck } from 'lucide-react';

import type { PlanView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { Dtg } from '../parts/age.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { useSeatNames } from './authority-notice.tsx';
import { firstOfTwo } from './ballot.ts';
import { limitPhrase } from './beside-phrases.ts';
import { Statement } from './timeline.tsx';

/** That our consent needs two officers, and what the first of them signed. [C37] */
export function SecondOfficer({ plan }: { readonly plan: PlanView }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  const { party, seat } = useSession();
  const nameOfSeat = useSeatNames();
  const first = firstOfTwo(plan, party);
  if (!plan.authority.twoPerson) return null;
  if (!first) return <Notice title={t('decide.two.title')}>{t('decide.two.text')}</Notice>;
  const isUs = first.seat === seat.seat;
  return (
    <Notice
      tone={isUs ? 'plain' : 'need'}
      title={t(isUs ? 'decide.two.first-is-you' : 'decide.two.needs-second')}
    >
      <p className="flex flex-wrap items-baseline gap-x-2">
        <UserCheck aria-hidden size={15} className="shrink-0 translate-y-0.5" />
        {t('decide.two.signed', { seat: nameOfSeat(first.seat) })} <Dtg at={first.at} />
      </p>
      {first.limits.length + first.conditions.length === 0 ? null : (
        <ul className="list-inside list-disc text-sm">
          {first.limits.map((limit) => (
            <li key={JSON.stringify(limit)}>{limitPhrase(limit, plan.plan, { words, centre })}</li>
          ))}
          {first.conditions.map((condition) => (
            <li key={condition}>
              <bdi>{condition}</bdi>
            </li>
          ))}
        </ul>
      )}
      <details className="mt-1">
        <summary className="inline-flex min-h-7 items-center text-sm underline underline-offset-3">
          {t('plans.timeline.words')}
        </summary>
        <Statement lang={first.language}>{first.words}</Statement>
      </details>
    </Notice>
  );
}
