import { queryOptions, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';

import type { Language } from '../../accord/party/names.ts';
import type { Compartment } from '../../accord/party/schema.ts';
import type { CompartmentId, SeatId } from '../../base/ids.ts';
import { isCompartmentId } from '../../base/ids.ts';
import { NamesField } from '../agreements/names-field.tsx';
import { get, post } from '../api.ts';
import { Button } from '../parts/button.tsx';
import { Checkbox, CheckboxGroup } from '../parts/checkbox.tsx';
import { FaultNotice } from '../parts/fault-notice.tsx';
import { Field } from '../parts/field.tsx';
import { Mono } from '../parts/mono.tsx';
import { Empty, Notice } from '../parts/notice.tsx';
import { Panel, Sheet } from '../parts/panel.tsx';
import { plainText } from '../plans/plain-text.ts';
import { centreQuery } from '../queries.ts';
import { useSeatNames } from '../readers.ts';
import { useSession } from '../session.ts';
import { PageTabs } from '../shell/page-tabs.tsx';
import { formatList } from '../words/format.ts';
import { useWords } from '../words/words.ts';

const compartmentsQuery = queryOptions({
  queryKey: ['compartments'],
  queryFn: ({ signal }) => get<readonly Compartment[]>('/api/compartments', signal),
});

/** Our compartments and who stands in each, for an office that administers. [R8] */
export function Page() {
  const { t } = useWords();
  const compartments = useQuery(compartmentsQuery);
  const [opened, setOpened] = useState<Compartment | undefined>(undefined);
  const { seat } = useSession();
  const all = compartments.data ?? [];
  const open = all.filter(({ seats }) => seats.length > 0);
  const closed = all.filter(({ seats }) => seats.length === 0);
  return (
    <Sheet title={t('compartments.title')} actions={<PageTabs of="centre" here="compartments" />}>
      <Notice>{t('compartments.what')}</Notice>
      <FaultNotice fault={compartments.error} onRetry={() => void compartments.refetch()} />
      {seat.duties.includes('administer') && compartments.data ? (
        <Panel title={t(opened ? 'compartments.change' : 'compartments.add')}>
          <CompartmentForm
            key={opened?.id ?? `new ${all.length}`}
            old={opened}
            taken={all.map(({ id }) => id)}
            onDone={() => setOpened(undefined)}
          />
        </Panel>
      ) : null}
      <Panel title={t('compartments.list')} flush>
        {compartments.data && open.length === 0 ? <Empty>{t('compartments.none')}</Empty> : null}
        <CompartmentList compartments={open} onOpen={setOpened} />
      </Panel>
      {closed.length === 0 ? null : (
        <Panel title={t('compartments.closed')} flush>
          <CompartmentList compartments={closed} onOpen={setOpened} />
        </Panel>
      )}
    </Sheet>
  );
}

function CompartmentList({
  compartments,
  onOpen,
}: {
  readonly compartments: readonly Compartment[];
  readonly onOpen: (compartment: Compartment) => void;
}) {
  const { t, language } = useWords();
  const seatNames = useSeatNames();
  return (
    <ul>
      {compartments.map((each) => (
        <li
          key={each.id}
          className="flex flex-wrap items-center gap-x-3 gap-y-1 border-t border-line px-3 py-2 first:border-t-0"
        >
          <span className="min-w-0 flex-1">
            <bdi className="font-medium">{each.names[language]}</bdi>{' '}
            <Mono className="text-xs text-muted">{each.id}</Mono>
            <span className="block text-sm">
              {each.seats.length === 0
                ? t('compartments.nobody')
                : formatList(seatNames(each.seats), language)}
            </span>
          </span>
          <Button onPress={() => onOpen(each)}>{t('compartments.open')}</Button>
        </li>
      ))}
    </ul>
  );
}

const NO_NAMES: Readonly<Record<Language, string>> = { ar: '', ckb: '', tr: '', en: '' };

function CompartmentForm({
  old,
  taken,
  onDone,
}: {
  readonly old: Compartment | undefined;
  /** The names of all that there are. */
  readonly taken: readonly string[];
  readonly onDone: () => void;
}) {
  const { t, language } = useWords();
  const { party } = useSession();
  const client = useQueryClient();
  const desks = useQuery(centreQuery).data?.desks ?? [];
  const [short, setShort] = useState('');
  const [names, setNames] = useState(old?.names ?? NO_NAMES);
  const [seats, setSeats] = useState<readonly string[]>(old?.seats ?? []);
  const save = useMutation({
    mutationFn: (said: Compartment) => post<Compartment>('/api/compartments', said),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['compartments'] });
      await client.invalidateQueries({ queryKey: ['session'] });
      onDone();
    },
  });
  const id = old?.id ?? `${party}/${short.trim()}`;
  const isTaken = old === undefined && taken.includes(id);
  const isNamed = isCompartmentId(id) && !isTaken;
  const own = lineOf(names[language]);
  const isWhole = isNamed && own !== '' && (old !== undefined || seats.length > 0);
  const say = (standing: readonly string[]) => {
    if (!isWhole || save.isPending) return;
    // What is left out in a language bears the name in the writer's.
    const named = { ...NO_NAMES };
    for (const each of ['ar', 'ckb', 'tr', 'en'] as const) named[each] = lineOf(names[each]) || own;
    save.mutate({ id: id as CompartmentId, names: named, seats: standing as SeatId[] });
  };
  return (
    <form
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        say(seats);
      }}
    >
      {old ? (
        <p>
          <Mono>{old.id}</Mono>
        </p>
      ) : (
        <Field
          label={t('compartments.short')}
          hint={t('compartments.short-hint', { example: `${party}/border-desk` })}
          value={short}
          onChange={setShort}
          maxLength={32}
          mono
          className="max-w-80"
          fault={
            short.trim() === '' || isNamed
              ? undefined
              : t(isTaken ? 'compartments.short-taken' : 'compartments.short-fault')
          }
        />
      )}
      <NamesField
        label={t('compartments.names')}
        names={names}
        language={language}
        onChange={setNames}
      />
      <CheckboxGroup label={t('compartments.seats')} value={seats} onChange={setSeats}>
        {desks.map((desk) => (
          <Checkbox key={desk.seat} value={desk.seat}>
            <bdi>{desk.names[language]}</bdi>{' '}
            <span className="text-sm text-muted">
              {desk.duties.map((duty) => t(`signin.duty.${duty}`)).join(' · ')}
            </span>
          </Checkbox>
        ))}
      </CheckboxGroup>
      <p className="text-sm text-muted">{t('compartments.told')}</p>
      <FaultNotice fault={save.error} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" tone="main" isDisabled={!isWhole || save.isPending}>
          {t(old ? 'compartments.save' : 'compartments.make')}
        </Button>
        {old === undefined ? null : (
          <>
            {old.seats.length > 0 ? (
              <Button onPress={() => say([])}>{t('compartments.close')}</Button>
            ) : null}
            <Button tone="quiet" onPress={onDone}>
              {t('compartments.leave')}
            </Button>
          </>
        )}
      </div>
    </form>
  );
}

function lineOf(name: string): string {
  return plainText(name).replaceAll(/\s+/g, ' ').trim();
}
