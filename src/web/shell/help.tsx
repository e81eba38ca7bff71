import { Switch } from 'react-aria-components';

import { switchSingleKeys, useSingleKeys } from '../keys.ts';
import { Key } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { placesFor } from '../places.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

const ACTS: readonly (readonly [keys: readonly string[], meaning: string])[] = [
  [['Ctrl', 'K'], 'shell.help.command'],
  [['?'], 'shell.help.help'],
  [['S'], 'stop.help.key'],
  [['J', 'K'], 'shell.help.move'],
  [['Enter'], 'shell.help.open'],
  [['Esc'], 'shell.help.back'],
  [['N'], 'shell.help.new'],
  [['/'], 'shell.help.filter'],
  [['M'], 'shell.help.map'],
  [['U'], 'shell.help.unread'],
  [['Ctrl', 'Enter'], 'shell.help.send'],
];

/** What the keys do, and the switch that turns single letters off. */
export function Help({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  const { isObserver } = useSession();
  const on = useSingleKeys();
  return (
    <Dialog title={t('shell.help.title')} isOpen onClose={onClose} wide>
      <Switch
        isSelected={on}
        onChange={switchSingleKeys}
        className="group mb-3 flex min-h-7 items-center gap-2"
      >
        <span className="flex h-5 w-9 items-center rounded-full border border-strong-line bg-raised px-0.5 group-data-[focus-visible]:outline-2 group-data-[selected]:border-text group-data-[selected]:bg-text">
          <span className="size-3.5 rounded-full bg-strong-line group-data-[selected]:ms-auto group-data-[selected]:bg-panel" />
        </span>
        {t('shell.help.single')}
      </Switch>
      <div className="grid grid-cols-2 gap-x-8 max-md:grid-cols-1">
        <dl>
          {placesFor(isObserver).map((place) => (
            <Line key={place.id} keys={['G', place.letter]} text={t(`shell.nav.${place.id}`)} />
          ))}
        </dl>
        <dl>
          {ACTS.map(([keys, meaning]) => (
            <Line key={meaning} keys={keys} text={t(meaning)} />
          ))}
        </dl>
      </div>
      <p className="mt-3 text-sm text-muted">{t('shell.help.layout')}</p>
    </Dialog>
  );
}

function Line({ keys, text }: { readonly keys: readonly string[]; readonly text: string }) {
  return (
    <div className="flex min-h-7.5 items-center justify-between gap-3 border-b border-line py-1">
      <dd>{text}</dd>
      <dt dir="ltr" className="flex gap-1">
        {keys.map((key) => (
          <Key key={key}>{key}</Key>
        ))}
      </dt>
    </div>
  );
}
