import type { LucideIcon } from 'lucide-react';
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  ListChecks,
  TimerOff,
  Undo2,
  UserCheck,
} from 'lucide-react';

import type { AskedView } from '../../contract/api.ts';

/** The icon and the ink of each stance; words stand beside both. */
export const STANCE_LOOKS: Readonly<
  Record<AskedView['stance']['kind'], readonly [LucideIcon, string]>
> = {
  silent: [CircleDashed, 'text-muted'],
  asks: [CircleQuestionMark, 'text-need'],
  half: [UserCheck, 'text-need'],
  consents: [CircleCheck, 'text-ok'],
  conditions: [ListChecks, 'text-need'],
  refuses: [Ban, 'text-bad'],
  withdrew: [Undo2, 'text-bad'],
  lapsed: [TimerOff, 'text-bad'],
};
