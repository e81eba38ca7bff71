import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { Report } from '../../accord/knowledge/schema.ts';
import type { NewRequest, RequestView } from '../../contract/information-requests.ts';
import { post } from '../api.ts';
import { useGo } from '../go.ts';
import { useKept } from '../kept.ts';
import { nowOf } from '../now.ts';
import { AudiencePicker } from '../parts/audience-picker.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { PartyMark } from '../parts/party-mark.tsx';
import { Select } from '../parts/select.tsx';
import { AheadField } from '../plans/ahead-field.tsx';
import { PlainField } from '../plans/plain-field.tsx';
import { centreQuery } from '../queries.ts';
import { REPORT_KINDS } from '../reports/kinds.ts';
import { PlaceField } from '../reports/place-field.tsx';
import type { DegreeBox } from '../reports/place-reading.ts';
import { useSession } from '../session.ts';
import { LanguageSelect, TlpSelect } from '../reports/handling-selects.tsx';
import type { CentreGround } from '../reports/place-page.tsx';
import { PlacePage, useCentreGround } from '../reports/place-page.tsx';
import { useWords } from '../words/words.ts';
import type { RequestDraft, RequestFault } from './request-draft.ts';
import { EMPTY_REQUEST, requestOf } from './request-draft.ts';

/** No finer than a hand can mean on a map of a province, in metres. */
const PICKED_METRES = 500;

const ANY_KIND = 'any';

/** A new request: who reads it and who is asked, by when, and then what. */
export function RequestForm() {
  const ground = useCentreGround();
  return ground ? <Form ground={ground} /> : null;
}

function Form({ ground }: { readonly ground: CentreGround }) {
  const { t, language } = useWords();
  const go = useGo();
  const client = useQueryClient();
  const [draft, change, drop] = useKept('request', EMPTY_REQUEST);
  const [isAsked, setAsked] = useState(false);
  const { party: self } = useSession();
  const { request, faults } = requestOf(draft, { self, language, area: ground.area, now: nowOf() });
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
  const missing = isAsked ? faults : [];
  return (
    <PlacePage
      back="/requests"
      words={{
        title: t('requests.new.title'),
        missing: t('requests.missing.heading'),
        send: t('requests.new.ask'),
        means: t('requests.new.means'),
      }}
      draft={draft}
      ground={ground}
      kind="observation"
      pickedMetres={PICKED_METRES}
      missing={missing.map((fault) => t(`requests.missing.${fault}`))}
      sending={send}
      onPlace={(place) => change({ place })}
      onSend={ask}
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
  readonly draft: RequestDraft;
  readonly change: (part: Partial<RequestDraft>) => void;
  readonly area: DegreeBox;
  readonly faults: readonly RequestFault[];
  readonly onPick: () => void;
}) {
  const { t } = useWords();
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
      <LanguageSelect value={draft.language} onChange={(chosen) => change({ language: chosen })} />
      <TlpSelect value={draft.tlp} onChange={(tlp) => change({ tlp })} />
    </>
  );
}
