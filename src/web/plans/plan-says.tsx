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
      <ul className="flex flex-col gap-2">
        {NARROWING_CHECKS.map((check) => {
          const lines = factLines(plan, check, { words, centre });
          if (lines.length === 0) return null;
          return (
            <li key={check} className="flex flex-col gap-0.5 wrap-anywhere">
              {lines.map((line) => (
                <p key={line}>{withPlacesWhole(line)}</p>
              ))}
            </li>
          );
        })}
      </ul>
    </Part>
  );
}
