import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CirclePlay, Flag } from 'lucide-react';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import type { NewClosing, PlanView } from '../../contract/api.ts';
import { FaultError, post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { Dtg } from '../parts/age.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { plainText } from './plain-text.ts';
import { nameOf, statePhrase } from './phrase.tsx';
import { Part } from './plan-page.tsx';
import { RADIO_CLASS } from './radio-class.ts';
import { StanceRow } from './stance-row.tsx';

/** What only the party that proposed a plan may do: take conditions, announce the start, close. */
export function ProposerActs({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { seat } = useSession();
  const [isClosing, setClosing] = useState(false);
  const act = useAct(plan);
  const isOver = plan.closing !== undefined;
  if (isOver) return null;
  if (!seat.duties.includes('plan')) {
    return <p className="text-sm text-muted">{t('plans.acts.no-duty')}</p>;
  }
  const isEnded = plan.state.kind === 'ended';
  return (
    <Part title={t('plans.acts.title')}>
      <Conditions plan={plan} isBusy={act.isPending} onAccept={act.mutate} />
      {isMissing(act.error) ? <Missing plan={plan} /> : <FaultNotice fault={act.error} />}
      <div className="flex flex-wrap gap-2">
        {plan.activation || isEnded ? null : (
          <Button
            tone={plan.state.kind === 'active' ? 'main' : 'plain'}
            isDisabled={act.isPending}
            onPress={() => act.mutate({ path: 'activation', body: {} })}
          >
            <CirclePlay aria-hidden size={15} />
            {t('plans.acts.activate')}
          </Button>
        )}
        <Button isDisabled={act.isPending} onPress={() => setClosing(true)}>
          <Flag aria-hidden size={15} />
          {t('plans.acts.close')}
        </Button>
      </div>
      {plan.activation ? (
        <p className="text-sm text-muted">
          {t('plans.acts.announced')} <Dtg at={plan.activation.at} short />
        </p>
      ) : (
        <p className="text-xs text-muted">{t('plans.acts.only-consents')}</p>
      )}
      <Dialog title={t('plans.acts.close')} isOpen={isClosing} onClose={() => setClosing(false)}>
        <ClosingForm
          isBusy={act.isPending}
          fault={act.error}
          onClose={(closing) =>
            act.mutate({ path: 'closing', body: closing }, { onSuccess: () => setClosing(false) })
          }
        />
      </Dialog>
    </Part>
  );
}

interface Act {
  readonly path: 'acceptance' | 'activation' | 'closing';
  readonly body: unknown;
}

function useAct(plan: PlanView) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ path, body }: Act) =>
      post<PlanView>(`/api/plans/${encodeURIComponent(plan.hash)}/${path}`, body),
    onSuccess: (view) => client.setQueryData(['plans', plan.hash], view),
    onSettled: () => client.invalidateQueries({ queryKey: ['plans'] }),
  });
}

function Conditions({
  plan,
  isBusy,
  onAccept,
}: {
  readonly plan: PlanView;
  readonly isBusy: boolean;
  readonly onAccept: (act: Act) => void;
}) {
  const { t } = useWords();
  const centre = useCentre();
  return plan.asked.map(({ party, stance }) =>
    stance.kind === 'conditions' ? (
      <Notice
        key={party}
        tone="need"
        title={t('plans.acts.conditions', { party: nameOf(party, { centre }) })}
      >
        <ol className="list-inside list-decimal">
          {stance.conditions.map((condition) => (
            <li key={condition}>
              <Written>{condition}</Written>
            </li>
          ))}
        </ol>
        <Button
          tone="main"
          className="mt-2"
          isDisabled={isBusy}
          onPress={() => onAccept({ path: 'acceptance', body: { decision: stance.by } })}
        >
          {t('plans.acts.accept', { party: nameOf(party, { centre }) })}
        </Button>
      </Notice>
    ) : null,
  );
}

/** The node would not announce a start: who is missing, and why. */
function Missing({ plan }: { readonly plan: PlanView }) {
  const words = useWords();
  const centre = useCentre();
  const missing = plan.asked.filter(({ stance }) => stance.kind !== 'consents');
  return (
    <Notice tone="bad" title={words.t('plans.acts.refused')}>
      {missing.length === 0 ? (
        <p>{statePhrase(plan, { words, centre })}</p>
      ) : (
        <ul>
          {missing.map((asked) => (
            <StanceRow key={asked.party} plan={plan} asked={asked} />
          ))}
        </ul>
      )}
    </Notice>
  );
}

function ClosingForm({
  isBusy,
  fault,
  onClose,
}: {
  readonly isBusy: boolean;
  readonly fault: unknown;
  readonly onClose: (closing: NewClosing) => void;
}) {
  const { t, language } = useWords();
  const [outcome, setOutcome] = useState<NewClosing['outcome']>();
  const [result, setResult] = useState('');
  return (
    <div className="flex flex-col gap-3">
      <RadioGroup
        value={outcome ?? null}
        onChange={(value) => setOutcome(value as NewClosing['outcome'])}
        className="flex flex-col gap-1"
      >
        <Label className="text-sm font-medium">{t('plans.close.outcome')}</Label>
        {(['done', 'cancelled'] as const).map((each) => (
          <Radio key={each} value={each} className={RADIO_CLASS}>
            {t(`plans.close.${each}`)}
          </Radio>
        ))}
      </RadioGroup>
      <Field
        label={t('plans.close.result')}
        hint={t('plans.close.hint')}
        rows={4}
        value={result}
        onChange={setResult}
      />
      <FaultNotice fault={fault} />
      <div>
        <Button
          tone="main"
          isDisabled={isBusy || outcome === undefined || result.trim() === ''}
          onPress={() => {
            if (outcome) onClose({ outcome, language, result: plainText(result).trim() });
          }}
        >
          {t('plans.acts.close')}
        </Button>
      </div>
    </div>
  );
}

function isMissing(fault: unknown): boolean {
  return fault instanceof FaultError && fault.code === 'consent-missing';
}
