import { setImmediate } from 'node:timers/promises';
import type { SeatId } from '../base/ids.ts';
import { uuidv7 } from '../base/ids.ts';
import { TroubleError } from '../base/result.ts';
import type { Audience } from '../accord/party/audience.ts';
import type { ImportView } from '../contract/imports.ts';
import { IMPORT_REFUSED_KEPT_MAX } from '../contract/imports.ts';
import type { Outcome } from '../gateway/items.ts';
import { markFor } from '../gateway/marking.ts';
import type { ReportRow } from '../gateway/outside.ts';
import type { TlpLevel } from '../gateway/stix-names.ts';
import type { House } from './house.ts';
import { selfOf } from './house.ts';
import type { ReadFile } from './import-items.ts';
import { ownLogs, seatedAt } from './reader.ts';
import { refusedTable } from './import-refused.ts';
import { mayRead } from '../accord/party/release.ts';

/** How many reports are said under one checkpoint; a desk that says one thing waits for no more. */
export const IMPORT_STEP_REPORTS = 200;

/** How many imports are remembered, those that go on among them. */
const IMPORTS_KEPT_MAX = 20;

/** Who brings what in, for whom. */
export interface ImportRequest {
  readonly seat: SeatId;
  readonly name: string;
  readonly audience: Audience;
  readonly tlp: TlpLevel;
  readonly format: ReadFile['format'];
  /** As the dry run had it, bound by the marks for this audience. */
  readonly outcomes: readonly Outcome[];
}

/** The imports of this node's desks. They live as long as the node runs; begun again they go on. [O12] */
export interface Importing {
  /** Begins; nothing where this desk has one that goes on, or too many go on. */
  begin(request: ImportRequest): ImportView | undefined;
  of(seat: SeatId): readonly ImportView[];
  get(seat: SeatId, id: string): ImportView | undefined;
  /** Stops after the step that is on its way; tells whether there is one to stop. */
  stop(seat: SeatId, id: string): boolean;
  /** What was refused, as a table with where and why. [I14] */
  refused(seat: SeatId, id: string): string | undefined;
  /** Resolves when an import is at its end, for whoever must know. */
  ended(id: string): Promise<void>;
}

interface Job {
  readonly id: string;
  readonly request: ImportRequest;
  readonly rows: readonly ReportRow[];
  readonly counts: { saved: number; passedOver: number; refused: number; leftOut: number };
  readonly refused: string;
  state: ImportView['state'];
  fault?: string;
  isStopping: boolean;
  ended: Promise<void>;
}

/** Opens the imports of a house. */
export function openImporting(
  house: Pick<House, 'folder' | 'clock' | 'random' | 'index' | 'logs' | 'office' | 'report'>,
): Importing {
  const jobs = new Map<string, Job>();

  const run = async (job: Job): Promise<void> => {
    try {
      for (let at = 0; at < job.rows.length; at += IMPORT_STEP_REPORTS) {
        if (job.isStopping) break;
        await sayStep(house, job, job.rows.slice(at, at + IMPORT_STEP_REPORTS));
        await setImmediate();
      }
      const done = job.counts.saved + job.counts.passedOver;
      job.state = done < job.rows.length ? 'stopped' : 'done';
    } catch (thrown) {
      job.state = 'failed';
      job.fault = thrown instanceof TroubleError ? thrown.code : 'internal';
      house.report(thrown);
    }
  };

  const own = (seat: SeatId, id: string): Job | undefined => {
    const job = jobs.get(id);
    return job?.request.seat === seat ? job : undefined;
  };

  return {
    begin(request) {
      const all = [...jobs.values()];
      const running = all.filter(({ state }) => state === 'running');
      const isBusy = running.some((job) => job.request.seat === request.seat);
      if (isBusy || running.length >= IMPORTS_KEPT_MAX) return undefined;
      if (all.length >= IMPORTS_KEPT_MAX) {
        const oldest = all.find(({ state }) => state !== 'running');
        if (oldest) jobs.delete(oldest.id);
      }
      const job = jobOf(uuidv7(house.clock.now(), house.random), request);
      jobs.set(job.id, job);
      job.ended = run(job);
      return present(job);
    },
    of: (seat) =>
      [...jobs.values()]
        .filter(({ request }) => request.seat === seat)
        .toReversed()
        .map(present),
    get(seat, id) {
      const job = own(seat, id);
      return job && present(job);
    },
    stop(seat, id) {
      const job = own(seat, id);
      if (job) job.isStopping = true;
      return job !== undefined;
    },
    refused: (seat, id) => own(seat, id)?.refused,
    ended: async (id) => jobs.get(id)?.ended,
  };
}

function jobOf(id: string, request: ImportRequest): Job {
  const { outcomes } = request;
  const rows = outcomes.flatMap((each) => (each.outcome === 'taken' ? [each.row] : []));
  const refused = outcomes.filter((each) => each.outcome === 'refused');
  const leftOut = outcomes.length - rows.length - refused.length;
  return {
    id,
    // What was read may be large, and only its rows are needed from here on.
    request: { ...request, outcomes: [] },
    rows,
    counts: { saved: 0, passedOver: 0, refused: refused.length, leftOut },
    refused: refusedTable(refused.slice(0, IMPORT_REFUSED_KEPT_MAX)),
    state: 'running',
    isStopping: false,
    ended: Promise.resolve(),
  };
}

/** [O1] Said by the desk that imports. [I13] What is here by its id is passed over. */
async function sayStep(
  house: Pick<House, 'folder' | 'index' | 'logs' | 'office'>,
  { request, counts }: Job,
  rows: readonly ReportRow[],
): Promise<void> {
  const { seat, audience, tlp } = request;
  const ids = rows.map(({ id }) => id);
  const author = selfOf(house);
  const reader = seatedAt(house.office, author, seat)?.reader;
  // [R7] An import ends where its office is taken out of the compartment that it goes to.
  if (!reader || !mayRead(reader, { author, audience })) throw new TroubleError('not-allowed');
  const known = new Set(await house.index.idsKnown(ids, ownLogs(house.logs, reader)));
  const fresh = rows.filter(({ id }) => !known.has(id));
  if (fresh.length > 0) {
    const said = await house.office.sayAll(
      fresh.map((row) => {
        const mark = markFor(row, tlp);
        const { id, report } = row;
        return { seat, audience, type: 'report' as const, tlp: mark, id, body: report };
      }),
    );
    if (!said.ok) throw new TroubleError('bad-record', { kind: said.fault.kind });
  }
  counts.saved += fresh.length;
  counts.passedOver += rows.length - fresh.length;
}

function present({ id, request, rows, counts, state, fault }: Job): ImportView {
  const { name, format, audience } = request;
  return {
    id,
    name,
    format,
    audience,
    state,
    ...(fault === undefined ? {} : { fault }),
    all: rows.length,
    ...counts,
  };
}
