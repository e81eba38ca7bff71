import { useQuery } from '@tanstack/react-query';

import type { PlanView } from '../../contract/api.ts';
import { Notice } from '../parts/notice.tsx';
import { centreQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** Why this desk's office may not decide on a plan, and to which office it goes up. [C33] [C35] [C36] */
export function AuthorityNotice({ plan }: { readonly plan: PlanView }) {
  const { t, language } = useWords();
  const { seat, party } = useSession();
  const nameOfSeat = useSeatNames();
  const { lacks, goesTo, offices } = plan.authority;
  const isOwn = plan.author === party && plan.seat === seat.seat;
  const reasons = isOwn
    ? [t('decide.authority.own-proposal')]
    : seat.duties.includes('administer')
      ? [t('decide.authority.administers')]
      : seat.duties.includes('decide')
        ? lacks.map((lack) => t(`decide.authority.lack-${lack}`))
        : [t('decide.authority.no-duty')];
  const seats = formatList(offices.map(nameOfSeat), language);
  return (
    <Notice tone="need" title={t('decide.authority.not-here', { seat: seat.names[language] })}>
      <ul className={reasons.length > 1 ? 'list-inside list-disc' : ''}>
        {reasons.map((reason) => (
          <li key={reason}>{reason}</li>
        ))}
      </ul>
      <p className="mt-1 font-medium" data-goes-to={goesTo}>
        {goesTo === undefined
          ? offices.length > 0
            ? t('plans.decide.who-may', { seats })
            : t('plans.decide.nobody-may')
          : t('decide.authority.goes-to', { seat: nameOfSeat(goesTo) })}
      </p>
    </Notice>
  );
}

/** Names of our own offices in the language in use; one that nobody knows is shown by its short name. */
export function useSeatNames(): (seat: string) => string {
  const { language } = useWords();
  const desks = useQuery(centreQuery).data?.desks ?? [];
  return (seat) => desks.find((desk) => desk.seat === seat)?.names[language] ?? seat;
}
