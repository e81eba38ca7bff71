import { useQueryClient } from '@tanstack/react-query';
import { ChevronDown } from 'lucide-react';
import { useState } from 'react';
import { Button, Dialog, DialogTrigger, Popover } from 'react-aria-components';

import { remove } from '../api.ts';
import { Button as Act } from '../parts/button.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { LanguageChoice, ThemeChoice } from './choices.tsx';
import { Links } from './links.tsx';

/** Which seat of which party sits here, and what belongs to this desk: language, light, leaving. */
export function Who({ onHelp }: { readonly onHelp: () => void }) {
  const { t, language } = useWords();
  const session = useSession();
  const client = useQueryClient();
  const [isOpen, setOpen] = useState(false);
  const seat = session.seat.names[language];
  const leave = async () => {
    await remove('/api/session');
    client.clear();
    location.assign('/');
  };
  return (
    <DialogTrigger isOpen={isOpen} onOpenChange={setOpen}>
      <Button className="flex min-h-8 max-w-70 items-center gap-2 rounded-sm border border-line px-2 data-[hovered]:bg-raised">
        <PartyMark party={session.party} bare />
        <span className="truncate max-md:hidden">{seat}</span>
        <ChevronDown aria-hidden size={14} className="shrink-0 text-muted" />
        <span className="sr-only">{t('shell.who.menu')}</span>
      </Button>
      <Popover
        placement="bottom end"
        className="w-76 rounded-md border border-strong-line bg-panel shadow-xl"
      >
        <Dialog aria-label={t('shell.who.menu')} className="flex flex-col gap-3 p-3 outline-none">
          <div>
            <PartyMark party={session.party} />
            <p className="text-muted">{seat}</p>
          </div>
          <div className="text-sm md:hidden">
            <Links />
          </div>
          <LanguageChoice />
          <ThemeChoice />
          <div className="flex justify-between gap-2 border-t border-line pt-3">
            <Act
              keys="?"
              onPress={() => {
                setOpen(false);
                onHelp();
              }}
            >
              {t('shell.who.help')}
            </Act>
            <Act onPress={() => void leave()}>{t('shell.who.leave')}</Act>
          </div>
        </Dialog>
      </Popover>
    </DialogTrigger>
  );
}
