import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { PenLine } from 'lucide-react';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import type { PlanView } from '../../contract/api.ts';
import { FaultError } from '../api.ts';
import { useCentre } from '../centre.ts';
import { instantOf, useNow } from '../now.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { useSession } from '../session.ts';
import { formatShortDtg } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { AheadField } from './ahead-field.tsx';
import { ConditionList } from './condition-list.tsx';
import { KeyTrouble } from './key-trouble.tsx';
import type { Choice, Ballot } from './ballot.ts';
import { answerOf, choicesFor, faultOf, firstOfTwo, openBallot } from './ballot.ts';
import type { Draw } from './hand.ts';
import { LimitList } from './limit-list.tsx';
import { PassKeyMaker } from './passkey-maker.tsx';
import { nameOf, waitsForUs } from './phrase.tsx';
import { PlainField } from './plain-field.tsx';
import { RADIO_CLASS } from './radio-class.ts';
import { fetchStatement, signStatement } from './signing.ts';
import { plainText } from './plain-text.ts';
import { statementWords } from './statement-words.ts';
import { StatementBox } from './statement-box.tsx';
import { useSettled } from './use-settled.ts';

/** How old a statement may be when it is signed, in milliseconds; its time is part of what is signed. */
const STATEMENT_RENEW_MILLIS = 60_000;

/** How long a hand rests before the node is asked, in milliseconds. */
const SETTLE_MILLIS = 300;

/** Choose, read exactly what will be signed, sign. There is no key of the keyboard that does it. */
export function DecideForm({
  plan,
  isChanged,
  onDraw,
  onDecided,
}: {
  readonly plan: PlanView;
  /** Something arrived that the officer has not seen: then nothing is signed. */
  readonly isChanged: boolean;
  /** Hands the map a pencil, for the area of a limit. */
  readonly onDraw: Draw;
  readonly onDecided: (plan: PlanView) => void;
}) {
  const words = useWords();
  const { t } = words;
  const session = useSession();
  const { party } = session;
  const client = useQueryClient();
  const now = useNow(20);
  const stance = plan.asked.find((each) => each.party === party)?.stance.kind ?? 'silent';
  const first = firstOfTwo(plan, party);
  const isSecond = first !== undefined && first.seat !== session.seat.seat;
  const [isRevising, setRevising] = useState(isSecond || waitsForUs(plan, party) === 'decision');
  const [ballot, setBallot] = useState<Ballot>(openBallot);
  const change = (part: Partial<Ballot>) => setBallot((held) => ({ ...held, ...part }));
  const fault = faultOf(ballot, plan, now);
  const statement = useStatement(plan, ballot, fault === undefined && !isChanged);
  const sign = useMutation({
    mutationFn: signStatement,
    onSuccess: (view) => {
      client.setQueryData(['plans', plan.hash], view);
      void client.invalidateQueries({ queryKey: ['plans'] });
      setBallot(openBallot());
      setRevising(false);
      onDecided(view);
    },
  });
  const label = useActName(plan, ballot);
  if (!isRevising) {
    return (
      <div>
        <Button onPress={() => setRevising(true)}>
          {/* The first of two officers may still say otherwise, but is not the second. */}
          {t(`plans.decide.revise-${stance === 'half' && !isSecond ? 'conditions' : stance}`)}
        </Button>
      </div>
    );
  }
  return (
    <section aria-label={t('plans.decide.label')} className="flex flex-col gap-4">
      <RadioGroup
        value={ballot.choice ?? null}
        onChange={(choice) => change({ choice: choice as Choice })}
        className="flex flex-col gap-1.5"
      >
        <Label className="text-lg font-semibold">{t('plans.decide.choose')}</Label>
        {choicesFor(stance)
          .filter((choice) => choice !== 'second' || isSecond)
          .map((choice) => (
            <Radio key={choice} value={choice} className={RADIO_CLASS}>
              {t(`plans.choice.${choice}`)}
            </Radio>
          ))}
      </RadioGroup>
      {ballot.choice === 'conditions' ? (
        <>
          <LimitList
            rows={ballot.limits}
            plan={plan.plan}
            onDraw={onDraw}
            onChange={(limits) => setBallot((held) => ({ ...held, limits: limits(held.limits) }))}
          />
          <ConditionList
            conditions={ballot.conditions}
            onChange={(conditions) => change({ conditions })}
          />
        </>
      ) : null}
      {ballot.choice === 'refusal' ||
      ballot.choice === 'withdrawal' ||
      ballot.choice === 'question' ? (
        <PlainField
          label={t(`plans.decide.reason-${ballot.choice}`)}
          hint={t('plans.decide.reason-hint')}
          maxLength={200}
          value={ballot.reason}
          onChange={(reason) => change({ reason })}
        />
      ) : null}
      {ballot.choice === 'consent' || ballot.choice === 'conditions' ? (
        <AheadField
          label={t('plans.decide.upto')}
          hint={t('plans.decide.upto-hint')}
          value={ballot.upto}
          base={now}
          onChange={(upto) => change({ upto })}
          fault={fault === 'upto' ? t('plans.decide.upto-fault') : undefined}
        />
      ) : null}
      {ballot.choice === undefined ? null : (
        <>
          <StatementBox
            words={statement.words}
            checked={statement.checked}
            missing={
              isChanged
                ? t('plans.decide.changed-first')
                : fault === undefined
                  ? undefined
                  : t(`plans.decide.missing-${fault}`)
            }
          />
          <FaultNotice fault={statement.fault} onRetry={statement.retry} />
          <KeyTrouble fault={sign.error} />
          {isUnsigned(sign.error) ? (
            <PassKeyMaker another seat={session.seat.names[words.language]} />
          ) : null}
          <div className="flex flex-col items-start gap-1">
            <Button
              tone="main"
              className="max-w-full px-4! py-2! text-start text-lg"
              isDisabled={!statement.checked || sign.isPending}
              onPress={() => {
                if (statement.checked) sign.mutate(statement.checked);
              }}
            >
              <PenLine aria-hidden size={17} className="shrink-0" />
              <span className="min-w-0 wrap-anywhere">{label}</span>
            </Button>
            <p className="text-xs text-muted">
              {t(sign.isPending ? 'plans.decide.touch' : 'plans.decide.how')}
            </p>
          </div>
        </>
      )}
    </section>
  );
}

/** The words on the screen and, while they are whole, the node's statement of them, checked here. */
function useStatement(plan: PlanView, ballot: Ballot, isReady: boolean) {
  const words = useWords();
  const centre = useCentre();
  const session = useSession();
  const answer = answerOf(ballot, firstOfTwo(plan, session.party));
  const text = answer ? statementWords(plan, answer, session, { words, centre }) : '';
  const asked = answer
    ? { plan: plan.hash, ...answer, language: words.language, words: text }
    : undefined;
  const wanted = asked ? JSON.stringify(asked) : '';
  // Typing goes ahead of asking: the node is asked once the hand rests.
  const settled = useSettled(wanted, SETTLE_MILLIS);
  const query = useQuery({
    queryKey: ['statement', settled],
    // Asked before it rests, the answer would come, let the officer press, and go again under the
    // hand: a press that spans that is lost.
    enabled: isReady && asked !== undefined && settled === wanted,
    refetchInterval: STATEMENT_RENEW_MILLIS,
    gcTime: 0,
    retry: false,
    queryFn: () => {
      if (!asked) throw new FaultError('bad-request', 0);
      return fetchStatement(asked, {
        party: session.party,
        seat: session.seat.seat,
        exercise: centre.exercise,
      });
    },
  });
  const isSame = query.data?.asked.words === text && isReady;
  return {
    words: text,
    checked: isSame ? query.data : undefined,
    fault: query.error,
    retry: () => void query.refetch(),
  };
}

function isUnsigned(fault: unknown): boolean {
  return fault instanceof FaultError && fault.code === 'key-did-not-sign';
}

/** The act's own name, as the button bears it. */
function useActName(plan: PlanView, ballot: Ballot): string {
  const { t } = useWords();
  const centre = useCentre();
  const { party } = useSession();
  if (ballot.choice === undefined) return '';
  const first = firstOfTwo(plan, party);
  const answer = answerOf(ballot, first);
  const upto = instantOf(answer?.upto ?? plan.plan.window.upto);
  return t(`plans.sign.${ballot.choice}`, {
    name: plainText(plan.plan.name),
    party: nameOf(party, { centre }),
    time: formatShortDtg(upto, centre.zone),
    count: (answer?.conditions.length ?? 0) + (answer?.limits?.length ?? 0),
    author: nameOf(plan.author, { centre }),
  });
}
