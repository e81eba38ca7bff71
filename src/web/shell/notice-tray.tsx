import { X } from 'lucide-react';
import { useCallback, useState } from 'react';

import type { Notice, Raise } from '../notices.ts';
import { Button } from '../parts/button.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { useWords } from '../words/words.ts';

const EDGES = {
  plain: 'border-strong-line',
  need: 'border-need',
  bad: 'border-bad',
  ok: 'border-ok',
} as const;

/** How long a notice stays on the screen, in seconds; one of something bad stays until dismissed. */
const NOTICE_SECONDS = 12;

/** How many notices are shown at once; the oldest gives way. */
const NOTICES_MAX = 4;

/** The notices of this desk: those shown, a way to raise one, a way to be rid of one. */
export function useNotices() {
  const [notices, setNotices] = useState<readonly Notice[]>([]);
  const dismiss = useCallback(
    (id: number) => setNotices((shown) => shown.filter((notice) => notice.id !== id)),
    [],
  );
  const raise = useCallback<Raise>(
    (notice) => {
      const id = performance.now();
      setNotices((shown) => [...shown, { ...notice, id }].slice(-NOTICES_MAX));
      if (notice.tone !== 'bad') setTimeout(() => dismiss(id), NOTICE_SECONDS * 1000);
    },
    [dismiss],
  );
  return { notices, raise, dismiss };
}

/** What just happened, at the foot of the page: read out politely, never with a sound. */
export function NoticeTray({
  notices,
  onDismiss,
}: {
  readonly notices: readonly Notice[];
  readonly onDismiss: (id: number) => void;
}) {
  const { t } = useWords();
  return (
    <div
      role="log"
      aria-live="polite"
      aria-label={t('shell.notices.label')}
      className="pointer-events-none fixed end-3 bottom-10 z-40 flex w-90 max-w-[calc(100vw-1.5rem)] flex-col gap-2 max-md:bottom-20 print:hidden"
    >
      {notices.map((notice) => (
        <div
          key={notice.id}
          className={`pointer-events-auto flex items-start gap-2 rounded-md border border-s-4 bg-panel py-2 ps-3 pe-1 shadow-lg ${EDGES[notice.tone]}`}
        >
          <p className="min-w-0 flex-1 wrap-anywhere">
            {notice.to === undefined ? (
              notice.text
            ) : (
              <GoLink to={notice.to} className="hover:underline">
                {notice.text}
              </GoLink>
            )}
          </p>
          <Button
            tone="quiet"
            aria-label={t('shell.notices.dismiss')}
            onPress={() => onDismiss(notice.id)}
          >
            <X aria-hidden size={14} />
          </Button>
        </div>
      ))}
    </div>
  );
}
