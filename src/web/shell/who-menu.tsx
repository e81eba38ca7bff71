import { useQueryClient } from '@tanstack/react-query';
import type { RefObject } from 'react';
import { Dialog, Popover } from 'react-aria-components';

import { remove } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { LanguageChoice, ThemeChoice } from './choices.tsx';
import { Links } from './links.tsx';

/** Who I am, and what belongs to this desk: language, light, keys, leaving. */
export function WhoMenu({
  trigger,
  onClose,
  onHelp,
}: {
  readonly trigger: RefObject<HTMLButtonElement | null>;
  readonly onClose: () => void;
  readonly onHelp: () => void;
}) {
  const { t, language } = useWords();
  const session = useSession();
  const client = useQueryClient();
  const leave = async () => {
    await remove('/api/session');
    client.clear();
    location.assign('/');
  };
  return (
    <Popover
      triggerRef={trigger}
      isOpen
      onOpenChange={onClose}
      placement="bottom end"
      className="w-76 rounded-md border border-strong-line bg-panel shadow-xl"
    >
      <Dialog aria-label={t('shell.who.menu')} className="flex flex-col gap-3 p-3 outline-none">
        <div>
          <PartyMark party={session.party} />
          <p className="text-muted">{session.seat.names[language]}</p>
        </div>
        <div className="text-sm md:hidden">
          <Links />
        </div>
        <LanguageChoice />
        <ThemeChoice />
        <div className="flex justify-between gap-2 border-t border-line pt-3">
          <Button
            keys="?"
            onPress={() => {
              onClose();
              onHelp();
            }}
          >
            {t('shell.who.help')}
          </Button>
          <Button onPress={() => void leave()}>{t('shell.who.leave')}</Button>
        </div>
      </Dialog>
    </Popover>
  );
}
