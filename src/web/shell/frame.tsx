import { Outlet } from '@tanstack/react-router';
import { lazy, Suspense, useState } from 'react';

import { useCentre } from '../centre.ts';
import { useLive } from '../live.ts';
import { NoticesContext } from '../notices.ts';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { Clock } from './clock.tsx';
import { CommandBox } from './command-box.tsx';
import { ExerciseFrame, ExerciseWord } from './exercise.tsx';
import { Foot } from './foot.tsx';
import { LineLost } from './links.tsx';
import { Nav } from './nav.tsx';
import { NoticeTray, useNotices } from './notice-tray.tsx';
import { useShellKeys } from './shell-keys.ts';
import { Who } from './who.tsx';

const Help = lazy(async () => ({ default: (await import('./help.tsx')).Help }));

/** What stands round every page: where I am, who I am, what time it is, whom we hear. */
export function Frame() {
  const words = useWords();
  const centre = useCentre();
  const session = useSession();
  const { notices, raise, dismiss } = useNotices();
  const line = useLive({ self: session.party, centre, words, raise });
  const [open, setOpen] = useState<'command' | 'help' | undefined>(undefined);
  useShellKeys({ onCommand: () => setOpen('command'), onHelp: () => setOpen('help') });
  return (
    <div
      className={`flex h-full flex-col print:block print:h-auto ${centre.exercise ? 'p-[3px] print:p-0' : ''}`}
    >
      <header className="flex min-h-12 shrink-0 flex-wrap items-center lg:flex-nowrap gap-x-4 gap-y-1 border-b border-line bg-panel px-3 py-1 print:hidden">
        <div className="flex min-w-0 items-center gap-3 lg:shrink-0">
          <span className="truncate text-lg font-semibold">{centre.name}</span>
          <ExerciseWord />
          <span className="flex gap-1 max-xl:hidden">
            {centre.parties.map((party) => (
              <PartyMark key={party.id} party={party.id} bare />
            ))}
          </span>
        </div>
        <CommandBox
          isOpen={open === 'command'}
          onOpen={(is) => setOpen(is ? 'command' : undefined)}
        />
        <div className="ms-auto flex shrink-0 items-center gap-x-4">
          <Clock />
          <Who onHelp={() => setOpen('help')} />
        </div>
      </header>
      <LineLost line={line} />
      <div className="flex min-h-0 flex-1 max-md:flex-col print:block">
        <Nav />
        <main className="min-h-0 min-w-0 flex-1 print:overflow-visible">
          <NoticesContext value={raise}>
            <Suspense fallback={null}>
              <Outlet />
            </Suspense>
          </NoticesContext>
        </main>
      </div>
      <Foot />
      <NoticeTray notices={notices} onDismiss={dismiss} />
      <Suspense>{open === 'help' ? <Help onClose={() => setOpen(undefined)} /> : null}</Suspense>
      <ExerciseFrame />
    </div>
  );
}
