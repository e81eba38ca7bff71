import { equal, formatHex, parseBase64, sha256 } from '../base/bytes.ts';
import { openErasureJudge } from '../accord/knowledge/erasure-judge.ts';
import type { AuditReport, LogSource } from '../proof/audit.ts';
import { auditLog } from '../proof/audit.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { openCheckpoint } from '../proof/checkpoint.ts';
import { verifyCosignature } from '../proof/cosignature.ts';
import type { VerifierKey } from '../proof/note.ts';
import { parseVerifierKey } from '../proof/note.ts';
import { portablePrimitives } from '../proof/primitives.ts';
import { openStub } from '../proof/stub.ts';
import { parseBundle, tilePath } from '../proof/tile.ts';
import { verifyProof } from '../proof/tlog-proof.ts';
import type {
  AuditTask,
  LogTask,
  LogVerdict,
  ProvingAnswer,
  RecordTask,
  RecordVerdict,
} from './proving-task.ts';

// The mathematics takes tens of milliseconds a signature: done here, the page stays awake.
addEventListener('message', (message: MessageEvent<RecordTask | AuditTask>) => {
  const task = message.data;
  const work =
    task.kind === 'record'
      ? Promise.resolve(say({ kind: 'record', verdict: checkRecord(task) }))
      : checkLogs(task);
  work.catch(() => say({ kind: 'failed' }));
});

function say(answer: ProvingAnswer): void {
  postMessage(answer);
}

function checkRecord(task: RecordTask): RecordVerdict {
  const bytes = parseBase64(task.bytes);
  if (!bytes.ok) return { kind: 'broken', why: 'other-bytes' };
  const [, digest] = task.hash.split(':');
  if (formatHex(sha256(bytes.value)) !== digest) return { kind: 'broken', why: 'other-bytes' };
  const log = parseVerifierKey(task.logKey);
  if (!log.ok) return { kind: 'broken', why: 'bad-key' };
  const witnesses = keysOf(task.witnessKeys);
  const storers = task.receiptKeys.flatMap(({ party, key }) =>
    keysOf([key]).map(({ name }) => ({ party, name })),
  );
  const stores = keysOf(task.receiptKeys.map(({ key }) => key));
  const keys = { log: log.value, witnesses: [...witnesses, ...stores] };
  const shown = verifyProof(portablePrimitives, task.proof, bytes.value, keys);
  if (!shown.ok) return { kind: 'broken', why: shown.fault.kind };
  const { index, size, cosignedBy } = shown.value;
  const isWitness = (name: string): boolean => witnesses.some((key) => key.name === name);
  return {
    kind: 'shown',
    index,
    size,
    cosignedBy: cosignedBy.flatMap(({ name, time }) =>
      isWitness(name) ? [{ name, at: time }] : [],
    ),
    storedBy: cosignedBy.flatMap(({ name, time }) =>
      storers.flatMap((each) => (each.name === name ? [{ party: each.party, at: time }] : [])),
    ),
  };
}

async function checkLogs(task: AuditTask): Promise<void> {
  let done = 0;
  const onEntries = (count: number) => {
    done += count;
    say({ kind: 'entries', done });
  };
  for (const log of task.logs) {
    say({ kind: 'log', verdict: await checkLog(log, onEntries) });
  }
  say({ kind: 'done' });
}

async function checkLog(log: LogTask, onEntries: (count: number) => void): Promise<LogVerdict> {
  const key = parseVerifierKey(log.logKey);
  if (!key.ok) return brokenBy(log, 'bad-key');
  const seen = openCheckpoint(portablePrimitives, log.checkpoint, key.value);
  if (!seen.ok) return brokenBy(log, seen.fault.kind);
  const witnesses = keysOf(log.witnessKeys);
  if (log.path === undefined) {
    onEntries(log.size);
    const cosigned = isCosigned(seen.value, witnesses);
    return { origin: log.origin, kind: 'signed', entries: 0, recalled: 0, cosigned, findings: [] };
  }
  const source = sourceAt(log.path, onEntries);
  const keys = { log: key.value, witnesses, quorum: 0 };
  const report = await auditLog(portablePrimitives, source, keys, openErasureJudge(openStub));
  const findings = [...findingsOf(report)];
  // The log that was read must reach as far as the checkpoint that we were shown.
  const served = report.checkpoint;
  if (served && served.size < seen.value.size) findings.push({ kind: 'shorter' });
  if (served?.size === seen.value.size && !equal(served.root, seen.value.root)) {
    findings.push({ kind: 'fork' });
  }
  const kind = findings.length === 0 ? 'whole' : 'broken';
  const cosigned = report.cosignedBy.length > 0;
  const { entries, recalled } = report;
  return { origin: log.origin, kind, entries, recalled, cosigned, findings };
}

function isCosigned(checkpoint: Checkpoint, witnesses: readonly VerifierKey[]): boolean {
  return witnesses.some((key) => verifyCosignature(portablePrimitives, checkpoint, key).ok);
}

function brokenBy(log: LogTask, kind: string): LogVerdict {
  const nothing = { entries: 0, recalled: 0, cosigned: false };
  return { origin: log.origin, kind: 'broken', ...nothing, findings: [{ kind }] };
}

function findingsOf(report: AuditReport): LogVerdict['findings'] {
  const byKind = new Map<string, LogVerdict['findings'][number]>();
  for (const finding of report.findings) {
    if (byKind.has(finding.kind)) continue;
    const index = 'index' in finding ? { index: finding.index } : {};
    byKind.set(finding.kind, { kind: finding.kind, ...index });
  }
  return [...byKind.values()];
}

function sourceAt(path: string, onEntries: (count: number) => void): LogSource {
  const base = path.endsWith('/') ? path : `${path}/`;
  const bytesAt = async (place: string) => {
    const answer = await fetch(base + place, { credentials: 'same-origin' });
    return answer.ok ? new Uint8Array(await answer.arrayBuffer()) : undefined;
  };
  return {
    checkpoint: async () => (await fetch(`${base}checkpoint`)).text(),
    tile: (level, index, width) => bytesAt(tilePath(level, index, width)),
    async bundle(index, width) {
      const bytes = await bytesAt(tilePath('entries', index, width));
      const parsed = parseBundle(bytes ?? new Uint8Array(0));
      onEntries(parsed.ok ? parsed.value.length : 0);
      return bytes;
    },
  };
}

function keysOf(texts: readonly string[]): readonly VerifierKey[] {
  return texts.flatMap((text) => {
    const key = parseVerifierKey(text);
    return key.ok ? [key.value] : [];
  });
}
