import { PenLine } from 'lucide-react';

import type { PlanView } from '../../contract/api.ts';
import { useGo } from '../go.ts';
import { Age } from '../parts/age.tsx';
import { Button } from '../parts/button.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { HashMark } from '../parts/mono.tsx';
import { Part } from '../plans/plan-page.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import { ChangeTable } from './change-table.tsx';
import { StateChip } from './state-chip.tsx';

/** All versions of a plan, what changed in this one, and the way to a next one for its proposer. */
export function VersionsPart({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const go = useGo();
  const { party, seat } = useSession();
  const mayAmend =
    plan.author === party && seat.duties.includes('plan') && plan.state.kind !== 'ended';
  const { versions } = plan;
  if (versions.length < 2 && !mayAmend) return null;
  return (
    <Part title={t('running.version.title')}>
      {versions.length < 2 ? (
        <p className="text-muted">{t('running.version.only')}</p>
      ) : (
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
      )}
      {plan.change ? <ChangeTable change={plan.change} plan={plan.plan} /> : null}
      {mayAmend ? (
        <div className="flex flex-col items-start gap-1">
          <Button onPress={() => go(`/plans/new?amends=${encodeURIComponent(plan.hash)}`)}>
            <PenLine aria-hidden size={15} />
            {t('running.version.amend')}
          </Button>
          <p className="text-xs text-muted">{t('running.version.amend-means')}</p>
        </div>
      ) : null}
    </Part>
  );
}
