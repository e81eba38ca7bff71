import type { Plan } from '../../accord/operation/plan-schema.ts';
import { NARROWING_CHECKS } from '../../accord/operation/versions.ts';
import { useCentre } from '../centre.ts';
import { withPlacesWhole } from '../parts/mono.tsx';
import { useWords } from '../words/words.ts';
import { Part } from './plan-page.tsx';
import { factLines } from './plan-phrases.ts';

/** All that a plan says, in the very words that are signed, part by part. */
export function PlanSays({ plan }: { readonly plan: Plan }) {
  const words = useWords();
  const { t } = words;
  const centre = useCentre();
  return (
    <Part title={t('decide.says.title')}>
      <dl className="grid grid-cols-[7.5rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 text-sm max-sm:grid-cols-1 max-sm:gap-y-0.5">
        {NARROWING_CHECKS.map((check) => {
          const lines = factLines(plan, check, { words, centre });
          if (lines.length === 0) return null;
          return (
            <div key={check} className="contents">
              <dt className="text-muted max-sm:mt-1">{t(`plan-parts.check.${check}`)}</dt>
              <dd className="min-w-0 wrap-anywhere">
                {lines.map((line) => (
                  <p key={line}>{withPlacesWhole(line)}</p>
                ))}
              </dd>
            </div>
          );
        })}
      </dl>
    </Part>
  );
}
