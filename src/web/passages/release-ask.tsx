import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { NewReleaseAnswer, ReleaseAskView } from '../../contract/passages.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { HashMark, Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { plainText } from '../plans/plain-text.ts';
import { useSession } from '../session.ts';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** A release that somebody asked for: which report, to whom, why, and what its author says. [R12] */
export function ReleaseAsk({ ask }: { readonly ask: ReleaseAskView }) {
  const { t, language } = useWords();
  const centre = useCentre();
  const { party, seat } = useSession();
  const { answer } = ask;
  const names = (ids: readonly string[]) =>
    formatList(
      ids.map((id) => nameOf(id, { centre })),
      language,
    );
  const isOurs = ask.author === party;
  const state = answer?.verdict ?? 'open';
  return (
    <li className="flex flex-col gap-1.5 border-b border-line px-3 py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-2">
        <PartyMark party={ask.party} /> {t('passages.ask.asks')} <PartyMark party={ask.author} />
        <Age at={ask.at} short />
      </p>
      <p className="flex flex-wrap items-center gap-x-2">
        {ask.title === undefined ? (
          <span className="text-muted">
            {t('passages.ask.gone')} <HashMark hash={ask.record} />
          </span>
        ) : (
          <GoLink to={`/reports/${ask.record}`} className="min-h-6 text-lg font-semibold underline">
            <Written>{ask.title}</Written>
          </GoLink>
        )}
        <span>{t('passages.ask.to', { parties: names(ask.to) })}</span>
      </p>
      <Written lang={ask.language} className="border-s-2 border-line ps-2">
        {ask.reason}
      </Written>
      <p
        className={`text-sm ${state === 'granted' ? 'text-ok' : state === 'open' ? 'text-need' : ''}`}
      >
        {state === 'granted'
          ? t('passages.ask.granted', { parties: names(answer?.to ?? []) })
          : t(state === 'open' ? 'passages.ask.open-yet' : 'passages.ask.refused')}{' '}
        {answer ? <Age at={answer.at} short /> : null}
      </p>
      {answer?.words === undefined ? null : (
        <Written lang={answer.language} className="border-s-2 border-line ps-2">
          {answer.words}
        </Written>
      )}
      {ask.passage === undefined ? null : (
        <GoLink to={`/passages/${ask.passage}`} className="text-sm underline">
          {t('passages.ask.open')}
        </GoLink>
      )}
      {isOurs && seat.duties.includes('report') && ask.title !== undefined ? (
        <AnswerForm ask={ask} />
      ) : null}
    </li>
  );
}

function AnswerForm({ ask }: { readonly ask: ReleaseAskView }) {
  const { t, language } = useWords();
  const client = useQueryClient();
  const [to, setTo] = useState<readonly string[]>(ask.to);
  const [text, setText] = useState('');
  const isGranted = ask.answer?.verdict === 'granted';
  const words = plainText(text).trim();
  const send = useMutation({
    mutationFn: (answer: NewReleaseAnswer) =>
      post<ReleaseAskView>(`/api/release-requests/${encodeURIComponent(ask.hash)}/answer`, answer),
    onSuccess: () => {
      setText('');
      return client.invalidateQueries({ queryKey: ['passages'] });
    },
  });
  const say = (verdict: 'granted' | 'refused') =>
    send.mutate({
      verdict,
      to: (verdict === 'granted' ? to : []) as NewReleaseAnswer['to'],
      language,
      ...(words === '' ? {} : { words }),
    });
  return (
    <div className="flex flex-col gap-2 rounded-md border border-line p-3">
      {isGranted ? null : (
        <CheckboxGroup label={t('passages.answer.to')} value={to} onChange={setTo}>
          {ask.to.map((party) => (
            <Checkbox key={party} value={party}>
              <PartyMark party={party} />
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      <PlainField
        label={t('passages.answer.words')}
        rows={2}
        maxLength={2_000}
        value={text}
        onChange={setText}
      />
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap gap-2">
        {isGranted ? null : (
          <Button
            tone="main"
            isDisabled={send.isPending || to.length === 0}
            onPress={() => say('granted')}
          >
            {t('passages.answer.grant')}
          </Button>
        )}
        {ask.answer?.verdict === 'refused' ? null : (
          <Button isDisabled={send.isPending} onPress={() => say('refused')}>
            {t(isGranted ? 'passages.answer.take-back' : 'passages.answer.refuse')}
          </Button>
        )}
      </div>
      <p className="text-xs text-muted">
        {t(isGranted ? 'passages.answer.take-back-means' : 'passages.answer.means')}
      </p>
    </div>
  );
}
