import type { LucideIcon } from 'lucide-react';
import {
  Ban,
  CalendarCheck,
  CircleDot,
  CirclePause,
  CirclePlay,
  Flag,
  Hourglass,
  OctagonX,
  Unplug,
} from 'lucide-react';

import type { PlanView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { useWords } from '../words/words.ts';
import type { PlanSeen } from './phrase.tsx';
import { statePhrase } from './phrase.tsx';

const LOOKS: Readonly<Record<PlanView['state']['kind'], readonly [LucideIcon, string]>> = {
  proposed: [CircleDot, 'text-text'],
  agreed: [CalendarCheck, 'text-ok'],
  active: [CirclePlay, 'text-ok'],
  suspended: [CirclePause, 'text-bad'],
  refused: [Ban, 'text-bad'],
  forbidden: [Ban, 'text-bad'],
  halted: [OctagonX, 'text-bad'],
  behind: [Hourglass, 'text-need'],
  'out-of-contact': [Unplug, 'text-bad'],
  ended: [Flag, 'text-muted'],
};

/** What a plan has come to, as a sentence that stands by itself. */
export function StateMark({
  plan,
  large = false,
}: {
  readonly plan: PlanSeen;
  readonly large?: boolean;
}) {
  const words = useWords();
  const centre = useCentre();
  const [Icon, ink] = LOOKS[plan.state.kind];
  return (
    <p className={`flex items-start gap-2 font-medium ${ink} ${large ? 'text-lg' : ''}`}>
      <Icon aria-hidden size={large ? 19 : 16} className="mt-0.5 shrink-0" />
      <span>{statePhrase(plan, { words, centre })}</span>
    </p>
  );
}
