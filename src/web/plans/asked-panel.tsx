import { UserCheck } from 'lucide-react';

import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { PartyId } from '../../base/ids.ts';
import type { PreviewView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { nameOf, reasonPhrases } from './phrase.tsx';

/** Who must consent, with every reason; `missing` says what is still needed to know it. */
export function AskedPanel({
  asked,
  plan,
  missing,
}: {
  readonly asked: PreviewView['asked'] | undefined;
  /** The plan that they are asked about, for the names of its parts. */
  readonly plan: Pick<Plan, 'sectors' | 'phases'>;
  readonly missing: string;
}) {
  const words = useWords();
  const centre = useCentre();
  return (
    <section
      aria-live="polite"
      className="rounded-md border border-strong-line bg-panel px-3 py-2"
      data-asked={asked?.map((each) => each.party).join(' ')}
    >
      <h2 className="flex items-center gap-2 text-lg">
        <UserCheck aria-hidden size={17} />
        {words.t('plans.asked.title')}
      </h2>
      {asked === undefined ? (
        <p className="text-muted">{missing}</p>
      ) : (
        <ul className="mt-1 flex flex-col gap-1.5">
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
      )}
      <p className="mt-1.5 text-xs text-muted">{words.t('plans.asked.how')}</p>
    </section>
  );
}

/** Who will read the plan: we and all who must consent, always; others by a tick. */
export function PlanAudience({
  asked,
  others,
  onChange,
}: {
  readonly asked: PreviewView['asked'];
  readonly others: readonly PartyId[];
  readonly onChange: (others: readonly PartyId[]) => void;
}) {
  const { t, language } = useWords();
  const centre = useCentre();
  const { party: self } = useSession();
  const fixed = new Set<string>([self, ...asked.map((each) => each.party)]);
  const offered = centre.parties.filter((party) => !party.observer);
  const readers = offered.filter(({ id }) => fixed.has(id) || others.includes(id as PartyId));
  const names = readers.map(({ id }) => nameOf(id, { centre }));
  return (
    <div className="flex flex-col gap-1">
      <CheckboxGroup
        label={t('plans.audience.label')}
        value={readers.map(({ id }) => id)}
        onChange={(chosen) => onChange(chosen.filter((id) => !fixed.has(id)) as PartyId[])}
      >
        {offered.map(({ id }) => (
          <Checkbox key={id} value={id} isDisabled={fixed.has(id)}>
            <PartyMark party={id} />
            {fixed.has(id) ? (
              <span className="text-xs text-muted">
                {' '}
                {t(id === self ? 'plans.audience.ours' : 'plans.audience.asked')}
              </span>
            ) : null}
          </Checkbox>
        ))}
      </CheckboxGroup>
      <p className="text-sm" aria-live="polite">
        {t('parts.audience.readers', { parties: formatList(names, language) })}
      </p>
    </div>
  );
}
