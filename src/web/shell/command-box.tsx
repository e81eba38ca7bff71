import { Search } from 'lucide-react';
import { lazy, Suspense } from 'react';
import { Button } from 'react-aria-components';

import { Key } from '../parts/button.tsx';
import { useWords } from '../words/words.ts';

// Fetched when first opened: the first paint does not wait for it.
const CommandWindow = lazy(async () => ({
  default: (await import('./command-window.tsx')).CommandWindow,
}));

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
        className="flex min-h-8 w-80 min-w-0 shrink items-center gap-2 rounded-sm border border-line bg-bg px-2.5 text-muted data-[hovered]:border-strong-line max-lg:w-auto"
      >
        <Search aria-hidden size={15} className="shrink-0" />
        <span className="flex-1 truncate text-start max-lg:sr-only">
          {t('shell.command.label')}
        </span>
        <span className="max-lg:hidden">
          <Key>Ctrl K</Key>
        </span>
      </Button>
      <Suspense>{isOpen ? <CommandWindow onClose={() => onOpen(false)} /> : null}</Suspense>
    </>
  );
}
