import { parseUtf8 } from '../base/bytes.ts';
import type { LogId } from '../base/ids.ts';
import { proveConsistency } from '../ledger/hashes.ts';
import type { Log } from '../ledger/log.ts';
import type { Checkpoint } from '../proof/checkpoint.ts';
import { openCheckpoint, parseSize } from '../proof/checkpoint.ts';
import { verifyCosignature, withSignature } from '../proof/cosignature.ts';
import { formatAddCheckpoint, monitorPath } from '../proof/witness.ts';
import { keepCosigned } from '../exchange/cosigned.ts';
import type { Outgoing } from '../exchange/needs.ts';
import type { Station } from '../exchange/station.ts';
import type { House } from './house.ts';
import { selfOf } from './house.ts';

/** How long a witness may take to answer, in milliseconds. */
const ANSWER_MILLIS_MAX = 10_000;

/** How long the witness may take to answer while a node starts, in milliseconds. */
const START_MILLIS_MAX = 2_000;

/** How long to wait before a silent witness is asked again, in milliseconds. */
const RETRY_MILLIS = 3_000;

/** How much a cosignature's time may differ from our clock, in seconds, before it is not believed. */
export const COSIGNATURE_SKEW_SECONDS_MAX = 6 * 3600;

/** Has every checkpoint of our own logs cosigned, the newest first and one request a log at a time. */
export interface Cosigner {
  /** There is something new on `log`. */
  wake(log: Log): void;
  /** Of `logs`, those of which the witness has seen more than we hold: we were restored. [L25] */
  aheadOfUs(logs: readonly Log[]): Promise<readonly Log[]>;
  close(): void;
}

/** What a cosigner needs. */
export interface CosignerNeeds {
  readonly house: House;
  readonly station: Station;
  readonly send: (outgoing: readonly Outgoing[]) => void;
  /** Where the witnesses answer; the first of them is asked. */
  readonly witnessAddresses: readonly string[];
}

type Step = 'done' | 'again' | 'later';

/** Opens the cosigner. */
export function openCosigner(needs: CosignerNeeds): Cosigner {
  const { house, station } = needs;
  const [address] = needs.witnessAddresses;
  const [witness] = house.witnesses;
  const busy = new Set<LogId>();
  const witnessed = new Map<LogId, number>();
  const closing = new AbortController();
  const timers = new Set<NodeJS.Timeout>();

  const run = async (log: Log): Promise<void> => {
    if (busy.has(log.id) || !address || !witness) return;
    busy.add(log.id);
    let step: Step = 'again';
    while (step === 'again' && !closing.signal.aborted) {
      step = await attempt(log).catch((): Step => 'later');
    }
    busy.delete(log.id);
    if (step === 'later' && !closing.signal.aborted) retry(log);
  };

  const retry = (log: Log): void => {
    const timer = setTimeout(() => {
      timers.delete(timer);
      void run(log);
    }, RETRY_MILLIS);
    timers.add(timer);
  };

  const attempt = async (log: Log): Promise<Step> => {
    if (station.isRecovering(log.id)) {
      await showWitnessed(log);
      return 'later';
    }
    const latest = await house.store.latest(log.id);
    if (!latest || latest.size <= (house.seals.of(log.id)?.checkpoint.size ?? 0)) return 'done';
    const old = witnessed.get(log.id) ?? house.seals.of(log.id)?.checkpoint.size ?? 0;
    if (old > latest.size) return 'later';
    const { sha256 } = house.primitives;
    const of = { sha256, tiles: house.store, log: log.id, size: latest.size };
    const proof = old === 0 ? [] : await proveConsistency(of, old);
    const body = formatAddCheckpoint({ old, proof, checkpoint: latest });
    const response = await ask('/witness/add-checkpoint', body);
    const text = await response.text();
    if (response.status === 409) {
      const size = parseSize(text.trim());
      if (!size.ok || size.value === old) return 'later';
      witnessed.set(log.id, size.value);
      return 'again';
    }
    if (response.status !== 200) {
      house.report(`witness-refused ${response.status} ${log.origin}`);
      return 'later';
    }
    return (await keep(log, latest, text)) ? 'again' : 'later';
  };

  /** Adds the witness's line to our checkpoint, keeps it, and tells the members and the desks. */
  const keep = async (log: Log, latest: Checkpoint, lines: string): Promise<boolean> => {
    const line = lines.split('\n').find((each) => each.startsWith('— ')) ?? '';
    const cosigned = withSignature(latest, line);
    if (!cosigned.ok || !witness) return false;
    const verified = verifyCosignature(house.primitives, cosigned.value, witness);
    if (!verified.ok) return false;
    const skew = Math.abs(verified.value.time - house.clock.now());
    if (skew > COSIGNATURE_SKEW_SECONDS_MAX) house.report('witness-clock-off');
    await keepCosigned(house.shelf, log.id, cosigned.value);
    witnessed.set(log.id, latest.size);
    if (await house.seals.refresh(log)) {
      house.live.tell({ kind: 'cosigned', log: log.id, size: latest.size });
    }
    needs.send(station.appended(log, cosigned.value));
    return true;
  };

  const ask = (path: string, body?: Uint8Array, millis = ANSWER_MILLIS_MAX): Promise<Response> =>
    fetch(`${address}${path}`, {
      ...(body ? { method: 'POST', body } : {}),
      signal: AbortSignal.any([closing.signal, AbortSignal.timeout(millis)]),
    });

  /** The size that the witness shows for a log; nothing where it is silent. */
  const shownSize = async (log: Log): Promise<number | undefined> => {
    const path = monitorPath(house.primitives.sha256, log.origin);
    const response = await ask(`/witness/${path}`, undefined, START_MILLIS_MAX).catch(
      () => undefined,
    );
    if (response?.status !== 200) return undefined;
    const note = await response.text();
    const checkpoint = openCheckpoint(house.primitives, note, log.key);
    return checkpoint.ok ? checkpoint.value.size : undefined;
  };

  const showWitnessed = async (log: Log): Promise<void> => {
    const path = monitorPath(house.primitives.sha256, log.origin);
    const response = await ask(`/witness/${path}`);
    if (response.status !== 200 && response.status !== 404) return;
    const bytes = new Uint8Array(await response.arrayBuffer());
    const note = response.status === 200 ? parseUtf8(bytes) : undefined;
    needs.send(await station.heardFromWitness(log.id, note?.ok ? note.value : undefined));
  };

  return {
    wake(log) {
      if (log.author === selfOf(house)) void run(log);
    },
    async aheadOfUs(logs) {
      if (!address) return [];
      const ahead = await Promise.all(
        logs.map(async (log) => {
          const ours = (await house.store.latest(log.id))?.size ?? 0;
          return ((await shownSize(log)) ?? 0) > ours;
        }),
      );
      return logs.filter((_, i) => ahead[i]);
    },
    close() {
      closing.abort();
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
