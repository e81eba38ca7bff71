import { Flag } from 'lucide-react';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import type { NewClosing, PlanView } from '../../contract/api.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { plainText } from '../plans/plain-text.ts';
import { Part } from '../plans/plan-page.tsx';
import { RADIO_CLASS } from '../plans/radio-class.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { usePlanAct } from './plan-acts.ts';

/** What each party says came of it and what it learned, and whose word is still missing. [C16] [C46] */
export function ResultsPart({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { party } = useSession();
  const [isClosing, setClosing] = useState(false);
  const { results, asked, author, state } = plan;
  const parties = [...new Set([author, ...asked.map((each) => each.party)])];
  const hasBegun = plan.activation !== undefined || state.kind === 'ended';
  const isOurs = parties.some((each) => each === party);
  const isSaid = results.some((each) => each.party === party);
  const isAuthor = author === party;
  if (results.length === 0 && !hasBegun && !isAuthor) return null;
  return (
    <Part title={t('running.result.title')}>
      <ul className="flex flex-col gap-2">
        {parties.map((each) => {
          const result = results.find((one) => one.party === each);
          return (
            <li key={each} className="flex flex-col gap-0.5">
              <p className="flex flex-wrap items-center gap-x-3">
                <PartyMark party={each} />
                {result ? (
                  <>
                    <span className="font-medium">{t(`plans.close.${result.outcome}`)}</span>
                    <Age at={result.at} short />
                  </>
                ) : (
                  <span className="text-muted">
                    {t(hasBegun ? 'running.result.missing' : 'running.result.not-yet')}
                  </span>
                )}
              </p>
              {result ? (
                <div className="border-s border-line ps-3">
                  <Written lang={result.language}>{result.result}</Written>
                  {result.lessons === null ? null : (
                    <p>
                      <span className="text-sm text-muted">{t('running.result.lessons')} </span>
                      <Written lang={result.language}>{result.lessons}</Written>
                    </p>
                  )}
                </div>
              ) : null}
            </li>
          );
        })}
      </ul>
      {isOurs && !isSaid && (isAuthor || hasBegun) ? (
        <div className="flex flex-col items-start gap-1">
          <Button onPress={() => setClosing(true)}>
            <Flag aria-hidden size={15} />
            {t(isAuthor ? 'plans.acts.close' : 'running.result.say')}
          </Button>
          <p className="text-xs text-muted">
            {t(isAuthor ? 'running.result.ends' : 'running.result.beside')}
          </p>
        </div>
      ) : null}
      <Dialog
        title={t(isAuthor ? 'plans.acts.close' : 'running.result.say')}
        isOpen={isClosing}
        onClose={() => setClosing(false)}
      >
        <ClosingForm plan={plan} isAuthor={isAuthor} onDone={() => setClosing(false)} />
      </Dialog>
    </Part>
  );
}

function ClosingForm({
  plan,
  isAuthor,
  onDone,
}: {
  readonly plan: PlanView;
  readonly isAuthor: boolean;
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const [outcome, setOutcome] = useState<NewClosing['outcome']>();
  const [result, setResult] = useState('');
  const [lessons, setLessons] = useState('');
  const act = usePlanAct(plan.hash);
  const learned = plainText(lessons).trim();
  const send = () => {
    if (!outcome) return;
    const body = {
      outcome,
      language,
      result: plainText(result).trim(),
      ...(learned === '' ? {} : { lessons: learned }),
    };
    act.mutate({ path: 'closing', body }, { onSuccess: onDone });
  };
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
        hint={t(isAuthor ? 'plans.close.hint' : 'running.result.hint')}
        rows={4}
        value={result}
        onChange={setResult}
      />
      <Field
        label={t('running.result.lessons-label')}
        rows={3}
        value={lessons}
        onChange={setLessons}
      />
      <FaultNotice fault={act.error} />
      <div>
        <Button
          tone="main"
          isDisabled={act.isPending || outcome === undefined || result.trim() === ''}
          onPress={send}
        >
          {t(isAuthor ? 'plans.acts.close' : 'running.result.say')}
        </Button>
      </div>
    </div>
  );
}
