import { Siren } from 'lucide-react';

import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import type { Alarm } from '../running/alarms.ts';
import { useWords } from '../words/words.ts';
import { ExerciseWord } from './exercise.tsx';

/** How many alarms are shown at once; the rest are counted. */
const ALARMS_MAX = 3;

/**
 * What cannot wait, over every page and window: read out at once, and there until acknowledged. An
 * exercise says that it is one.
 */
export function AlarmTray({
  alarms,
  onAcknowledge,
}: {
  readonly alarms: readonly Alarm[];
  readonly onAcknowledge: (id: string) => void;
}) {
  const { t } = useWords();
  const rest = alarms.length - ALARMS_MAX;
  return (
    <div
      role="alert"
      aria-live="assertive"
      aria-label={t('stop.alarm.label')}
      // A window that is open must neither hide nor cover it, nor be closed by a press on it.
      data-react-aria-top-layer="true"
      className="pointer-events-none fixed inset-x-3 top-14 z-70 mx-auto flex max-w-2xl flex-col gap-2 print:hidden"
    >
      {alarms.slice(-ALARMS_MAX).map((alarm) => (
        <div
          key={alarm.id}
          data-alarm={alarm.id}
          className="pointer-events-auto flex items-start gap-3 rounded-md border-3 border-bad bg-panel px-3 py-2.5 shadow-xl"
        >
          <Siren aria-hidden size={24} className="mt-0.5 shrink-0 text-bad" />
          <div className="flex min-w-0 flex-1 flex-col gap-0.5">
            <p className="flex flex-wrap items-center gap-x-3 gap-y-1">
              <strong className="text-lg text-bad">{t(`stop.alarm.${alarm.kind}`)}</strong>
              <ExerciseWord />
            </p>
            <p className="flex flex-wrap items-center gap-x-2">
              <GoLink to={alarm.to} className="text-lg font-semibold underline underline-offset-3">
                <Written>{alarm.subject}</Written>
              </GoLink>
              <PartyMark party={alarm.party} />
              {alarm.at === undefined ? null : <Age at={alarm.at} short />}
            </p>
            {typeof alarm.reason === 'string' ? <Written>{alarm.reason}</Written> : null}
            <p className="text-sm text-muted">{t(`stop.alarm.${alarm.kind}-means`)}</p>
          </div>
          <Button tone="bad" className="shrink-0" onPress={() => onAcknowledge(alarm.id)}>
            {t('stop.alarm.acknowledge')}
          </Button>
        </div>
      ))}
      {rest > 0 ? (
        <p className="pointer-events-auto self-start rounded-sm border border-bad bg-panel px-2 text-bad">
          {t('stop.alarm.more', { count: rest })}
        </p>
      ) : null}
    </div>
  );
}
