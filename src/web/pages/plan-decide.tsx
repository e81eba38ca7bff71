import { useQuery } from '@tanstack/react-query';
import { Hourglass } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { PlanView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { instantOf, useNow } from '../now.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { AuthorityNotice } from '../plans/authority-notice.tsx';
import { conflictTitle } from '../plans/beside-phrases.ts';
import { BothTimes } from '../plans/both-times.tsx';
import { ChangePanel } from '../plans/change-panel.tsx';
import { ConflictLines } from '../plans/conflict-lines.tsx';
import { DecideForm } from '../plans/decide-form.tsx';
import type { Draw, Hand } from '../plans/hand.ts';
import { PassKeyMaker } from '../plans/passkey-maker.tsx';
import { reasonPhrases } from '../plans/phrase.tsx';
import { planArea, planCamera, PlanMap } from '../plans/plan-map.tsx';
import { Part, PlanPage } from '../plans/plan-page.tsx';
import { planQuery } from '../plans/plan-query.ts';
import { PlanSays } from '../plans/plan-says.tsx';
import { beforeArea, conflictAreas, partAreas } from '../plans/plan-shapes.ts';
import { QuestionLines } from '../plans/question-lines.tsx';
import { Receipt } from '../plans/receipt.tsx';
import { SecondOfficer } from '../plans/second-officer.tsx';
import { StanceRow } from '../plans/stance-row.tsx';
import { StateMark } from '../plans/state-mark.tsx';
import { useSession } from '../session.ts';
import { formatAge } from '../words/format.ts';
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
  const { t } = useWords();
  const { party } = useSession();
  const [hand, setHand] = useState<Hand>();
  // What the officer reads stands still; what arrives meanwhile is told and taken up on request.
  const [read, setRead] = useState(latest);
  const isChanged = standingMark(latest) !== standingMark(read);
  return (
    <PlanPage
      title={
        <>
          {t('plans.decide.title')} <Written>{read.plan.name}</Written>
        </>
      }
      back={`/plans/${read.hash}`}
      map={<DecideMap plan={read} hand={hand} onDone={() => setHand(undefined)} />}
    >
      <div className="flex flex-col gap-1">
        <StateMark plan={latest} />
        <Window plan={read} />
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
      {read.change ? <ChangePanel change={read.change} plan={read.plan} /> : null}
      <ConflictLines conflicts={read.conflicts} />
      <PlanSays plan={read.plan} />
      <Others plan={read} />
      <QuestionLines plan={latest} />
      <Ballot plan={read} isChanged={isChanged} onDraw={setHand} onDecided={setRead} />
    </PlanPage>
  );
}

/** The window on both clocks, and until when an answer is of use. */
function Window({ plan }: { readonly plan: PlanView }) {
  const { t, language } = useWords();
  const now = useNow(20);
  const { from, upto } = plan.plan.window;
  const isAhead = instantOf(from) > now;
  return (
    <>
      <dl className="grid grid-cols-[auto_minmax(0,1fr)] gap-x-3">
        <dt className="text-muted">{t('plans.new.from')}</dt>
        <dd>
          <BothTimes at={from} />
        </dd>
        <dt className="text-muted">{t('plans.new.upto')}</dt>
        <dd>
          <BothTimes at={upto} />
        </dd>
      </dl>
      {plan.waitsForUs ? (
        <p className="flex items-baseline gap-1.5 font-medium text-need">
          <Hourglass aria-hidden size={15} className="shrink-0 translate-y-0.5" />
          <span>
            {isAhead
              ? t('decide.until.before', { age: formatAge(instantOf(from), now, language) })
              : t('decide.until.running')}
          </span>
        </p>
      ) : null}
    </>
  );
}

/** Who else is asked, why, and where each stands. */
function Others({ plan }: { readonly plan: PlanView }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  return (
    <Part title={t('plans.asked.title')}>
      <ul>
        {plan.asked.map((asked) => (
          <StanceRow key={asked.party} plan={plan} asked={asked}>
            <p className="text-sm text-muted">
              {t('plans.asked.why', {
                reasons: reasonPhrases(asked, plan.plan, { words, centre }).join(
                  t('plans.words.semicolon'),
                ),
              })}
            </p>
          </StanceRow>
        ))}
      </ul>
    </Part>
  );
}

/** The ground that is decided on, with its parts, what it was before, and what stands in its way. */
function DecideMap({
  plan,
  hand,
  onDone,
}: {
  readonly plan: PlanView;
  readonly hand: Hand | undefined;
  readonly onDone: () => void;
}) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  const area = useMemo(() => planArea(plan, plan.state.kind, t), [plan, t]);
  const camera = useMemo(() => planCamera(plan), [plan]);
  const beside = useMemo(
    () => [
      ...beforeArea(plan, t('plan-parts.change.before')),
      ...conflictAreas(plan.conflicts, (each) => conflictTitle(each, { words, centre })),
      ...partAreas(plan.plan),
    ],
    [plan, words, centre, t],
  );
  return (
    <PlanMap
      area={area}
      beside={beside}
      camera={camera}
      drawing={hand?.mode}
      onDrawn={(drawn) => {
        hand?.take(drawn);
        onDone();
      }}
      onDrawingCancel={onDone}
    />
  );
}

/** The form, for an office that may decide and has a key; else what is missing and who has it. */
function Ballot({
  plan,
  isChanged,
  onDraw,
  onDecided,
}: {
  readonly plan: PlanView;
  readonly isChanged: boolean;
  readonly onDraw: Draw;
  readonly onDecided: (plan: PlanView) => void;
}) {
  const { t, language } = useWords();
  const { seat, party, signingKeys } = useSession();
  const isAsked = plan.asked.some((each) => each.party === party);
  if (!isAsked) return <Notice>{t('plans.decide.not-asked')}</Notice>;
  if (plan.state.kind === 'ended') return <Notice>{t('plans.decide.ended')}</Notice>;
  if (!plan.authority.here) return <AuthorityNotice plan={plan} />;
  const hasKey = signingKeys.some((key) => key.kind === 'passkey' && key.seat === seat.seat);
  return (
    <>
      <SecondOfficer plan={plan} />
      {hasKey ? (
        <DecideForm plan={plan} isChanged={isChanged} onDraw={onDraw} onDecided={onDecided} />
      ) : (
        <PassKeyMaker seat={seat.names[language]} />
      )}
    </>
  );
}

/** Everything of a plan that others can change while it is read. */
function standingMark({ state, asked, closing, activation, conflicts }: PlanView): string {
  return JSON.stringify([state, asked, closing, activation, conflicts]);
}
