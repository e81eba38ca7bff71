import { useMemo } from 'react';

import type { JsonObject } from '../../base/json.ts';
import type { PlanView } from '../../contract/api.ts';
import { toDegrees } from '../../geo/grid.ts';
import { areaKm2 } from '../../geo/measure.ts';
import { parseShape, pathsOf } from '../../geo/shape.ts';
import { useCentre } from '../centre.ts';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { formatArea, formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { NarrowingCheck } from '../../accord/operation/versions.ts';
import { forcesPhrase, nameOf } from './phrase.tsx';
import { Part } from './plan-page.tsx';
import { factLines } from './plan-phrases.ts';

/** What is said in a line or two, where the plan says it at all; the rest has a part of its own. */
const SHORT_FACTS: readonly NarrowingCheck[] = ['turns', 'heights', 'liaison', 'lost-contact'];

/** What a plan says: purpose, ground, what each party brings, rules of contact, readers. */
export function PlanFacts({ plan }: { readonly plan: PlanView }) {
  const words = useWords();
  const { t, language } = words;
  const centre = useCentre();
  const { purpose, rulesOfContact, contributions } = plan.plan;
  const readers = plan.audience.map((party) => nameOf(party, { centre }));
  return (
    <>
      {purpose === '' ? null : (
        <Part title={t('plans.new.purpose')}>
          <Written lang={plan.plan.language}>{purpose}</Written>
        </Part>
      )}
      <Part title={t('plans.new.shape')}>
        <Ground plan={plan} />
      </Part>
      <Part title={t('plans.new.forces')}>
        {contributions.length === 0 ? (
          <p className="text-muted">{t('plans.facts.no-forces')}</p>
        ) : (
          <ul className="flex flex-col gap-1">
            {contributions.map((each) => (
              <li key={each.party} className="flex flex-wrap items-baseline gap-x-3">
                <span className="min-w-44">
                  <PartyMark party={each.party} />
                </span>
                <span>{forcesPhrase(each.forces, words)}</span>
              </li>
            ))}
          </ul>
        )}
      </Part>
      {rulesOfContact === '' ? null : (
        <Part title={t('plans.new.rules')}>
          <Written lang={plan.plan.language}>{rulesOfContact}</Written>
        </Part>
      )}
      <More plan={plan} />
      <p className="text-sm text-muted">
        {t('plans.facts.readers', { parties: formatList(readers, language) })}
      </p>
    </>
  );
}

function Ground({ plan }: { readonly plan: PlanView }) {
  const { t, language } = useWords();
  const shape = useMemo(
    () => parseShape(plan.plan.shape as unknown as JsonObject),
    [plan.plan.shape],
  );
  if (!shape.ok) return null;
  const isArea = shape.value.kind === 'area';
  const corners = pathsOf(shape.value).flatMap((path) => (isArea ? path.slice(0, -1) : path));
  return (
    <>
      {isArea ? (
        <p>{t('plans.new.size', { area: formatArea(areaKm2(shape.value), language) })}</p>
      ) : null}
      <ol
        aria-label={t('plans.facts.corners')}
        className="grid grid-cols-[repeat(auto-fill,minmax(11.5rem,1fr))] gap-x-4 text-sm"
      >
        {corners.map((corner, i) => (
          <li key={`${i} ${corner.join()}`} className="flex items-baseline gap-2">
            <span className="w-5 text-end text-muted tabular-nums">{i + 1}</span>
            <Place point={toDegrees(corner)} precisionMetres={1} />
          </li>
        ))}
      </ol>
    </>
  );
}

/** Turns, heights, liaison and what is done when contact is lost, where the plan says so. */
function More({ plan }: { readonly plan: PlanView }) {
  const words = useWords();
  const centre = useCentre();
  const said = SHORT_FACTS.map((check) => ({
    check,
    lines: factLines(plan.plan, check, { words, centre }),
  })).filter(({ lines }) => lines.length > 0);
  if (said.length === 0) return null;
  return (
    <Part title={words.t('running.fact.more')}>
      <dl className="grid grid-cols-[8rem_minmax(0,1fr)] gap-x-3 gap-y-1.5 max-sm:grid-cols-1">
        {said.map(({ check, lines }) => (
          <div key={check} className="contents">
            <dt className="text-muted">{words.t(`plan-parts.check.${check}`)}</dt>
            <dd>
              {lines.map((line) => (
                <Written key={line} className="block">
                  {line}
                </Written>
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Part>
  );
}
