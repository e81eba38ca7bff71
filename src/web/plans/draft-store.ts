import { useMemo, useState } from 'react';

import { useBook } from '../drafts.ts';
import { useWords } from '../words/words.ts';
import type { PlanDraft } from './draft.ts';
import { openDraft } from './draft.ts';

/** Writes into a draft: what is given, or what is made of the draft as it stands by then. */
export type ChangeDraft = (
  part: Partial<PlanDraft> | ((held: PlanDraft) => Partial<PlanDraft>),
) => void;

/** The plan that this desk is writing; it outlives going elsewhere, a refusal and a change of language. */
export function usePlanDraft(): readonly [PlanDraft, ChangeDraft, () => void] {
  const { language } = useWords();
  const [empty] = useState(() => openDraft(language));
  const { draft, book } = useBook('plan', empty);
  const change = useMemo<ChangeDraft>(
    () => (part) => book.write(typeof part === 'function' ? part(book.read()) : part),
    [book],
  );
  return [draft, change, book.clear];
}
