import type { LucideIcon } from 'lucide-react';
import { Check, CircleCheck, CircleDashed, CirclePlay, Hourglass } from 'lucide-react';

import type { RunningView } from '../../contract/api.ts';
import { Dtg } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Part } from '../plans/plan-page.tsx';
import { useWords } from '../words/words.ts';
import type { Hands } from './hands.ts';

const LOOKS: Readonly<Record<string, readonly [LucideIcon, string]>> = {
  ahead: [Hourglass, 'text-muted'],
  running: [CirclePlay, 'text-ok'],
  past: [CircleDashed, 'text-muted'],
  done: [CircleCheck, 'text-ok'],
};

/** Phase by phase: when by the plan, and the word of the party that leads it. [C44] */
export function PhaseList({
  phases,
  self,
  isOpen,
  act,
}: Hands & { readonly phases: RunningView['phases'] }) {
  const { t, language } = useWords();
  if (phases.length === 0) return null;
  return (
    <Part title={t('running.phase.title')}>
      <ol className="flex flex-col">
        {phases.map((phase) => {
          const [Icon, ink] = LOOKS[phase.said === 'done' ? 'done' : phase.time] ?? [Check, ''];
          const next = phase.said === null ? 'begun' : phase.said === 'begun' ? 'done' : undefined;
          return (
            <li
              key={phase.id}
              aria-current={phase.time === 'running' ? 'step' : undefined}
              className={`flex flex-col gap-0.5 border-s-3 py-1 ps-2 ${phase.time === 'running' ? 'border-ok' : 'border-line'}`}
            >
              <p className="flex flex-wrap items-center gap-x-3">
                <Written className="font-medium">{phase.name}</Written>
                <PartyMark party={phase.lead} />
                <span className="whitespace-nowrap" dir="ltr">
                  <Dtg at={phase.from} short /> – <Dtg at={phase.upto} short />
                </span>
              </p>
              <p className={`flex flex-wrap items-center gap-x-2 text-sm ${ink}`}>
                <Icon aria-hidden size={14} className="shrink-0" />
                <span>{t(`running.phase.${phase.time}`)}</span>
                <span className="text-muted">
                  {t(
                    phase.said === null
                      ? 'running.phase.unsaid'
                      : `running.phase.said-${phase.said}`,
                  )}
                </span>
              </p>
              {isOpen && phase.lead === self && next !== undefined ? (
                <div>
                  <Button
                    isDisabled={act.isPending}
                    onPress={() =>
                      act.mutate({
                        path: 'step',
                        body: {
                          step: { kind: 'phase', phase: phase.id, state: next },
                          language,
                          note: null,
                        },
                      })
                    }
                  >
                    {t(`running.phase.say-${next}`)}
                  </Button>
                </div>
              ) : null}
            </li>
          );
        })}
      </ol>
    </Part>
  );
}
