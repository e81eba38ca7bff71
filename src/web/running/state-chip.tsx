import type { LucideIcon } from 'lucide-react';
import {
  Ban,
  CalendarCheck,
  CircleDot,
  CirclePause,
  CirclePlay,
  CloudOff,
  Flag,
  OctagonX,
  RadioTower,
} from 'lucide-react';

import type { LifeSpan } from '../../accord/operation/life.ts';
import { useWords } from '../words/words.ts';

const LOOKS: Readonly<Record<LifeSpan['state'], readonly [LucideIcon, string]>> = {
  proposed: [CircleDot, 'text-text'],
  agreed: [CalendarCheck, 'text-ok'],
  active: [CirclePlay, 'text-ok'],
  halted: [OctagonX, 'text-bad'],
  suspended: [CirclePause, 'text-bad'],
  'out-of-contact': [RadioTower, 'text-bad'],
  behind: [CloudOff, 'text-need'],
  forbidden: [Ban, 'text-bad'],
  refused: [Ban, 'text-bad'],
  ended: [Flag, 'text-muted'],
};

/** A plan's state as one or two words with a figure, for lists. */
export function StateChip({ state }: { readonly state: LifeSpan['state'] }) {
  const { t } = useWords();
  const [Icon, ink] = LOOKS[state];
  return (
    <span className={`inline-flex items-center gap-1.5 font-medium ${ink}`}>
      <Icon aria-hidden size={15} className="shrink-0" />
      {t(`board.state.${state}`)}
    </span>
  );
}
