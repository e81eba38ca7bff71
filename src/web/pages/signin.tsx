import { startAuthentication } from '@simplewebauthn/browser';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound } from 'lucide-react';
import type { ReactNode } from 'react';

import type { CentreView, SeatView, SessionView } from '../../contract/api.ts';
import { FaultError, post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { LanguageChoice, ThemeChoice } from '../shell/choices.tsx';
import { Clock } from '../shell/clock.tsx';
import { ExerciseFrame, ExerciseWord } from '../shell/exercise.tsx';
import { useWords } from '../words/words.ts';

/** The way in: in an exercise a ready desk for each seat, else a passkey. */
export function SignIn({ centre }: { readonly centre: CentreView }) {
  const { t } = useWords();
  const { name } = useCentre();
  const client = useQueryClient();
  const enter = useMutation({
    mutationFn: (way: () => Promise<SessionView>) => way(),
    onSuccess: (session) => {
      client.setQueryData(['session'], session);
      void client.invalidateQueries();
    },
  });
  return (
    <main className="flex min-h-full flex-col items-center gap-4 overflow-auto px-4 py-10">
      <ExerciseFrame />
      <div className="flex w-full max-w-md flex-col gap-4">
        <div className="flex flex-wrap items-center justify-between gap-2">
          <ExerciseWord />
          <Clock />
        </div>
        <div className="rounded-md border border-line bg-panel">
          <div className="border-b border-line px-4 py-3">
            <h1 className="text-2xl">{name}</h1>
            <p className="mt-1 flex items-center gap-2">
              {t('signin.node.of')} <PartyMark party={centre.self} />
            </p>
          </div>
          <div className="flex flex-col gap-3 p-4">
            {centre.charter.exercise ? (
              <Desks centre={centre} isBusy={enter.isPending} onEnter={enter.mutate} />
            ) : (
              <>
                <p>{t('signin.passkey.text')}</p>
                <Button
                  tone="main"
                  isDisabled={enter.isPending}
                  onPress={() => enter.mutate(enterWithPasskey)}
                >
                  <KeyRound aria-hidden size={16} />
                  {t('signin.passkey.enter')}
                </Button>
              </>
            )}
            <FaultNotice fault={enter.error} />
          </div>
        </div>
        <div className="flex flex-col gap-3">
          <LanguageChoice />
          <ThemeChoice />
        </div>
      </div>
    </main>
  );
}

function Desks({
  centre,
  isBusy,
  onEnter,
}: {
  readonly centre: CentreView;
  readonly isBusy: boolean;
  readonly onEnter: (way: () => Promise<SessionView>) => void;
}): ReactNode {
  const { t, language } = useWords();
  return (
    <>
      <p>{t('signin.desk.text')}</p>
      <ul className="flex flex-col gap-2">
        {centre.desks.map((desk) => (
          <li key={desk.seat}>
            <Button
              className="w-full justify-start! py-2! text-start"
              isDisabled={isBusy}
              onPress={() => onEnter(() => enterDesk(desk))}
            >
              <span className="flex flex-col">
                <span className="text-lg">{desk.names[language]}</span>
                <span className="text-xs font-normal text-muted">
                  {desk.duties.map((duty) => t(`signin.duty.${duty}`)).join(' · ')}
                </span>
              </span>
            </Button>
          </li>
        ))}
      </ul>
      <p className="text-sm text-muted">{t('signin.desk.why')}</p>
    </>
  );
}

function enterDesk(desk: SeatView): Promise<SessionView> {
  return post<SessionView>('/api/session/exercise', { seat: desk.seat });
}

async function enterWithPasskey(): Promise<SessionView> {
  const optionsJSON = await post<PublicKeyCredentialRequestOptionsJSON>(
    '/api/session/passkey/options',
  );
  try {
    const credential = await startAuthentication({ optionsJSON });
    return await post<SessionView>('/api/session/passkey', { credential });
  } catch (fault) {
    // The browser will not say whether the key was absent, refused or late.
    throw fault instanceof FaultError ? fault : new FaultError('key-did-not-sign', 0);
  }
}
