import { startAuthentication } from '@simplewebauthn/browser';
import type { PublicKeyCredentialRequestOptionsJSON } from '@simplewebauthn/browser';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { KeyRound, Ticket } from 'lucide-react';
import { useState } from 'react';
import type { ReactNode } from 'react';

import type { CentreView, SeatView, SessionView } from '../../contract/api.ts';
import { FaultError, post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { LanguageChoice, ThemeChoice } from '../shell/choices.tsx';
import { Clock } from '../shell/clock.tsx';
import { ExerciseFrame, ExerciseWord } from '../shell/exercise.tsx';
import { useWords } from '../words/words.ts';

/** The form of an invitation's code; anything else was not copied whole. */
const INVITATION_CODE = /^[A-Za-z0-9_-]{20,40}$/;

/** The way in: in an exercise a ready desk for each seat, else a passkey or, once, an invitation. */
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
                <Invitation isBusy={enter.isPending} onEnter={enter.mutate} />
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

/** The way in for a seat that has no key yet; it leads to where the first one is made. */
function Invitation({
  isBusy,
  onEnter,
}: {
  readonly isBusy: boolean;
  readonly onEnter: (way: () => Promise<SessionView>) => void;
}): ReactNode {
  const { t } = useWords();
  const [isOpen, setOpen] = useState(false);
  const [code, setCode] = useState('');
  const [isUnlike, setUnlike] = useState(false);
  if (!isOpen) {
    return (
      <Button isDisabled={isBusy} onPress={() => setOpen(true)}>
        <Ticket aria-hidden size={16} />
        {t('signin.invitation.have')}
      </Button>
    );
  }
  return (
    <form
      className="flex flex-col gap-2 border-t border-line pt-3"
      onSubmit={(event) => {
        event.preventDefault();
        const whole = code.trim();
        if (INVITATION_CODE.test(whole)) onEnter(() => enterWithInvitation(whole));
        else setUnlike(true);
      }}
    >
      <p>{t('signin.invitation.text')}</p>
      <Field
        label={t('signin.invitation.code')}
        value={code}
        onChange={(text) => {
          setCode(text);
          setUnlike(false);
        }}
        fault={isUnlike ? t('signin.invitation.unlike') : undefined}
        maxLength={100}
        autoFocus
        mono
      />
      <Button type="submit" isDisabled={isBusy || code.trim() === ''}>
        <Ticket aria-hidden size={16} />
        {t('signin.invitation.enter')}
      </Button>
      <p className="text-sm text-muted">{t('signin.invitation.next')}</p>
    </form>
  );
}

function enterDesk(desk: SeatView): Promise<SessionView> {
  return post<SessionView>('/api/session/exercise', { seat: desk.seat });
}

async function enterWithInvitation(code: string): Promise<SessionView> {
  const session = await post<SessionView>('/api/session/invitation', { code });
  // The code is spent: without a key made now, this seat needs another one to come back.
  history.replaceState(null, '', '/centre');
  return session;
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
