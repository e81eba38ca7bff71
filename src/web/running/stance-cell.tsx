import type { LucideIcon } from 'lucide-react';
import {
  Ban,
  CircleCheck,
  CircleDashed,
  CircleQuestionMark,
  ListChecks,
  Minus,
  TimerOff,
  Undo2,
  UserCheck,
} from 'lucide-react';

import type { AskedView } from '../../contract/api.ts';
import { useWords } from '../words/words.ts';

const LOOKS: Readonly<Record<AskedView['stance']['kind'], readonly [LucideIcon, string]>> = {
  silent: [CircleDashed, 'text-muted'],
  asks: [CircleQuestionMark, 'text-need'],
  half: [UserCheck, 'text-need'],
  consents: [CircleCheck, 'text-ok'],
  conditions: [ListChecks, 'text-need'],
  refuses: [Ban, 'text-bad'],
  withdrew: [Undo2, 'text-bad'],
  lapsed: [TimerOff, 'text-bad'],
};

/** Where a party stands in one or two words with a figure; a party that is not asked says so. */
export function StanceCell({ asked }: { readonly asked: AskedView | undefined }) {
  const { t } = useWords();
  const [Icon, ink] = asked ? LOOKS[asked.stance.kind] : [Minus, 'text-muted'];
  return (
    <span className={`inline-flex items-baseline gap-1 ${ink}`}>
      <Icon aria-hidden size={14} className="shrink-0 translate-y-0.5" />
      <span>{t(asked ? `board.stance.${asked.stance.kind}` : 'board.stance.not-asked')}</span>
    </span>
  );
}
