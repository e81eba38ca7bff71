import { ChevronDown } from 'lucide-react';
import { lazy, Suspense, useRef, useState } from 'react';
import { Button } from 'react-aria-components';

import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

const WhoMenu = lazy(async () => ({ default: (await import('./who-menu.tsx')).WhoMenu }));

/** Which seat of which party sits here; behind it, what belongs to this desk. */
export function Who({ onHelp }: { readonly onHelp: () => void }) {
  const { t, language } = useWords();
  const session = useSession();
  const [isOpen, setOpen] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  return (
    <>
      <Button
        ref={trigger}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        onPress={() => setOpen(true)}
        className="flex min-h-8 max-w-70 items-center gap-2 rounded-sm border border-line px-2 data-[hovered]:bg-raised"
      >
        <PartyMark party={session.party} bare />
        <span className="truncate max-md:hidden">{session.seat.names[language]}</span>
        <ChevronDown aria-hidden size={14} className="shrink-0 text-muted" />
        <span className="sr-only">{t('shell.who.menu')}</span>
      </Button>
      <Suspense>
        {isOpen ? (
          <WhoMenu trigger={trigger} onClose={() => setOpen(false)} onHelp={onHelp} />
        ) : null}
      </Suspense>
    </>
  );
}
