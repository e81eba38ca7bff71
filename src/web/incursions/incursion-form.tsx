import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { Language } from '../../accord/party/names.ts';
import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import type { IncursionView } from '../../contract/beside-plans.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { useKept } from '../kept.ts';
import type { DrawnShape } from '../map/drawing.ts';
import type { MapPoint, MapShape } from '../map/marks.ts';
import { nowOf } from '../now.ts';
import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Button } from '../parts/button.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Select } from '../parts/select.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { cameraOver, PlanMap } from '../plans/plan-map.tsx';
import { PlanPage } from '../plans/plan-page.tsx';
import { centreQuery } from '../queries.ts';
import { DtgField } from '../reports/dtg-field.tsx';
import { TLP_LEVELS } from '../reports/kinds.ts';
import { PlaceField } from '../reports/place-field.tsx';
import type { DegreeBox } from '../reports/place-reading.ts';
import { boxAround, readPlace } from '../reports/place-reading.ts';
import { useSession } from '../session.ts';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import type { IncursionDraft, IncursionFault } from './incursion-draft.ts';
import { EMPTY_INCURSION, incursionOf, NOBODY_NAMED } from './incursion-draft.ts';
import { INCURSION_KINDS } from '../../accord/incursion/kinds.ts';

/** No finer than a hand can mean on a map of a province, in metres. */
const PICKED_METRES = 100;

/** Our account of activity on ground that we claim: what, where, when, by whom as far as we know. */
export function IncursionForm() {
  const charter = useQuery(centreQuery).data?.charter;
  const area = useMemo(
    () => (charter ? boxAround([charter.area.coordinates]) : undefined),
    [charter],
  );
  if (!charter || !area) return null;
  return <Form area={area} whole={charter.area as unknown as MapShape} />;
}

function Form({ area, whole }: { readonly area: DegreeBox; readonly whole: MapShape }) {
  const { t, language } = useWords();
  const { zone } = useCentre();
  const go = useGo();
  const client = useQueryClient();
  const [draft, change, drop] = useKept('incursion', EMPTY_INCURSION);
  const [isPicking, setPicking] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const { party: self } = useSession();
  const { incursion, faults } = incursionOf(draft, { language, zone, area, now: nowOf() });
  const send = useMutation({
    mutationFn: (body: object) => post<IncursionView>('/api/incursions', body),
    onSuccess: (view) => {
      drop();
      client.setQueryData(['incursions', view.hash], view);
      void client.invalidateQueries({ queryKey: ['incursions'] });
      go(`/incursions/${view.hash}`);
    },
  });
  const record = () => {
    setAsked(true);
    if (!incursion) return;
    send.mutate({ audience: [self, ...draft.audience], tlp: draft.tlp, incursion });
  };
  const picked = (shape: DrawnShape) => {
    setPicking(false);
    if (shape.type !== 'Point') return;
    const [lon = 0, lat = 0] = shape.coordinates;
    const at = toGrid(lon, lat);
    if (at.ok) change({ place: formatMgrs(at.value, PICKED_METRES) });
  };
  return (
    <PlanPage
      back="/incursions"
      title={t('incursions.new.title')}
      map={
        <PlanMap
          area={undefined}
          points={placePoints(draft, area)}
          camera={cameraOver(whole)}
          drawing={isPicking ? 'point' : undefined}
          onDrawn={picked}
          onDrawingCancel={() => setPicking(false)}
        />
      }
    >
      <Fields
        draft={draft}
        change={change}
        area={area}
        faults={isAsked ? faults : []}
        onPick={() => setPicking(true)}
      />
      {isAsked && faults.length > 0 ? (
        <Notice tone="bad" title={t('incursions.missing.heading')}>
          <ul className="list-inside list-disc">
            {faults.map((fault) => (
              <li key={fault}>{t(`incursions.missing.${fault}`)}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <Button tone="main" isDisabled={send.isPending} onPress={record}>
          {t('incursions.new.record')}
        </Button>
        <Button tone="quiet" onPress={drop}>
          {t('plans.new.drop')}
        </Button>
      </div>
      <p className="text-xs text-muted">{t('incursions.new.means')}</p>
    </PlanPage>
  );
}

function Fields({
  draft,
  change,
  area,
  faults,
  onPick,
}: {
  readonly draft: IncursionDraft;
  readonly change: (part: Partial<IncursionDraft>) => void;
  readonly area: DegreeBox;
  readonly faults: readonly IncursionFault[];
  readonly onPick: () => void;
}) {
  const { t, language } = useWords();
  const centre = useCentre();
  const { party: self } = useSession();
  const wrong = (fault: IncursionFault) =>
    faults.includes(fault) ? t(`incursions.missing.${fault}`) : undefined;
  const others = centre.parties.filter((party) => party.id !== self);
  const titleFault = wrong('title');
  const audienceFault = wrong('audience');
  const isUnread =
    draft.by !== undefined && draft.by !== NOBODY_NAMED && !draft.audience.includes(draft.by);
  return (
    <>
      <Select
        label={t('incursions.part.kind')}
        placeholder={t('reports.compose.choose')}
        value={draft.kind}
        onChange={(kind) => change({ kind })}
        choices={INCURSION_KINDS.map((id) => ({ id, text: t(`incursions.kind.${id}`) }))}
      />
      <PlainField
        label={t('incursions.part.title')}
        maxLength={200}
        value={draft.title}
        onChange={(title) => change({ title })}
        {...(titleFault === undefined ? {} : { fault: titleFault })}
      />
      <PlaceField
        label={t('incursions.part.where')}
        area={area}
        value={draft.place}
        onChange={(place) => change({ place })}
        onNamed={(place) => change({ place })}
        confirmed={draft.confirmedPlace}
        onConfirm={() => change({ confirmedPlace: draft.place })}
        onPick={onPick}
        fault={wrong('place')}
      />
      <div className="grid grid-cols-2 gap-2 max-sm:grid-cols-1">
        <DtgField
          label={t('incursions.part.from')}
          value={draft.from}
          onChange={(from) => change({ from })}
          onSettle={(from) => (draft.from === '' ? undefined : change({ from }))}
          fault={wrong('from')}
        />
        <DtgField
          label={t('reports.part.upto')}
          value={draft.upto}
          onChange={(upto) => change({ upto })}
          onSettle={(upto) => (draft.upto === '' ? undefined : change({ upto }))}
          fault={wrong('upto')}
        />
      </div>
      <Select<string>
        label={t('incursions.part.by-ours')}
        placeholder={t('reports.compose.choose')}
        value={draft.by}
        onChange={(by) => change({ by })}
        choices={[
          { id: NOBODY_NAMED, text: t('incursions.by.unknown') },
          ...others.map(({ id }) => ({ id, text: nameOf(id, { centre }) })),
        ]}
      />
      <PlainField
        label={t('incursions.part.text')}
        rows={5}
        value={draft.text}
        onChange={(text) => change({ text })}
      />
      <Select<Language>
        label={t('reports.part.language')}
        value={draft.language ?? language}
        onChange={(chosen) => change({ language: chosen })}
        choices={LANGUAGES.map(({ id, name }) => ({ id, text: name }))}
      />
      <AudiencePicker
        ours={self}
        value={draft.audience}
        onChange={(audience) => change({ audience })}
        {...(audienceFault === undefined ? {} : { fault: audienceFault })}
      />
      {isUnread && draft.by !== undefined ? (
        <p className="text-sm text-need">
          {t('incursions.new.unread', { party: nameOf(draft.by, { centre }) })}
        </p>
      ) : null}
      <Select
        label={t('reports.part.tlp')}
        value={draft.tlp}
        onChange={(tlp) => change({ tlp })}
        choices={TLP_LEVELS.map((id) => ({
          id,
          text: `TLP:${id} · ${t(`reports.tlp.${id.toLowerCase().replace('+', '-')}`)}`,
        }))}
      />
    </>
  );
}

function placePoints({ place, title }: IncursionDraft, area: DegreeBox): readonly MapPoint[] {
  const reading = readPlace(place, area);
  if (reading.kind !== 'read' && reading.kind !== 'far') return [];
  const [lon, lat] = reading.place.point;
  const { precisionMetres, mgrs } = reading.place;
  const label = title === '' ? mgrs : title;
  return [{ id: 'draft', kind: 'incident', lon, lat, label, precisionMetres, age: 'fresh' }];
}
