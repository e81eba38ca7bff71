import { useMutation, useQueryClient } from '@tanstack/react-query';
import { CircleCheck, CircleSlash } from 'lucide-react';
import { useState } from 'react';

import type { MatterView, NewConcurrence, ResolutionView } from '../../contract/matters.ts';
import { post } from '../api.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { plainText } from '../plans/plain-text.ts';
import { useReaderName } from '../readers.ts';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { entryWords } from './entry-words.ts';
import { readKnowledgeAnew } from './matter-queries.ts';

/** One party's resolution with who stands by it, who differs, and our own answer. [M8] [M9] */
export function ResolutionCard({
  resolution,
  matter,
}: {
  readonly resolution: ResolutionView;
  readonly matter: MatterView;
}) {
  const { t, language } = useWords();
  const { party: self, seat } = useSession();
  const { party, stands, by, claims, answers } = resolution;
  const Icon = resolution.verdict === 'held' ? CircleCheck : CircleSlash;
  const mayAnswer = seat.duties.includes('grade') || seat.duties.includes('decide');
  const nameOf = useReaderName();
  const names = (ids: readonly string[]) => formatList(ids.map(nameOf), language);
  return (
    <article
      className={`flex min-w-0 flex-col gap-2 rounded-md border p-3 ${stands ? 'border-strong-line' : 'border-dashed border-line'}`}
    >
      <header className="flex flex-wrap items-center justify-between gap-x-3">
        <PartyMark party={party} />
        <Age at={resolution.at} short />
      </header>
      <p className="flex items-center gap-1.5 font-semibold">
        <Icon aria-hidden size={16} className="shrink-0" />
        {t(`matters.verdict.${resolution.verdict}`)}
      </p>
      {stands ? null : <p className="text-sm text-muted">{t('matters.resolution.left')}</p>}
      <Written lang={resolution.language} className={stands ? '' : 'text-muted'}>
        {resolution.held}
      </Written>
      <p className="text-sm">
        <span className="text-muted">{t('matters.resolution.ground')} </span>
        <Written lang={resolution.language}>{resolution.ground}</Written>
      </p>
      {claims.length === 0 ? null : (
        <ul className="flex flex-col gap-0.5 text-sm">
          {claims.map(({ report, claim, stance }) => (
            <li key={`${report}${claim ?? 0}`}>
              <span className="font-medium">{t(`matters.stance.${stance}`)}</span>{' '}
              {entryWords(matter, report, claim ?? 0)}
            </li>
          ))}
        </ul>
      )}
      {by.length > 1 ? (
        <p className="text-sm text-ok">
          {t('matters.resolution.agreed', { parties: names(by.filter((id) => id !== party)) })}
        </p>
      ) : null}
      {answers.map((answer) => (
        <div key={answer.hash} className="border-s-2 border-line ps-2 text-sm">
          <p className="flex flex-wrap items-center gap-x-2">
            <PartyMark party={answer.party} />
            <span
              className={`font-medium ${answer.verdict === 'agrees' ? 'text-ok' : 'text-need'}`}
            >
              {t(`matters.answer.${answer.verdict}`)}
            </span>
            <Age at={answer.at} short />
          </p>
          {answer.words ? <Written lang={answer.language}>{answer.words}</Written> : null}
        </div>
      ))}
      <p className="mt-auto text-xs text-muted">
        {t('matters.page.readers', { parties: names(resolution.audience) })}
      </p>
      {party === self || !stands || !mayAnswer ? null : (
        <Answering
          resolution={resolution}
          ours={answers.find((answer) => answer.party === self)?.verdict}
        />
      )}
    </article>
  );
}

function Answering({
  resolution,
  ours,
}: {
  readonly resolution: ResolutionView;
  readonly ours: NewConcurrence['verdict'] | undefined;
}) {
  const { t, language } = useWords();
  const client = useQueryClient();
  const [words, setWords] = useState('');
  const send = useMutation({
    mutationFn: (verdict: NewConcurrence['verdict']) => {
      const text = plainText(words).trim();
      const body: NewConcurrence = { verdict, language, ...(text === '' ? {} : { words: text }) };
      const door = `/api/resolutions/${encodeURIComponent(resolution.hash)}/concurrence`;
      return post<MatterView>(door, body);
    },
    onSuccess: () => {
      setWords('');
      readKnowledgeAnew(client);
    },
  });
  return (
    <div className="flex flex-col gap-2 border-t border-line pt-2">
      <Field label={t('matters.answer.words')} value={words} onChange={setWords} rows={2} />
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap gap-2">
        <Button
          isDisabled={send.isPending || ours === 'agrees'}
          onPress={() => send.mutate('agrees')}
        >
          {t('matters.answer.agree')}
        </Button>
        <Button
          isDisabled={send.isPending || ours === 'differs'}
          onPress={() => send.mutate('differs')}
        >
          {t('matters.answer.differ')}
        </Button>
      </div>
    </div>
  );
}
