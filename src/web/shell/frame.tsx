import { Outlet, useRouterState } from '@tanstack/react-router';
import { lazy, Suspense, useCallback, useState } from 'react';

import { useCentre } from '../centre.ts';
import { useLive } from '../live.ts';
import { NoticesContext } from '../notices.ts';
import { PartyMark } from '../parts/party-mark.tsx';
import { useAlarms } from '../running/alarms.ts';
import { StopContext } from '../running/stop-control.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { AlarmTray } from './alarm-tray.tsx';
import { Clock } from './clock.tsx';
import { CommandBox } from './command-box.tsx';
import { ExerciseFrame, ExerciseWord } from './exercise.tsx';
import { Foot } from './foot.tsx';
import { LineLost } from './links.tsx';
import { Nav } from './nav.tsx';
import { NoticeTray, useNotices } from './notice-tray.tsx';
import { useShellKeys } from './shell-keys.ts';
import { StopButton } from './stop-button.tsx';
import { Who } from './who.tsx';

const Help = lazy(async () => ({ default: (await import('./help.tsx')).Help }));

// Fetched as soon as the frame stands: nobody waits for it when it is needed.
const fetchStop = import('../running/stop-dialog.tsx');
const StopDialog = lazy(async () => ({ default: (await fetchStop).StopDialog }));

/** What stands round every page: where I am, who I am, what time it is, whom we hear. */
export function Frame() {
  const words = useWords();
  const centre = useCentre();
  const session = useSession();
  const { notices, raise, dismiss } = useNotices();
  const { alarms, sound, acknowledge } = useAlarms();
  const line = useLive({ self: session.party, centre, words, raise, sound });
  const [open, setOpen] = useState<'command' | 'help' | undefined>(undefined);
  const [stopping, setStopping] = useState<{ readonly plan: string | undefined }>();
  const here = useOpenPlan();
  const stop = useCallback((plan?: string) => setStopping({ plan }), []);
  useShellKeys({
    onCommand: () => setOpen('command'),
    onHelp: () => setOpen('help'),
    onStop: () => stop(),
  });
  return (
    <StopContext value={stop}>
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
          <div className="ms-auto flex shrink-0 items-center gap-x-4 max-sm:gap-x-2">
            <StopButton />
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
        <Suspense>
          {stopping && !session.isObserver ? (
            <StopDialog open={stopping.plan ?? here} onClose={() => setStopping(undefined)} />
          ) : null}
        </Suspense>
        <AlarmTray alarms={alarms} onAcknowledge={acknowledge} />
        <ExerciseFrame />
      </div>
    </StopContext>
  );
}

/** The plan whose page is open. */
function useOpenPlan(): string | undefined {
  const path = useRouterState({ select: (state) => state.location.pathname });
  const [, place, item] = path.split('/');
  return place === 'plans' && item?.startsWith('sha256') ? decodeURIComponent(item) : undefined;
}
