import { CirclePlay, OctagonX } from 'lucide-react';
import { useState } from 'react';

import type { PlanView } from '../../contract/api.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { plainText } from '../plans/plain-text.ts';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { usePlanAct } from './plan-acts.ts';
import { mayStop, useStop } from './stop-control.ts';

/** The stops that stand, the way to stop, and for who stopped the way to go on. */
export function StopsPart({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { party } = useSession();
  const stop = useStop();
  const [isResuming, setResuming] = useState(false);
  const { stops } = plan.running;
  const isOurs = stops.some((each) => each.party === party);
  if (plan.state.kind === 'ended') return null;
  return (
    <div className="flex flex-col items-start gap-2">
      {stops.map((each) => (
        <div key={each.record} className="w-full">
          <Notice
            tone="bad"
            title={
              <span className="flex flex-wrap items-center gap-x-2">
                {t('running.stop.stands')} <PartyMark party={each.party} />
              </span>
            }
          >
            <p>
              <Age at={each.at} />
            </p>
            {each.reason === null ? (
              <p className="text-muted">{t('running.stop.no-reason')}</p>
            ) : (
              <Written>{each.reason}</Written>
            )}
            <p className="text-sm text-muted">
              {t(each.party === party ? 'running.stop.ours' : 'running.stop.theirs')}
            </p>
          </Notice>
        </div>
      ))}
      <div className="flex flex-wrap gap-2">
        {mayStop(plan, party) ? (
          <Button tone="bad" keys="S" className="border-2!" onPress={() => stop(plan.hash)}>
            <OctagonX aria-hidden size={16} />
            {t('running.stop.act')}
          </Button>
        ) : null}
        {isOurs ? (
          <Button onPress={() => setResuming(true)}>
            <CirclePlay aria-hidden size={16} />
            {t('running.stop.resume')}
          </Button>
        ) : null}
      </div>
      <Dialog
        title={t('running.stop.resume')}
        isOpen={isResuming}
        onClose={() => setResuming(false)}
      >
        <Resumption plan={plan} onDone={() => setResuming(false)} />
      </Dialog>
    </div>
  );
}

function Resumption({ plan, onDone }: { readonly plan: PlanView; readonly onDone: () => void }) {
  const { t, language } = useWords();
  const [reason, setReason] = useState('');
  const act = usePlanAct(plan.hash);
  const said = plainText(reason).replaceAll(/\s+/g, ' ').trim();
  return (
    <div className="flex flex-col gap-3">
      <p>{t('running.stop.resume-means')}</p>
      <Field
        label={t('running.stop.resume-reason')}
        maxLength={200}
        value={reason}
        onChange={setReason}
      />
      <FaultNotice fault={act.error} />
      <div>
        <Button
          tone="main"
          isDisabled={act.isPending}
          onPress={() =>
            act.mutate(
              { path: 'resumption', body: { language, reason: said === '' ? null : said } },
              { onSuccess: onDone },
            )
          }
        >
          <CirclePlay aria-hidden size={16} />
          {t('running.stop.resume')}
        </Button>
      </div>
    </div>
  );
}
