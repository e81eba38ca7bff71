import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Send, Trash2 } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';

import type { Language } from '../../accord/party/names.ts';
import type { NewPlan, PlanView, PreviewView } from '../../contract/api.ts';
import { post } from '../api.ts';
import { useGo } from '../go.ts';
import type { MapCamera } from '../map/open-map.ts';
import { instantOf, useNow } from '../now.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Notice } from '../parts/notice.tsx';
import { Select } from '../parts/select.tsx';
import { AheadField } from '../plans/ahead-field.tsx';
import { AskedPanel, PlanAudience } from '../plans/asked-panel.tsx';
import { ChangePanel } from '../plans/change-panel.tsx';
import { DraftMap } from '../plans/draft-map.tsx';
import type { PlanDraft } from '../plans/draft.ts';
import { asKind } from '../plans/draft.ts';
import type { DraftFault } from '../plans/draft-plan.ts';
import { faultsOf, planOf } from '../plans/draft-plan.ts';
import type { ChangeDraft } from '../plans/draft-store.ts';
import { usePlanDraft } from '../plans/draft-store.ts';
import { ForceList } from '../plans/force-list.tsx';
import type { Hand } from '../plans/hand.ts';
import { KindChoice } from '../plans/kind-choice.tsx';
import { KIND_FORMS } from '../plans/kind-form.ts';
import { NumberField } from '../plans/number-field.tsx';
import type { Outline } from '../plans/outline.ts';
import { OutlineField } from '../plans/outline-field.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { besidePanel, cameraOver, PANEL_OVER_PIXELS_MIN } from '../plans/plan-map.tsx';
import { PlanPage, Part } from '../plans/plan-page.tsx';
import { PlanSections } from '../plans/plan-sections.tsx';
import { usePreview } from '../plans/use-preview.ts';
import { useSession } from '../session.ts';
import { usePublishStatus } from '../status.ts';
import { LANGUAGES } from '../words/language.ts';
import { useWords } from '../words/words.ts';

const NOBODY: PreviewView['asked'] = [];

/** A plan drawn or typed, new or changed; whom it asks and what it touches is seen at every corner. */
export function PlanNew() {
  const { t } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const { party, seat } = useSession();
  const now = useNow(20);
  const [draft, change, drop] = usePlanDraft();
  const [hand, setHand] = useState<Hand>();
  const [focus, setFocus] = useState<MapCamera>();
  const [isAsked, setAsked] = useState(false);
  const preview = usePreview(draft);
  const faults = faultsOf(draft, now);
  const asked = preview.view?.asked;
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
    const plan = planOf(draft);
    if (faults.length > 0 || !plan || asked === undefined || preview.isUpdating) return;
    propose.mutate({ audience, plan });
  };
  const mayPlan = seat.duties.includes('plan');
  const isChange = draft.amends !== undefined;
  return (
    <PlanPage
      title={t(isChange ? 'plan-parts.change.form-title' : 'plans.new.title')}
      back={isChange ? `/plans/${draft.amends ?? ''}` : '/plans'}
      over={<AskedPanel preview={preview} />}
      map={
        <DraftMap
          draft={draft}
          view={preview.view}
          focus={focus}
          hand={hand}
          onDone={() => setHand(undefined)}
        />
      }
    >
      {mayPlan ? null : <Notice tone="need">{t('plans.new.no-duty')}</Notice>}
      {isChange && preview.view?.change && preview.plan ? (
        <ChangePanel isOurs change={preview.view.change} plan={preview.plan} />
      ) : null}
      <Essentials
        draft={draft}
        faults={faults}
        isAsked={isAsked}
        onDraw={setHand}
        onFocus={setFocus}
        onChange={change}
      />
      <PlanSections
        draft={draft}
        faults={faults}
        isAsked={isAsked}
        onDraw={setHand}
        onChange={change}
      />
      <Select
        label={t('plans.new.language')}
        className="max-w-60"
        choices={LANGUAGES.map(({ id, name }) => ({ id, text: name }))}
        value={draft.language}
        onChange={(chosen: Language) => change({ language: chosen })}
      />
      <div className="flex flex-col gap-0.5">
        <Checkbox isSelected={draft.isNotice} onChange={(isNotice) => change({ isNotice })}>
          {t('plan-parts.sharing.notice')}
        </Checkbox>
        <p className="ms-6.5 text-xs text-muted">{t('plan-parts.sharing.hint')}</p>
      </div>
      <PlanAudience
        asked={asked ?? NOBODY}
        kept={isChange ? draft.others : []}
        others={draft.others}
        onChange={(others) => change({ others })}
      />
      {isChange && asked?.some((each) => !draft.others.includes(each.party)) ? (
        <Notice tone="need">
          <p>{t('plan-parts.change.new-readers')}</p>
          <Button className="mt-2" onPress={() => change({ amends: undefined })}>
            {t('plan-parts.change.as-new')}
          </Button>
        </Notice>
      ) : null}
      {isAsked && faults.length > 0 ? <Missing faults={faults} /> : null}
      <FaultNotice fault={propose.error} />
      <div className="flex flex-wrap items-center justify-between gap-2 border-t border-line pt-3">
        <Button tone="main" isDisabled={!mayPlan || propose.isPending} onPress={send}>
          <Send aria-hidden size={15} className="rtl:-scale-x-100" />
          {t(isChange ? 'plan-parts.change.propose' : 'plans.new.propose')}
        </Button>
        <Button
          tone="quiet"
          onPress={() => {
            drop();
            if (isChange) go(`/plans/${draft.amends ?? ''}`);
          }}
        >
          <Trash2 aria-hidden size={15} />
          {t(isChange ? 'plan-parts.change.drop' : 'plans.new.drop')}
        </Button>
      </div>
      <p className="text-xs text-muted">{t('plans.new.kept')}</p>
    </PlanPage>
  );
}

interface Writing {
  readonly draft: PlanDraft;
  readonly faults: readonly DraftFault[];
  readonly isAsked: boolean;
  readonly onDraw: (hand: Hand) => void;
  readonly onFocus: (camera: MapCamera) => void;
  readonly onChange: ChangeDraft;
}

/** Kind, name, purpose, ground, window, forces: what every plan has. */
function Essentials({ draft, faults, isAsked, onDraw, onFocus, onChange }: Writing) {
  const { t, direction } = useWords();
  const now = useNow(20);
  const wrong = (fault: DraftFault) =>
    isAsked && faults.includes(fault) ? faultWords(fault, t) : undefined;
  const windowFault = faults.find((each) => each === 'window-backwards' || each === 'window-past');
  const nameFault = wrong('name');
  const form = KIND_FORMS[draft.kind];
  const shaped = (outline: Outline) => {
    const { mode, points, kept } = outline;
    const had = draft.points.filter((row) => row.at).length;
    const path = points.flatMap((row) => (row.at ? [[...row.at]] : []));
    onChange({ mode, points, kept });
    // The map follows what is typed, so that it is seen where it lies.
    if (path.length >= had && path.length > 0) {
      const over = cameraOver({ type: 'LineString', coordinates: path });
      onFocus(innerWidth < PANEL_OVER_PIXELS_MIN ? over : besidePanel(over, direction));
    }
  };
  return (
    <>
      <KindChoice kind={draft.kind} onChange={(kind) => onChange(asKind(draft, kind))} />
      <PlainField
        label={t('plans.new.name')}
        value={draft.name}
        maxLength={200}
        onChange={(name) => onChange({ name })}
        {...(nameFault === undefined ? {} : { fault: nameFault })}
      />
      <PlainField
        label={t('plans.new.purpose')}
        rows={3}
        value={draft.purpose}
        onChange={(purpose) => onChange({ purpose })}
      />
      <Part title={t('plans.new.shape')}>
        <OutlineField
          outline={draft}
          modes={form.modes}
          isAsked={isAsked}
          missing={t(`plan-parts.fault.shape-${form.modes[0] ?? 'polygon'}`)}
          onDraw={onDraw}
          onChange={shaped}
        />
        {draft.mode === 'polygon' && draft.reach === '' ? null : (
          <NumberField
            label={t(`plan-parts.reach.${draft.mode}`)}
            className="w-60"
            value={draft.reach}
            onChange={(reach) => onChange({ reach })}
            {...(wrong('reach') === undefined ? {} : { fault: wrong('reach') })}
          />
        )}
        {form.heights ? (
          <div className="flex flex-wrap items-start gap-3">
            <NumberField
              label={t('plan-parts.heights.low')}
              value={draft.lowMetres}
              onChange={(lowMetres) => onChange({ lowMetres })}
            />
            <NumberField
              label={t('plan-parts.heights.high')}
              value={draft.highMetres}
              onChange={(highMetres) => onChange({ highMetres })}
              hint={t('plan-parts.heights.hint')}
              {...(wrong('heights') === undefined ? {} : { fault: wrong('heights') })}
            />
          </div>
        ) : null}
      </Part>
      <Part title={t('plans.new.window')}>
        <div className="flex items-start gap-3 max-sm:flex-col max-sm:items-stretch">
          <AheadField
            label={t('plans.new.from')}
            value={draft.from}
            base={now}
            onChange={(from) => onChange({ from })}
            fault={wrong('from')}
            hint={t('plans.time.hint')}
          />
          <AheadField
            label={t('plans.new.upto')}
            value={draft.upto}
            base={draft.from === undefined ? now : instantOf(draft.from)}
            onChange={(upto) => onChange({ upto })}
            fault={windowFault ? t(`fault.${windowFault}`) : wrong('upto')}
            hint={t('plans.time.hint-upto')}
          />
        </div>
      </Part>
      <Part title={t('plans.new.forces')}>
        <ForceList
          rows={draft.forces}
          isAsked={isAsked}
          onChange={(forces) => onChange({ forces })}
        />
      </Part>
    </>
  );
}

function Missing({ faults }: { readonly faults: readonly DraftFault[] }) {
  const { t } = useWords();
  return (
    <Notice tone="bad" title={t('plans.new.not-yet')}>
      <ul className="list-inside list-disc">
        {faults.map((fault) => (
          <li key={fault}>{faultWords(fault, t)}</li>
        ))}
      </ul>
    </Notice>
  );
}

const OLD_FAULTS: ReadonlySet<DraftFault> = new Set(['name', 'shape', 'from', 'upto', 'force']);

function faultWords(fault: DraftFault, t: (key: string) => string): string {
  if (fault === 'window-backwards' || fault === 'window-past') return t(`fault.${fault}`);
  return t(OLD_FAULTS.has(fault) ? `plans.fault.${fault}` : `plan-parts.fault.${fault}`);
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
