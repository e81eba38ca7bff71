import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { Panel } from '../parts/panel.tsx';
import { useSession } from '../session.ts';
import { TlpSelect } from '../reports/handling-selects.tsx';
import { useWords } from '../words/words.ts';
import type { ImportDraft } from './import-draft.ts';

/** Who will read what comes in, asked before anything else; and how it is handled. */
export function ReadersPart({
  draft,
  onChange,
}: {
  readonly draft: ImportDraft;
  readonly onChange: (change: Partial<ImportDraft>) => void;
}) {
  const { t } = useWords();
  const { party } = useSession();
  return (
    <Panel title={t('import.readers.title')}>
      <div className="grid gap-x-6 gap-y-3 md:grid-cols-2">
        <div>
          <AudiencePicker
            offersCompartments
            ours={party}
            value={draft.audience}
            onChange={(audience) =>
              onChange({ audience, isOwnOnly: audience.length === 0 && draft.isOwnOnly })
            }
          />
          {draft.audience.length > 0 ? null : (
            <Checkbox
              isSelected={draft.isOwnOnly}
              onChange={(isOwnOnly) => onChange({ isOwnOnly })}
            >
              {t('reports.compose.own-only')}
            </Checkbox>
          )}
        </div>
        <div className="flex flex-col gap-1">
          <TlpSelect value={draft.tlp} onChange={(tlp) => onChange({ tlp })} />
          <p className="text-xs text-muted">{t('import.readers.marks')}</p>
        </div>
      </div>
    </Panel>
  );
}
