import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { IncursionView } from '../../contract/beside-plans.ts';
import { post } from '../api.ts';
import { useCentre } from '../centre.ts';
import { useGo } from '../go.ts';
import { useKept } from '../kept.ts';
import { nowOf } from '../now.ts';
import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Select } from '../parts/select.tsx';
import { nameOf } from '../plans/phrase.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { DtgField } from '../reports/dtg-field.tsx';
import { PlaceField } from '../reports/place-field.tsx';
import type { DegreeBox } from '../reports/place-reading.ts';
import { useSession } from '../session.ts';
import { LanguageSelect, TlpSelect } from '../reports/handling-selects.tsx';
import type { CentreGround } from '../reports/place-page.tsx';
import { PlacePage, useCentreGround } from '../reports/place-page.tsx';
import { useWords } from '../words/words.ts';
import type { IncursionDraft, IncursionFault } from './incursion-draft.ts';
import { EMPTY_INCURSION, incursionOf, NOBODY_NAMED } from './incursion-draft.ts';
import { INCURSION_KINDS } from '../../accord/incursion/kinds.ts';

/** No finer than a hand can mean on a map of a province, in metres. */
const PICKED_METRES = 100;

/** Our account of activity on ground that we claim: what, where, when, by whom as far as we know. */
export function IncursionForm() {
  const ground = useCentreGround();
  return ground ? <Form ground={ground} /> : null;
}

function Form({ ground }: { readonly ground: CentreGround }) {
  const { t, language } = useWords();
  const { zone } = useCentre();
  const go = useGo();
  const client = useQueryClient();
  const [draft, change, drop] = useKept('incursion', EMPTY_INCURSION);
  const [isAsked, setAsked] = useState(false);
  const { party: self } = useSession();
  const { incursion, faults } = incursionOf(draft, {
    language,
    zone,
    area: ground.area,
    now: nowOf(),
  });
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
  const missing = isAsked ? faults : [];
  return (
    <PlacePage
      back="/incursions"
      words={{
        title: t('incursions.new.title'),
        missing: t('incursions.missing.heading'),
        send: t('incursions.new.record'),
        means: t('incursions.new.means'),
      }}
      draft={draft}
      ground={ground}
      kind="incident"
      pickedMetres={PICKED_METRES}
      missing={missing.map((fault) => t(`incursions.missing.${fault}`))}
      sending={send}
      onPlace={(place) => change({ place })}
      onSend={record}
      onDrop={drop}
    >
      {(onPick) => (
        <Fields draft={draft} change={change} area={ground.area} faults={missing} onPick={onPick} />
      )}
    </PlacePage>
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
  const { t } = useWords();
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
      <LanguageSelect value={draft.language} onChange={(chosen) => change({ language: chosen })} />
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
      <TlpSelect value={draft.tlp} onChange={(tlp) => change({ tlp })} />
    </>
  );
}
