import { Search } from 'lucide-react';
import { useState } from 'react';
import {
  Autocomplete,
  Button,
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

/** One box for everything: type to search the reports or to find any command (Ctrl K). */
export function CommandBox({
  isOpen,
  onOpen,
}: {
  readonly isOpen: boolean;
  readonly onOpen: (isOpen: boolean) => void;
}) {
  const { t } = useWords();
  return (
    <>
      <Button
        onPress={() => onOpen(true)}
        className="flex min-h-8 w-80 items-center gap-2 rounded-sm border border-line bg-bg px-2.5 text-muted data-[hovered]:border-strong-line max-lg:w-auto"
      >
        <Search aria-hidden size={15} className="shrink-0" />
        <span className="flex-1 truncate text-start max-lg:sr-only">
          {t('shell.command.label')}
        </span>
        <span className="max-lg:hidden">
          <Key>Ctrl K</Key>
        </span>
      </Button>
      <ModalOverlay
        isOpen={isOpen}
        onOpenChange={onOpen}
        isDismissable
        className="fixed inset-0 z-50 flex items-start justify-center bg-shade p-3 pt-[10vh]"
      >
        <Modal className="w-full max-w-xl rounded-md border border-strong-line bg-panel shadow-xl">
          <Dialog aria-label={t('shell.command.label')} className="outline-none">
            <CommandList onDone={() => onOpen(false)} />
          </Dialog>
        </Modal>
      </ModalOverlay>
    </>
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
  const { isObserver } = useSession();
  const typed = text.trim();
  const hasInbox = !isObserver && PLACES.some((place) => place.id === 'inbox');
  const found: readonly Command[] =
    typed === '' || !hasInbox
      ? []
      : [
          {
            id: 'search',
            text: t('shell.command.search', { text: typed }),
            run: () => go(`/inbox?text=${encodeURIComponent(typed)}`),
          },
        ];
  return [
    ...found,
    ...placesFor(isObserver).map((place) => ({
      id: `go-${place.id}`,
      text: t('shell.command.go', { place: t(`shell.nav.${place.id}`) }),
      keys: `G ${place.letter}`,
      run: () => go(`/${place.id}`),
    })),
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
