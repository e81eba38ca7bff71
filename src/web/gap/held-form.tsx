import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useMemo, useState } from 'react';

import type { HoldingKind } from '../../accord/holding/kinds.ts';
import { HOLDING_KINDS, HOLDING_STATES } from '../../accord/holding/kinds.ts';
import { formatInstant } from '../../base/instant.ts';
import type { Saved } from '../../contract/api.ts';
import type { HoldingView } from '../../contract/holdings.ts';
import { NamesField } from '../agreements/names-field.tsx';
import { post } from '../api.ts';
import { useGo } from '../go.ts';
import { useKept } from '../kept.ts';
import { instantOf, nowOf, useNow } from '../now.ts';
import { Select } from '../parts/select.tsx';
import { AheadField } from '../plans/ahead-field.tsx';
import { OutlineMap } from '../plans/outline-map.tsx';
import type { Hand } from '../plans/hand.ts';
import { NumberField } from '../plans/number-field.tsx';
import { openOutline } from '../plans/outline.ts';
import { OutlineField } from '../plans/outline-field.tsx';
import { PlanPage, Part } from '../plans/plan-page.tsx';
import { TurnsField } from '../plans/turns-field.tsx';
import { RecordEnd } from '../presence/record-end.tsx';
import { useSession } from '../session.ts';
import { useWords } from '../words/words.ts';
import type { CoversKind, HeldDraft, HeldFault } from './held-draft.ts';
import {
  draftOfHeld,
  emptyHeld,
  hasReach,
  heldFaults,
  holdingOf,
  MODES_OF,
  reachMaxKm,
} from './held-draft.ts';

/** What we hold, to be put on record, or one of our holdings to be replaced by a later record. */
export function HeldForm({ replaced }: { readonly replaced: HoldingView | undefined }) {
  const { t, language } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const { party: self } = useSession();
  const [opened] = useState(() => formatInstant(nowOf()));
  const empty = useMemo(
    () =>
      replaced
        ? draftOfHeld(
            replaced.holding,
            replaced.audience.filter((id) => id !== self),
          )
        : emptyHeld(opened),
    [replaced, self, opened],
  );
  const [draft, change, drop] = useKept(`holding/${replaced?.hash ?? 'new'}`, empty);
  const [hand, setHand] = useState<Hand>();
  const [isAsked, setAsked] = useState(false);
  const faults = heldFaults(draft, language);
  const send = useMutation({
    mutationFn: (body: object) => post<Saved>('/api/holdings', body),
    onSuccess: async () => {
      drop();
      await client.invalidateQueries({ queryKey: ['holdings'] });
      go('/gap');
    },
  });
  const record = () => {
    setAsked(true);
    const holding = holdingOf(draft, language, replaced?.holding);
    if (!holding) return;
    const audience = [self, ...draft.audience.filter((id) => id !== self)];
    send.mutate({ audience, holding, ...(replaced ? { replaces: replaced.hash } : {}) });
  };
  return (
    <PlanPage
      back="/gap"
      title={t(replaced ? 'gap.held.replace-title' : 'gap.held.new')}
      map={
        <OutlineMap
          outline={draft.outline}
          reachMetres={hasReach(draft.covers) ? Number(draft.km) * 1000 || 0 : 0}
          label={draft.names[language]}
          hand={hand}
          onDone={() => setHand(undefined)}
        />
      }
    >
      <Fields {...{ draft, change, isAsked }} faults={isAsked ? faults : []} onDraw={setHand} />
      <RecordEnd
        audience={draft.audience}
        missing={isAsked ? faults.map((fault) => t(`gap.missing.${fault}`)) : []}
        missingTitle={t('gap.missing.title')}
        act={t('gap.held.record')}
        means={t('gap.held.means')}
        fault={send.error}
        isSending={send.isPending}
        onAudience={(audience) => change({ audience })}
        onRecord={record}
        onDrop={drop}
      />
    </PlanPage>
  );
}

const COVERS: readonly CoversKind[] = ['round', 'sector', 'strip', 'area', 'nothing'];

function Fields({
  draft,
  change,
  faults,
  isAsked,
  onDraw,
}: {
  readonly draft: HeldDraft;
  readonly change: (part: Partial<HeldDraft>) => void;
  readonly faults: readonly HeldFault[];
  readonly isAsked: boolean;
  readonly onDraw: (hand: Hand) => void;
}) {
  const { t, language } = useWords();
  const now = useNow(60);
  const wrong = (fault: HeldFault) =>
    faults.includes(fault) ? t(`gap.missing.${fault}`) : undefined;
  const modes = MODES_OF[draft.covers];
  /** What was drawn stays where the new coverage goes out from the same. */
  const cover = (covers: CoversKind) => {
    const [mode = 'point', ...others] = MODES_OF[covers];
    const fits = [mode, ...others].includes(draft.outline.mode);
    change({ covers, ...(fits ? {} : { outline: openOutline(mode) }) });
  };
  return (
    <>
      <NamesField
        label={t('presence.part.name')}
        names={draft.names}
        language={language}
        fault={wrong('name')}
        onChange={(names) => change({ names })}
      />
      <div className="grid grid-cols-2 gap-3 max-sm:grid-cols-1">
        <Select<HoldingKind>
          label={t('presence.part.kind')}
          placeholder={t('reports.compose.choose')}
          value={draft.kind}
          onChange={(kind) => change({ kind })}
          choices={HOLDING_KINDS.map((id) => ({ id, text: t(`gap.kind.${id}`) }))}
        />
        <Select<HeldDraft['state']>
          label={t('gap.part.state')}
          value={draft.state}
          onChange={(state) => change({ state })}
          choices={HOLDING_STATES.map((id) => ({
            id,
            text: t(`gap.state.${id}`),
            hint: t(`gap.state-hint.${id}`),
          }))}
        />
      </div>
      <Part title={t('gap.part.covers')}>
        <Select<CoversKind>
          label={t('gap.part.how')}
          value={draft.covers}
          onChange={cover}
          choices={COVERS.map((id) => ({ id, text: t(`gap.how.${id}`) }))}
        />
        <OutlineField
          outline={draft.outline}
          modes={modes}
          isAsked={isAsked}
          missing={t('gap.missing.place')}
          onDraw={onDraw}
          onChange={(outline) => change({ outline })}
        />
        <div className="flex flex-wrap items-start gap-3">
          {hasReach(draft.covers) ? (
            <NumberField
              isDecimal
              label={t('gap.part.reach')}
              value={draft.km}
              onChange={(km) => change({ km })}
              hint={t('gap.part.reach-hint', { km: reachMaxKm(draft.covers) })}
              fault={wrong('reach')}
            />
          ) : null}
          {draft.covers === 'sector' ? (
            <>
              <NumberField
                label={t('gap.part.bearing-from')}
                value={draft.bearingFrom}
                onChange={(bearingFrom) => change({ bearingFrom })}
                fault={wrong('bearing')}
              />
              <NumberField
                label={t('gap.part.bearing-upto')}
                value={draft.bearingUpto}
                onChange={(bearingUpto) => change({ bearingUpto })}
              />
            </>
          ) : null}
        </div>
      </Part>
      <Part title={t('gap.part.hours')}>
        <p className="text-xs text-muted">{t('gap.part.hours-hint')}</p>
        <TurnsField draft={draft} isAsked={isAsked} onChange={change} />
        {draft.turns.length > 0 ? (
          <p className="text-sm">{t('gap.part.hours-more', { count: draft.turns.length })}</p>
        ) : null}
      </Part>
      <div className="flex items-start gap-3 max-sm:flex-col max-sm:items-stretch">
        <AheadField
          label={t('plans.new.from')}
          value={draft.from}
          base={now}
          onChange={(from) => change({ from })}
        />
        <AheadField
          label={t('plans.new.upto')}
          value={draft.upto}
          base={draft.from === undefined ? now : instantOf(draft.from)}
          onChange={(upto) => change({ upto })}
          fault={wrong('upto')}
          hint={t('agreements.rule.no-end')}
        />
      </div>
    </>
  );
}
