import { useQuery } from '@tanstack/react-query';
import { useCallback, useEffect, useMemo, useState } from 'react';

import type { PlanLine } from '../../contract/api.ts';
import { openPlansQuery } from '../queries.ts';
import { useSession } from '../session.ts';

/** Something that cannot wait: it stands over every page until somebody here has acknowledged it. */
export interface Alarm {
  /** Hash of the record that raised it. */
  readonly id: string;
  readonly kind: 'stop' | 'incursion';
  readonly party: string;
  /** A plan's name or an incursion's title, in its author's words. */
  readonly subject: string;
  readonly to: string;
  readonly at?: string;
  readonly reason?: string | null;
}

/** Raises an alarm on this screen. */
export type Sound = (alarm: Alarm) => void;

/** How many acknowledged alarms are remembered, the newest last. */
const REMEMBERED_MAX = 300;

const STORE_KEY = 'tansiq.acknowledged';

/**
 * The alarms of this screen: those that just arrived, and every stop of another party that stands and
 * was not acknowledged here, so that none is missed over a lost line or a new page.
 */
export function useAlarms() {
  const { party, isObserver } = useSession();
  const plans = useQuery({ ...openPlansQuery, enabled: !isObserver }).data;
  const [raised, setRaised] = useState<readonly Alarm[]>([]);
  const [acknowledged, setAcknowledged] = useState(readAcknowledged);
  useEffect(() => {
    const follow = (event: StorageEvent) => {
      if (event.key === STORE_KEY) setAcknowledged(readAcknowledged());
    };
    addEventListener('storage', follow);
    return () => removeEventListener('storage', follow);
  }, []);
  const sound = useCallback<Sound>(
    (alarm) => setRaised((held) => [...held.filter(({ id }) => id !== alarm.id), alarm]),
    [],
  );
  const acknowledge = useCallback((id: string) => {
    const ids = [...readAcknowledged().filter((each) => each !== id), id].slice(-REMEMBERED_MAX);
    localStorage.setItem(STORE_KEY, JSON.stringify(ids));
    setAcknowledged(ids);
    setRaised((held) => held.filter((alarm) => alarm.id !== id));
  }, []);
  const alarms = useMemo(
    () => openAlarms(raised, plans ?? [], party).filter(({ id }) => !acknowledged.includes(id)),
    [raised, plans, party, acknowledged],
  );
  return { alarms, sound, acknowledge };
}

/** What arrived, told in full where the plans know more of it, and every stop of others that stands. */
export function openAlarms(
  raised: readonly Alarm[],
  plans: readonly Pick<PlanLine, 'hash' | 'plan' | 'state' | 'running'>[],
  self: string,
): readonly Alarm[] {
  const standing = plans
    .filter(({ state }) => state.kind !== 'ended')
    .flatMap(({ hash, plan, running }) =>
      running.stops
        .filter((stop) => stop.party !== self)
        .map(({ record, party, at, reason }): Alarm => {
          const to = `/plans/${hash}`;
          return { id: record, kind: 'stop', party, subject: plan.name, to, at, reason };
        }),
    );
  const known = new Map(standing.map((alarm) => [alarm.id, alarm]));
  const told = raised.map((alarm) => known.get(alarm.id) ?? alarm);
  const ids = new Set(told.map(({ id }) => id));
  return [...told, ...standing.filter(({ id }) => !ids.has(id))];
}

function readAcknowledged(): readonly string[] {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(STORE_KEY) ?? '[]');
    return Array.isArray(kept) ? kept.filter((each) => typeof each === 'string') : [];
  } catch {
    return [];
  }
}
