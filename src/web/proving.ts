import type { ProofView, RecordView } from '../contract/reports.ts';
import { FaultError } from './api.ts';
import type {
  AuditTask,
  LogTask,
  LogVerdict,
  ProvingAnswer,
  RecordTask,
  RecordVerdict,
} from './proving-task.ts';

/**
 * Checks in this browser, with nobody's help, that a record's bytes are what its hash names, that
 * they are on their author's signed log, and who cosigned it.
 */
export function proveRecord(
  record: Pick<RecordView, 'hash' | 'bytes'>,
  proof: ProofView,
): Promise<RecordVerdict> {
  return new Promise((resolve, reject) => {
    const { logKey, witnessKeys, receiptKeys } = proof;
    const task: RecordTask = {
      kind: 'record',
      hash: record.hash,
      bytes: record.bytes,
      proof: proof.proof,
      logKey,
      witnessKeys,
      receiptKeys,
    };
    const worker = start(task, (answer) => {
      worker.terminate();
      if (answer.kind === 'record') resolve(answer.verdict);
      else reject(new FaultError('internal', 0));
    });
  });
}

/** An audit under way. */
export interface Audit {
  readonly verdicts: Promise<readonly LogVerdict[]>;
  /** Ends it; `verdicts` then gives what was finished. */
  stop(): void;
}

/** Reads all of `logs` through and checks every entry, telling how many entries are done. */
export function auditLogs(logs: readonly LogTask[], onProgress: (done: number) => void): Audit {
  const verdicts: LogVerdict[] = [];
  let stop = () => undefined as void;
  const settled = new Promise<readonly LogVerdict[]>((resolve, reject) => {
    const worker = start({ kind: 'audit', logs }, (answer) => {
      if (answer.kind === 'entries') onProgress(answer.done);
      else if (answer.kind === 'log') verdicts.push(answer.verdict);
      else {
        worker.terminate();
        if (answer.kind === 'done') resolve(verdicts);
        else reject(new FaultError('internal', 0));
      }
    });
    stop = () => {
      worker.terminate();
      resolve(verdicts);
    };
  });
  return { verdicts: settled, stop: () => stop() };
}

function start(task: RecordTask | AuditTask, hear: (answer: ProvingAnswer) => void): Worker {
  const worker = new Worker(new URL('./proving-worker.ts', import.meta.url), { type: 'module' });
  worker.addEventListener('message', (message: MessageEvent<ProvingAnswer>) => hear(message.data));
  worker.addEventListener('error', () => hear({ kind: 'failed' }));
  worker.postMessage(task);
  return worker;
}
