import { useCentre } from '../centre.ts';
import { formatDuration, formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { PlanDraft } from './draft.ts';
import type { DraftFault } from './draft-plan.ts';
import type { ChangeDraft } from './draft-store.ts';
import { scheduleOf } from './draft-plan.ts';
import type { Draw } from './hand.ts';
import { LiaisonList } from './liaison-list.tsx';
import { LineList } from './line-list.tsx';
import { LostContactField } from './lost-contact-field.tsx';
import { MorePart } from './more-part.tsx';
import { nameOf } from './phrase.tsx';
import { PhaseList } from './phase-list.tsx';
import { PlainField } from './plain-field.tsx';
import { turnsPhrase } from './plan-phrases.ts';
import { SectorList } from './sector-list.tsx';
import { TurnsField } from './turns-field.tsx';

/** What a plan may have besides the essentials, each part closed until it is wanted. */
export function PlanSections({
  draft,
  faults,
  isAsked,
  onDraw,
  onChange,
}: {
  readonly draft: PlanDraft;
  readonly faults: readonly DraftFault[];
  /** Whether what is missing is to be pointed out. */
  readonly isAsked: boolean;
  readonly onDraw: Draw;
  readonly onChange: ChangeDraft;
}) {
  const words = useWords();
  const { t, language } = words;
  const centre = useCentre();
  const isWrong = (fault: DraftFault): boolean => isAsked && faults.includes(fault);
  const none = t('plan-parts.more.none');
  const named = (rows: readonly { readonly name: string }[], empty: string): string => {
    const list = rows.map(({ name }) => name.trim()).filter((name) => name !== '');
    if (rows.length === 0) return empty;
    return list.length > 0 ? formatList(list, language) : String(rows.length);
  };
  const schedule = scheduleOf(draft);
  const offices = draft.liaison.flatMap(({ party, call, seat }) =>
    party === undefined ? [] : [`${nameOf(party, { centre })}: ${call === '' ? seat : call}`],
  );
  return (
    <div className="flex flex-col border-t border-line">
      <MorePart
        title={t('plan-parts.more.turns')}
        summary={schedule ? turnsPhrase(schedule, words) : t('plan-parts.more.turns-none')}
        isWrong={isWrong('turns')}
      >
        <TurnsField draft={draft} isAsked={isAsked} onChange={onChange} />
      </MorePart>
      <MorePart
        title={t('plan-parts.more.sectors')}
        summary={named(draft.sectors, t('plan-parts.more.sectors-none'))}
        isWrong={isWrong('sector')}
      >
        <SectorList
          rows={draft.sectors}
          isAsked={isAsked}
          onDraw={onDraw}
          onChange={(rows) => onChange((held) => ({ sectors: rows(held.sectors) }))}
        />
      </MorePart>
      <MorePart
        title={t('plan-parts.more.phases')}
        summary={named(draft.phases, t('plan-parts.more.phases-none'))}
        isWrong={isWrong('phase')}
      >
        <PhaseList draft={draft} isAsked={isAsked} onChange={(phases) => onChange({ phases })} />
      </MorePart>
      <MorePart
        title={t('plan-parts.more.lines')}
        summary={named(draft.lines, t('plan-parts.more.lines-none'))}
        isWrong={isWrong('line')}
      >
        <LineList
          rows={draft.lines}
          isAsked={isAsked}
          onDraw={onDraw}
          onChange={(rows) => onChange((held) => ({ lines: rows(held.lines) }))}
        />
      </MorePart>
      <MorePart
        title={t('plan-parts.more.liaison')}
        summary={
          offices.length > 0
            ? offices.join(t('plan-parts.comma'))
            : t('plan-parts.more.liaison-none')
        }
        isWrong={isWrong('liaison')}
      >
        <LiaisonList
          rows={draft.liaison}
          isAsked={isAsked}
          onChange={(liaison) => onChange({ liaison })}
        />
      </MorePart>
      <MorePart
        title={t('plans.new.rules')}
        summary={draft.rulesOfContact.trim() === '' ? none : draft.rulesOfContact}
      >
        <PlainField
          label={t('plans.new.rules')}
          rows={4}
          hint={t('plans.new.rules-hint')}
          value={draft.rulesOfContact}
          onChange={(rulesOfContact) => onChange({ rulesOfContact })}
        />
      </MorePart>
      <MorePart
        title={t('plan-parts.more.lost')}
        summary={
          draft.lostThen === undefined
            ? t('plan-parts.lost.none')
            : draft.lostMinutes.trim() === ''
              ? t(`plan-parts.lost.${draft.lostThen}`)
              : t('plan-parts.more.lost-after', {
                  time: formatDuration(Number(draft.lostMinutes) * 60, language),
                  rule: t(`plan-parts.lost.${draft.lostThen}`),
                })
        }
        isWrong={isWrong('lost-contact')}
      >
        <LostContactField draft={draft} isWrong={isWrong('lost-contact')} onChange={onChange} />
      </MorePart>
    </div>
  );
}
