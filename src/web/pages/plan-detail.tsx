import { useQuery } from '@tanstack/react-query';
import { PenLine } from 'lucide-react';
import { useMemo, useState } from 'react';

import type { PlanView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import type { MapShape } from '../map/marks.ts';
import type { MapCamera } from '../map/open-map.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { HashMark, Mono, Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { ChangeLink } from '../plans/change-link.tsx';
import { PlanFacts } from '../plans/plan-facts.tsx';
import { PlanPage, Part } from '../plans/plan-page.tsx';
import { planQuery } from '../plans/plan-query.ts';
import { cameraOver, planArea, planCamera, PlanMap } from '../plans/plan-map.tsx';
import { reasonPhrases, waitsForUs, windowPhrase } from '../plans/phrase.tsx';
import { ProposerActs } from '../plans/proposer-acts.tsx';
import { StanceRow } from '../plans/stance-row.tsx';
import { StateMark } from '../plans/state-mark.tsx';
import { Timeline } from '../plans/timeline.tsx';
import { ConflictPart } from '../running/conflict-part.tsx';
import { usePlanSurroundings } from '../running/plan-surroundings.ts';
import { ProofLink } from '../running/proof-link.tsx';
import { QuestionsPart } from '../running/questions-part.tsx';
import { ResultsPart } from '../running/results-part.tsx';
import { RunningPart } from '../running/running-part.tsx';
import { StopsPart } from '../running/stops-part.tsx';
import { VersionsPart } from '../running/versions-part.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';

/** One plan in full: what, when, who, how it runs, where everybody stands, and all that was said to it. */
export function PlanDetail({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const plan = useQuery(planQuery(hash));
  if (!plan.data) {
    return (
      <div className="mx-auto max-w-2xl p-4">
        <FaultNotice fault={plan.error} onRetry={() => void plan.refetch()} />
        {plan.isPending ? <p className="text-muted">{t('plans.page.opening')}</p> : null}
      </div>
    );
  }
  return <Shown plan={plan.data} />;
}

function Shown({ plan }: { readonly plan: PlanView }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  const { party } = useSession();
  const { kind } = plan.state;
  const [first] = useState(plan);
  const area = useMemo(() => planArea(first, kind, t), [first, kind, t]);
  const camera = useMemo(() => planCamera(first), [first]);
  const beside = usePlanSurroundings(plan);
  const [focus, setFocus] = useState<MapCamera>();
  const isOurs = plan.author === party;
  const isNotice = plan.plan.sharing === 'notice';
  return (
    <PlanPage
      title={<Written>{plan.plan.name}</Written>}
      map={<PlanMap area={area} beside={beside} camera={camera} focus={focus} />}
    >
      <StateMark plan={plan} large />
      <StopsPart plan={plan} />
      <Answer plan={plan} />
      <div className="flex flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-3">
          <span className="font-semibold">{t(`plan-parts.kind.${plan.plan.kind}`)}</span>
          {isNotice ? <span className="text-muted">{t('running.fact.notice')}</span> : null}
        </p>
        <p>
          <Mono className="text-lg">{windowPhrase(plan.plan, { words, centre })}</Mono>
        </p>
        <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-muted">
          {t('plans.board.by')} <PartyMark party={plan.author} /> <Age at={plan.at} />
          <HashMark hash={plan.hash} />
        </p>
      </div>
      <Asked plan={plan} />
      {isOurs ? <ProposerActs plan={plan} /> : null}
      <ChangeLink plan={plan} />
      <RunningPart plan={plan} />
      <ConflictPart
        plan={plan}
        onShow={(conflict) => setFocus(cameraOver(conflict.shape as unknown as MapShape))}
      />
      <QuestionsPart plan={plan} />
      <VersionsPart plan={plan} />
      <PlanFacts plan={plan} />
      <ResultsPart plan={plan} />
      <Part title={t('running.proof.title')}>
        <ProofLink plan={plan.hash} />
      </Part>
      <Part title={t('plans.timeline.title')}>
        <Timeline plan={plan} />
      </Part>
    </PlanPage>
  );
}

/** Who must consent, why with the figures, and where each stands. */
function Asked({ plan }: { readonly plan: PlanView }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  return (
    <Part title={t('plans.asked.title')}>
      <ul>
        {plan.asked.map((asked) => (
          <StanceRow key={asked.party} plan={plan} asked={asked}>
            <ul className="text-sm text-muted">
              {reasonPhrases(asked, plan.plan, { words, centre }).map((reason) => (
                <li key={reason}>{reason}</li>
              ))}
            </ul>
            {asked.stance.kind === 'conditions' ? (
              <ol className="ms-4 list-decimal ps-2 text-sm">
                {asked.stance.conditions.map((condition) => (
                  <li key={condition}>
                    <Written>{condition}</Written>
                  </li>
                ))}
              </ol>
            ) : null}
          </StanceRow>
        ))}
      </ul>
    </Part>
  );
}

/** The way to our word on the plan, where we are asked. */
function Answer({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const go = useGo();
  const { party } = useSession();
  const isAsked = plan.asked.some((each) => each.party === party);
  const isOver = plan.state.kind === 'ended' && plan.state.reason !== 'expired';
  if (!isAsked || isOver) return null;
  const to = `/plans/${plan.hash}/decide`;
  if (waitsForUs(plan, party) !== 'decision') {
    return (
      <div>
        <Button onPress={() => go(to)}>
          <PenLine aria-hidden size={15} />
          {t('plans.page.our-word')}
        </Button>
      </div>
    );
  }
  return (
    <Notice tone="need" title={t('plans.waits.decision')}>
      <p>{t('plans.page.asked-us')}</p>
      <Button tone="main" className="mt-2" onPress={() => go(to)}>
        <PenLine aria-hidden size={15} />
        {t('plans.board.answer')}
      </Button>
    </Notice>
  );
}
