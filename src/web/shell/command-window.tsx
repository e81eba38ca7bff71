import { useState } from 'react';
import {
  Autocomplete,
  Dialog,
  Input,
  Menu,
  MenuItem,
  Modal,
  ModalOverlay,
  SearchField,
  useFilter,
} from 'react-aria-components';

import { useGo } from '../go.ts';
import { Key } from '../parts/button.tsx';
import { PLACES, placesFor } from '../places.ts';
import { useStop } from '../running/stop-control.ts';
import { formatSearchAddress } from '../search/search-address.ts';
import { useSession } from '../session.ts';
import { applyTheme } from '../theme.ts';
import { chooseLanguage, LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';

interface Command {
  readonly id: string;
  readonly text: string;
  readonly keys?: string;
  run(): void;
}

/** The window in which reports are searched and commands found; it closes when one was chosen. */
export function CommandWindow({ onClose }: { readonly onClose: () => void }) {
  const { t } = useWords();
  return (
    <ModalOverlay
      isOpen
      onOpenChange={onClose}
      isDismissable
      className="fixed inset-0 z-50 flex items-start justify-center bg-shade p-3 pt-[10vh]"
    >
      <Modal className="w-full max-w-xl rounded-md border border-strong-line bg-panel shadow-xl">
        <Dialog aria-label={t('shell.command.label')} className="outline-none">
          <CommandList onDone={onClose} />
        </Dialog>
      </Modal>
    </ModalOverlay>
  );
}

function CommandList({ onDone }: { readonly onDone: () => void }) {
  const { t } = useWords();
  const { contains } = useFilter({ sensitivity: 'base' });
  const [text, setText] = useState('');
  const commands = useCommands(text);
  const run = (id: string) => {
    onDone();
    commands.find((command) => command.id === id)?.run();
  };
  return (
    <Autocomplete
      inputValue={text}
      onInputChange={setText}
      // The search command takes whatever was typed.
      filter={(shown, typed) => shown.includes(typed) || contains(shown, typed)}
    >
      <SearchField autoFocus aria-label={t('shell.command.label')}>
        <Input
          dir="auto"
          placeholder={t('shell.command.label')}
          className="w-full rounded-t-md border-b border-line bg-panel px-4 py-3 text-lg outline-none"
        />
      </SearchField>
      <Menu
        items={commands}
        onAction={(key) => run(String(key))}
        renderEmptyState={() => <p className="p-4 text-muted">{t('shell.command.none')}</p>}
        className="max-h-[50vh] overflow-auto p-1 outline-none"
      >
        {(command) => (
          <MenuItem
            id={command.id}
            textValue={command.text}
            className="flex min-h-8 items-center justify-between gap-3 rounded-sm px-3 outline-none data-[focused]:bg-selected"
          >
            <span>{command.text}</span>
            {command.keys === undefined ? null : <Key>{command.keys}</Key>}
          </MenuItem>
        )}
      </Menu>
    </Autocomplete>
  );
}

function useCommands(text: string): readonly Command[] {
  const { t } = useWords();
  const go = useGo();
  const stop = useStop();
  const { isObserver, seat } = useSession();
  const typed = text.trim();
  const hasPicture = !isObserver && PLACES.some((place) => place.id === 'picture');
  const found: readonly Command[] =
    typed === '' || !hasPicture
      ? []
      : [
          {
            id: 'search',
            text: t('shell.command.search', { text: typed }),
            run: () => go(formatSearchAddress({ query: typed })),
          },
        ];
  return [
    ...found,
    ...(isObserver
      ? []
      : [{ id: 'stop', text: t('stop.button.command'), keys: 'S', run: () => stop() }]),
    ...placesFor(isObserver).map((place) => ({
      id: `go-${place.id}`,
      text: t('shell.command.go', { place: t(`shell.nav.${place.id}`) }),
      keys: `G ${place.letter}`,
      run: () => go(`/${place.id}`),
    })),
    ...(seat.duties.includes('report')
      ? [{ id: 'import', text: t('import.page.title'), run: () => go('/import') }]
      : []),
    ...LANGUAGES.map((language) => ({
      id: `language-${language.id}`,
      text: language.name,
      run: () => chooseLanguage(language.id),
    })),
    ...(['light', 'dark', 'system'] as const).map((theme) => ({
      id: `theme-${theme}`,
      text: `${t('shell.theme.label')}: ${t(`shell.theme.${theme}`)}`,
      run: () => applyTheme(theme),
    })),
  ];
}
