import { useQuery } from '@tanstack/react-query';

import type { CentreView } from '../../contract/api.ts';
import { useCentre } from '../centre.ts';
import { Dtg } from '../parts/age.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Mono } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { centreQuery, claimsQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { formatOffset } from '../words/format.ts';
import { useWords } from '../words/words.ts';
import { FeedsPanel } from './centre-feeds.tsx';
import { KeysPanel } from './centre-keys.tsx';
import { PullsPanel } from './centre-pulls.tsx';

/** Who belongs to the centre, which offices sit here, what each party claims, and my keys. */
export function Page() {
  const { t } = useWords();
  const { isObserver, seat } = useSession();
  const centre = useQuery(centreQuery);
  return (
    <Sheet
      title={t('centre.page.title')}
      actions={isObserver ? null : <PageTabs of="centre" here="centre" />}
    >
      <FaultNotice fault={centre.error} />
      <div className="grid grid-cols-2 gap-3 max-lg:grid-cols-1">
        <Parties />
        {centre.data ? <Charter centre={centre.data} /> : null}
      </div>
      <div className="grid grid-cols-2 gap-3 max-lg:grid-cols-1">
        {centre.data ? <Seats centre={centre.data} /> : null}
        <KeysPanel />
      </div>
      {seat.duties.includes('administer') ? <FeedsPanel /> : null}
      {seat.duties.includes('administer') ? <PullsPanel /> : null}
      <Claims />
    </Sheet>
  );
}

function Parties() {
  const { t } = useWords();
  const { parties } = useCentre();
  const { party: ours } = useSession();
  return (
    <Panel title={t('centre.parties.title')}>
      <ul className="flex flex-col gap-2">
        {parties.map((party) => (
          <li key={party.id} className="flex items-center justify-between gap-3">
            <PartyMark party={party.id} />
            <span className="text-sm text-muted">
              {party.id === ours ? `${t('centre.parties.ours')} · ` : ''}
              {t(party.observer ? 'centre.parties.observer' : 'centre.parties.member')}
            </span>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-muted">{t('centre.parties.told')}</p>
    </Panel>
  );
}

function Charter({ centre }: { readonly centre: CentreView }) {
  const { t } = useWords();
  const { charter } = centre;
  const { offsetMinutes, letter } = charter.timeZone;
  return (
    <Panel title={t('centre.charter.title')}>
      <dl className="grid grid-cols-[10rem_1fr] gap-x-4 gap-y-1.5">
        <dt className="text-muted">{t('centre.charter.id')}</dt>
        <dd>
          <Mono>{charter.id}</Mono>
        </dd>
        <dt className="text-muted">{t('centre.charter.zone')}</dt>
        <dd>
          <Mono>{`${letter} (${formatOffset({ minutes: offsetMinutes, letter })})`}</Mono>
        </dd>
        <dt className="text-muted">{t('centre.charter.kind')}</dt>
        <dd>{t(charter.exercise ? 'centre.charter.exercise' : 'centre.charter.real')}</dd>
      </dl>
      <p className="mt-3 text-sm text-muted">{t('centre.charter.same')}</p>
    </Panel>
  );
}

function Seats({ centre }: { readonly centre: CentreView }) {
  const { t, language } = useWords();
  const { seat: mine } = useSession();
  return (
    <Panel title={t('centre.seats.title')}>
      <ul className="flex flex-col gap-2.5">
        {centre.desks.map((desk) => (
          <li key={desk.seat}>
            <div className="flex flex-wrap items-baseline justify-between gap-x-3">
              <span className="font-medium">
                {desk.names[language]}
                {desk.seat === mine.seat ? (
                  <span className="font-normal text-muted"> · {t('centre.seats.mine')}</span>
                ) : null}
              </span>
              <Mono className="text-xs text-muted">{desk.seat}</Mono>
            </div>
            <p className="text-sm text-muted">
              {desk.duties.map((duty) => t(`signin.duty.${duty}`)).join(' · ')}
            </p>
          </li>
        ))}
      </ul>
      <p className="mt-3 text-sm text-muted">{t('centre.seats.offices')}</p>
    </Panel>
  );
}

function Claims() {
  const { t, language } = useWords();
  const claims = useQuery(claimsQuery);
  return (
    <Panel title={t('centre.claims.title')} flush>
      <FaultNotice fault={claims.error} onRetry={() => void claims.refetch()} />
      {claims.data?.length === 0 ? <Empty>{t('centre.claims.empty')}</Empty> : null}
      <ul>
        {(claims.data ?? []).map(({ hash, party, claim }) => (
          <li
            key={hash}
            className="grid grid-cols-[14rem_1fr_auto] items-center gap-x-4 border-b border-line px-3 py-1.5 last:border-0 max-md:grid-cols-1"
          >
            <PartyMark party={party} />
            <span>
              <bdi>{claim.names[language]}</bdi>
              {claim.basis === undefined ? null : (
                <span dir="auto" className="block text-sm text-muted">
                  {claim.basis}
                </span>
              )}
            </span>
            <span className="text-sm text-muted">
              {t('centre.claims.from')} <Dtg at={claim.from} />
              {claim.upto === null ? null : (
                <>
                  {' '}
                  {t('centre.claims.upto')} <Dtg at={claim.upto} />
                </>
              )}
            </span>
          </li>
        ))}
      </ul>
      <p className="border-t border-line px-3 py-2 text-sm text-muted">{t('centre.claims.why')}</p>
    </Panel>
  );
}
