import { useInfiniteQuery, useQuery } from '@tanstack/react-query';
import { useRouter } from '@tanstack/react-router';
import { useCallback, useEffect, useMemo, useRef, useState } from 'react';

import type { GradeAxes } from '../../accord/knowledge/schema.ts';
import { formatInstant, instant } from '../../base/instant.ts';
import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { useKeys } from '../keys.ts';
import type { DrawnShape } from '../map/drawing.ts';
import { digitsAt } from '../map/grid-reference.ts';
import { LazyMap } from '../map/lazy-map.tsx';
import type { MapHandle } from '../map/map-view.tsx';
import type { MapArea } from '../map/marks.ts';
import { useNow } from '../now.ts';
import { centreQuery, claimsQuery, plansQuery } from '../queries.ts';
import { Composer } from '../reports/composer.tsx';
import { useDraft } from '../reports/draft.ts';
import { useEnter } from '../reports/enter.ts';
import { ExportDialog } from '../reports/export-dialog.tsx';
import { GradeDialog } from '../reports/grade-dialog.tsx';
import { Layers } from '../reports/layers.tsx';
import { useLight } from '../reports/light.ts';
import { LinkDialog } from '../reports/link-dialog.tsx';
import { areasOf, openingView, pointsOf } from '../reports/marks-of-reports.ts';
import type { PictureAddress } from '../reports/picture-address.ts';
import { formatPictureAddress, parsePictureAddress } from '../reports/picture-address.ts';
import { EarlyPanel } from './early-panel.tsx';
import { PicturePanel } from '../reports/picture-panel.tsx';
import type { DegreeBox } from '../reports/place-reading.ts';
import { boxAround, readPlace } from '../reports/place-reading.ts';
import { linesOf, pointsQuery, reportsQuery } from '../reports/report-queries.ts';
import { useAddress } from '../routes.tsx';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { usePublishStatus } from '../status.ts';
import { useWords } from '../words/words.ts';

const DAY = 86_400;
const SINCE_SECONDS = { any: undefined, day: DAY, week: 7 * DAY, month: 30 * DAY } as const;

/** The picture: the map with claims, plans and reports, and beside it what needs us and the list. */
export function Page() {
  const address = useAddress(parsePictureAddress);
  const change = useChange(address);
  const go = useGo();
  const { party, seat } = useSession();
  const centre = useQuery(centreQuery);
  const [grading, setGrading] = useState<Grading | undefined>(undefined);
  const [linking, setLinking] = useState<string | undefined>(undefined);
  const [isSaving, setSaving] = useState(false);
  const [isPicking, setPicking] = useState(false);
  const handle = useRef<MapHandle | null>(null);
  const { book } = useDraft();
  // A link that names a mark but no view opens with the mark in sight.
  const wanted = useRef(address.camera ? undefined : address.selected);
  const hold = useCallback((opened: MapHandle | null) => {
    handle.current = opened;
    if (wanted.current !== undefined && opened?.focusOn(wanted.current)) wanted.current = undefined;
  }, []);

  const now = useNow(300);
  const seconds = SINCE_SECONDS[address.since];
  // Rounded, so that the same question is asked for five minutes.
  const since = seconds === undefined ? undefined : instant(Math.floor(now / 300) * 300 - seconds);
  const ask = {
    ...(address.text === '' ? {} : { text: address.text }),
    ...(address.show === 'mine' ? { party } : {}),
    ...(since === undefined ? {} : { from: formatInstant(since) }),
  };
  const list = useInfiniteQuery(reportsQuery(ask));
  const points = useQuery(pointsQuery(ask));
  const lines = useMemo(() => {
    const all = linesOf(list.data?.pages);
    return address.show === 'disputed' ? all.filter((line) => line.contradicts.length > 0) : all;
  }, [list.data, address.show]);
  const marks = useMemo(
    () => pointsOf(lines, address.show === 'disputed' ? undefined : points.data, now),
    [lines, points.data, address.show, now],
  );

  const { selected } = address;
  const index = lines.findIndex((line) => line.hash === selected);
  const isReport = index !== -1 || marks.some((mark) => mark.id === selected);
  const move = (by: 1 | -1) => {
    const next = lines[index === -1 ? 0 : Math.min(Math.max(index + by, 0), lines.length - 1)];
    if (next) change({ selected: next.hash });
  };
  const open = () => (isReport && selected ? go(`/reports/${selected}`) : undefined);
  const showOnMap = () => (selected ? handle.current?.focusOn(selected) : undefined);
  const grade = (first?: Reliability) =>
    isReport && selected && seat.duties.includes('grade')
      ? setGrading({ hash: selected, first })
      : undefined;
  const link = () =>
    isReport && selected && seat.duties.includes('grade') ? setLinking(selected) : undefined;
  const write = () => (seat.duties.includes('report') ? change({ isWriting: true }) : undefined);
  const save = () => setSaving(true);
  const search = useRef<HTMLInputElement>(null);
  useKeys({
    KeyJ: () => move(1),
    KeyK: () => move(-1),
    KeyM: showOnMap,
    KeyN: write,
    KeyX: link,
    Slash: () => search.current?.focus(),
    Escape: () => (selected ? change({ selected: undefined }) : undefined),
    ...Object.fromEntries(LETTERS.map((letter) => [`Key${letter}`, () => grade(letter)])),
  });
  useEnter(() => open());

  const area = useMemo(
    () => (centre.data ? boxAround([centre.data.charter.area.coordinates]) : undefined),
    [centre.data],
  );
  if (!area) return null;
  const drawn = (shape: DrawnShape) => {
    setPicking(false);
    if (shape.type !== 'Point') return;
    const [lon = 0, lat = 0] = shape.coordinates;
    const at = toGrid(lon, lat);
    const metres = 10 ** (5 - digitsAt(address.camera?.zoom ?? 9));
    if (at.ok) book.write({ place: formatMgrs(at.value, metres) });
  };
  return (
    <div className="flex h-full min-h-0">
      <div className={`relative min-w-0 flex-1 ${isPicking ? '' : 'max-md:hidden'}`}>
        <Ground
          address={address}
          area={area}
          marks={marks}
          isRead={!list.isPending && !points.isPending}
          isPicking={isPicking}
          onHandle={hold}
          onChange={change}
          onDrawn={drawn}
          onCancel={() => setPicking(false)}
        />
      </div>
      <aside
        className={`flex h-full w-[400px] shrink-0 flex-col border-s border-line bg-panel 2xl:w-[460px] max-md:w-full max-md:border-0 ${isPicking ? 'max-md:hidden' : ''}`}
      >
        {address.isWriting ? (
          <Composer
            area={area}
            onClose={() => (isPicking ? setPicking(false) : change({ isWriting: false }))}
            onPick={() => setPicking(true)}
            onSent={(hash) => change({ isWriting: false, selected: hash })}
          />
        ) : (
          <>
            <div className="flex border-b border-line p-2">
              <PageTabs of="picture" here="picture" />
            </div>
            <EarlyPanel />
            <PicturePanel
              address={address}
              list={list}
              lines={lines}
              searchRef={search}
              acts={{ change, move, open, showOnMap, grade: () => grade(), link, write, save }}
              isReport={isReport}
            />
          </>
        )}
      </aside>
      <GradeDialog
        hash={grading?.hash}
        first={grading?.first}
        onClose={() => setGrading(undefined)}
      />
      <LinkDialog hash={linking} onClose={() => setLinking(undefined)} />
      <ExportDialog ask={isSaving ? ask : undefined} onClose={() => setSaving(false)} />
    </div>
  );
}

type Reliability = GradeAxes['reliability'];

interface Grading {
  readonly hash: string;
  readonly first: Reliability | undefined;
}

const LETTERS = ['A', 'B', 'C', 'D', 'E', 'F'] as const;

/** A way to change the address in part. A new selection or filter is not a step of the history. */
function useChange(address: PictureAddress): (part: Partial<PictureAddress>) => void {
  const { history } = useRouter();
  const latest = useRef(address);
  useEffect(() => {
    latest.current = address;
  }, [address]);
  return useCallback(
    (part) => {
      latest.current = { ...latest.current, ...part };
      history.replace(formatPictureAddress(latest.current));
    },
    [history],
  );
}

function Ground({
  address,
  area,
  marks,
  isRead,
  isPicking,
  onHandle,
  onChange,
  onDrawn,
  onCancel,
}: {
  readonly address: PictureAddress;
  readonly area: DegreeBox;
  readonly marks: ReturnType<typeof pointsOf>;
  /** Whether the first reports have come, so that the map can open on them. */
  readonly isRead: boolean;
  readonly isPicking: boolean;
  readonly onHandle: (handle: MapHandle | null) => void;
  readonly onChange: (part: Partial<PictureAddress>) => void;
  readonly onDrawn: (shape: DrawnShape) => void;
  readonly onCancel: () => void;
}) {
  const { t, language } = useWords();
  const { parties, exercise } = useCentre();
  const theme = useLight();
  const publish = usePublishStatus();
  const { draft } = useDraft();
  const claims = useQuery(claimsQuery);
  const plans = useQuery(plansQuery);
  const standing = useMemo(
    () =>
      areasOf(claims.data ?? [], plans.data ?? [], language, (state) =>
        t(`picture.state.${state}`),
      ),
    [claims.data, plans.data, language, t],
  );
  const shapes = useMemo(() => {
    if (!address.isWriting) return standing;
    return [...standing, ...draftPlaces(draft.place, area, t('picture.map.draft'))];
  }, [standing, address.isWriting, draft.place, area, t]);
  useEffect(() => () => publish({ cursor: undefined }), [publish]);
  if (claims.isPending || plans.isPending || !isRead) return null;
  return (
    <>
      <LazyMap
        theme={theme}
        parties={parties}
        areas={shapes}
        points={marks}
        hidden={address.hidden}
        selected={address.selected}
        camera={address.camera ?? openingView(standing, marks, area)}
        drawing={isPicking ? 'point' : undefined}
        exercise={exercise}
        handle={onHandle}
        onSelect={(id) => onChange({ selected: id })}
        onCursor={(cursor) => publish({ cursor })}
        onCamera={(camera) => onChange({ camera })}
        onDrawn={onDrawn}
        onDrawingCancel={onCancel}
      />
      <Layers hidden={address.hidden} onChange={(hidden) => onChange({ hidden })} />
    </>
  );
}

/** Where the draft's place is, or the two places that it may be. */
function draftPlaces(text: string, area: DegreeBox, label: string): readonly MapArea[] {
  const reading = readPlace(text, area);
  const places =
    reading.kind === 'read' || reading.kind === 'far'
      ? [reading.place]
      : reading.kind === 'ambiguous'
        ? [reading.latFirst, reading.lonFirst]
        : [];
  return places.map((place, i) => ({
    id: `draft-${i}`,
    kind: 'draft',
    shape: { type: 'Point', coordinates: [...place.point] },
    label: `${label} · ${place.mgrs}`,
  }));
}
