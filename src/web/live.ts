import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { IntegrityView, LiveEvent } from '../contract/api.ts';
import type { CentreFace } from './centre.ts';
import type { Raise } from './notices.ts';
import type { Words } from './words/words.ts';

/** Whether our own node tells us of changes at this moment. */
export type Line = 'opening' | 'live' | 'lost';

/** Changes are gathered so long before what is shown is read anew. */
const GATHER_MILLIS = 250;

/** How long after a refusal the line is tried again. */
const REOPEN_MILLIS = 3_000;

/** Types of record that are worth a notice when another party says them. */
const TOLD = new Set(['report', 'plan', 'decision', 'activation', 'closing', 'link', 'remark']);

interface Listener {
  readonly self: string;
  readonly centre: CentreFace;
  readonly words: Words;
  readonly raise: Raise;
}

/**
 * Keeps one line open to the node: what it tells makes stale answers be read again, and what
 * another party said is raised as a notice.
 */
export function useLive(listener: Listener): Line {
  const { self, centre, words, raise } = listener;
  const client = useQueryClient();
  const [line, setLine] = useState<Line>('opening');
  const [attempt, setAttempt] = useState(0);
  useEffect(() => {
    const source = new EventSource('/api/stream');
    let missed = attempt > 0;
    const stale = new Set<string>();
    let timer: ReturnType<typeof setTimeout> | undefined;
    const readAnew = (keys: readonly string[]) => {
      for (const key of keys) stale.add(key);
      timer ??= setTimeout(() => {
        timer = undefined;
        for (const key of stale) void client.invalidateQueries({ queryKey: [key] });
        stale.clear();
      }, GATHER_MILLIS);
    };
    source.addEventListener('open', () => {
      setLine('live');
      // What happened while the line was down was not told: everything shown may be stale.
      if (!missed) return;
      missed = false;
      readAnew(['centre', 'session', 'reports', 'records', 'plans', 'log', 'logs', 'sitrep']);
    });
    source.addEventListener('error', () => {
      setLine('lost');
      missed = true;
      // The browser comes again by itself after silence, but not after a refusal: then it may be that
      // nobody is signed in any more, which the session tells.
      if (source.readyState !== EventSource.CLOSED) return;
      timer = setTimeout(() => {
        void client.invalidateQueries({ queryKey: ['session'] });
        setAttempt(attempt + 1);
      }, REOPEN_MILLIS);
    });
    source.addEventListener('message', (message: MessageEvent<string>) => {
      const event = JSON.parse(message.data) as LiveEvent;
      if (event.kind === 'peer') keepPeer(client, event);
      readAnew(touchedBy(event));
      const notice = noticeOf(event, { self, centre, words });
      if (notice) raise(notice);
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client, self, centre, words, raise, attempt]);
  return line;
}

function touchedBy(event: LiveEvent): readonly string[] {
  switch (event.kind) {
    case 'record':
      return [
        ...(THINGS[event.type === 'unknown' ? 'unknown' : event.type] ?? []),
        'log',
        'logs',
        'sitrep',
      ];
    case 'records':
      return ['reports', 'plans', 'log', 'logs', 'sitrep'];
    case 'cosigned':
      return ['logs', 'records', 'log'];
    case 'state':
      return ['plans', 'sitrep'];
    case 'peer':
      return [];
    case 'evidence':
      return ['logs'];
  }
}

const THINGS: Readonly<Record<string, readonly string[]>> = {
  report: ['reports'],
  grade: ['reports', 'records'],
  link: ['reports', 'records'],
  plan: ['plans'],
  decision: ['plans'],
  acceptance: ['plans'],
  activation: ['plans'],
  closing: ['plans'],
  charter: ['centre'],
  roster: ['centre', 'session'],
  claim: ['centre', 'claims', 'plans'],
};

function keepPeer(client: QueryClient, event: Extract<LiveEvent, { kind: 'peer' }>): void {
  client.setQueryData<IntegrityView>(['logs'], (known) =>
    known
      ? {
          ...known,
          peers: known.peers.map((peer) => (peer.party === event.peer.party ? event.peer : peer)),
        }
      : known,
  );
}

type Told = Omit<Listener, 'raise'>;

function noticeOf(
  event: LiveEvent,
  { self, centre, words }: Told,
): Parameters<Raise>[0] | undefined {
  const nameOf = (id: string) => centre.parties.find((party) => party.id === id)?.name ?? id;
  if (event.kind === 'evidence') {
    const text = words.t('shell.live.evidence', { party: nameOf(event.evidence.party) });
    return { tone: 'bad', text, to: '/record' };
  }
  if (event.kind === 'records' && event.author !== self) {
    const values = { party: nameOf(event.author), count: event.count };
    return { tone: 'plain', text: words.t('shell.live.records', values), to: '/log' };
  }
  if (event.kind !== 'record' || event.author === self || !TOLD.has(event.type)) return undefined;
  const values = { party: nameOf(event.author), subject: event.subject };
  const text = words.t(`shell.live.${event.type}`, values);
  const to = event.plan
    ? `/plans/${event.plan}`
    : `/${event.type === 'report' ? 'inbox' : 'record'}/${event.hash}`;
  return { tone: event.type === 'plan' ? 'need' : 'plain', text, to };
}
