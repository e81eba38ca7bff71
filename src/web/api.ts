import type { Problem } from '../contract/api.ts';
import type { Words } from './words/words.ts';

/** The node refused, or did not answer; `code` has words in every language. */
export class FaultError extends Error {
  override readonly name = 'FaultError';
  readonly code: string;
  readonly status: number;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, status: number, details: Readonly<Record<string, unknown>> = {}) {
    super(code);
    this.code = code;
    this.status = status;
    this.details = details;
  }
}

/** Reads from the node: `get<CentreView>('/api/centre')`. Throws {@link FaultError}. */
export function get<T>(path: string, signal?: AbortSignal): Promise<T> {
  return call<T>(path, signal ? { signal } : {});
}

/** Says something to the node and reads its answer. Throws {@link FaultError}. */
export function post<T>(path: string, body: unknown = {}, signal?: AbortSignal): Promise<T> {
  return call<T>(path, {
    method: 'POST',
    ...(signal ? { signal } : {}),
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  });
}

/** Hands a file to the node as it is and reads its answer. Throws {@link FaultError}. */
export function postFile<T>(path: string, file: Blob, signal?: AbortSignal): Promise<T> {
  return call<T>(path, { method: 'POST', ...(signal ? { signal } : {}), body: file });
}

/** Ends something at the node. Throws {@link FaultError}. */
export function remove(path: string): Promise<void> {
  return call<void>(path, { method: 'DELETE' });
}

/** The query string of what is set, `?` included; empty where nothing is. */
export function queryOf(values: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(values).filter(([, value]) => value !== undefined && value !== '');
  if (set.length === 0) return '';
  return `?${new URLSearchParams(set.map(([name, value]) => [name, String(value)])).toString()}`;
}

/** What went wrong as a sentence of the language in use: what happened, what it means, what to do. */
export function presentFault(fault: unknown, words: Words): string {
  const code = fault instanceof FaultError ? fault.code : 'internal';
  const key = `fault.${code}`;
  return words.t(words.has(key) ? key : 'fault.internal');
}

async function call<T>(path: string, init: RequestInit): Promise<T> {
  let answer: Response;
  try {
    answer = await fetch(path, { credentials: 'same-origin', ...init });
  } catch (cause) {
    if (cause instanceof DOMException && cause.name === 'AbortError') throw cause;
    throw new FaultError('node-unreachable', 0);
  }
  if (!answer.ok) throw await faultOf(answer);
  return (answer.status === 204 ? undefined : await answer.json()) as T;
}

async function faultOf(answer: Response): Promise<FaultError> {
  try {
    const problem = (await answer.json()) as Partial<Problem>;
    return new FaultError(problem.code ?? 'internal', answer.status, problem.details);
  } catch {
    return new FaultError(answer.status >= 502 ? 'node-unreachable' : 'internal', answer.status);
  }
}
