import { useState } from 'react';

import { useSession } from '../session.ts';

/** What the inbox lists: what waits for this seat, what is new to this person, or all that came. */
export const INBOX_VIEWS = ['waiting', 'new', 'all'] as const;

/** How a seat looks at its inbox. */
export interface InboxView {
  readonly show: (typeof INBOX_VIEWS)[number];
  /** Whose reports alone; empty for everybody's. */
  readonly party: string;
  /** Reports of one kind alone; empty for all. */
  readonly kind: string;
  /** Whether reports of one matter stand together. */
  readonly byMatter: boolean;
}

const FIRST: InboxView = { show: 'waiting', party: '', kind: '', byMatter: true };

/** How this seat looked at its inbox last, in this browser, and a way to look otherwise. */
export function useInboxView(): readonly [InboxView, (part: Partial<InboxView>) => void] {
  const { party, seat } = useSession();
  const key = `tansiq.inbox/${party}/${seat.seat}`;
  const [view, setView] = useState(() => readView(localStorage.getItem(key)));
  const change = (part: Partial<InboxView>) => {
    const next = { ...view, ...part };
    localStorage.setItem(key, JSON.stringify(next));
    setView(next);
  };
  return [view, change];
}

/** What was kept; the first look where that is nothing that we wrote. */
export function readView(text: string | null): InboxView {
  try {
    const kept = JSON.parse(text ?? '{}') as Partial<InboxView> | null;
    return {
      show: INBOX_VIEWS.find((each) => each === kept?.show) ?? FIRST.show,
      party: typeof kept?.party === 'string' ? kept.party : FIRST.party,
      kind: typeof kept?.kind === 'string' ? kept.kind : FIRST.kind,
      byMatter: kept?.byMatter !== false,
    };
  } catch {
    return FIRST;
  }
}
