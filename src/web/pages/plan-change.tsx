import { useQuery } from '@tanstack/react-query';
import { useEffect, useRef } from 'react';

import type { PlanView } from '../../contract/api.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Written } from '../parts/mono.tsx';
import { isBegun } from '../plans/draft.ts';
import { draftOfPlan } from '../plans/draft-of-plan.ts';
import { usePlanDraft } from '../plans/draft-store.ts';
import { planQuery } from '../plans/plan-query.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { PlanNew } from './plan-new.tsx';

/** A plan of ours as a draft to be changed; another draft that was begun is not thrown away unasked. */
export function PlanChange({ hash }: { readonly hash: string }) {
  const plan = useQuery(planQuery(hash));
  if (!plan.data) {
    return (
      <div className="mx-auto max-w-2xl p-4">
        <FaultNotice fault={plan.error} onRetry={() => void plan.refetch()} />
      </div>
    );
  }
  return <Opened plan={plan.data} />;
}

function Opened({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { party } = useSession();
  const [draft, change] = usePlanDraft();
  const isOurs = plan.author === party;
  const isOpen = draft.amends === plan.hash;
  const isFree = isOurs && !isOpen && !isBegun(draft);
  // Once, so that a draft which was sent or thrown away is not begun again by itself.
  const isFilled = useRef(false);
  useEffect(() => {
    if (!isFree || isFilled.current) return;
    isFilled.current = true;
    change(draftOfPlan(plan));
  }, [isFree, change, plan]);
  if (isOpen) return <PlanNew />;
  if (!isOurs) {
    return (
      <div className="mx-auto max-w-2xl p-4">
        <Notice>{t('plan-parts.change.not-ours')}</Notice>
      </div>
    );
  }
  if (isFree) return null;
  return (
    <div className="mx-auto max-w-2xl p-4">
      <Notice tone="need" title={t('plan-parts.change.other-draft')}>
        {draft.name.trim() === '' ? null : (
          <p>
            <Written>{draft.name}</Written>
          </p>
        )}
        <Button tone="main" className="mt-2" onPress={() => change(draftOfPlan(plan))}>
          {t('plan-parts.change.begin')}
        </Button>
      </Notice>
    </div>
  );
}
