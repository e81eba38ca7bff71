import { Ban, TriangleAlert, UserCheck } from 'lucide-react';

import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { PartyId } from '../../base/ids.ts';
import type { PreviewView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { conflictPhrase, forbiddenPhrase } from './beside-phrases.ts';
import { ChangeVerdict } from './change-panel.tsx';
import { nameOf, reasonPhrases } from './phrase.tsx';
import type { Preview } from './use-preview.ts';

/** What the node says of a draft: whom it asks and why, what it comes too near to, what forbids it. */
export function AskedPanel({ preview }: { readonly preview: Preview }) {
  const { t } = useWords();
  const { view, plan, isUpdating, fault } = preview;
  return (
    <section
      aria-live="polite"
      aria-busy={isUpdating}
      className="flex flex-col gap-2 rounded-md border border-strong-line bg-panel px-3 py-2"
      data-asked={isUpdating ? undefined : view?.asked.map((each) => each.party).join(' ')}
    >
      <div className="flex items-baseline justify-between gap-2">
        <h2 className="flex items-center gap-2 text-lg">
          <UserCheck aria-hidden size={17} />
          {t('plans.asked.title')}
        </h2>
        <span className={`text-xs text-muted ${isUpdating && view ? '' : 'invisible'}`}>
          {t('plan-parts.preview.updating')}
        </span>
      </div>
      {view && plan ? (
        <>
          {view.change ? <ChangeVerdict change={view.change} isOurs /> : null}
          <Asked asked={view.asked} plan={plan} />
          <Forbidden forbidden={view.forbidden} />
          <Conflicts conflicts={view.conflicts} />
        </>
      ) : (
        <p className="text-muted">{t('plans.asked.missing')}</p>
      )}
      <FaultNotice fault={fault} />
      <p className="text-xs text-muted">{t('plans.asked.how')}</p>
    </section>
  );
}

function Asked({
  asked,
  plan,
}: {
  readonly asked: PreviewView['asked'];
  readonly plan: Pick<Plan, 'sectors' | 'phases'>;
}) {
  const words = useWords();
  const centre = useCentre();
  if (asked.length === 0) return <p>{words.t('plan-parts.preview.nobody')}</p>;
  return (
    <ul className="flex flex-col gap-1.5">
      {asked.map((each) => (
        <li key={each.party}>
          <PartyMark party={each.party} />
          <ul className="ms-1 border-s border-line ps-3 text-sm text-muted">
            {reasonPhrases(each, plan, { words, centre }).map((reason) => (
              <li key={reason}>{reason}</li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}

function Forbidden({ forbidden }: Pick<PreviewView, 'forbidden'>) {
  const words = useWords();
  const centre = useCentre();
  if (forbidden.length === 0) return null;
  return (
    <div className="text-sm text-bad">
      <h3 className="flex items-center gap-1.5 font-semibold">
        <Ban aria-hidden size={15} className="shrink-0" />
        {words.t('plan-parts.preview.forbidden')}
      </h3>
      <ul className="ms-5.5">
        {forbidden.map((each) => (
          <li key={`${each.agreement} ${each.article} ${each.party}`}>
            {forbiddenPhrase(each, { words, centre })}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** What a plan would come too near to. */
function Conflicts({ conflicts }: Pick<PreviewView, 'conflicts'>) {
  const words = useWords();
  const centre = useCentre();
  if (conflicts.length === 0) {
    return <p className="text-sm text-muted">{words.t('plan-parts.conflict.none')}</p>;
  }
  return (
    <div className="text-sm" data-conflicts={conflicts.length}>
      <h3 className="flex items-center gap-1.5 font-semibold text-need">
        <TriangleAlert aria-hidden size={15} className="shrink-0" />
        {words.t('plan-parts.conflict.title', { count: conflicts.length })}
      </h3>
      <ul className="ms-5.5 flex flex-col gap-1">
        {conflicts.map((conflict) => (
          <li key={`${conflict.kind} ${conflict.with}`}>
            {conflictPhrase(conflict, { words, centre })}
          </li>
        ))}
      </ul>
    </div>
  );
}

/** Who will read the plan: we and all who must consent, always; others by a tick. */
export function PlanAudience({
  asked,
  kept,
  others,
  onChange,
}: {
  readonly asked: PreviewView['asked'];
  /** Readers of the version before: a version has the same, or it is none. */
  readonly kept: readonly PartyId[];
  readonly others: readonly PartyId[];
  readonly onChange: (others: readonly PartyId[]) => void;
}) {
  const { t, language } = useWords();
  const centre = useCentre();
  const { party: self } = useSession();
  const must = new Set<string>(asked.map((each) => each.party));
  const fixed = new Set<string>([self, ...must, ...kept]);
  const offered = centre.parties.filter((party) => !party.observer);
  const readers = offered.filter(({ id }) => fixed.has(id) || others.includes(id as PartyId));
  const names = readers.map(({ id }) => nameOf(id, { centre }));
  const why = (id: string): string => {
    if (id === self) return t('plans.audience.ours');
    return t(must.has(id) ? 'plans.audience.asked' : 'plan-parts.audience.kept');
  };
  return (
    <div className="flex flex-col gap-1">
      <CheckboxGroup
        label={t('plans.audience.label')}
        value={readers.map(({ id }) => id)}
        onChange={(chosen) => onChange(chosen.filter((id) => !must.has(id)) as PartyId[])}
      >
        {offered.map(({ id }) => (
          <Checkbox key={id} value={id} isDisabled={fixed.has(id) || kept.length > 0}>
            <PartyMark party={id} />
            {fixed.has(id) ? <span className="text-xs text-muted"> {why(id)}</span> : null}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <p className="text-sm" aria-live="polite">
        {t('parts.audience.readers', { parties: formatList(names, language) })}
      </p>
    </div>
  );
}
