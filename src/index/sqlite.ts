import { once } from 'node:events';
import type { Worker } from 'node:worker_threads';
import { InvariantError, TroubleError, invariant } from '../base/result.ts';
import type { Asked, Given, Verb } from './engine.ts';
import { openEngine } from './engine.ts';
import type { Asking, Index, IndexedEntry } from './port.ts';
import { openThread } from './thread.ts';

/** How many entries one transaction takes in, so that a question waits for few of them. */
export const FOLLOW_ENTRIES_MAX = 500;

/** How many questions may wait for their turn; the one past it is refused as `index-building`. */
export const QUESTIONS_MAX = 4096;

/** What the thread of the index is told. */
export type Question =
  | { readonly kind: 'ask'; readonly verb: Verb; readonly asked: readonly unknown[] }
  | { readonly kind: 'close' };

/** What the thread of the index says. */
export type Answer =
  | { readonly kind: 'open'; readonly rebuilt: boolean }
  | { readonly kind: 'said'; readonly line: string }
  | { readonly kind: 'given'; readonly given: unknown }
  | {
      readonly kind: 'trouble';
      readonly code: string;
      readonly details: Record<string, string | number>;
      readonly words: string;
    }
  | { readonly kind: 'broken'; readonly words: string }
  | { readonly kind: 'closed' };

/** How an index is opened. */
export interface IndexOptions {
  /** Told a line where something happened that an operator should know. */
  readonly say: (line: string) => void;
}

/**
 * Opens the index at `path` in a thread of its own. One that is missing, damaged, or of another
 * version is made anew and says so (`rebuilt`). [I1]
 */
export async function openIndex(path: string, { say }: IndexOptions): Promise<Index> {
  const worker = openThread(import.meta.url, 'sqlite-worker', { workerData: { path } });
  const thread = talk(worker, say);
  const opened = await thread.heard;
  const ask = <V extends Verb>(verb: V, ...asked: Asked<V>): Promise<Given<V>> =>
    thread.ask({ kind: 'ask', verb, asked }, signalIn(asked)) as Promise<Given<V>>;
  return present(opened.rebuilt, ask, () => thread.close());
}

/** An index in this thread, for tests and small tools; `':memory:'` keeps nothing. */
export function openInlineIndex(path: string, { say }: IndexOptions): Index {
  const engine = openEngine(path, say);
  const ask = async <V extends Verb>(verb: V, ...asked: Asked<V>): Promise<Given<V>> => {
    signalIn(asked)?.throwIfAborted();
    return engine.answer(verb, asked);
  };
  return present(engine.rebuilt, ask, async () => engine.close());
}

type Ask = <V extends Verb>(verb: V, ...asked: Asked<V>) => Promise<Given<V>>;

function present(rebuilt: boolean, ask: Ask, close: () => Promise<void>): Index {
  let following: Promise<void> = Promise.resolve();
  const follow = async (entries: readonly IndexedEntry[]): Promise<void> => {
    for (let at = 0; at < entries.length; at += FOLLOW_ENTRIES_MAX) {
      await ask('follow', entries.slice(at, at + FOLLOW_ENTRIES_MAX));
    }
  };
  return {
    rebuilt,
    follow(entries) {
      // One after the other: the parts of two calls must not mingle.
      const done = following.then(() => follow(entries));
      following = done.catch(() => undefined);
      return done;
    },
    erase(log, erased) {
      const done = following.then(() => ask('erase', log, erased));
      following = done.catch(() => undefined);
      return done;
    },
    reached: () => ask('reached'),
    findReports: (query, asking) => ask('findReports', query, asking),
    findOthers: (query, asking) => ask('findOthers', query, asking),
    points: (filter, limit, asking) => ask('points', filter, limit, asking),
    facets: (query, asking) => ask('facets', query, asking),
    spellings: (query) => ask('spellings', query),
    arrivals: (query) => ask('arrivals', query),
    arrived: (query) => ask('arrived', query),
    record: (hash, logs) => ask('record', hash, logs),
    records: (hashes, logs) => ask('records', hashes, logs),
    beginningWith: (digits, logs) => ask('beginningWith', digits, logs),
    about: (hashes, logs) => ask('about', hashes, logs),
    lines: (query) => ask('lines', query),
    idsKnown: (ids, logs) => ask('idsKnown', ids, logs),
    async close() {
      await following;
      await close();
    },
  };
}

function signalIn(asked: readonly unknown[]): AbortSignal | undefined {
  const last = asked.at(-1) as Asking | undefined;
  return typeof last === 'object' && last !== null ? last.signal : undefined;
}

interface Waiting {
  readonly question: Question;
  readonly signal: AbortSignal | undefined;
  readonly resolve: (given: unknown) => void;
  readonly reject: (reason: Error) => void;
}

interface Thread {
  /** Settles when the index is open. */
  readonly heard: Promise<{ readonly rebuilt: boolean }>;
  ask(question: Question, signal: AbortSignal | undefined): Promise<unknown>;
  close(): Promise<void>;
}

/** Talks with the thread: one question at a time, the others wait here, where they can be dropped. */
function talk(worker: Worker, say: (line: string) => void): Thread {
  const waiting: Waiting[] = [];
  let asked: Waiting | undefined;
  let ended: Error | undefined;
  let isClosing = false;
  const open = opening();

  const next = (): void => {
    while (asked === undefined && waiting.length > 0) {
      const first = waiting.shift()!;
      if (first.signal?.aborted === true) {
        first.reject(first.signal.reason as Error);
        continue;
      }
      asked = first;
      worker.postMessage(withoutSignal(first.question));
    }
  };

  const settle = (how: (one: Waiting) => void): void => {
    const one = asked;
    asked = undefined;
    if (one !== undefined) how(one);
    next();
  };

  const end = (reason: Error): void => {
    ended ??= reason;
    open.reject(ended);
    for (const one of asked === undefined ? waiting : [asked, ...waiting]) one.reject(ended);
    asked = undefined;
    waiting.length = 0;
  };

  const fail = (reason: Error): void => {
    open.reject(reason);
    settle((one) => one.reject(reason));
  };

  worker.on('message', (answer: Answer) => {
    switch (answer.kind) {
      case 'open':
        return open.resolve({ rebuilt: answer.rebuilt });
      case 'said':
        return say(answer.line);
      case 'given':
      case 'closed':
        return settle((one) => one.resolve(answer.kind === 'given' ? answer.given : undefined));
      case 'trouble':
        return fail(new TroubleError(answer.code, answer.details, answer.words));
      case 'broken':
        return fail(new InvariantError(answer.words));
    }
  });
  worker.on('error', (cause) => end(new TroubleError('index-damaged', {}, cause)));
  worker.on('exit', () => end(new TroubleError('index-damaged', { cause: 'its thread ended' })));
  open.promise.catch(() => void worker.terminate());

  const ask = (question: Question, signal: AbortSignal | undefined): Promise<unknown> => {
    if (ended !== undefined) return Promise.reject(ended);
    if (waiting.length >= QUESTIONS_MAX) return Promise.reject(new TroubleError('index-building'));
    return new Promise((resolve, reject) => {
      waiting.push({ question, signal, resolve, reject });
      next();
    });
  };

  return {
    heard: open.promise,
    ask,
    async close() {
      if (isClosing || ended !== undefined) return;
      isClosing = true;
      const exit = once(worker, 'exit');
      await ask({ kind: 'close' }, undefined);
      await exit;
      invariant(waiting.length === 0, 'nothing is asked of an index after it was closed');
    },
  };
}

function opening() {
  let resolve: (opened: { readonly rebuilt: boolean }) => void = () => undefined;
  let reject: (reason: Error) => void = () => undefined;
  const promise = new Promise<{ readonly rebuilt: boolean }>((kept, refused) => {
    resolve = kept;
    reject = refused;
  });
  return { promise, resolve, reject };
}

function withoutSignal(question: Question): Question {
  if (question.kind === 'close') return question;
  const asked = question.asked.filter(
    (each) => !(typeof each === 'object' && each !== null && 'signal' in each),
  );
  return { ...question, asked };
}
