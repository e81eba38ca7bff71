import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Check, CircleCheck, CircleDashed } from 'lucide-react';
import { useState } from 'react';

import type { HandoverView } from '../../contract/beside-plans.ts';
import { SigningList, unmarked } from '../agreements/agreement-detail.tsx';
import { Signatures } from '../agreements/agreement-list.tsx';
import { SignPanel } from '../agreements/sign-panel.tsx';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { HashMark, Written } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { plainText } from '../plans/plain-text.ts';
import { shortHash } from '../plans/statement-words.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { FromTo, HandoverState, PostName } from './handover-list.tsx';
import { handoversQuery } from './presence-queries.ts';

/** One handover: its steps by whose word, its inventory, and both signatures. [C52] */
export function HandoverDetail({ hash }: { readonly hash: string }) {
  const { t } = useWords();
  const handovers = useQuery(handoversQuery);
  const view = handovers.data?.find((each) => each.hash === hash);
  return (
    <Sheet title={t('presence.handover.title')} actions={<PageTabs of="centre" here="handovers" />}>
      <FaultNotice fault={handovers.error} onRetry={() => void handovers.refetch()} />
      {handovers.data && !view ? <Empty>{t('presence.handover.unknown')}</Empty> : null}
      {view ? <Shown view={view} /> : null}
    </Sheet>
  );
}

function Shown({ view }: { readonly view: HandoverView }) {
  const { t, language } = useWords();
  const { party } = useSession();
  const { handover } = view;
  const signable = useSignable(view);
  const parties = [view.from, handover.to];
  return (
    <>
      <div className="flex flex-wrap items-center gap-x-5 gap-y-1">
        <h2 className="text-xl">
          <PostName view={view} />
        </h2>
        <FromTo view={view} />
        <HandoverState view={view} />
        <Age at={view.at} /> <HashMark hash={view.hash} />
      </div>
      <Panel title={t('presence.handover.steps')} flush>
        <ol>
          {handover.steps.map((step, i) => (
            <Step key={step.id} view={view} step={step} number={i + 1} />
          ))}
        </ol>
      </Panel>
      <div className="grid grid-cols-2 gap-3 max-md:grid-cols-1">
        <Panel title={t('presence.handover.inventory')}>
          {handover.inventory.length === 0 ? (
            <p className="text-muted">{t('presence.handover.nothing')}</p>
          ) : (
            <table className="w-full">
              <tbody>
                {handover.inventory.map(({ what, count }) => (
                  <tr key={what} className="border-b border-line last:border-0">
                    <td className="py-1 pe-3">
                      <Written>{what}</Written>
                    </td>
                    <td className="py-1 text-end tabular-nums">{formatNumber(count, language)}</td>
                  </tr>
                ))}
              </tbody>
            </table>
          )}
        </Panel>
        <Panel title={t('agreements.sign.title')}>
          <div className="flex flex-col gap-2">
            <Signatures view={{ agreement: { parties }, signed: view.signed }} />
            {parties.some((each) => each === party) ? (
              <SignPanel
                signable={signable}
                isSigned={view.signed.some((each) => each === party)}
                stale={['handovers', 'presence']}
              />
            ) : null}
            <p className="text-sm text-muted">{t('presence.handover.means')}</p>
          </div>
        </Panel>
      </div>
      {view.signings.length === 0 ? null : (
        <Panel title={t('agreements.sign.history')}>
          <SigningList signings={view.signings} />
        </Panel>
      )}
    </>
  );
}

function Step({
  view,
  step,
  number,
}: {
  readonly view: HandoverView;
  readonly step: HandoverView['handover']['steps'][number];
  readonly number: number;
}) {
  const { t, language } = useWords();
  const { party } = useSession();
  const client = useQueryClient();
  const [note, setNote] = useState('');
  const done = view.done.find((each) => each.step === step.id);
  const said = plainText(note).replaceAll(/\s+/g, ' ').trim();
  const say = useMutation({
    mutationFn: () =>
      post<HandoverView>(`/api/handovers/${encodeURIComponent(view.hash)}/step`, {
        step: step.id,
        language,
        note: said === '' ? null : said,
      }),
    onSettled: () => client.invalidateQueries({ queryKey: ['handovers'] }),
  });
  return (
    <li className="flex flex-col gap-1 border-b border-line px-3 py-2 last:border-0">
      <p className="flex flex-wrap items-center gap-x-3">
        <span className="w-5 text-end text-muted tabular-nums">{number}</span>
        {done ? (
          <CircleCheck aria-hidden size={15} className="shrink-0 translate-y-0.5 text-ok" />
        ) : (
          <CircleDashed aria-hidden size={15} className="shrink-0 translate-y-0.5 text-muted" />
        )}
        <Written className="font-medium" lang={view.handover.language}>
          {step.text}
        </Written>
        <PartyMark party={step.by} />
        <span className={done ? 'text-ok' : 'text-muted'}>
          {t(done ? 'presence.handover.done' : 'presence.handover.not-done')}
        </span>
        {done ? <Age at={done.at} short /> : null}
      </p>
      {done?.note === null || done?.note === undefined ? null : (
        <Written className="ms-8 text-sm text-muted">{done.note}</Written>
      )}
      {!done && step.by === party ? (
        <div className="ms-8 flex flex-wrap items-end gap-2">
          <Field
            label={t('presence.handover.note')}
            maxLength={200}
            value={note}
            onChange={setNote}
            className="w-72"
          />
          <Button isDisabled={say.isPending} onPress={() => say.mutate()}>
            <Check aria-hidden size={14} />
            {t('presence.handover.say-done')}
          </Button>
        </div>
      ) : null}
      <FaultNotice fault={say.error} />
    </li>
  );
}

function useSignable(view: HandoverView) {
  const { t, language } = useWords();
  const centre = useCentre();
  const { party, seat } = useSession();
  const { handover } = view;
  const name = plainText(view.postNames?.[language] ?? shortHash(handover.post));
  const values = {
    seat: seat.names[language],
    party: nameOf(party, { centre }),
    name,
    from: nameOf(view.from, { centre }),
    to: nameOf(handover.to, { centre }),
    steps: handover.steps.length,
    hash: shortHash(view.hash),
  };
  const inventory = handover.inventory.map(({ what, count }) =>
    t('presence.words.line', { what: plainText(what), count: formatNumber(count, language) }),
  );
  const said = (verdict: 'signs' | 'ends') =>
    [
      ...(centre.exercise ? [t('plans.words.exercise')] : []),
      t(`presence.words.${verdict}`, values),
      ...(verdict === 'signs' ? [t('presence.words.inventory'), ...inventory] : []),
      t('presence.words.record', values),
    ]
      .map(unmarked)
      .join('\n')
      .normalize('NFC');
  return {
    under: view.hash,
    words: { signs: said('signs'), ends: said('ends') },
    acts: {
      signs: t('presence.handover.sign', values),
      ends: t('presence.handover.end', values),
    },
  };
}
