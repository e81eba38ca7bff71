import { CheckCheck } from 'lucide-react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { KindFilter, PartyFilter } from '../parts/filter-selects.tsx';
import { useWords } from '../words/words.ts';
import type { InboxView } from './inbox-view.ts';
import { INBOX_VIEWS } from './inbox-view.ts';
import { REPORT_KINDS } from './kinds.ts';

/** The head of the inbox: which list is shown, how many are new, and what narrows the list. */
export function InboxHead({
  view,
  unread,
  onChange,
  onAllRead,
}: {
  readonly view: InboxView;
  /** How many are new, and whether there are more. */
  readonly unread: { readonly count: number; readonly isMore: boolean } | undefined;
  readonly onChange: (part: Partial<InboxView>) => void;
  readonly onAllRead: () => void;
}) {
  const { t } = useWords();
  return (
    <header className="flex flex-col gap-2 border-b border-line px-3 py-2">
      <RadioGroup
        value={view.show}
        onChange={(show) => onChange({ show: show as InboxView['show'] })}
        orientation="horizontal"
      >
        <Label className="sr-only">{t('inbox.show.label')}</Label>
        <div className="flex rounded-sm border border-strong-line">
          {INBOX_VIEWS.map((each) => (
            <Radio
              key={each}
              value={each}
              className="flex min-h-8 flex-1 cursor-default items-center justify-center gap-1 px-2 text-sm data-[selected]:bg-text data-[selected]:font-semibold data-[selected]:text-panel data-[focus-visible]:outline-2"
            >
              {t(`inbox.show.${each}`)}
              {each === 'new' && unread && unread.count > 0 ? (
                <bdi>
                  {t(unread.isMore ? 'inbox.show.more-than' : 'inbox.show.count', {
                    count: unread.count,
                  })}
                </bdi>
              ) : null}
            </Radio>
          ))}
        </div>
      </RadioGroup>
      {view.show === 'waiting' ? null : (
        <div className="flex flex-wrap items-center gap-2">
          <PartyFilter
            className="min-w-32 flex-1"
            value={view.party}
            onChange={(party) => onChange({ party })}
          />
          <KindFilter
            className="min-w-32 flex-1"
            value={view.kind}
            onChange={(kind) => onChange({ kind })}
            kinds={REPORT_KINDS.map((id) => ({ id, text: t(`reports.kind.${id}`) }))}
          />
          <Checkbox isSelected={view.byMatter} onChange={(byMatter) => onChange({ byMatter })}>
            <span className="text-sm">{t('inbox.show.by-matter')}</span>
          </Checkbox>
          {unread && unread.count > 0 ? (
            <Button onPress={onAllRead} className="ms-auto">
              <CheckCheck aria-hidden size={15} />
              {t('inbox.read.all')}
            </Button>
          ) : null}
        </div>
      )}
    </header>
  );
}
