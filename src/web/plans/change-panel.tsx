import { Check, GitCompareArrows, TriangleAlert } from 'lucide-react';

import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { NarrowingCheck } from '../../accord/operation/versions.ts';
import { NARROWING_CHECKS } from '../../accord/operation/versions.ts';
import type { ChangeView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { withPlacesWhole } from '../parts/mono.tsx';
import { useWords } from '../words/words.ts';
import { factLines } from './plan-phrases.ts';

/**
 * What a version changes of the one before it, each part before and after, and whether consents go on:
 * they do where every part only narrows. [C38] [C39]
 */
export function ChangePanel({
  change,
  plan,
  isOurs = false,
}: {
  readonly change: ChangeView;
  readonly plan: Plan;
  /** Whether we are writing it, not reading it. */
  readonly isOurs?: boolean;
}) {
  const { t } = useWords();
  const { changed, widens } = change;
  const isNarrow = widens.length === 0;
  const same = NARROWING_CHECKS.filter((check) => !changed.includes(check));
  return (
    <section
      aria-label={t('plan-parts.change.title')}
      data-change={isNarrow ? 'narrows' : 'widens'}
      className={`flex flex-col gap-2 rounded-md border px-3 py-2 ${isNarrow ? 'border-ok' : 'border-need bg-need-bg'}`}
    >
      <h2 className="flex items-center gap-2 text-lg">
        <GitCompareArrows aria-hidden size={17} />
        {t('plan-parts.change.title')}
      </h2>
      <ChangeVerdict change={change} isOurs={isOurs} />
      {changed.map((check) => (
        <Changed key={check} check={check} before={change.before} after={plan} change={change} />
      ))}
      {same.length === 0 || changed.length === 0 ? null : (
        <p className="text-xs text-muted">
          {t('plan-parts.change.same', {
            parts: same.map((check) => t(`plan-parts.check.${check}`)).join(t('plan-parts.comma')),
          })}
        </p>
      )}
    </section>
  );
}

/** Whether consents go on, or everyone is asked anew and because of what. */
export function ChangeVerdict({
  change: { changed, widens },
  isOurs,
}: {
  readonly change: ChangeView;
  readonly isOurs: boolean;
}) {
  const { t } = useWords();
  const isNarrow = widens.length === 0;
  const Icon = isNarrow ? Check : TriangleAlert;
  const verdict =
    changed.length === 0
      ? t('plan-parts.change.nothing')
      : t(`plan-parts.change.${isNarrow ? 'narrows' : 'widens'}${isOurs ? '-ours' : ''}`);
  const parts = widens.map((check) => t(`plan-parts.check.${check}`)).join(t('plan-parts.comma'));
  return (
    <p
      aria-live="polite"
      className={`flex items-start gap-1.5 font-medium ${isNarrow ? 'text-ok' : 'text-need'}`}
    >
      <Icon aria-hidden size={16} className="mt-0.5 shrink-0" />
      <span>
        {verdict}
        {isNarrow ? null : ` ${t('plan-parts.change.because', { parts })}`}
      </span>
    </p>
  );
}

function Changed({
  check,
  before,
  after,
  change,
}: {
  readonly check: NarrowingCheck;
  readonly before: Plan;
  readonly after: Plan;
  readonly change: ChangeView;
}) {
  const { t } = useWords();
  const isWider = change.widens.includes(check);
  return (
    <div className="border-t border-line pt-1.5">
      <h3 className="flex flex-wrap items-baseline gap-x-2 font-medium">
        {t(`plan-parts.check.${check}`)}
        <span className={`text-sm font-normal ${isWider ? 'text-need' : 'text-ok'}`}>
          {t(isWider ? 'plan-parts.change.part-widens' : 'plan-parts.change.part-narrows')}
        </span>
      </h3>
      <div className="grid grid-cols-2 gap-3 text-sm max-sm:grid-cols-1">
        <Side title={t('plan-parts.change.before')} plan={before} check={check} isMuted />
        <Side title={t('plan-parts.change.after')} plan={after} check={check} />
      </div>
    </div>
  );
}

function Side({
  title,
  plan,
  check,
  isMuted = false,
}: {
  readonly title: string;
  readonly plan: Plan;
  readonly check: NarrowingCheck;
  readonly isMuted?: boolean;
}) {
  const words = useWords();
  const centre = useCentre();
  const said = factLines(plan, check, { words, centre });
  const lines = check === 'texts' ? [plan.name, ...said] : said;
  return (
    <div className={`min-w-0 ${isMuted ? 'text-muted' : ''}`}>
      <p className="text-xs text-muted">{title}</p>
      {lines.length === 0 ? (
        <p>{words.t('plan-parts.change.none')}</p>
      ) : (
        <ul className="flex flex-col gap-0.5">
          {lines.map((line) => (
            <li key={line} className="wrap-anywhere">
              {withPlacesWhole(line)}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
