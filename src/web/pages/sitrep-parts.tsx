import type { PlanView } from '../../contract/api.ts';
import type { SitrepView } from '../../contract/record-room.ts';
import type { ReportLine } from '../../contract/reports.ts';
import { useCentre } from '../centre.ts';
import { instantOf } from '../now.ts';
import { Dtg } from '../parts/age.tsx';
import { GradeChip } from '../parts/grade-chip.tsx';
import { Mono, Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { formatShortDtg, unbroken } from '../words/format.ts';
import type { Words } from '../words/words.ts';
import { Pair } from './sitrep-pair.tsx';

interface PartProps {
  readonly sitrep: SitrepView;
  readonly spoken: readonly Words[];
}

/** The reports of the window in the order of time, each in its author's own words. */
export function ReportsPart({ sitrep, spoken }: PartProps) {
  if (sitrep.reports.length === 0) return <None name="reports" spoken={spoken} />;
  const columns = ['time', 'place', 'party', 'grade', 'title'];
  return (
    <table className="w-full border-collapse text-sm">
      <thead>
        <tr>
          {columns.map((column) => (
            <th key={column} scope="col" className="border border-line px-1.5 py-0.5 text-start">
              {spoken.map(({ t, language, direction }) => (
                <div key={language} lang={language} dir={direction} className="font-medium">
                  {t(`sitrep.column.${column}`)}
                </div>
              ))}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {sitrep.reports
          .toSorted((a, b) => (a.when.from < b.when.from ? -1 : 1))
          .map((report) => (
            <ReportRow key={report.hash} report={report} />
          ))}
      </tbody>
    </table>
  );
}

function ReportRow({ report }: { readonly report: ReportLine }) {
  return (
    <tr className="break-inside-avoid">
      <td className="border border-line px-1.5 py-0.5 align-top whitespace-nowrap">
        <Dtg at={report.when.from} short />
      </td>
      <td className="border border-line px-1.5 py-0.5 align-top whitespace-nowrap">
        <Place point={report.point} precisionMetres={report.precisionMetres} />
      </td>
      <td className="border border-line px-1.5 py-0.5 align-top">
        <PartyMark party={report.author} bare />
      </td>
      <td className="border border-line px-1.5 py-0.5 align-top whitespace-nowrap">
        {report.grades.length === 0 ? '–' : null}
        {report.grades.map((given) => (
          <span key={given.record} className="me-1.5 inline-flex items-center gap-1">
            <PartyMark party={given.party} bare />
            <GradeChip grade={given.grade} />
          </span>
        ))}
      </td>
      <td className="border border-line px-1.5 py-0.5 align-top">
        <Written lang={report.language} className="block">
          {report.title}
        </Written>
      </td>
    </tr>
  );
}

/** The operations of the window: what state each is in, and where each asked party stands. */
export function PlansPart({ sitrep, spoken }: PartProps) {
  if (sitrep.plans.length === 0) return <None name="plans" spoken={spoken} />;
  return (
    <ol className="flex flex-col gap-1">
      {sitrep.plans.map((plan) => (
        <li key={plan.hash}>
          <Pair spoken={spoken}>{(words) => <PlanParagraph plan={plan} words={words} />}</Pair>
        </li>
      ))}
    </ol>
  );
}

function PlanParagraph({ plan, words }: { readonly plan: PlanView; readonly words: Words }) {
  const { t } = words;
  const { zone, parties } = useCentre();
  const nameOf = (id: string) => parties.find((party) => party.id === id)?.name ?? id;
  const stances = plan.asked.map((asked) =>
    t('sitrep.plan.stance', {
      party: nameOf(asked.party),
      stance: t(`sitrep.stance.${asked.stance.kind}`),
    }),
  );
  const short = (at: string) => unbroken(formatShortDtg(instantOf(at), zone));
  return (
    <p>
      <Written lang={plan.plan.language} className="font-semibold">
        {plan.plan.name}
      </Written>{' '}
      <Mono>{`${short(plan.plan.window.from)}–${short(plan.plan.window.upto)}`}</Mono>:{' '}
      {t(`sitrep.state.${plan.state.kind}`)}. {stances.length === 0 ? null : stances.join(' · ')}
    </p>
  );
}

/** Reports that contradict each other, both named: a paper must not choose between them. */
export function DisputedPart({ sitrep, spoken }: PartProps) {
  const disputed = sitrep.reports.filter((report) => report.contradicts.length > 0);
  if (disputed.length === 0) return <None name="disputed" spoken={spoken} />;
  const titleOf = (hash: string) => sitrep.reports.find((report) => report.hash === hash);
  return (
    <ul className="flex flex-col gap-1">
      {disputed.map((report) => (
        <li key={report.hash}>
          <Pair spoken={spoken}>
            {({ t }) => (
              <p>
                <PartyMark party={report.author} bare />{' '}
                <Written lang={report.language}>{report.title}</Written> —{' '}
                {t('sitrep.disputed.against')}{' '}
                {report.contradicts.map((hash) => {
                  const other = titleOf(hash);
                  return other ? (
                    <span key={hash}>
                      <PartyMark party={other.author} bare />{' '}
                      <Written lang={other.language}>{other.title}</Written>{' '}
                    </span>
                  ) : (
                    <span key={hash}>{t('sitrep.disputed.earlier')} </span>
                  );
                })}
              </p>
            )}
          </Pair>
        </li>
      ))}
    </ul>
  );
}

function None({ name, spoken }: { readonly name: string; readonly spoken: readonly Words[] }) {
  return (
    <Pair spoken={spoken}>
      {({ t }) => <p className="text-muted">{t(`sitrep.none.${name}`)}</p>}
    </Pair>
  );
}
