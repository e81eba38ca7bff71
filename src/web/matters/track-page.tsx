import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';

import type { Tracked } from '../../accord/knowledge/track.ts';
import { TRACKED_CREDIBILITIES } from '../../accord/knowledge/track.ts';
import type { SuggestedTrack, TracksView } from '../../contract/matters.ts';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Mono } from '../parts/mono.tsx';
import { Empty } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { PageTabs } from '../shell/page-tabs.tsx';
import { useWords } from '../words/words.ts';
import { tracksQuery } from './matter-queries.ts';
import { TrackBar, trackWords } from './track-bar.tsx';

/** How well what parties, sources and grades said held, from the records that may be read. [U1] [U2] */
export function TrackPage() {
  const { t } = useWords();
  const tracks = useQuery(tracksQuery);
  return (
    <Sheet title={t('matters.track.title')} actions={<PageTabs of="matters" here="tracks" />}>
      <FaultNotice fault={tracks.error} onRetry={() => void tracks.refetch()} />
      {tracks.data ? <Shown view={tracks.data} /> : null}
    </Sheet>
  );
}

function Shown({ view }: { readonly view: TracksView }) {
  const { t } = useWords();
  if (view.judged === 0) {
    return (
      <Panel title={t('matters.track.none')}>
        <Empty>{t('matters.track.empty')}</Empty>
      </Panel>
    );
  }
  return (
    <>
      <p className="max-w-3xl text-muted">{t('matters.track.means', { count: view.judged })}</p>
      <Panel title={t('matters.track.parties')} flush>
        <TrackTable
          label={t('matters.track.parties')}
          rows={view.parties.map((track) => ({
            key: track.party,
            name: <PartyMark party={track.party} />,
            track,
            suggested: track,
          }))}
        />
      </Panel>
      {view.handles.length === 0 ? null : (
        <Panel title={t('matters.track.sources')} flush>
          <TrackTable
            label={t('matters.track.sources')}
            rows={view.handles.map((track) => ({
              key: `${track.party} ${track.handle}`,
              name: (
                <span className="flex flex-wrap items-center gap-x-2">
                  <PartyMark party={track.party} bare />
                  <Mono className="text-sm">{track.handle ?? ''}</Mono>
                </span>
              ),
              track,
              suggested: track,
            }))}
          />
          <p className="px-3 py-2 text-xs text-muted">{t('matters.track.handle-means')}</p>
        </Panel>
      )}
      {[...new Set(view.graders.map(({ party }) => party))].map((party) => (
        <Calibration
          key={party}
          party={party}
          tracks={view.graders.filter((track) => track.party === party)}
        />
      ))}
    </>
  );
}

/** One party's grades: how often what it graded 1, 2, 3 and so on came true. */
function Calibration({
  party,
  tracks,
}: {
  readonly party: string;
  readonly tracks: readonly Tracked[];
}) {
  const { t } = useWords();
  const rows = TRACKED_CREDIBILITIES.flatMap((credibility) => {
    const track = tracks.find((each) => each.credibility === credibility);
    if (!track) return [];
    const name = (
      <span className="flex flex-wrap items-baseline gap-x-2">
        <Mono>{credibility}</Mono>
        <span className="text-sm text-muted">{t(`parts.credibility.${credibility}`)}</span>
      </span>
    );
    return [{ key: credibility, name, track }];
  });
  const title = (
    <span className="flex flex-wrap items-center gap-x-2">
      {t('matters.track.grades')} <PartyMark party={party} />
    </span>
  );
  return (
    <Panel title={title} flush>
      <TrackTable label={t('matters.track.grades')} rows={rows} />
      <p className="px-3 py-2 text-xs text-muted">{t('matters.track.grades-mean')}</p>
    </Panel>
  );
}

interface TrackRow {
  readonly key: string;
  readonly name: ReactNode;
  readonly track: Tracked;
  readonly suggested?: SuggestedTrack;
}

/** A table with the picture in it: every figure of the picture is also in words. */
function TrackTable({
  label,
  rows,
}: {
  readonly label: string;
  readonly rows: readonly TrackRow[];
}) {
  const words = useWords();
  const { t } = words;
  const hasSuggestion = rows.some(({ suggested }) => suggested);
  return (
    <table className="w-full border-collapse" aria-label={label}>
      <thead className="max-md:sr-only">
        <tr className="border-b border-line text-sm text-muted">
          <th scope="col" className="w-56 px-3 py-1.5 text-start font-medium">
            {t(hasSuggestion ? 'matters.track.who' : 'reports.part.grades')}
          </th>
          <th scope="col" className="px-3 py-1.5 font-medium">
            {/* The bar runs from left to right in every language, as its figures do. */}
            <span dir="ltr" className="flex justify-between">
              <span>0%</span>
              <span>50%</span>
              <span>100%</span>
            </span>
            <span className="sr-only">{t('matters.track.share')}</span>
          </th>
          <th scope="col" className="w-64 px-3 py-1.5 text-start font-medium">
            {t('matters.track.words')}
          </th>
          {hasSuggestion ? (
            <th scope="col" className="w-44 px-3 py-1.5 text-start font-medium">
              {t('matters.track.suggested')}
            </th>
          ) : null}
        </tr>
      </thead>
      <tbody>
        {rows.map((row) => (
          <tr
            key={row.key}
            className="border-b border-line align-middle last:border-0 max-md:flex max-md:flex-col max-md:py-1.5"
          >
            <th scope="row" className="px-3 py-1.5 text-start font-normal">
              {row.name}
            </th>
            <td className="px-3 py-1.5">
              <TrackBar track={row.track} />
            </td>
            <td className="px-3 py-1.5 text-sm">
              {trackWords(row.track, words)}
              {row.track.open === 0 ? null : (
                <span className="block text-xs text-muted">
                  {t('matters.track.open', { count: row.track.open })}
                </span>
              )}
            </td>
            {hasSuggestion ? (
              <td className="px-3 py-1.5 text-sm">
                {row.suggested ? <Suggested track={row.suggested} /> : null}
              </td>
            ) : null}
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** What a track suggests for the reliability of the source, in words, and why. [U8] */
export function Suggested({ track }: { readonly track: SuggestedTrack }) {
  const { t } = useWords();
  return (
    <span className="flex flex-col">
      <span className="flex flex-wrap items-baseline gap-x-1.5">
        <Mono className="font-semibold">{track.suggested}</Mono>
        {t(`parts.reliability.${track.suggested}`)}
      </span>
      <span className="text-xs text-muted">{t(`matters.track.reason-${track.reason}`)}</span>
    </span>
  );
}
