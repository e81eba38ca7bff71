import { CirclePlay } from 'lucide-react';

import type { RecordHash } from '../../base/ids.ts';
import type { PlanView } from '../../contract/api.ts';
import { FaultError } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { Dtg } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { usePlanAct } from '../running/plan-acts.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { nameOf, statePhrase } from './phrase.tsx';
import { Part } from './plan-page.tsx';
import { StanceRow } from './stance-row.tsx';

/** What only the party that proposed a plan may do while it is open: take conditions, announce the start. */
export function ProposerActs({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { seat } = useSession();
  const act = usePlanAct(plan.hash);
  const isOver = plan.closing !== undefined;
  if (isOver) return null;
  if (!seat.duties.includes('plan')) {
    return <p className="text-sm text-muted">{t('plans.acts.no-duty')}</p>;
  }
  const isEnded = plan.state.kind === 'ended';
  return (
    <Part title={t('plans.acts.title')}>
      <Conditions
        plan={plan}
        isBusy={act.isPending}
        onAccept={(decision) => act.mutate({ path: 'acceptance', body: { decision } })}
      />
      {isMissing(act.error) ? <Missing plan={plan} /> : <FaultNotice fault={act.error} />}
      <div className="flex flex-wrap gap-2">
        {plan.activation || isEnded ? null : (
          <Button
            tone={plan.state.kind === 'active' ? 'main' : 'plain'}
            isDisabled={act.isPending}
            onPress={() => act.mutate({ path: 'activation', body: {} })}
          >
            <CirclePlay aria-hidden size={15} />
            {t('plans.acts.activate')}
          </Button>
        )}
      </div>
      {plan.activation ? (
        <p className="text-sm text-muted">
          {t('plans.acts.announced')} <Dtg at={plan.activation.at} short />
        </p>
      ) : (
        <p className="text-xs text-muted">{t('plans.acts.only-consents')}</p>
      )}
    </Part>
  );
}

function Conditions({
  plan,
  isBusy,
  onAccept,
}: {
  readonly plan: PlanView;
  readonly isBusy: boolean;
  readonly onAccept: (decision: RecordHash) => void;
}) {
  const { t } = useWords();
  const centre = useCentre();
  return plan.asked.map(({ party, stance }) =>
    stance.kind === 'conditions' ? (
      <Notice
        key={party}
        tone="need"
        title={t('plans.acts.conditions', { party: nameOf(party, { centre }) })}
      >
        <ol className="list-inside list-decimal">
          {stance.conditions.map((condition) => (
            <li key={condition}>
              <Written>{condition}</Written>
            </li>
          ))}
        </ol>
        <Button
          tone="main"
          className="mt-2"
          isDisabled={isBusy}
          onPress={() => onAccept(stance.by)}
        >
          {t('plans.acts.accept', { party: nameOf(party, { centre }) })}
        </Button>
      </Notice>
    ) : null,
  );
}

/** The node would not announce a start: who is missing, and why. */
function Missing({ plan }: { readonly plan: PlanView }) {
  const words = useWords();
  const centre = useCentre();
  const missing = plan.asked.filter(({ stance }) => stance.kind !== 'consents');
  return (
    <Notice tone="bad" title={words.t('plans.acts.refused')}>
      {missing.length === 0 ? (
        <p>{statePhrase(plan, { words, centre })}</p>
      ) : (
        <ul>
          {missing.map((asked) => (
            <StanceRow key={asked.party} plan={plan} asked={asked} />
          ))}
        </ul>
      )}
    </Notice>
  );
}

function isMissing(fault: unknown): boolean {
  return fault instanceof FaultError && fault.code === 'consent-missing';
}
