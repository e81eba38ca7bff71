import { useState } from 'react';

import type { Book } from '../drafts.ts';
import { useBook } from '../drafts.ts';
import { useWords } from '../words/words.ts';
import type { PlanDraft } from './draft.ts';
import { openDraft } from './draft.ts';

/** The plan that this desk is writing; it outlives going elsewhere, a refusal and a change of language. */
export function usePlanDraft(): readonly [
  PlanDraft,
  Book<PlanDraft>['write'],
  Book<PlanDraft>['clear'],
] {
  const { language } = useWords();
  const [empty] = useState(() => openDraft(language));
  const { draft, book } = useBook('plan', empty);
  return [draft, book.write, book.clear];
}
