import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { Report } from '../../accord/knowledge/schema.ts';
import type { Language } from '../../accord/party/names.ts';
import type { NewRequest, RequestView } from '../../contract/information-requests.ts';
import { toGrid } from '../../geo/grid.ts';
import { formatMgrs } from '../../geo/mgrs.ts';
import { post } from '../api.ts';
import { useGo } from '../go.ts';
import { useKept } from '../kept.ts';
import type { DrawnShape } from '../map/drawing.ts';
import type { MapPoint, MapShape } from '../map/marks.ts';
import { nowOf } from '../now.ts';
import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import { AheadField } from '../plans/ahead-field.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { cameraOver, PlanMap } from '../plans/plan-map.tsx';
import { PlanPage } from '../plans/plan-page.tsx';
import { centreQuery } from '../queries.ts';
import { REPORT_KINDS, TLP_LEVELS } from '../reports/kinds.ts';
import { PlaceField } from '../reports/place-field.tsx';
import type { DegreeBox } from '../reports/place-reading.ts';
import { boxAround, readPlace } from '../reports/place-reading.ts';
import { useSession } from '../session.ts';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';
import type { RequestDraft, RequestFault } from './request-draft.ts';
import { EMPTY_REQUEST, requestOf } from './request-draft.ts';

/** No finer than a hand can mean on a map of a province, in metres. */
const PICKED_METRES = 500;

const ANY_KIND = 'any';

/** A new request: who reads it and who is asked, by when, and then what. */
export function RequestForm() {
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
  const go = useGo();
  const client = useQueryClient();
  const [draft, change, drop] = useKept('request', EMPTY_REQUEST);
  const [isPicking, setPicking] = useState(false);
  const [isAsked, setAsked] = useState(false);
  const { party: self } = useSession();
  const { request, faults } = requestOf(draft, { self, language, area, now: nowOf() });
  const send = useMutation({
    mutationFn: (body: NewRequest) => post<RequestView>('/api/requests', body),
    onSuccess: (view) => {
      drop();
      client.setQueryData(['requests', view.hash], view);
      void client.invalidateQueries({ queryKey: ['requests'] });
      go(`/requests/${view.hash}`);
    },
  });
  const ask = () => {
    setAsked(true);
    if (request) send.mutate(request);
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
      back="/requests"
      title={t('requests.new.title')}
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
        <Notice tone="bad" title={t('requests.missing.heading')}>
          <ul className="list-inside list-disc">
            {faults.map((fault) => (
              <li key={fault}>{t(`requests.missing.${fault}`)}</li>
            ))}
          </ul>
        </Notice>
      ) : null}
      <FaultNotice fault={send.error} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <Button tone="main" isDisabled={send.isPending} onPress={ask}>
          {t('requests.new.ask')}
        </Button>
        <Button tone="quiet" onPress={drop}>
          {t('plans.new.drop')}
        </Button>
      </div>
      <p className="text-xs text-muted">{t('requests.new.means')}</p>
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
  readonly draft: RequestDraft;
  readonly change: (part: Partial<RequestDraft>) => void;
  readonly area: DegreeBox;
  readonly faults: readonly RequestFault[];
  readonly onPick: () => void;
}) {
  const { t, language } = useWords();
  const { party: self } = useSession();
  const charter = useQuery(centreQuery).data?.charter;
  const wrong = (fault: RequestFault) =>
    faults.includes(fault) ? t(`requests.missing.${fault}`) : undefined;
  const audienceFault = wrong('audience');
  const titleFault = wrong('title');
  const members: readonly string[] = charter?.members ?? [];
  const askable = draft.audience.filter((party) => members.includes(party));
  return (
    <>
      <AudiencePicker
        ours={self}
        value={draft.audience}
        onChange={(audience) =>
          change({ audience, to: draft.to.filter((party) => audience.includes(party)) })
        }
        {...(audienceFault === undefined ? {} : { fault: audienceFault })}
      />
      {askable.length === 0 ? null : (
        <CheckboxGroup
          label={t('requests.part.to')}
          value={draft.to}
          onChange={(to) => change({ to })}
          fault={wrong('to')}
        >
          {askable.map((party) => (
            <Checkbox key={party} value={party}>
              <PartyMark party={party} />
            </Checkbox>
          ))}
        </CheckboxGroup>
      )}
      <AheadField
        label={t('requests.part.due')}
        value={draft.due}
        base={nowOf()}
        onChange={(due) => change({ due })}
        fault={wrong('due')}
        hint={t('requests.part.due-hint')}
      />
      <PlainField
        label={t('requests.part.title')}
        maxLength={200}
        value={draft.title}
        onChange={(title) => change({ title })}
        {...(titleFault === undefined ? {} : { fault: titleFault })}
      />
      <PlainField
        label={t('requests.part.text')}
        rows={4}
        value={draft.text}
        onChange={(text) => change({ text })}
      />
      <Select<Report['kind'] | typeof ANY_KIND>
        label={t('requests.part.kind')}
        value={draft.kind ?? ANY_KIND}
        onChange={(kind) => change({ kind: kind === ANY_KIND ? undefined : kind })}
        choices={[
          { id: ANY_KIND, text: t('requests.part.any-kind') },
          ...REPORT_KINDS.map((id) => ({ id, text: t(`reports.kind.${id}`) })),
        ]}
      />
      <PlaceField
        label={t('requests.part.place-maybe')}
        area={area}
        value={draft.place}
        onChange={(place) => change({ place })}
        onNamed={(place) => change({ place })}
        confirmed={draft.confirmedPlace}
        onConfirm={() => change({ confirmedPlace: draft.place })}
        onPick={onPick}
        fault={wrong('place')}
      />
      <Select<Language>
        label={t('reports.part.language')}
        value={draft.language ?? language}
        onChange={(chosen) => change({ language: chosen })}
        choices={LANGUAGES.map(({ id, name }) => ({ id, text: name }))}
      />
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

function placePoints({ place, title }: RequestDraft, area: DegreeBox): readonly MapPoint[] {
  const reading = readPlace(place, area);
  if (reading.kind !== 'read' && reading.kind !== 'far') return [];
  const [lon, lat] = reading.place.point;
  const { precisionMetres, mgrs } = reading.place;
  const label = title === '' ? mgrs : title;
  return [{ id: 'draft', kind: 'observation', lon, lat, label, precisionMetres, age: 'fresh' }];
}
