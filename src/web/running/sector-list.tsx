import type { RunningView } from '../../contract/api.ts';
import { Age } from '../parts/age.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import { Part } from '../plans/plan-page.tsx';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { Hands } from './hands.ts';

/** How far a sector may be said to be, in percent; each word is a record, so no slider. */
const STEPS = [0, 10, 25, 50, 75, 90, 100];

/** How far every sector is, by the word of the party that leads it, which may say it here. [C45] */
export function SectorList({
  sectors,
  self,
  isOpen,
  act,
}: Hands & { readonly sectors: RunningView['sectors'] }) {
  const { t, language } = useWords();
  if (sectors.length === 0) return null;
  const percent = (value: number) =>
    t('running.sector.percent', { value: formatNumber(value, language) });
  return (
    <Part title={t('running.sector.title')}>
      <ul className="flex flex-col gap-2">
        {sectors.map((sector) => (
          <li key={sector.id} className="flex flex-col gap-0.5">
            <p className="flex flex-wrap items-center gap-x-3">
              <Written className="font-medium">{sector.name}</Written>
              <PartyMark party={sector.lead} />
              <span className="text-sm text-muted">
                {sector.at === undefined ? (
                  t('running.sector.unsaid')
                ) : (
                  <Age at={sector.at} short />
                )}
              </span>
            </p>
            <div className="flex items-center gap-3">
              <progress
                className="bar block h-2.5 min-w-0 flex-1"
                aria-label={sector.name}
                value={sector.percent}
                max={100}
              />
              {isOpen && sector.lead === self ? (
                <Select
                  hideLabel
                  label={t('running.sector.say', { name: sector.name })}
                  className="w-24 shrink-0"
                  value={String(sector.percent)}
                  choices={[...new Set([...STEPS, sector.percent])]
                    .toSorted((a, b) => a - b)
                    .map((value) => ({ id: String(value), text: percent(value) }))}
                  onChange={(value) =>
                    act.mutate({
                      path: 'step',
                      body: {
                        step: { kind: 'sector', sector: sector.id, percent: Number(value) },
                        language,
                        note: null,
                      },
                    })
                  }
                />
              ) : (
                <span className="w-14 shrink-0 text-end tabular-nums">
                  {percent(sector.percent)}
                </span>
              )}
            </div>
          </li>
        ))}
      </ul>
    </Part>
  );
}
