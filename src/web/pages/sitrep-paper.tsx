import type { ReactNode } from 'react';

import type { SitrepView } from '../../contract/record-room.ts';
import { useCentre, useParty } from '../centre.ts';
import { instantOf } from '../now.ts';
import { Mono } from '../parts/mono.tsx';
import { PaperReaders, PaperSheet } from '../parts/paper.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { useSession } from '../session.ts';
import { formatDtg, formatList, formatNumber } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import type { Words } from '../words/words.ts';
import { Pair } from './sitrep-pair.tsx';
import { DisputedPart, PlansPart, ReportsPart } from './sitrep-parts.tsx';

/** The paper itself. */
export function SitrepPaper({
  sitrep,
  spoken,
}: {
  readonly sitrep: SitrepView;
  readonly spoken: readonly Words[];
}) {
  return (
    <PaperSheet
      head={<RunningHead sitrep={sitrep} spoken={spoken} />}
      foot={<RunningFoot sitrep={sitrep} spoken={spoken} />}
    >
      <Title sitrep={sitrep} spoken={spoken} />
      <Part number={1} name="summary" spoken={spoken}>
        <Pair spoken={spoken}>{() => <Summary sitrep={sitrep} />}</Pair>
      </Part>
      <Part number={2} name="reports" spoken={spoken}>
        <ReportsPart sitrep={sitrep} spoken={spoken} />
      </Part>
      <Part number={3} name="plans" spoken={spoken}>
        <PlansPart sitrep={sitrep} spoken={spoken} />
      </Part>
      <Part number={4} name="disputed" spoken={spoken}>
        <DisputedPart sitrep={sitrep} spoken={spoken} />
      </Part>
      <Part number={5} name="links" spoken={spoken}>
        <Pair spoken={spoken}>{() => <Peers sitrep={sitrep} />}</Pair>
      </Part>
      <Signatures spoken={spoken} />
    </PaperSheet>
  );
}

function RunningHead({ sitrep, spoken }: PaperProps) {
  const { exercise } = useCentre();
  return (
    <div className="border-b-2 border-text pb-1 text-sm">
      {exercise ? (
        <p className="text-center font-semibold text-exercise">
          {spoken.map((words) => words.t('shell.exercise.word')).join('  ·  ')}
        </p>
      ) : null}
      <Pair spoken={spoken}>
        {() => <PaperReaders self={sitrep.self} printed={[...sitrep.reports, ...sitrep.plans]} />}
      </Pair>
    </div>
  );
}

function RunningFoot({ sitrep, spoken }: PaperProps) {
  const { zone } = useCentre();
  return (
    <Pair spoken={spoken} className="border-t border-text pt-1 text-xs">
      {({ rich }) => (
        <p>
          {rich('shell.foot.asof', {
            time: <Mono>{formatDtg(instantOf(sitrep.asOf), zone)}</Mono>,
          })}
        </p>
      )}
    </Pair>
  );
}

function Title({ sitrep, spoken }: PaperProps) {
  return <Pair spoken={spoken}>{() => <TitleText sitrep={sitrep} />}</Pair>;
}

function TitleText({ sitrep }: { readonly sitrep: SitrepView }) {
  const { t, rich } = useWords();
  const { zone, name } = useCentre();
  return (
    <>
      <h1 className="text-2xl">{t('sitrep.head.title')}</h1>
      <p className="font-medium">{name}</p>
      <p>
        {rich('sitrep.head.period', {
          from: <Mono>{formatDtg(instantOf(sitrep.from), zone)}</Mono>,
          upto: <Mono>{formatDtg(instantOf(sitrep.upto), zone)}</Mono>,
        })}
      </p>
    </>
  );
}

function Part({
  number,
  name,
  spoken,
  children,
}: {
  readonly number: number;
  readonly name: string;
  readonly spoken: readonly Words[];
  readonly children: ReactNode;
}) {
  return (
    <section className="flex flex-col gap-1.5">
      <Pair spoken={spoken} className="break-after-avoid">
        {({ t }) => (
          <h2 className="border-b border-line text-lg">
            {number}. {t(`sitrep.part.${name}`)}
          </h2>
        )}
      </Pair>
      {children}
    </section>
  );
}

function Summary({ sitrep }: { readonly sitrep: SitrepView }) {
  const { t, language } = useWords();
  const { parties } = useCentre();
  const waiting = sitrep.plans.filter((plan) => plan.state.kind === 'proposed').length;
  const active = sitrep.plans.filter((plan) => plan.state.kind === 'active').length;
  const said = parties.flatMap((party) => {
    const count = Object.entries(sitrep.counts).find(([id]) => id === party.id)?.[1] ?? 0;
    return count === 0 ? [] : [`${party.name} ${formatNumber(count, language)}`];
  });
  return (
    <>
      <p>{t('sitrep.summary.reports', { count: sitrep.reports.length })}</p>
      <p>{t('sitrep.summary.plans', { count: sitrep.plans.length, active, waiting })}</p>
      {said.length === 0 ? null : (
        <p>{t('sitrep.summary.said', { parties: formatList(said, language) })}</p>
      )}
    </>
  );
}

function Peers({ sitrep }: { readonly sitrep: SitrepView }) {
  const { t } = useWords();
  const { zone, parties } = useCentre();
  return (
    <ul>
      {sitrep.peers.map((peer) => {
        const name = parties.find((party) => party.id === peer.party)?.name ?? peer.party;
        const since =
          peer.lastContact === undefined ? undefined : formatDtg(instantOf(peer.lastContact), zone);
        return (
          <li key={peer.party}>
            <bdi>{name}</bdi>:{' '}
            {peer.link !== 'silent'
              ? t(`shell.link.${peer.link}`)
              : since === undefined
                ? t('shell.link.never')
                : t('shell.link.silent', { since })}
          </li>
        );
      })}
    </ul>
  );
}

/** A line for each party's hand; a paper that nobody signed says so by its empty lines. */
function Signatures({ spoken }: { readonly spoken: readonly Words[] }) {
  const { parties } = useCentre();
  const { seat } = useSession();
  return (
    <div className="mt-6 flex break-inside-avoid flex-col gap-6">
      <Pair spoken={spoken}>
        {({ t, language }) => <p>{t('sitrep.sign.prepared', { seat: seat.names[language] })}</p>}
      </Pair>
      <div className="grid grid-cols-2 gap-x-12 gap-y-10 pt-8">
        {parties.map((party) => (
          <div key={party.id} className="border-t border-text pt-1 text-sm">
            <PartyMark party={party.id} bare />
            <Pair spoken={spoken}>{() => <SignatureText party={party.id} />}</Pair>
          </div>
        ))}
      </div>
    </div>
  );
}

function SignatureText({ party }: { readonly party: string }) {
  const { t } = useWords();
  const { name } = useParty(party);
  return (
    <>
      <p>{name}</p>
      <p className="text-xs text-muted">{t('sitrep.sign.line')}</p>
    </>
  );
}

interface PaperProps {
  readonly sitrep: SitrepView;
  readonly spoken: readonly Words[];
}
