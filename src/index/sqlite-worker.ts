import { parentPort, workerData } from 'node:worker_threads';
import { InvariantError, TroubleError, invariant } from '../base/result.ts';
import type { Engine } from './engine.ts';
import { openEngine } from './engine.ts';
import type { Answer, Question } from './sqlite.ts';

// The thread in which the index lives: one question after the other, each with one answer.

invariant(parentPort !== null, 'the index runs in a thread of its own');
const port = parentPort;
const say = (line: string): void => port.postMessage({ kind: 'said', line } satisfies Answer);

let engine: Engine | undefined;
try {
  engine = openEngine((workerData as { readonly path: string }).path, say);
  port.postMessage({ kind: 'open', rebuilt: engine.rebuilt } satisfies Answer);
} catch (thrown) {
  port.postMessage(failed(thrown));
}

port.on('message', (question: Question) => {
  if (question.kind === 'close') {
    engine?.close();
    port.postMessage({ kind: 'closed' } satisfies Answer);
    port.close();
    return;
  }
  try {
    const given: unknown = engine?.answer(question.verb, question.asked as never);
    port.postMessage({ kind: 'given', given } satisfies Answer);
  } catch (thrown) {
    port.postMessage(failed(thrown));
  }
});

function failed(thrown: unknown): Answer {
  const words = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  if (thrown instanceof TroubleError) {
    const { code, details } = thrown;
    return { kind: 'trouble', code, details: { ...details }, words };
  }
  const isBelief = thrown instanceof InvariantError;
  return { kind: 'broken', words: isBelief ? thrown.message : words };
}
