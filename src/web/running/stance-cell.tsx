import { Minus } from 'lucide-react';

import type { AskedView } from '../../contract/api.ts';
import { STANCE_LOOKS } from '../plans/stance-looks.ts';
import { useWords } from '../words/words.ts';

/** Where a party stands in one or two words with a figure; a party that is not asked says so. */
export function StanceCell({ asked }: { readonly asked: AskedView | undefined }) {
  const { t } = useWords();
  const [Icon, ink] = asked ? STANCE_LOOKS[asked.stance.kind] : [Minus, 'text-muted'];
  return (
    <span className={`inline-flex items-baseline gap-1 ${ink}`}>
      <Icon aria-hidden size={14} className="shrink-0 translate-y-0.5" />
      <span>{t(asked ? `board.stance.${asked.stance.kind}` : 'board.stance.not-asked')}</span>
    </span>
  );
}
