import { CircleCheck, CircleDot, CircleSlash, Scale } from 'lucide-react';

import type { MatterLine } from '../../contract/matters.ts';
import { useCentre } from '../centre.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

const LOOKS = {
  open: { Icon: CircleDot, ink: 'text-need' },
  held: { Icon: CircleCheck, ink: 'text-ok' },
  'not-agreed': { Icon: CircleSlash, ink: 'text-text' },
  disputed: { Icon: Scale, ink: 'text-bad' },
} as const;

/** Where a matter stands, as words with a figure, and by whose word. [M10] */
export function MatterMark({ matter }: { readonly matter: Pick<MatterLine, 'state' | 'by'> }) {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const { Icon, ink } = LOOKS[matter.state];
  const names = matter.by.map((id) => parties.find((party) => party.id === id)?.name ?? id);
  return (
    <p className={`flex items-start gap-1.5 font-medium ${ink}`}>
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span>
        {names.length === 0
          ? t('matters.state.open')
          : t(`matters.state.${matter.state}`, { parties: formatList(names, language) })}
      </span>
    </p>
  );
}
