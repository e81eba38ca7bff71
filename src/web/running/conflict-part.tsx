import { Check, MapPin, TriangleAlert } from 'lucide-react';
import { useState } from 'react';

import type { ConflictView, PlanView } from '../../contract/api.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Dialog } from '../parts/dialog.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { HashMark, Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { plainText } from '../plans/plain-text.ts';
import { Part } from '../plans/plan-page.tsx';
import { useDistance } from '../reports/facts.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { usePlanAct } from './plan-acts.ts';

/** Every conflict of a plan, accepted or not: with what, when, how near, and whom it concerns. [C47] [C48] */
export function ConflictPart({
  plan,
  onShow,
}: {
  readonly plan: PlanView;
  /** Brings the other's ground into view. */
  readonly onShow: (conflict: ConflictView) => void;
}) {
  const { t } = useWords();
  const [accepting, setAccepting] = useState<ConflictView>();
  const { conflicts } = plan;
  return (
    <Part title={t('running.conflict.title')}>
      {conflicts.length === 0 ? (
        <p className="text-muted">{t('running.conflict.none')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {conflicts.map((conflict) => (
            <Entry
              key={`${conflict.kind} ${conflict.with}`}
              conflict={conflict}
              hasTwin={conflicts.some((other) => isTwin(conflict, other))}
              isOpen={plan.state.kind !== 'ended'}
              onShow={() => onShow(conflict)}
              onAccept={() => setAccepting(conflict)}
            />
          ))}
        </ul>
      )}
      <Dialog
        title={t('running.conflict.accept')}
        isOpen={accepting !== undefined}
        onClose={() => setAccepting(undefined)}
      >
        {accepting ? (
          <Acceptance plan={plan} conflict={accepting} onDone={() => setAccepting(undefined)} />
        ) : null}
      </Dialog>
    </Part>
  );
}

/** Two open versions of one plan bear one name. */
function isTwin(conflict: ConflictView, other: ConflictView): boolean {
  return other.with !== conflict.with && other.title === conflict.title && other.of === conflict.of;
}

function Entry({
  conflict,
  hasTwin,
  isOpen,
  onShow,
  onAccept,
}: {
  readonly conflict: ConflictView;
  /** Whether another conflict has the same name, so that the name alone does not tell them apart. */
  readonly hasTwin: boolean;
  readonly isOpen: boolean;
  readonly onShow: () => void;
  readonly onAccept: () => void;
}) {
  const { t } = useWords();
  const distance = useDistance();
  const { party } = useSession();
  const { kind, concerns, clearedBy, distanceMetres } = conflict;
  const title = useTitle(conflict);
  const isOurs = concerns.some((each) => each === party);
  const isCleared = clearedBy.some((each) => each === party);
  const isSettled = concerns.every((each) => clearedBy.includes(each));
  return (
    <li
      data-conflict={conflict.with}
      className={`flex flex-col gap-1 rounded-md border px-3 py-2 ${isSettled ? 'border-line' : 'border-bad'}`}
    >
      <p className="flex flex-wrap items-center gap-x-2">
        {isSettled ? (
          <Check aria-hidden size={15} className="shrink-0 translate-y-0.5 text-ok" />
        ) : (
          <TriangleAlert aria-hidden size={15} className="shrink-0 translate-y-0.5 text-bad" />
        )}
        <span className="text-sm text-muted">{t(`running.conflict.${kind}`)}</span>
        {kind === 'plan' ? (
          <GoLink to={`/plans/${conflict.with}`} className="font-semibold underline">
            <Written>{title}</Written>
          </GoLink>
        ) : (
          <Written className="font-semibold">{title}</Written>
        )}
        <PartyMark party={conflict.of} />
        {hasTwin ? <HashMark hash={conflict.with} /> : null}
      </p>
      <p>
        {distanceMetres === 0
          ? t('running.conflict.meets')
          : t('running.conflict.near', { distance: distance(distanceMetres) })}{' '}
        <span className="whitespace-nowrap" dir="ltr">
          <Dtg at={conflict.during.from} /> – <Dtg at={conflict.during.upto} />
        </span>
      </p>
      <ul className="flex flex-wrap gap-x-4 gap-y-0.5 text-sm">
        {concerns.map((each) => {
          const has = clearedBy.includes(each);
          return (
            <li key={each} className="flex items-center gap-1.5">
              <PartyMark party={each} />
              <span className={has ? 'text-ok' : 'text-need'}>
                {t(has ? 'running.conflict.accepted' : 'running.conflict.open')}
              </span>
            </li>
          );
        })}
      </ul>
      <div className="flex flex-wrap gap-2">
        <Button onPress={onShow}>
          <MapPin aria-hidden size={14} />
          {t('running.conflict.show')}
        </Button>
        {isOpen && isOurs && !isCleared ? (
          <Button onPress={onAccept}>
            <Check aria-hidden size={14} />
            {t('running.conflict.accept')}
          </Button>
        ) : null}
      </div>
    </li>
  );
}

function useTitle({ names, title }: ConflictView): string {
  const { language } = useWords();
  return names?.[language] ?? title;
}

function Acceptance({
  plan,
  conflict,
  onDone,
}: {
  readonly plan: PlanView;
  readonly conflict: ConflictView;
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const title = useTitle(conflict);
  const [reason, setReason] = useState('');
  const act = usePlanAct(plan.hash);
  const said = plainText(reason).replaceAll(/\s+/g, ' ').trim();
  return (
    <div className="flex flex-col gap-3">
      <p>{t('running.conflict.accept-means', { title: plainText(title) })}</p>
      <Field
        label={t('running.conflict.reason')}
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
              {
                path: 'clearance',
                body: { with: conflict.with, language, reason: said === '' ? null : said },
              },
              { onSuccess: onDone },
            )
          }
        >
          {t('running.conflict.accept')}
        </Button>
      </div>
    </div>
  );
}
