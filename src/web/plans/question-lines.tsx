import type { PlanView } from '../../contract/api.ts';
import { Age } from '../parts/age.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useWords } from '../words/words.ts';
import { Part } from './plan-page.tsx';

/** What was asked back about a plan, and what was answered. [C32] */
export function QuestionLines({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const questions = plan.decisions.filter(({ verdict }) => verdict === 'question');
  if (questions.length === 0) return null;
  return (
    <Part title={t('decide.questions.title')}>
      <ul className="flex flex-col gap-2">
        {questions.map((question) => {
          const answers = plan.answers.filter(({ to }) => to === question.hash);
          return (
            <li key={question.hash} className="flex flex-col gap-1">
              <p className="flex flex-wrap items-center gap-x-3 text-sm">
                <PartyMark party={question.party} /> <Age at={question.at} short />
              </p>
              <Written lang={question.language} className="font-medium">
                {question.reason ?? ''}
              </Written>
              {answers.length === 0 ? (
                <p className="text-sm text-muted">{t('decide.questions.open')}</p>
              ) : null}
              {answers.map((answer) => (
                <div key={answer.hash} className="border-s-2 border-line ps-3">
                  <p className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
                    <PartyMark party={answer.party} /> <Age at={answer.at} short />
                  </p>
                  <Written lang={answer.language}>{answer.text}</Written>
                </div>
              ))}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
