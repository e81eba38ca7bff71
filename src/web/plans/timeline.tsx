import { useState } from 'react';
import type { ReactNode } from 'react';

import type { DecisionView, PlanView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { instantOf } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { HashMark, Written, withPlacesWhole } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { RecordCheck } from '../parts/record-check.tsx';
import { formatDtg } from '../words/format.ts';
import { useWords } from '../words/words.ts';

/** All that was said to a plan, in the order of time; what does not count is struck and says why. */
export function Timeline({ plan }: { readonly plan: PlanView }) {
  const { t } = useWords();
  const { activation, closing } = plan;
  const proposed = (
    <Moment key={plan.hash} at={plan.at} party={plan.author} hash={plan.hash}>
      {t('plans.timeline.proposed')}
    </Moment>
  );
  const decided = plan.decisions.map((decision) => (
    <Decided key={decision.hash} decision={decision} />
  ));
  const begun = activation ? (
    <Moment key={activation.hash} at={activation.at} party={plan.author} hash={activation.hash}>
      {t('plans.timeline.activation')}
    </Moment>
  ) : null;
  const ended = closing ? (
    <Moment key={closing.hash} at={closing.at} party={plan.author} hash={closing.hash}>
      {t('plans.timeline.closing')} <Written>{closing.result}</Written>
    </Moment>
  ) : null;
  const others = plan.results
    .filter(({ hash }) => hash !== closing?.hash)
    .map(({ hash, at, party, result, language }) => ({
      at,
      line: (
        <Moment key={hash} at={at} party={party} hash={hash}>
          {t('running.timeline.result')} <Written lang={language}>{result}</Written>
        </Moment>
      ),
    }));
  const answers = plan.answers.map(({ hash, at, party, text, language }) => ({
    at,
    line: (
      <Moment key={hash} at={at} party={party} hash={hash}>
        {t('running.timeline.answer')} <Written lang={language}>{text}</Written>
      </Moment>
    ),
  }));
  const stops = plan.running.stops.map(({ record, at, party, reason }) => ({
    at,
    line: (
      <Moment key={record} at={at} party={party} hash={record}>
        <span className="font-medium text-bad">{t('running.timeline.stop')}</span>{' '}
        {reason === null ? null : <Written>{reason}</Written>}
      </Moment>
    ),
  }));
  const all = [
    ...others,
    ...answers,
    ...stops,
    { at: plan.at, line: proposed },
    ...plan.decisions.map(({ at }, i) => ({ at, line: decided[i] })),
    ...(activation ? [{ at: activation.at, line: begun }] : []),
    ...(closing ? [{ at: closing.at, line: ended }] : []),
  ].toSorted((ours, theirs) => instantOf(ours.at) - instantOf(theirs.at));
  return <ol className="flex flex-col">{all.map(({ line }) => line)}</ol>;
}

function Decided({ decision }: { readonly decision: DecisionView }) {
  const { t } = useWords();
  const { zone } = useCentre();
  const { verdict, conditions, reason, upto } = decision;
  const isVoid = decision.void !== undefined;
  const kind = verdict === 'consent' && conditions.length > 0 ? 'conditions' : verdict;
  return (
    <Moment at={decision.at} party={decision.party} hash={decision.hash}>
      <span className={isVoid ? 'line-through' : ''}>{t(`plans.timeline.${kind}`)}</span>
      {upto === null || verdict !== 'consent' ? null : (
        <span className={isVoid ? 'line-through' : ''}>
          {' '}
          {t('plans.timeline.upto', { time: formatDtg(instantOf(upto), zone) })}
        </span>
      )}
      {reason === null ? null : (
        <>
          {' '}
          <Written className="text-muted">{reason}</Written>
        </>
      )}
      {conditions.length === 0 ? null : (
        <ol className="list-inside list-decimal text-sm">
          {conditions.map((condition) => (
            <li key={condition}>
              <Written>{condition}</Written>
            </li>
          ))}
        </ol>
      )}
      {decision.accepted ? <p className="text-sm text-ok">{t('plans.timeline.accepted')}</p> : null}
      {isVoid ? (
        <p className="text-sm font-medium text-bad">
          {t('plans.timeline.void', { why: t(`plans.void.${decision.void ?? ''}`) })}
        </p>
      ) : null}
      <p className="text-xs text-muted">{t(`plans.timeline.key-${decision.key}`)}</p>
      <Fold title={t('plans.timeline.words')}>
        <Statement lang={decision.language}>{decision.words}</Statement>
      </Fold>
    </Moment>
  );
}

function Moment({
  at,
  party,
  hash,
  children,
}: {
  readonly at: string;
  readonly party: string;
  readonly hash: string;
  readonly children: ReactNode;
}) {
  const { t } = useWords();
  return (
    <li className="relative border-s-2 border-line ps-4 pb-4 last:pb-0">
      <span
        aria-hidden
        className="absolute start-[-6px] top-1.5 size-2.5 rounded-full border-2 border-strong-line bg-panel"
      />
      <p className="flex flex-wrap items-center gap-x-3">
        <Dtg at={at} /> <PartyMark party={party} />
      </p>
      <div>{children}</div>
      <Fold
        title={
          <>
            {t('plans.timeline.check')} <HashMark hash={hash} />
          </>
        }
      >
        <RecordCheck hash={hash} />
      </Fold>
    </li>
  );
}

/** What is behind a line, fetched when it is first opened. */
export function Fold({
  title,
  children,
}: {
  readonly title: ReactNode;
  readonly children: ReactNode;
}) {
  const [isOpen, setOpen] = useState(false);
  return (
    <details onToggle={(event) => setOpen(event.currentTarget.open)}>
      <summary className="inline-flex min-h-7 items-center gap-1.5 text-sm text-muted underline decoration-line underline-offset-3 hover:text-text">
        {title}
      </summary>
      {isOpen ? <div className="py-1">{children}</div> : null}
    </details>
  );
}

/** Words that were or will be signed, as plain text in a frame of their own. */
export function Statement({
  children,
  lang,
}: {
  readonly children: string;
  readonly lang: string;
}) {
  const dir = lang === 'ar' || lang === 'ckb' ? 'rtl' : 'ltr';
  return (
    <div
      dir={dir}
      lang={lang}
      className="rounded-sm border-2 border-strong-line bg-bg px-3 py-2 whitespace-pre-line wrap-anywhere"
    >
      {withPlacesWhole(children)}
    </div>
  );
}
