import type { PlanView } from '../../contract/api.ts';
import { Age, Dtg } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Part } from '../plans/plan-page.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { LineList } from './line-list.tsx';
import { PhaseList } from './phase-list.tsx';
import { usePlanAct } from './plan-acts.ts';
import { SectorList } from './sector-list.tsx';

/** How a plan runs: its turn, its phases, its sectors, its lines, and whether all are heard. */
export function RunningPart({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { party } = useSession();
  const act = usePlanAct(plan.hash);
  const { turn, phases, sectors, lines, contacts } = plan.running;
  const isOpen = plan.state.kind !== 'ended';
  const hands = { plan, self: party, isOpen, act };
  const isBare = phases.length + sectors.length + lines.length + contacts.length === 0;
  if (isBare && !plan.plan.schedule) return null;
  return (
    <>
      <FaultNotice fault={act.error} />
      {turn && plan.plan.schedule ? (
        <Part title={t('running.turn.title')}>
          <p className="flex flex-wrap items-center gap-x-2">
            <Dtg at={turn.from} /> – <Dtg at={turn.upto} />
          </p>
        </Part>
      ) : null}
      <PhaseList phases={phases} {...hands} />
      <SectorList sectors={sectors} {...hands} />
      <LineList lines={lines} {...hands} />
      {contacts.length === 0 ? null : (
        <Part title={t('running.contact.title')}>
          <ul className="flex flex-col gap-1">
            {contacts.map((contact) => (
              <li key={contact.party} className="flex flex-wrap items-center gap-x-3">
                <span className="min-w-44">
                  <PartyMark party={contact.party} />
                </span>
                {contact.at === null ? (
                  <span className="text-need">{t('running.contact.none')}</span>
                ) : (
                  <span>
                    {t('running.contact.last')} <Age at={contact.at} short />
                  </span>
                )}
              </li>
            ))}
          </ul>
          {plan.plan.lostContact ? (
            <p className="text-sm text-muted">
              {t(`running.lost.${plan.plan.lostContact.then}`, {
                minutes: plan.plan.lostContact.afterMinutes,
              })}
            </p>
          ) : null}
        </Part>
      )}
    </>
  );
}
