import type { PlanView } from '../../contract/api.ts';
import { Age } from '../parts/age.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { HashMark } from '../parts/mono.tsx';
import { ChangePanel } from '../plans/change-panel.tsx';
import { Part } from '../plans/plan-page.tsx';
import { useWords } from '../words/words.ts';
import { StateChip } from './state-chip.tsx';

/** All versions of a plan where there are several, and what changed in this one. [C38] [C39] */
export function VersionsPart({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { versions } = plan;
  if (versions.length < 2) return null;
  return (
    <Part title={t('running.version.title')}>
      <ol className="flex flex-col">
        {versions.map((version, i) => (
          <li
            key={version.hash}
            aria-current={version.place === 'this' ? 'true' : undefined}
            className={`flex flex-wrap items-center gap-x-3 border-s-3 px-2 py-1 ${
              version.place === 'this' ? 'border-text bg-selected' : 'border-line'
            }`}
          >
            <span className="font-medium">
              {version.place === 'this' ? (
                t('running.version.this', { number: i + 1 })
              ) : (
                <GoLink to={`/plans/${version.hash}`}>
                  {t('running.version.number', { number: i + 1 })}
                </GoLink>
              )}
            </span>
            <StateChip state={version.state} />
            <Age at={version.at} short />
            {version.narrows === undefined ? null : (
              <span className="text-sm text-muted">
                {t(version.narrows ? 'running.version.narrows' : 'running.version.anew')}
              </span>
            )}
            <HashMark hash={version.hash} />
          </li>
        ))}
      </ol>
      {plan.change ? <ChangePanel change={plan.change} plan={plan.plan} /> : null}
    </Part>
  );
}
