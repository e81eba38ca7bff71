import { useQuery } from '@tanstack/react-query';
import { OctagonX } from 'lucide-react';
import type { FormEvent } from 'react';
import { useState } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';

import type { PlanLine } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { useRaise } from '../notices.ts';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Mono } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { plainText } from '../plans/plain-text.ts';
import { windowPhrase } from '../plans/phrase.tsx';
import { RADIO_CLASS } from '../plans/radio-class.ts';
import { openPlansQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { usePlanAct } from './plan-acts.ts';
import { stopList } from './stop-control.ts';

/** The longest reason, in UTF-16 units; the record's own limit of a line. */
const REASON_UNITS_MAX = 200;

/** The window in which an operation is stopped: Enter stops what is chosen, a reason may follow later. */
export function StopDialog({
  open,
  onClose,
}: {
  /** The plan whose page is open, or that the window was opened for. */
  readonly open: string | undefined;
  readonly onClose: () => void;
}) {
  const { t } = useWords();
  const { party } = useSession();
  const plans = useQuery(openPlansQuery);
  // Fixed when opened: a list that moves under the hand would stop another operation.
  const [list] = useState(() => stopList(plans.data ?? [], party, open));
  return (
    <Dialog title={t('stop.window.title')} isOpen onClose={onClose}>
      {list.offered.length === 0 ? (
        <Empty>{t('stop.window.nothing')}</Empty>
      ) : (
        <StopForm offered={list.offered} first={list.chosen} onClose={onClose} />
      )}
    </Dialog>
  );
}

function StopForm({
  offered,
  first,
  onClose,
}: {
  readonly offered: readonly PlanLine[];
  readonly first: string | undefined;
  readonly onClose: () => void;
}) {
  const words = useWords();
  const { t, language } = words;
  const centre = useCentre();
  const raise = useRaise();
  const [chosen, setChosen] = useState(first);
  const [reason, setReason] = useState('');
  const [wasTried, setTried] = useState(false);
  const plan = offered.find(({ hash }) => hash === chosen);
  const stop = usePlanAct(chosen ?? '');
  const send = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (!plan || stop.isPending) return;
    const said = plainText(reason).replaceAll(/\s+/g, ' ').trim();
    stop.mutate(
      { path: 'stop', body: { language, reason: said === '' ? null : said } },
      {
        onSuccess: (view) => {
          const name = plainText(view.plan.name);
          raise({ tone: 'bad', text: t('stop.done.text', { name }), to: `/plans/${view.hash}` });
          onClose();
        },
      },
    );
  };
  return (
    <form onSubmit={send} className="flex flex-col gap-3">
      <RadioGroup
        value={chosen ?? null}
        onChange={setChosen}
        className="flex flex-col gap-1.5"
        isInvalid={wasTried && !plan}
      >
        <Label className="font-medium">{t('stop.window.which')}</Label>
        <div className="flex max-h-[40vh] flex-col gap-1.5 overflow-auto p-0.5">
          {offered.map((each, i) => (
            <Radio
              key={each.hash}
              value={each.hash}
              autoFocus={first === undefined && i === 0}
              className={`${RADIO_CLASS} py-1.5!`}
            >
              <span className="flex min-w-0 flex-1 flex-col">
                <span className="flex flex-wrap items-center gap-x-3">
                  <bdi className="font-semibold wrap-anywhere">{each.plan.name}</bdi>
                  <span className="text-sm">{t(`board.state.${each.state.kind}`)}</span>
                </span>
                <span className="flex flex-wrap items-center gap-x-3 text-sm text-muted">
                  <PartyMark party={each.author} />
                  <Mono>{windowPhrase(each.plan, { words, centre })}</Mono>
                </span>
              </span>
            </Radio>
          ))}
        </div>
        {wasTried && !plan ? (
          <p role="alert" className="text-sm text-bad">
            {t('stop.window.choose')}
          </p>
        ) : null}
      </RadioGroup>
      <Field
        label={t('stop.window.reason')}
        hint={t('stop.window.reason-hint')}
        maxLength={REASON_UNITS_MAX}
        autoFocus={first !== undefined}
        value={reason}
        onChange={setReason}
      />
      <FaultNotice fault={stop.error} />
      <div className="flex flex-col items-start gap-1">
        <Button
          type="submit"
          tone="bad"
          keys="Enter"
          className="max-w-full border-2! px-4! py-2! text-lg"
          isDisabled={stop.isPending}
        >
          <OctagonX aria-hidden size={19} className="shrink-0" />
          <span className="min-w-0 wrap-anywhere">
            {plan
              ? t('stop.window.act', { name: plainText(plan.plan.name) })
              : t('stop.window.act-none')}
          </span>
        </Button>
        <p className="text-sm text-muted">{t('stop.window.means')}</p>
      </div>
    </form>
  );
}
