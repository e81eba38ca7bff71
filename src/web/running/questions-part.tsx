import type { PlanView } from '../../contract/api.ts';
import { Age } from '../parts/age.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Part } from '../plans/plan-page.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { AnswerBox } from './answer-box.tsx';

/** What was asked back, each with its answers; the proposer answers here. [C32] */
export function QuestionsPart({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { party } = useSession();
  const questions = plan.decisions.filter(({ verdict }) => verdict === 'question');
  if (questions.length === 0) return null;
  const isOpen = plan.author === party && plan.state.kind !== 'ended';
  return (
    <Part title={t('running.answer.questions')}>
      <ul className="flex flex-col gap-3">
        {questions.map((question) => (
          <li key={question.hash} className="flex flex-col gap-1">
            <p className="flex flex-wrap items-center gap-x-3">
              <PartyMark party={question.party} /> <Age at={question.at} short />
            </p>
            <Written lang={question.language} className="font-medium">
              {question.reason ?? ''}
            </Written>
            {plan.answers
              .filter(({ to }) => to === question.hash)
              .map((answer) => (
                <div key={answer.hash} className="border-s-2 border-line ps-3">
                  <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
                    <PartyMark party={answer.party} /> <Age at={answer.at} short />
                  </p>
                  <Written lang={answer.language}>{answer.text}</Written>
                </div>
              ))}
            {isOpen ? (
              <AnswerBox to={question.hash} stale="plans" label={t('running.answer.ours')} />
            ) : null}
          </li>
        ))}
      </ul>
    </Part>
  );
}
