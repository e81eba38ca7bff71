import type { ReactNode } from 'react';

import { compartmentIn } from '../../accord/party/audience.ts';
import type { Report } from '../../accord/knowledge/schema.ts';
import type { PlaceInLog } from '../../contract/api.ts';
import { instantOf } from '../now.ts';
import { Age, Dtg } from '../parts/age.tsx';
import { CompartmentMark } from '../parts/compartment-mark.tsx';
import { Written } from '../parts/mono.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Place } from '../parts/place.tsx';
import { useCompartment, useReaderName, useSeatNames } from '../readers.ts';
import { formatList, formatNumber } from '../words/format.ts';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import { boxAround } from './place-reading.ts';
import { SourceMark } from './source-mark.tsx';

/** The middle of a report's place: longitude and latitude in degrees. */
export function middleOf(report: Report): readonly [number, number] {
  const [west, south, east, north] = boxAround([report.place.geometry.coordinates]);
  return [(west + east) / 2, (south + north) / 2];
}

/** A distance in the unit in which it is spoken of. */
export function useDistance(): (metres: number) => string {
  const { t, language } = useWords();
  return (metres) =>
    metres < 1000
      ? t('reports.unit.m', { count: formatNumber(Math.round(metres), language) })
      : t('reports.unit.km', {
          count: formatNumber(metres / 1000, language, {
            maximumFractionDigits: metres < 10_000 ? 1 : 0,
          }),
        });
}

/** Where, when, from whom a report is, and who reads it. */
export function Facts({
  report,
  audience,
  ownSource,
}: {
  readonly report: Report;
  readonly audience: readonly string[];
  /** What our own register calls the source, where it is one of ours. */
  readonly ownSource?: string | undefined;
}) {
  const { t, language } = useWords();
  const within = useCompartment(audience);
  const seatNames = useSeatNames();
  const distance = useDistance();
  const { place, when, whenForm, source } = report;
  const isMoment = instantOf(when.upto) - instantOf(when.from) <= 1;
  const readers = audience.map(useReaderName());
  return (
    <dl className="grid grid-cols-[5.5rem_1fr] gap-x-3 gap-y-1.5">
      <Fact name={t('reports.part.where')}>
        <Place point={middleOf(report)} precisionMetres={place.precisionMetres} />
        {place.precisionMetres < 50 ? null : (
          <span className="text-sm text-muted">
            {t('reports.part.within', { distance: distance(place.precisionMetres) })}
          </span>
        )}
        {place.form === undefined ? null : (
          <span className="text-sm text-muted">{t(`form.place.${place.form}`)}</span>
        )}
        {place.label === undefined ? null : <Written>{place.label}</Written>}
      </Fact>
      <Fact name={t('reports.part.when')}>
        {isMoment ? (
          <Age at={when.from} />
        ) : (
          <bdi dir="ltr" className="whitespace-nowrap">
            <Dtg at={when.from} short /> – <Dtg at={when.upto} />
          </bdi>
        )}
        {whenForm === undefined ? null : (
          <span className="text-sm text-muted">{t(`form.when.${whenForm}`)}</span>
        )}
      </Fact>
      <Fact name={t('reports.part.source')}>
        <span>{t(`reports.source.${source.kind}`)}</span>
        {source.handle === undefined ? null : <SourceMark handle={source.handle} />}
        {ownSource === undefined ? null : (
          <span className="text-sm">
            <bdi>{ownSource}</bdi> <span className="text-muted">({t('sources.own-only')})</span>
          </span>
        )}
        {source.reference === undefined ? null : (
          <Written className="text-sm text-muted">{source.reference}</Written>
        )}
      </Fact>
      <Fact name={t('reports.part.readers')}>
        <span className="flex flex-wrap gap-1">
          {audience.map((id) => (
            <PartyMark key={id} party={id} bare />
          ))}
        </span>
        {within ? (
          <span className="text-sm">
            {t('compartments.readers', { seats: formatList(seatNames(within.seats), language) })}
          </span>
        ) : (
          <span className="text-sm text-muted" aria-hidden>
            {audience.length > 1 ? formatList(readers, language) : t('reports.part.own-only')}
          </span>
        )}
      </Fact>
    </dl>
  );
}

function Fact({ name, children }: { readonly name: string; readonly children: ReactNode }) {
  return (
    <>
      <dt className="text-muted">{name}</dt>
      <dd className="flex min-w-0 flex-wrap items-baseline gap-x-2">{children}</dd>
    </>
  );
}

/** What kind of report, by whom, said when, in which language. */
export function Byline({
  report,
  place,
  said,
}: {
  readonly report: Report;
  readonly place: PlaceInLog;
  readonly said: string;
}) {
  const { t } = useWords();
  const within = compartmentIn(place.audience);
  const language = LANGUAGES.find((each) => each.id === report.language)?.name;
  return (
    <p className="flex flex-wrap items-center gap-x-2 gap-y-0.5 text-sm text-muted">
      <span className="text-text">
        <PartyMark party={place.author} />
      </span>
      <span>{t(`reports.kind.${report.kind}`)}</span>
      <span aria-hidden>·</span>
      <bdi lang={report.language}>{language}</bdi>
      <span aria-hidden>·</span>
      <span>
        {t('reports.part.said')} <Dtg at={said} short />
      </span>
      {within === undefined ? null : <CompartmentMark compartment={within} />}
    </p>
  );
}
