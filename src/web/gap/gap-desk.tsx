import { useQuery } from '@tanstack/react-query';
import { useCallback, useMemo, useRef, useState } from 'react';

import type { JsonObject } from '../../base/json.ts';
import type { ClaimView } from '../../contract/api.ts';
import type { HoldingView } from '../../contract/holdings.ts';
import { sideFor } from '../../geo/gap/ground.ts';
import { areaKm2 } from '../../geo/measure.ts';
import { parseShape } from '../../geo/shape.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { LazyMap } from '../map/lazy-map.tsx';
import type { MapHandle } from '../map/map-view.tsx';
import type { MapArea, MapPoint, MapShape } from '../map/marks.ts';
import type { Position } from '../map/drawing.ts';
import type { MapScreen } from '../map/use-shade.ts';
import { useNow } from '../now.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import type { Geometry } from '../plans/outline.ts';
import { cameraOver, claimArea } from '../plans/plan-map.tsx';
import { centreQuery, claimsQuery } from '../queries.ts';
import { useLight } from '../reports/light.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { usePublishStatus } from '../status.ts';
import { useWords } from '../words/words.ts';
import { AreaChoice, CENTRE, DRAWN } from './area-choice.tsx';
import { Basis } from './basis.tsx';
import { GapFigures } from './gap-figures.tsx';
import { countingGround, holdingsQuery, momentAt } from './gap-queries.ts';
import type { HeldGround } from './gap-task.ts';
import { HeldTable } from './held-table.tsx';
import { MomentSlider } from './moment-slider.tsx';
import { PieceList } from './piece-list.tsx';
import type { Tried } from './try-post.tsx';
import { TryPost, triedGround } from './try-post.tsx';
import { useGap } from './use-gap.ts';

/** How many cells follow the mouse without a wait. */
const CELLS_MAX = 4_000_000;
const NOTHING_HELD: readonly HoldingView[] = [];

/** The map of what is covered and what is not, with its figures, and a hand to try one post more. */
export function GapDesk() {
  const { t } = useWords();
  const go = useGo();
  const { seat } = useSession();
  const { parties } = useCentre();
  const theme = useLight();
  const now = useNow(300);
  const centre = useQuery(centreQuery);
  const [hours, setHours] = useState(0);
  const held = useQuery(holdingsQuery(momentAt(hours, now)));
  const [view, setView] = useState<MapScreen>();
  const [choice, setChoice] = useState(CENTRE);
  const [drawn, setDrawn] = useState<Geometry>();
  const [party, setParty] = useState<string>();
  const [tried, setTried] = useState<Tried>();
  const [hand, setHand] = useState<Hand>();
  const handle = useRef<MapHandle | null>(null);
  const holdings = held.data?.holdings ?? NOTHING_HELD;
  const counting = useMemo<readonly HeldGround[]>(() => {
    const standing = countingGround(holdings, parties);
    return tried?.at ? [...standing, triedGround(tried, tried.at)] : standing;
  }, [holdings, parties, tried]);
  const claims = useQuery(claimsQuery).data ?? NO_CLAIMS;
  const charter = centre.data?.charter.area;
  const claim = claims.find(({ hash }) => hash === choice)?.claim.area;
  const area = choice === DRAWN ? (drawn ?? charter) : (claim ?? charter);
  const places = parties.map(({ id }) => id);
  const cellMetres = useMemo(() => (area ? cellMetresOf(area) : undefined), [area]);
  const known = useGap({
    area,
    cellMetres: cellMetres ?? 0,
    parties: parties.length,
    held: counting,
    party: party === undefined ? undefined : places.indexOf(party),
    theme,
    view,
  });
  const goTo = useCallback((at: Position, zoom = 10) => {
    handle.current?.goTo({ lon: at[0], lat: at[1], zoom });
  }, []);
  if (!area || !charter) return <FaultNotice fault={centre.error} />;
  return (
    <div className="flex h-full min-h-0 max-md:block max-md:overflow-auto">
      <div className="relative min-w-0 flex-1 max-md:h-80">
        <GapMap
          {...{ holdings, claims, tried, handle, hand }}
          drawn={choice === DRAWN ? drawn : undefined}
          ground={charter as unknown as MapShape}
          shade={known.shade}
          onView={setView}
          onPlace={(at) => setTried((before) => before && { ...before, at })}
          onArea={setDrawn}
          onDone={() => setHand(undefined)}
        />
      </div>
      <aside className="flex h-full w-[420px] shrink-0 flex-col gap-4 overflow-auto border-s border-line bg-panel p-4 max-md:h-auto max-md:w-full max-md:border-0 max-sm:p-3">
        <div className="flex flex-wrap items-center gap-2">
          <h1 className="me-auto text-2xl">{t('gap.title')}</h1>
          <PageTabs of="picture" here="gap" />
        </div>
        <FaultNotice fault={held.error} onRetry={() => void held.refetch()} />
        <GapFigures known={known} tried={tried} cellMetres={cellMetres ?? 0} />
        <AreaChoice
          {...{ choice, claims }}
          isDrawn={drawn !== undefined}
          onChoose={(id) => {
            setChoice(id);
            if (id === DRAWN && drawn === undefined) setHand('polygon');
          }}
          onDraw={() => setHand('polygon')}
        />
        <MomentSlider hours={hours} now={now} onChange={setHours} />
        <Basis holdings={holdings} known={known} shown={party} onShow={setParty} />
        <TryPost
          {...{ tried, known }}
          isPlacing={hand === 'point'}
          onChange={setTried}
          onPlacing={(is) => setHand(is ? 'point' : undefined)}
          onGo={goTo}
        />
        <PieceList known={known} onGo={goTo} />
        <HeldTable holdings={holdings} isNow={hours === 0} onGo={goTo} />
        {seat.duties.includes('plan') ? (
          <Button onPress={() => go('/gap/new')}>{t('gap.held.new')}</Button>
        ) : null}
      </aside>
    </div>
  );
}

/** The side of a cell that suits an area, in metres. */
function cellMetresOf(area: Geometry): number {
  const shape = parseShape(area as unknown as JsonObject);
  return sideFor(shape.ok ? areaKm2(shape.value) : 0, CELLS_MAX);
}

const NO_CLAIMS: readonly ClaimView[] = [];

/** What the hand on the map draws: where a post is tried, or an area to look at. */
type Hand = 'point' | 'polygon';

function GapMap({
  holdings,
  claims,
  tried,
  drawn,
  handle,
  hand,
  ground,
  shade,
  onView,
  onPlace,
  onArea,
  onDone,
}: {
  readonly holdings: readonly HoldingView[];
  readonly claims: readonly ClaimView[];
  readonly tried: Tried | undefined;
  readonly drawn: Geometry | undefined;
  readonly handle: React.RefObject<MapHandle | null>;
  readonly hand: Hand | undefined;
  readonly ground: MapShape;
  readonly shade: React.ComponentProps<typeof LazyMap>['shade'];
  readonly onView: (view: MapScreen) => void;
  readonly onPlace: (at: Position) => void;
  readonly onArea: (area: Geometry) => void;
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const { parties, exercise } = useCentre();
  const theme = useLight();
  const publish = usePublishStatus();
  const points = useMemo(
    () => [
      ...holdings.flatMap((each) => pointOf(each, each.holding.names[language])),
      ...triedPoint(tried, t('gap.try.mark')),
    ],
    [holdings, tried, language, t],
  );
  const areas = useMemo(
    () => [
      ...claims.map((each) => claimArea(each, each.claim.names[language])),
      ...drawnArea(drawn, t('gap.area.drawn')),
    ],
    [claims, drawn, language, t],
  );
  const [camera] = useState(() => cameraOver(ground));
  return (
    <LazyMap
      theme={theme}
      parties={parties}
      areas={areas}
      points={points}
      shade={shade}
      camera={camera}
      exercise={exercise}
      handle={handle}
      drawing={hand}
      onView={onView}
      onCursor={(cursor) => publish({ cursor })}
      onHover={hand === 'point' ? onPlace : undefined}
      onDrawn={(shape) => {
        if (shape.type === 'Point') onPlace(shape.coordinates as unknown as Position);
        else onArea(shape as unknown as Geometry);
        onDone();
      }}
      onDrawingCancel={onDone}
    />
  );
}

function drawnArea(drawn: Geometry | undefined, label: string): readonly MapArea[] {
  const shape = drawn as unknown as MapShape | undefined;
  return shape ? [{ id: DRAWN, kind: 'draft', shape, label }] : [];
}

/** A holding at a place as a mark: hollow where it counts for nothing. */
function pointOf({ hash, holding, not }: HoldingView, label: string): readonly MapPoint[] {
  if (holding.ground.type !== 'Point') return [];
  const [lon = 0, lat = 0] = holding.ground.coordinates as readonly number[];
  const kind = holding.kind === 'checkpoint' ? 'checkpoint' : 'post';
  const age = not === undefined ? 'fresh' : not === 'faded' ? 'last-known' : 'old';
  return [{ id: hash, lon, lat, kind, label, precisionMetres: 0, age }];
}

function triedPoint(tried: Tried | undefined, label: string): readonly MapPoint[] {
  if (!tried?.at) return [];
  const [lon, lat] = tried.at;
  return [{ id: 'tried', lon, lat, kind: 'post', label, precisionMetres: 0, age: 'old' }];
}
