import { Lock } from 'lucide-react';

import { useReaderName } from '../readers.ts';
import { useWords } from '../words/words.ts';

/** Says of something that only the seats of a compartment read it, and what that is called. [R7] */
export function CompartmentMark({ compartment }: { readonly compartment: string }) {
  const { t } = useWords();
  const nameOf = useReaderName();
  return (
    <span className="inline-flex max-w-full items-center gap-1 rounded-xs border border-need px-1 align-middle text-xs font-medium text-need">
      <Lock aria-hidden size={12} className="shrink-0" />
      <span className="truncate">{t('compartments.mark', { name: nameOf(compartment) })}</span>
    </span>
  );
}
