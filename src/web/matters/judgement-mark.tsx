import { CircleCheck, CircleHelp, CircleX, Scale } from 'lucide-react';

import type { Judgement } from '../../accord/knowledge/outcome.ts';
import { useWords } from '../words/words.ts';

const LOOKS = {
  confirmed: { Icon: CircleCheck, ink: 'text-ok' },
  refuted: { Icon: CircleX, ink: 'text-bad' },
  undecided: { Icon: CircleHelp, ink: 'text-muted' },
  disputed: { Icon: Scale, ink: 'text-need' },
} as const;

/** What became of a claim, as words with a figure. [M13] */
export function JudgementMark({ judgement }: { readonly judgement: Judgement }) {
  const { t } = useWords();
  const { Icon, ink } = LOOKS[judgement];
  return (
    <span className={`inline-flex items-center gap-1 text-sm font-medium ${ink}`}>
      <Icon aria-hidden size={15} className="shrink-0" />
      {t(`matters.judgement.${judgement}`)}
    </span>
  );
}
