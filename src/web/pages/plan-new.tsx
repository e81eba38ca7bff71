import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Pentagon, Send, Spline, Trash2 } from 'lucide-react';
import { useEffect, useMemo, useRef, useState } from 'react';

import type { Language } from '../../accord/party/names.ts';
import type { AskedParty } from '../../accord/operation/asked.ts';
import type { NewPlan, PlanView } from '../../contract/api.ts';
import { areaKm2 } from '../../geo/measure.ts';
import { post } from '../api.ts';
import { useGo } from '../go.ts';
import type { DrawingMode, DrawnShape } from '../map/drawing.ts';
import type { MapCamera } from '../map/open-map.ts';
import { instantOf, useNow } from '../now.ts';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Notice } from '../parts/notice.tsx';
import { Select } from '../parts/select.tsx';
import { AheadField } from '../plans/ahead-field.tsx';
import { AskedPanel, PlanAudience } from '../plans/asked-panel.tsx';
import type { DraftShapeFault, PlanDraft } from '../plans/draft.ts';
import { contributionsOf, faultsOf, planOf, rowAt, shapeOfDraft } from '../plans/draft.ts';
import { usePlanDraft } from '../plans/draft-store.ts';
import { ForceList } from '../plans/force-list.tsx';
import { askedOf, groundOf } from '../plans/known.ts';
import { DraftMap } from '../plans/draft-map.tsx';
import { cameraOver } from '../plans/plan-map.tsx';
import { PlanPage, Part } from '../plans/plan-page.tsx';
import { PointList } from '../plans/point-list.tsx';
import { centreQuery, claimsQuery } from '../queries.ts';
import { useSession } from '../session.ts';
import { usePublishStatus } from '../status.ts';
import { formatArea } from '../words/format.ts';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';

const NOBODY: readonly AskedParty[] = [];

/** A new operation: drawn or typed, and who must consent is seen at every corner. */
export function PlanNew() {
  const { t, language } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const { party, seat } = useSession();
  const now = useNow(20);
  const [draft, change, drop] = usePlanDraft();
  const [drawing, setDrawing] = useState<DrawingMode>();
  const [focus, setFocus] = useState<MapCamera>();
  const [isAsked, setAsked] = useState(false);
  const shape = useMemo(() => shapeOfDraft(draft), [draft]);
  const asked = useAsked(draft);
  const faults = faultsOf(draft, now);
  const audience = [
    ...new Set([party, ...(asked ?? NOBODY).map((each) => each.party), ...draft.others]),
  ];
  usePublishedAudience(audience.filter((id) => id !== party));
  const propose = useMutation({
    mutationFn: (plan: NewPlan) => post<PlanView>('/api/plans', plan),
    onSuccess: (view) => {
      drop();
      client.setQueryData(['plans', view.hash], view);
      void client.invalidateQueries({ queryKey: ['plans'] });
      go(`/plans/${view.hash}`);
    },
  });
  const send = () => {
    setAsked(true);
    if (faults.length > 0 || !shape.ok || asked === undefined) return;
    propose.mutate({ audience, plan: planOf(draft, shape.value) });
  };
  const drawn = (done: DrawnShape) => {
    setDrawing(undefined);
    change({ points: rowsOf(done) });
  };
  const typed = (points: PlanDraft['points']) => {
    change({ points });
    const path = points.flatMap((row) => (row.at ? [[...row.at]] : []));
    const had = draft.points.filter((row) => row.at).length;
    // The map follows what is typed, so that it is seen where it lies.
    if (path.length >= had && path.length > 0) {
      setFocus(cameraOver({ type: 'LineString', coordinates: path }));
    }
  };
  const mayPlan = seat.duties.includes('plan');
  const wrong = (fault: (typeof faults)[number]) =>
    isAsked && faults.includes(fault) ? t(`plans.fault.${fault}`) : undefined;
  const windowFault = faults.find((each) => each === 'window-backwards' || each === 'window-past');
  const nameFault = wrong('name');
  return (
    <PlanPage
      title={t('plans.new.title')}
      over={<AskedPanel asked={asked} plan={{}} missing={t('plans.asked.missing')} />}
      map={
        <DraftMap
          draft={draft}
          focus={focus}
          drawing={drawing}
          onDrawn={drawn}
          onDrawingCancel={() => setDrawing(undefined)}
        />
      }
    >
      {mayPlan ? null : <Notice tone="need">{t('plans.new.no-duty')}</Notice>}
      <Field
        label={t('plans.new.name')}
        value={draft.name}
        maxLength={200}
        onChange={(name) => change({ name })}
        {...(nameFault === undefined ? {} : { fault: nameFault })}
      />
      <Field
        label={t('plans.new.purpose')}
        rows={3}
        value={draft.purpose}
        onChange={(purpose) => change({ purpose })}
      />
      <Part title={t('plans.new.shape')}>
        <div className="flex flex-wrap gap-2">
          <Button onPress={() => drawAnew('polygon', change, setDrawing)}>
            <Pentagon aria-hidden size={15} />
            {t('plans.new.draw-area')}
          </Button>
          <Button onPress={() => drawAnew('line', change, setDrawing)}>
            <Spline aria-hidden size={15} />
            {t('plans.new.draw-line')}
          </Button>
        </div>
        <p className="text-xs text-muted">
          {t(draft.mode === 'polygon' ? 'plans.new.typed-area' : 'plans.new.typed-line')}
        </p>
        <PointList points={draft.points} onChange={typed} />
        {shape.ok && draft.mode === 'polygon' ? (
          <p className="text-sm">
            {t('plans.new.size', { area: formatArea(areaKm2(shape.value), language) })}
          </p>
        ) : null}
        {shape.ok ? null : <ShapeTrouble fault={shape.fault} isAsked={isAsked} />}
      </Part>
      <Part title={t('plans.new.window')}>
        <div className="flex items-start gap-3 max-sm:flex-col max-sm:items-stretch">
          <AheadField
            label={t('plans.new.from')}
            value={draft.from}
            base={now}
            onChange={(from) => change({ from })}
            fault={wrong('from')}
            hint={t('plans.time.hint')}
          />
          <AheadField
            label={t('plans.new.upto')}
            value={draft.upto}
            base={draft.from === undefined ? now : instantOf(draft.from)}
            onChange={(upto) => change({ upto })}
            fault={windowFault ? t(`fault.${windowFault}`) : wrong('upto')}
            hint={t('plans.time.hint-upto')}
          />
        </div>
      </Part>
      <Part title={t('plans.new.forces')}>
        <ForceList
          rows={draft.forces}
          isAsked={isAsked}
          onChange={(forces) => change({ forces })}
        />
      </Part>
      <Field
        label={t('plans.new.rules')}
        rows={4}
        hint={t('plans.new.rules-hint')}
        value={draft.rulesOfContact}
        onChange={(rulesOfContact) => change({ rulesOfContact })}
      />
      <Select
        label={t('plans.new.language')}
        className="max-w-60"
        choices={LANGUAGES.map(({ id, name }) => ({ id, text: name }))}
        value={draft.language}
        onChange={(chosen: Language) => change({ language: chosen })}
      />
      <PlanAudience
        asked={asked ?? NOBODY}
        others={draft.others}
        onChange={(others) => change({ others })}
      />
      {isAsked && faults.length > 0 ? (
        <Notice tone="bad" title={t('plans.new.not-yet')}>
          <ul className="list-inside list-disc">
            {faults.map((fault) => (
              <li key={fault}>
                {t(fault.startsWith('window') ? `fault.${fault}` : `plans.fault.${fault}`)}
              </li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <FaultNotice fault={propose.error} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <Button tone="main" isDisabled={!mayPlan || propose.isPending} onPress={send}>
          <Send aria-hidden size={15} className="rtl:-scale-x-100" />
          {t('plans.new.propose')}
        </Button>
        <Button tone="quiet" onPress={drop}>
          <Trash2 aria-hidden size={15} />
          {t('plans.new.drop')}
        </Button>
      </div>
      <p className="text-xs text-muted">{t('plans.new.kept')}</p>
    </PlanPage>
  );
}

function ShapeTrouble({
  fault,
  isAsked,
}: {
  readonly fault: DraftShapeFault;
  readonly isAsked: boolean;
}) {
  const words = useWords();
  if (fault.kind === 'no-shape') {
    return isAsked ? <p className="text-sm text-bad">{words.t('plans.fault.shape')}</p> : null;
  }
  if (fault.kind === 'unread-point') return null;
  const key = `plans.shape.${fault.kind}`;
  return <Notice tone="bad">{words.t(words.has(key) ? key : 'plans.shape.other')}</Notice>;
}

/** Who must consent to what the draft says so far; nothing while ground or time is open. */
function useAsked(draft: PlanDraft): readonly AskedParty[] | undefined {
  const charter = useQuery(centreQuery).data?.charter;
  const claims = useQuery(claimsQuery).data;
  const ground = useMemo(
    () => (charter && claims ? groundOf(charter, claims) : undefined),
    [charter, claims],
  );
  const { party } = useSession();
  const { mode, points, from, upto, forces } = draft;
  return useMemo(() => {
    const shape = shapeOfDraft({ mode, points });
    if (!ground || !shape.ok || from === undefined || upto === undefined || from >= upto) {
      return undefined;
    }
    const touching = {
      kind: 'operation' as const,
      window: { from, upto },
      contributions: contributionsOf(forces),
    };
    return askedOf(ground, touching, shape.value, party);
  }, [party, ground, mode, points, from, upto, forces]);
}

function usePublishedAudience(audience: readonly string[]): void {
  const publish = usePublishStatus();
  const said = audience.join(' ');
  const latest = useRef(audience);
  useEffect(() => {
    latest.current = audience;
  });
  useEffect(() => {
    publish({ audience: latest.current });
    return () => publish({ audience: undefined });
  }, [publish, said]);
}

function drawAnew(
  mode: 'polygon' | 'line',
  change: (part: Partial<PlanDraft>) => void,
  setDrawing: (mode: DrawingMode) => void,
): void {
  change({ mode });
  setDrawing(mode);
}

function rowsOf(shape: DrawnShape): PlanDraft['points'] {
  const path =
    shape.type === 'Polygon'
      ? (shape.coordinates[0] ?? []).slice(0, -1)
      : shape.type === 'LineString'
        ? shape.coordinates
        : [shape.coordinates];
  return path.map(([lon = 0, lat = 0], i) => rowAt(i + 1, [lon, lat]));
}
