import { useQuery } from '@tanstack/react-query';
import { useState } from 'react';

import type { ClaimView, KnowledgeView } from '../../contract/matters.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import { useParty } from '../centre.ts';
import { Button } from '../parts/button.tsx';
import { GoLink } from '../parts/go-link.tsx';
import { Written } from '../parts/mono.tsx';
import { Panel } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { GradeMarks } from '../reports/grades.tsx';
import { useSession } from '../session.ts';
import { formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { JoinDialog } from './join-dialog.tsx';
import { JudgementMark } from './judgement-mark.tsx';
import { LikelyPart } from './likely-part.tsx';
import { MatterMark } from './matter-mark.tsx';
import { knowledgeQuery } from './matter-queries.ts';
import { OutcomePart } from './outcome-part.tsx';
import { Quoted } from './quoted.tsx';

/** What was said of a report on its page: its claims, its matters, likely same events, what became of it. */
export function KnowledgePart({
  hash,
  report,
  onGrade,
}: {
  readonly hash: string;
  readonly report: Report;
  /** Grades one claim by its number. */
  readonly onGrade: (claim: number) => void;
}) {
  const { t } = useWords();
  const { seat } = useSession();
  const knowledge = useQuery(knowledgeQuery(hash));
  if (!knowledge.data) return null;
  const { claims } = knowledge.data;
  const mayGrade = seat.duties.includes('grade');
  return (
    <>
      {claims.length === 0 ? null : (
        <Panel title={t('matters.claims.title')} flush>
          <ol>
            {claims.map((claim) => (
              <Claim
                key={claim.number}
                claim={claim}
                language={report.language}
                onGrade={mayGrade ? () => onGrade(claim.number) : undefined}
              />
            ))}
          </ol>
        </Panel>
      )}
      <MattersPanel knowledge={knowledge.data} />
      <LikelyPart hash={hash} />
      <OutcomePart knowledge={knowledge.data} />
    </>
  );
}

function Claim({
  claim,
  language: spoken,
  onGrade,
}: {
  readonly claim: ClaimView;
  readonly language: string;
  readonly onGrade: (() => void) | undefined;
}) {
  const { t, language } = useWords();
  const { count } = claim;
  return (
    <li className="grid grid-cols-[2rem_minmax(0,1fr)] gap-x-2 border-b border-line px-3 py-2 last:border-0">
      <span className="mono text-muted">{formatNumber(claim.number, language)}</span>
      <div className="flex min-w-0 flex-col gap-1">
        <p className="flex flex-wrap items-baseline gap-x-2">
          <span className="text-sm text-muted">{t(`matters.about.${claim.about}`)}</span>
          {count ? (
            <span className="font-semibold" dir="ltr">
              {count.from === count.upto ? count.from : `${count.from}–${count.upto}`}
            </span>
          ) : null}
          <Written lang={spoken}>{claim.words}</Written>
        </p>
        <div className="flex flex-wrap items-center gap-x-3 gap-y-1">
          {claim.grades.length === 0 ? null : <GradeMarks grades={claim.grades} />}
          {claim.judgement ? <JudgementMark judgement={claim.judgement} /> : null}
          {onGrade ? (
            <Button
              tone="quiet"
              onPress={onGrade}
              aria-label={t('matters.claims.grade-one', { number: claim.number })}
            >
              {t('matters.claims.grade')}
            </Button>
          ) : null}
        </div>
        {claim.links.map((link) => (
          <ClaimLinkLine key={link.record} link={link} />
        ))}
      </div>
    </li>
  );
}

function ClaimLinkLine({ link }: { readonly link: ClaimView['links'][number] }) {
  const { t } = useWords();
  const { name } = useParty(link.by);
  const key = link.side === 'from' ? link.relation : `${link.relation}-back`;
  return (
    <p className={`text-sm ${link.relation === 'contradicts' ? 'text-need' : 'text-muted'}`}>
      {t(`matters.link.${key}`, { party: name, other: '' })}{' '}
      <GoLink to={`/reports/${link.report}`} className="underline">
        <Written>{link.words ?? link.title}</Written>
      </GoLink>
      {link.reason ? (
        <span className="block">
          <Quoted>{link.reason}</Quoted>
        </span>
      ) : null}
    </p>
  );
}

function MattersPanel({ knowledge }: { readonly knowledge: KnowledgeView }) {
  const { t } = useWords();
  const { seat } = useSession();
  const [isJoining, setJoining] = useState(false);
  const held = knowledge.matters.map(({ hash }) => hash);
  return (
    <Panel
      title={t('matters.part.title')}
      actions={
        seat.duties.includes('grade') ? (
          <Button onPress={() => setJoining(true)}>{t('matters.join.act')}</Button>
        ) : null
      }
    >
      {knowledge.matters.length === 0 ? (
        <p className="text-muted">{t('matters.part.none')}</p>
      ) : (
        <ul className="flex flex-col gap-2">
          {knowledge.matters.map((matter) => (
            <li key={matter.link} className="flex flex-col">
              <GoLink to={`/matters/${matter.hash}`} className="font-medium underline">
                <Written lang={matter.language}>{matter.title}</Written>
              </GoLink>
              <span className="flex flex-wrap items-center gap-x-3 text-sm">
                <MatterMark matter={matter} />
                <span className="inline-flex items-center gap-1 text-muted">
                  {t('matters.timeline.added')} <PartyMark party={matter.addedBy} bare />
                </span>
              </span>
            </li>
          ))}
        </ul>
      )}
      <JoinDialog
        hash={isJoining ? knowledge.report : undefined}
        held={held}
        onClose={() => setJoining(false)}
      />
    </Panel>
  );
}
