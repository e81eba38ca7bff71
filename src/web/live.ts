import type { QueryClient } from '@tanstack/react-query';
import { useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';

import type { IntegrityView, LiveEvent, SeatedEvent } from '../contract/record-room.ts';
import type { FoundEvent } from '../contract/search.ts';
import { addressOf } from './addresses.ts';
import type { CentreFace } from './centre.ts';
import type { Raise } from './notices.ts';
import type { Alarm, Sound } from './running/alarms.ts';
import { isOwnStop } from './running/plan-acts.ts';
import { formatSearchAddress } from './search/search-address.ts';
import type { Words } from './words/words.ts';

/** Whether our own node tells us of changes at this moment. */
export type Line = 'opening' | 'live' | 'lost';

/** Changes are gathered so long before what is shown is read anew. */
const GATHER_MILLIS = 250;

/** How long after a refusal the line is tried again. */
const REOPEN_MILLIS = 3_000;

/** What may end an operation's movement is read anew at once, without gathering. */
const URGENT: ReadonlySet<string> = new Set(['stop', 'resumption', 'decision']);

/** Types of record that are worth a notice when another party says them. */
const TOLD: ReadonlySet<string> = new Set([
  'report',
  'plan',
  'decision',
  'activation',
  'closing',
  'resumption',
  'clearance',
  'link',
  'remark',
  'agreement',
  'signing',
  'answer',
  'post',
  'site',
  'handover',
  'handover-step',
  'holding',
  'matter',
  'resolution',
  'concurrence',
  'outcome',
  'request',
  'reply',
  'request-end',
  'release-request',
  'release-answer',
  'passage',
]);

interface Listener {
  readonly self: string;
  readonly centre: CentreFace;
  readonly words: Words;
  readonly raise: Raise;
  readonly sound: Sound;
}

/**
 * Keeps one line open to the node: what it tells makes stale answers be read again, and what
 * another party said is raised as a notice.
 */
export function useLive(listener: Listener): Line {
  const { self, centre, words, raise, sound } = listener;
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
      readAnew([...EVERYTHING]);
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
      const event = JSON.parse(message.data) as LiveEvent | FoundEvent | SeatedEvent;
      if (event.kind === 'found') {
        raise(foundNotice(event, { self, centre, words }));
        return;
      }
      if (event.kind === 'seated') {
        readAnew(EVERYTHING);
        return;
      }
      if (event.kind === 'peer') keepPeer(client, event);
      if (event.kind === 'record' && URGENT.has(event.type)) {
        void client.invalidateQueries({ queryKey: ['plans'] });
      }
      const alarm = alarmOf(event, self);
      if (alarm) sound(alarm);
      readAnew(touchedBy(event));
      const notice = noticeOf(event, { self, centre, words });
      if (notice) raise(notice);
    });
    return () => {
      source.close();
      clearTimeout(timer);
    };
  }, [client, self, centre, words, raise, sound, attempt]);
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
      return EVERYTHING;
    case 'cosigned':
      return ['logs', 'records', 'log'];
    case 'state':
      return ['plans', 'sitrep'];
    case 'late':
      return ['requests'];
    case 'peer':
      return [];
    case 'evidence':
      return ['logs'];
  }
}

/** All that others may have changed while nothing was told, or told in one. */
const EVERYTHING: readonly string[] = [
  ...['centre', 'session', 'claims', 'reports', 'records', 'plans', 'log', 'logs', 'sitrep'],
  ...[
    'agreements',
    'incursions',
    'presence',
    'handovers',
    'holdings',
    'recalls',
    'sources',
    'requests',
    'passages',
  ],
  ...['matters', 'tracks'],
];

const THINGS: Readonly<Record<string, readonly string[]>> = {
  report: ['reports'],
  grade: ['reports', 'records', 'matters', 'tracks'],
  link: ['reports', 'records', 'matters'],
  matter: ['matters'],
  resolution: ['matters', 'records'],
  concurrence: ['matters', 'records'],
  outcome: ['matters', 'tracks', 'records'],
  request: ['requests'],
  'release-request': ['passages'],
  'release-answer': ['passages'],
  passage: ['passages'],
  reply: ['requests'],
  'request-end': ['requests'],
  release: ['records'],
  source: ['sources'],
  recall: ['reports', 'records', 'recalls', 'requests', 'passages'],
  erasure: ['records', 'recalls'],
  plan: ['plans'],
  decision: ['plans'],
  acceptance: ['plans'],
  activation: ['plans'],
  closing: ['plans'],
  stop: ['plans', 'incursions'],
  resumption: ['plans'],
  step: ['plans'],
  contact: ['plans'],
  clearance: ['plans'],
  agreement: ['agreements', 'plans', 'presence'],
  signing: ['agreements', 'plans', 'presence', 'handovers'],
  incursion: ['incursions'],
  answer: ['incursions', 'plans'],
  post: ['presence', 'plans', 'handovers'],
  site: ['presence', 'plans'],
  handover: ['handovers', 'presence'],
  'handover-step': ['handovers'],
  holding: ['holdings'],
  confirmation: ['holdings'],
  charter: ['centre'],
  roster: ['centre', 'session'],
  compartment: ['compartments', 'session'],
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

type Told = Omit<Listener, 'raise' | 'sound'>;

/** A stop is told at once by whomever it was said, except on the screen where it was said itself. */
function alarmOf(event: LiveEvent, self: string): Alarm | undefined {
  if (event.kind !== 'record') return undefined;
  const { hash: id, author: party, subject } = event;
  if (event.type === 'incursion' && party !== self) {
    return { id, kind: 'incursion', party, subject, to: `/incursions/${id}` };
  }
  if (event.type !== 'stop' || isOwnStop(event.plan)) return undefined;
  return { id, kind: 'stop', party, subject, to: event.plan ? `/plans/${event.plan}` : '/plans' };
}

/** What a search that this desk keeps has found. [Q9] */
function foundNotice(found: FoundEvent, { centre, words }: Told): Parameters<Raise>[0] {
  const { name, count, subject, author, query, hash } = found;
  const party = centre.parties.find((each) => each.id === author)?.name ?? author;
  const text = words.t('search.live.found', { name, count, subject, party });
  return { tone: 'need', text, to: formatSearchAddress({ query, selected: hash }) };
}

function noticeOf(
  event: LiveEvent,
  { self, centre, words }: Told,
): Parameters<Raise>[0] | undefined {
  const nameOf = (id: string) => centre.parties.find((party) => party.id === id)?.name ?? id;
  if (event.kind === 'evidence') {
    const text = words.t('shell.live.evidence', { party: nameOf(event.evidence.party) });
    return { tone: 'bad', text, to: '/record' };
  }
  if (event.kind === 'late') {
    const values = { party: nameOf(event.author), subject: event.subject };
    const text = words.t('requests.live.late', values);
    return { tone: 'need', text, to: `/requests/${event.request}` };
  }
  if (event.kind === 'records' && event.author !== self) {
    const values = { party: nameOf(event.author), count: event.count };
    return { tone: 'plain', text: words.t('shell.live.records', values), to: '/log' };
  }
  if (event.kind !== 'record' || event.author === self || !TOLD.has(event.type)) return undefined;
  const values = { party: nameOf(event.author), subject: event.subject };
  const key = `shell.live.${event.type}`;
  const others = ['stop', 'requests', 'passages', 'matters'].map(
    (each) => `${each}.live.${event.type}`,
  );
  const text = words.t([key, ...others].find((each) => words.has(each)) ?? key, values);
  const isNeed = ['plan', 'request', 'release-request'].includes(event.type);
  return { tone: isNeed ? 'need' : 'plain', text, to: addressOf(event) };
}
