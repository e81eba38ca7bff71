import type { ReactNode } from 'react';

import type { AskedView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { PartyMark } from '../parts/party-mark.tsx';
import { useWords } from '../words/words.ts';
import type { PlanSeen } from './phrase.tsx';
import { stancePhrase } from './phrase.tsx';
import { STANCE_LOOKS } from './stance-looks.ts';

/** Where one asked party stands: mark, name, and the phrase that says it; the icon only helps. */
export function StanceRow({
  plan,
  asked,
  children,
}: {
  readonly plan: PlanSeen;
  readonly asked: AskedView;
  readonly children?: ReactNode;
}) {
  const words = useWords();
  const centre = useCentre();
  const [Icon, ink] = STANCE_LOOKS[asked.stance.kind];
  return (
    <li className="flex flex-col gap-0.5 py-1">
      <div className="flex flex-wrap items-baseline gap-x-3 gap-y-0.5">
        <span className="min-w-44">
          <PartyMark party={asked.party} />
        </span>
        <span className={`inline-flex min-w-0 items-baseline gap-1.5 ${ink}`}>
          <Icon aria-hidden size={15} className="shrink-0 translate-y-0.5" />
          <span className="wrap-anywhere">{stancePhrase(plan, asked, { words, centre })}</span>
        </span>
      </div>
      {children}
    </li>
  );
}
