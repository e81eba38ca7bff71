import { FileInput } from 'lucide-react';
import { Button as AriaButton, DropZone, FileTrigger, Text } from 'react-aria-components';

import type { DryRunView } from '../../contract/imports.ts';
import { IMPORT_BYTES_MAX } from '../../contract/imports.ts';
import { FaultError } from '../api.ts';
import { buttonClass } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Panel } from '../parts/panel.tsx';
import type { Values } from '../words/words.ts';
import { useWords } from '../words/words.ts';

const SIZE_MB_MAX = IMPORT_BYTES_MAX / 1_048_576;

/** The file, chosen or dropped, and what it was recognised as; or why nothing of it can be read. */
export function FilePart({
  file,
  read,
  fault,
  isReading,
  onChoose,
}: {
  readonly file: File | undefined;
  readonly read: DryRunView | undefined;
  readonly fault: unknown;
  readonly isReading: boolean;
  readonly onChoose: (file: File) => void;
}) {
  const { t } = useWords();
  const isTooLarge = file !== undefined && file.size > IMPORT_BYTES_MAX;
  return (
    <Panel title={t('import.file.title')}>
      <DropZone
        className="flex flex-col gap-2 rounded-md border border-dashed border-strong-line p-3 data-[drop-target]:bg-selected"
        onDrop={(event) => {
          const [item] = event.items.filter((each) => each.kind === 'file');
          if (item) void item.getFile().then(onChoose);
        }}
      >
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          <FileTrigger
            onSelect={(files) => {
              const chosen = files?.[0];
              if (chosen) onChoose(chosen);
            }}
          >
            <AriaButton className={buttonClass(file === undefined ? 'main' : 'plain')}>
              <FileInput aria-hidden size={15} />
              {t(file === undefined ? 'import.file.choose' : 'import.file.other')}
            </AriaButton>
          </FileTrigger>
          <Text slot="label" className="text-sm text-muted">
            {file === undefined ? t('import.file.drop') : <bdi>{file.name}</bdi>}
          </Text>
        </div>
        <p className="text-xs text-muted">{t('import.file.limit', { size: SIZE_MB_MAX })}</p>
      </DropZone>
      <div className="mt-2 flex flex-col gap-2 empty:hidden" aria-live="polite">
        {isTooLarge ? (
          <Notice tone="bad">{t('import.file.too-large', { size: SIZE_MB_MAX })}</Notice>
        ) : null}
        {isReading ? <p className="text-sm text-muted">{t('import.file.reading')}</p> : null}
        {read && !isReading ? (
          <p className="text-sm font-medium">
            {t('import.file.is', { format: t(`import.format.${read.format}`) })}
          </p>
        ) : null}
        <Unread fault={fault} />
      </div>
    </Panel>
  );
}

function Unread({ fault }: { readonly fault: unknown }) {
  const words = useWords();
  if (!(fault instanceof FaultError) || fault.code !== 'import-unreadable') {
    return <FaultNotice fault={fault} />;
  }
  const key = `import.unread.${String(fault.details['kind'])}`;
  return (
    <Notice tone="bad" title={words.t('fault.import-unreadable')}>
      {words.has(key) ? words.t(key, fault.details as Values) : null}
    </Notice>
  );
}
