import { CircleCheck, TriangleAlert } from 'lucide-react';

import type { Plan } from '../../accord/operation/plan-schema.ts';
import type { NarrowingCheck } from '../../accord/operation/versions.ts';
import type { ChangeView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { Written } from '../parts/mono.tsx';
import { Notice } from '../parts/notice.tsx';
import { useWords } from '../words/words.ts';
import { planWords } from './plan-words.ts';

/**
 * What changed from the version before, side by side in words: first what needs every consent anew,
 * then what only narrows. Where nothing widens, that is the proof that consents go on.
 */
export function ChangeTable({
  change,
  plan,
}: {
  readonly change: ChangeView;
  readonly plan: Plan;
}) {
  const { t } = useWords();
  const isNarrower = change.widens.length === 0;
  const widens = new Set<NarrowingCheck>(change.widens);
  const checks = [...change.widens, ...change.changed.filter((check) => !widens.has(check))];
  return (
    <div className="flex flex-col gap-2">
      <Notice
        tone={isNarrower ? 'ok' : 'need'}
        title={t(isNarrower ? 'running.change.narrows' : 'running.change.widens')}
      >
        <p>{t(isNarrower ? 'running.change.narrows-means' : 'running.change.widens-means')}</p>
      </Notice>
      {checks.length === 0 ? (
        <p className="text-muted">{t('running.change.nothing')}</p>
      ) : (
        <table className="w-full table-fixed border-collapse text-sm max-sm:block">
          <thead className="max-sm:sr-only">
            <tr className="text-start text-muted">
              <th scope="col" className="w-32 py-1 pe-2 text-start font-medium">
                {t('running.change.what')}
              </th>
              <th scope="col" className="py-1 pe-2 text-start font-medium">
                {t('running.change.before')}
              </th>
              <th scope="col" className="py-1 text-start font-medium">
                {t('running.change.now')}
              </th>
            </tr>
          </thead>
          <tbody className="max-sm:block">
            {checks.map((check) => (
              <Row
                key={check}
                check={check}
                before={change.before}
                now={plan}
                isWider={widens.has(check)}
              />
            ))}
          </tbody>
        </table>
      )}
    </div>
  );
}

function Row({
  check,
  before,
  now,
  isWider,
}: {
  readonly check: NarrowingCheck;
  readonly before: Plan;
  readonly now: Plan;
  readonly isWider: boolean;
}) {
  const { t } = useWords();
  const Icon = isWider ? TriangleAlert : CircleCheck;
  return (
    <tr className="border-t border-line align-top max-sm:block max-sm:py-1.5">
      <th scope="row" className="py-1.5 pe-2 text-start font-medium max-sm:block max-sm:py-0">
        {t(`running.check.${check}`)}
        <span
          className={`flex items-center gap-1 text-xs font-normal ${isWider ? 'text-need' : 'text-ok'}`}
        >
          <Icon aria-hidden size={13} className="shrink-0" />
          {t(isWider ? 'running.change.anew' : 'running.change.within')}
        </span>
      </th>
      <td className="py-1.5 pe-2 text-muted max-sm:block max-sm:py-0.5">
        <span className="hidden text-xs max-sm:inline">{t('running.change.before')}: </span>
        <Lines check={check} plan={before} />
      </td>
      <td className="py-1.5 max-sm:block max-sm:py-0.5">
        <span className="hidden text-xs max-sm:inline">{t('running.change.now')}: </span>
        <Lines check={check} plan={now} />
      </td>
    </tr>
  );
}

function Lines({ check, plan }: { readonly check: NarrowingCheck; readonly plan: Plan }) {
  const words = useWords();
  const centre = useCentre();
  const lines = planWords(check, plan, { words, centre });
  if (lines.length === 0)
    return <span className="text-muted">{words.t('running.change.none')}</span>;
  return lines.map((line) => (
    <Written key={line} className="block">
      {line}
    </Written>
  ));
}
