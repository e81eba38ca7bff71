import { useQuery } from '@tanstack/react-query';
import { OctagonX } from 'lucide-react';

import { Button, Key } from '../parts/button.tsx';
import { openPlansQuery } from '../queries.ts';
import { isUnderWay, useStop } from '../running/stop-control.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** The stop button of the frame: there while any operation is under way. */
export function StopButton() {
  const { t } = useWords();
  const { isObserver } = useSession();
  const stop = useStop();
  const plans = useQuery({ ...openPlansQuery, enabled: !isObserver });
  const count = (plans.data ?? []).filter(isUnderWay).length;
  if (count === 0) return null;
  return (
    <Button tone="bad" className="border-2! font-semibold!" onPress={() => stop()}>
      <OctagonX aria-hidden size={17} />
      <span>{t('stop.button.label')}</span>
      <span className="max-md:hidden">
        <Key>S</Key>
      </span>
      <span className="sr-only">{t('stop.button.count', { count })}</span>
    </Button>
  );
}
