import { PencilLine } from 'lucide-react';

import type { PlanView } from '../../contract/api.ts';
import { useGo } from '../go.ts';
import { Button } from '../parts/button.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** The way to a changed version of a plan of ours that has not ended. [C38] */
export function ChangeLink({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const go = useGo();
  const { party, seat } = useSession();
  const mayChange = plan.author === party && seat.duties.includes('plan');
  if (!mayChange || plan.state.kind === 'ended') return null;
  return (
    <div>
      <Button onPress={() => go(`/plans/${plan.hash}/change`)}>
        <PencilLine aria-hidden size={15} />
        {t('plan-parts.change.button')}
      </Button>
    </div>
  );
}
