import { useQuery } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { PlanView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Mono, Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { DecideForm } from '../plans/decide-form.tsx';
import { PassKeyMaker } from '../plans/passkey-maker.tsx';
import { windowPhrase } from '../plans/phrase.tsx';
import { PlanFacts } from '../plans/plan-facts.tsx';
import { planArea, planCamera, PlanMap } from '../plans/plan-map.tsx';
import { PlanPage } from '../plans/plan-page.tsx';
import { planQuery } from '../plans/plan-query.ts';
import { Receipt } from '../plans/receipt.tsx';
import { StateMark } from '../plans/state-mark.tsx';
import { centreQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** Our word on one plan: read, choose, sign with the officer's own key. One plan, never several. */
export function PlanDecide({ hash }: { readonly hash: string }) {
  const plan = useQuery(planQuery(hash));
  if (!plan.data) {
    return (
      <div className="mx-auto max-w-2xl p-4">
        <FaultNotice fault={plan.error} onRetry={() => void plan.refetch()} />
      </div>
    );
  }
  return <Shown latest={plan.data} />;
}

function Shown({ latest }: { readonly latest: PlanView }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  const { party } = useSession();
  // What the officer reads stands still; what arrives meanwhile is told and taken up on request.
  const [read, setRead] = useState(latest);
  const { kind } = latest.state;
  const [first] = useState(latest);
  const area = useMemo(() => planArea(first, kind, t), [first, kind, t]);
  const camera = useMemo(() => planCamera(first), [first]);
  const isChanged = standingMark(latest) !== standingMark(read);
  return (
    <PlanPage
      title={
        <>
          {t('plans.decide.title')} <Written>{read.plan.name}</Written>
        </>
      }
      back={`/plans/${read.hash}`}
      map={<PlanMap area={area} camera={camera} />}
    >
      <div className="flex flex-col gap-1">
        <StateMark plan={latest} />
        <p>
          <Mono>{windowPhrase(read.plan, { words, centre })}</Mono>
        </p>
      </div>
      <Receipt plan={latest} party={party} />
      {isChanged ? (
        <Notice tone="need" title={t('plans.decide.changed')}>
          <p>{t('plans.decide.changed-text')}</p>
          <StateMark plan={latest} />
          <Button tone="need" className="mt-2" onPress={() => setRead(latest)}>
            {t('plans.decide.take-up')}
          </Button>
        </Notice>
      ) : null}
      <Ballot plan={read} isChanged={isChanged} onDecided={setRead} />
      <PlanFacts plan={read} />
    </PlanPage>
  );
}

/** The form, for a seat that may decide and has a key; else what is missing and who has it. */
function Ballot({
  plan,
  isChanged,
  onDecided,
}: {
  readonly plan: PlanView;
  readonly isChanged: boolean;
  readonly onDecided: (plan: PlanView) => void;
}) {
  const { t, language } = useWords();
  const session = useSession();
  const desks = useQuery(centreQuery).data?.desks ?? [];
  const { seat, party, signingKeys } = session;
  const isAsked = plan.asked.some((each) => each.party === party);
  if (!isAsked) return <Notice>{t('plans.decide.not-asked')}</Notice>;
  if (plan.state.kind === 'ended') return <Notice>{t('plans.decide.ended')}</Notice>;
  if (!seat.duties.includes('decide')) {
    const able = desks.filter((desk) => desk.duties.includes('decide'));
    const seats = formatList(
      able.map((desk) => desk.names[language]),
      language,
    );
    return (
      <Notice tone="need" title={t('plans.decide.no-duty', { seat: seat.names[language] })}>
        <p>
          {able.length > 0 ? t('plans.decide.who-may', { seats }) : t('plans.decide.nobody-may')}
        </p>
      </Notice>
    );
  }
  const hasKey = signingKeys.some((key) => key.kind === 'passkey' && key.seat === seat.seat);
  if (!hasKey) return <PassKeyMaker seat={seat.names[language]} />;
  return <DecideForm plan={plan} isChanged={isChanged} onDecided={onDecided} />;
}

/** Everything of a plan that others can change while it is read. */
function standingMark({ state, asked, closing, activation }: PlanView): string {
  return JSON.stringify([state, asked, closing, activation]);
}
